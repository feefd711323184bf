"""The common part of the moment: what every room may read, whoever is in the cast."""

from __future__ import annotations

from ..core.moment import Field
from ..core.shown import Shown, since

NOTES = 8  # played notes that can sound at once

COMMON = (
    Field("tick", "held", whole=True),
    Field("dream_time_s"),  # advances by ``rate`` a tick, evening after evening; what happened is dated by it
    Field("time_s"),  # the same since this evening began: small enough for a GPU's floats, drives what is seen
    Field("rate"),  # 1 in waking time, down to 1/8 under ``stretch``
    Field("hour", "held"),  # the hour of the evening, 19.0 is seven o'clock
    Field("progress", "held"),  # 0..1 through the score
    Field("movement", "held", whole=True),  # index in the score
    Field("movement_at_s", "held"),
    Field("breath"),  # 0..1, lungs of the operator and the hall: 0 emptied, 1 full
    Field("breath_phase", "wrapped"),  # 0 is the start of an inhale
    Field("breathe"),  # gestures, slewed
    Field("palms", shape=(2,)),
    Field("stretch"),
    Field("weave"),
    Field("focus", shape=(3,)),  # x, y, value
    Field("raised"),
    Field("will", "held", (4, 2)),  # the last four ripples: x, y (-1..1 across the hall)
    Field("will_at_s", "held", (4,)),
    Field("will_count", "held", whole=True),
    Field("command_at_s", "held", (4,)),  # redirect, swap, lull, rewrite: when each was last given
    Field("command_count", "held", (4,), whole=True),
    Field("stretch_budget"),  # 0..1, what is left of stretched time
    Field("calm"),  # 0..1, how steady the operator is
    Field("lucidity"),  # 0..1, calm that has lasted: above 0.5 a fault can be invited
    Field("coherence"),  # 0..1, mean over rooms with more than one oscillator, by presence
    Field("dissonance"),  # sensory dissonance of the sounding partials
    Field("consonance"),  # 0..1, 1 at the chord's own dissonance
    Field("distinct_pitches", "held", whole=True),
    Field("trouble"),  # 0..1, the worst open severity
    Field("unresolved"),  # 0..1, severity left unresolved, gathered over time
    Field("guests"),  # how many guests have joined, slewed
    Field("bar_phase", "wrapped"),
    Field("beat_phase", "wrapped"),
    Field("bars", "held", whole=True),
    Field("beats", "held", whole=True),
    Field("beat_at_s", "held"),
    Field("bar_s"),  # length of a bar
    Field("root_hz"),
    Field("chord", "held", whole=True),  # counts chord changes
    Field("chord_at_s", "held"),
    Field("note_hz", shape=(NOTES,)),  # played notes, drawn into the tuning
    Field("note_level", shape=(NOTES,)),
    Field("note_count", "held", (NOTES,), whole=True),
    Field("exposure"),  # EV, breath and score together
    Field("level"),  # 0..1, the master's level by the operator
    Field("camera_eye", shape=(2, 3)),  # metres; two cameras, so that one scene can dissolve into the next
    Field("camera_target", shape=(2, 3)),
    Field("camera_fov", shape=(2,)),  # degrees, vertical
    Field("camera_focus", shape=(2,)),  # metres from the eye to what is sharp; 0: to the target
    Field("camera_lens", shape=(2,)),  # metres, the lens's opening; 0: all is sharp
    Field("camera_mix"),  # 0..1, how much of the second camera is seen
    Field("palette", shape=(3, 3)),  # linear RGB: key, fill, accent of the movement
    Field("look", shape=(5,)),  # the grade: slope of red, green, blue; power; saturation
)
"""Leaves by name; rooms' own leaves follow in the record, one nested field a room."""

SHOWN = (
    *(Shown(name) for name in (
        "time_s", "rate", "hour", "progress", "breath", "breath_phase", "breathe", "palms", "stretch",
        "weave", "focus", "raised", "stretch_budget", "calm", "lucidity", "coherence", "consonance", "trouble",
        "unresolved", "guests", "bar_phase", "beat_phase", "bars", "beats", "bar_s", "exposure",
    )),
    Shown("will"), since("will_at_s"), Shown("will_count"), since("command_at_s"), Shown("command_count"),
    since("movement_at_s"), since("beat_at_s"),
    since("chord_at_s"), Shown("note_level"), Shown("palette"), Shown("look"),
)  # fmt: skip
"""What shaders see of it, as block ``evening``."""
