"""``python -m installation`` is ``convocation``."""

from .cli.main import main

main()
