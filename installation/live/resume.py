"""How a heart goes on where another has died: from its keepsake, then through what the record says was played since.

So the record stays true: replayed, it is the evening that was heard, only without the pause.
"""

from __future__ import annotations

import numpy as np

from ..core.errors import InputError
from ..core.performance import Performance
from ..core.units import TICK_RATE_HZ
from ..hall.checkpoint import gather, packed
from ..hall.world import World
from ..sound import store
from ..sound.mixer import Mixer
from .keepsake import Keepsake
from .say import log

MOST_TICKS = 60 * TICK_RATE_HZ  # gone through at once: more would be a pause of its own
_WORLD, _SOUND = "world:", "sound:"


def memory_of(world: World, mixer: Mixer) -> dict[str, np.ndarray]:
    """All memory of both by name: the arrays themselves, not copies of them."""
    kept = {_WORLD + name: array for name, array in gather(world).items()}
    return kept | {_SOUND + name: array for name, array in mixer.memory().items()}


def take_up(keepsake: Keepsake, world: World, mixer: Mixer, played: Performance, head: int) -> None:
    """Restore both and play what is known to have been played, up to the tick ``head`` that was published last.

    Without a keepsake that fits, the evening begins anew.
    """
    kept = keepsake.newest(memory_of(world, mixer))
    if kept is None:
        log.warning("nothing was kept of the evening so far: it begins anew")
        return
    try:
        world.restore(packed(_part(kept, _WORLD)))
        mixer.restore(store.pack(_part(kept, _SOUND)))
    except (InputError, ValueError) as error:
        raise RuntimeError(f"the keepsake does not fit ({error})") from error
    by_tick = played.by_tick()
    last = max((gesture.tick + 1 for gesture in played.gestures if gesture.tick <= head), default=0)
    for tick in range(world.tick, min(max(last, head), world.tick + MOST_TICKS)):
        world.step(by_tick.get(tick, ()))
        mixer.tick(world.moment, world.events)
    log.info("the evening goes on at tick %d", world.tick)


def _part(kept: dict[str, np.ndarray], prefix: str) -> dict[str, np.ndarray]:
    return {name[len(prefix) :]: array for name, array in kept.items() if name.startswith(prefix)}
