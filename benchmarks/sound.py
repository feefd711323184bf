"""The partial bank against Faust and numpy, and the whole mixer, in CPU seconds per second of sound on one thread.

``python -m benchmarks.sound`` prints a table. The peers run in turns, so that a busy machine is busy for all of them.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from installation.core.performance import Header, Performance
from installation.core.units import BLOCK, SAMPLE_RATE_HZ, TICK_RATE_HZ
from installation.dsp.desk import Desk, Kits
from installation.hall.discover import rooms
from installation.hall.play import play
from installation.sound.mixer import Mixer

PARTIALS = 1000
FAUST_PARTIALS = 100  # rendered ten times as long: a small program compiles in seconds and runs no slower for each
SECONDS = 2
Timed = Callable[[], float]

_SINE = """s(x) = x*(0.25-x*x)*(25.132170+x*x*(-64.792740+x*x*(66.238876-32.609169*x*x)));
"""
_BODY = """p(i) = o(100+i*50+t*(1+i*0.1)) <: *(0.0005+t*0.00001*i), *(0.001-t*0.00001*i);
process = par(i, {n}, p(i)) :> _, _;
"""
FAUST = {
    "faust, wavetable (os.osc)": ((), "t = os.phasor(1, 120); o = os.osc;\n" + _BODY),
    "faust, polynomial": (
        (),
        "t = os.phasor(1, 120);\n" + _SINE + "o(f) = s((+(f/48000.0) ~ \\(x).(x-floor(x+0.5))));\n" + _BODY,
    ),
    "faust, polynomial, closed form, -vec (keeps no phase)": (
        ("-vec", "-lv", "1", "-vs", "80"),
        "k = (+(1) ~ %(400)); t = k/400.0;\n" + _SINE + "o(f) = s(x-floor(x+0.5)) with { x = k*f/48000.0; };\n" + _BODY,
    ),
}


def ours() -> Timed:
    """The partial bank: frequency, amplitude and place of all partials move in every tick."""
    kits = Kits(1, 2)
    partials = Desk(kits, "bench", 0, 7).partials(PARTIALS)
    chance = np.random.default_rng(1)
    freq, amp = chance.uniform(100, 5000, (2, PARTIALS)), chance.uniform(1e-4, 1e-3, (2, PARTIALS))
    place = chance.uniform(-0.25, 0.25, (2, PARTIALS))

    def once() -> float:
        start = time.process_time()
        for tick in range(SECONDS * TICK_RATE_HZ):
            k = tick & 1
            partials.freq_hz[:], partials.amp[:], partials.azimuth_turns[:] = freq[k], amp[k], place[k]
            kits.out.fill(0.0)
            kits.partials.render(kits.out, kits.failed, kits.order)
        return (time.process_time() - start) / SECONDS

    return once


def numpy_alone() -> Timed:
    """The same sum of ramped partials written in numpy, a tick at a time."""
    chance = np.random.default_rng(1)
    freq, gain = chance.uniform(100, 5000, (2, PARTIALS, 1)), chance.uniform(1e-4, 1e-3, (2, 2, PARTIALS))
    at = np.arange(BLOCK) / BLOCK
    phase = np.zeros((PARTIALS, 1))

    def once() -> float:
        nonlocal phase
        ticks = TICK_RATE_HZ // 4
        start = time.process_time()
        for tick in range(ticks):
            a, b = freq[tick & 1], freq[1 - tick & 1]
            turns = (phase + BLOCK / SAMPLE_RATE_HZ * (a * at + (b - a) * (at * at / 2))).astype(np.float32)
            wave = np.sin(np.float32(2 * np.pi) * (turns - np.floor(turns)))
            first, last = gain[tick & 1].astype(np.float32) @ wave, gain[1 - tick & 1].astype(np.float32) @ wave
            _ = first + (last - first) * at
            phase = phase + BLOCK / SAMPLE_RATE_HZ * (a + b) / 2
        return (time.process_time() - start) / ticks * TICK_RATE_HZ

    return once


def faust(name: str) -> Timed:
    """An equivalent Faust program, compiled by dawdreamer. Raises ImportError where it is not installed."""
    import dawdreamer

    flags, body = FAUST[name]
    n = FAUST_PARTIALS if not flags else FAUST_PARTIALS // 2
    engine = dawdreamer.RenderEngine(SAMPLE_RATE_HZ, BLOCK)
    processor = engine.make_faust_processor("partials")
    if flags:
        processor.compile_flags = list(flags)
    processor.set_dsp_string('import("stdfaust.lib");\n' + body.replace("{n}", str(n)))
    processor.compile()
    engine.load_graph([(processor, [])])
    longer = PARTIALS // n

    def once() -> float:
        start = time.process_time()
        engine.render(float(longer * SECONDS))
        return (time.process_time() - start) / SECONDS

    return once


def whole_mixer() -> Timed:
    """The mixer with every installed room, over the evening's first moments; the world's own cost is left out."""
    cast = rooms()
    mixer = Mixer(cast, 7)
    mixer.warm()
    course = [(after, events) for _, _, after, events in play(Performance(Header(seed=7), ()), 0, 5 * TICK_RATE_HZ)]

    def once() -> float:
        mixer.reset()
        start = time.process_time()
        for moment, events in course:
            mixer.tick(moment, events)
        return (time.process_time() - start) / len(course) * TICK_RATE_HZ

    return once


def run(repeats: int = 7) -> dict[str, Any]:
    """Measure all; ``{"cost": {name: {median, low, high}}, "ratio": …, "note": …}``, costs in CPU s per s of sound."""
    contenders: dict[str, Timed] = {"partial bank": ours(), "numpy": numpy_alone(), "mixer, all rooms": whole_mixer()}
    note = ""
    try:
        contenders |= {name: faust(name) for name in FAUST}
    except ImportError:
        note = "dawdreamer is not installed: no comparison with Faust (pip install 'convocation[bench]')"
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for once in contenders.values():
        once()
    for _ in range(repeats):
        for name, once in contenders.items():
            taken[name].append(once())
    cost = {n: {"median": statistics.median(t), "low": min(t), "high": max(t)} for n, t in taken.items()}
    peers = [name for name in contenders if name == "numpy" or name.startswith("faust")]
    ratio = {name: _ratio(taken[name], taken["partial bank"]) for name in peers}
    return {"partials": PARTIALS, "repeats": repeats, "cost": cost, "ratio": ratio, "note": note}


def _ratio(peer: list[float], own: list[float]) -> dict[str, float]:
    """How many times the partial bank's CPU a peer takes, round by round."""
    rounds = [a / b for a, b in zip(peer, own, strict=True)]
    return {"median": statistics.median(rounds), "low": min(rounds), "high": max(rounds)}


def main() -> None:
    """Print the table."""
    found = run()
    print(
        f"{PARTIALS} ramped partials in stereo, CPU ms per s of sound: median (low - high), {found['repeats']} rounds"
    )
    for name, cost in found["cost"].items():
        times = found["ratio"].get(name)
        more = f"   {times['median']:.1f} x ({times['low']:.1f} - {times['high']:.1f})" if times else ""
        low, median, high = (1e3 * cost[key] for key in ("low", "median", "high"))
        print(f"  {name:55s} {median:7.2f} ({low:.2f} - {high:.2f}){more}")
    if found["note"]:
        print(found["note"])


if __name__ == "__main__":
    main()
