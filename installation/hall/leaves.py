"""The leaves that every room has, written all at once: a few scatters over the moment's words, however many rooms."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..core.moment import words

if TYPE_CHECKING:
    from .world import World


class RoomLeaves:
    """Knows where the rooms' standard leaves, pitches, oscillators and faults lie in ``record``."""

    def __init__(self, world: World, record: np.ndarray) -> None:
        self._world = world
        self._words, self._wholes = words(record), words(record).view(np.int64)
        cast, starts = world.cast, world.layout.starts
        names = [room.name for room in cast]
        self._standard = np.array(
            [[starts[n, leaf] for n in names] for leaf in ("presence", "trouble", "light", "voice", "coherence")],
            np.intp,
        )
        self._pitches = _runs(starts, [(r.name, len(r.pitches)) for r in cast if r.pitches], _PITCH)
        owners = [cast[k] for k in world.coupling.owners]
        self._phases = _runs(starts, [(r.name, r.oscillators.count) for r in owners if r.oscillators], _OSCILLATOR)
        self._coherence = np.array([starts[r.name, "coherence"] for r in owners], np.intp)
        faults = list(zip([cast[i].name for i in world.troubles.owner], world.troubles.faults, strict=True))
        self._faults = np.array(
            [[starts[n, f"{f.name}_{leaf}"] for n, f in faults] for leaf in _FAULT], np.intp
        ).reshape(len(_FAULT), -1)

    def write(self, pitch_level: np.ndarray) -> None:
        """From the world's parts into the record; ``pitch_level (pitches,)`` as each sings in its room."""
        w, to, whole = self._world, self._words, self._wholes
        hands, standard = w.stagehand, self._standard
        to[standard[0]], to[standard[1]] = hands.presence, w.troubles.by_room
        to[standard[2]], to[standard[3]], to[standard[4]] = hands.light, hands.voice, 1.0
        hz, level, count, at_s = self._pitches
        to[hz] = np.exp2(w.harmony.log2_hz[: len(hz)])
        to[level], whole[count], to[at_s] = pitch_level, w.conductor.pitch_count, w.conductor.pitch_at_s
        phase, metre, beats = self._phases
        to[phase], whole[metre], whole[beats] = w.coupling.theta, w.coupling.metre, w.coupling.beats
        to[self._coherence] = w.coupling.order
        t, (severity, guest, counted, at, invited) = w.troubles, self._faults
        to[severity], to[guest], whole[counted], to[at], to[invited] = (
            t.severity,
            t.guest,
            t.count,
            t.at_s,
            t.invited_at_s,
        )


_STANDARD = ("presence", "trouble", "light", "voice", "coherence")
_PITCH = ("pitch_hz", "pitch_level", "pitch_count", "pitch_at_s")
_OSCILLATOR = ("phase", "metre", "beats")
_FAULT = ("severity", "guest", "count", "at_s", "invited_at_s")


def _runs(
    starts: dict[tuple[str, str], int], rooms: list[tuple[str, int]], leaves: tuple[str, ...]
) -> list[np.ndarray]:
    """For each leaf the words of all rooms' arrays, one after another: ``(n,) intp``."""
    return [
        np.concatenate([np.zeros(0, np.intp), *(starts[name, leaf] + np.arange(n, dtype=np.intp) for name, n in rooms)])
        for leaf in leaves
    ]
