# The README's two commands are `make play` and `make test`; each does all its own set-up on a fresh machine.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: setup play test lint proof goldens clean

setup: .venv/.ready

.venv/.ready: pyproject.toml constraints.txt tools/setup.sh
	PYTHON="$(PYTHON)" bash tools/setup.sh

play: setup
	$(BIN)/convocation perform

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

test: lint
	$(BIN)/pytest

# Long proofs: many seeds, whole evenings. Writes the tables in docs/.
proof: setup
	$(BIN)/python -m benchmarks.proof
	$(BIN)/python -m benchmarks.performing

clean:
	rm -rf .venv build dist renders
