"""Finds something to play on: the device that is wanted, else the next, else silence; what returns is taken back.

Devices are opened by player processes. The pulse only looks at memory: it never waits for a device.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import threading
import time

import msgspec

from ..core.errors import InputError
from ..surfaces.samples import Output, SilentSpeakers
from ..surfaces.speakers import Speakers
from ..surfaces.wire import ENDED, HOPELESS, NONE, OPEN, OPENING, REFUSED, Wire
from .config import SpeakersConfig
from .player import FIELDS, Order
from .say import log

FIRST_S, LONGEST_S = 0.5, 15.0  # between tries: doubled with every one that finds nothing
OPENING_S = 20.0  # a device that takes longer to open never does
FAREWELL_S = 0.15  # a player that takes longer to end is killed


class Player:
    """A player process at work on an order; ``state`` says how far it is. Raises OSError where it does not start."""

    def __init__(
        self, config: SpeakersConfig, parent: int, home: str = "", only: bool = False, strict: bool = False
    ) -> None:
        self.wire = Wire.create(config.channels)
        order = Order(
            self.wire.handle, str(config.device), config.channels, config.block_frames, parent, home, only, strict
        )
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen(
            [sys.executable, "-m", f"{__package__}.player", msgspec.json.encode(order).decode()],
            pass_fds=(self.wire.handle,), stdin=quiet, stdout=quiet, stderr=quiet,
        )  # fmt: skip
        self.began_s = time.monotonic()

    @property
    def state(self) -> int:
        """As the wire has it; ENDED too where the process has died."""
        if self._process.poll() is not None and self.wire.state not in (NONE, REFUSED, HOPELESS):
            return ENDED
        return self.wire.state

    def end(self) -> None:
        """Ask it to end, then make it."""
        self.wire.head["stop"] = 1
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(FAREWELL_S)
        if self._process.poll() is None:
            self._process.kill()
        self._process.wait()
        self.wire.close()


class FarSpeakers(Speakers):
    """Speakers whose device is held by a player."""

    def __init__(self, player: Player, channels: int, lead_samples: int) -> None:
        super().__init__(player.wire, channels, lead_samples)
        self._player = player
        self.name, self.home = player.wire.text("name"), bool(player.wire.head["home"])

    def alive(self, now_s: float) -> bool:
        return self._player.state != ENDED and super().alive(now_s)

    def close(self) -> None:
        self._player.end()


class Speaking:
    """The search for something to play on. ``look`` is called often and never waits."""

    def __init__(self, config: SpeakersConfig, lead_samples: int, parent: int, resumed: bool = False) -> None:
        self._config, self._lead, self._parent = config, lead_samples, parent
        self._home = ""  # the device that was played first
        self._player: Player | None = None
        self._starting: threading.Thread | None = None
        self._wait_s, self._next_s = FIRST_S, 0.0
        self._hopeless = False
        self._begin(strict=not resumed)

    def first(self) -> Output:
        """Wait for what is found at the start. Raises InputError where the wanted device is not there.

        A heart that has come back (``resumed``) takes what there is.
        """
        player = self._player
        if player is None:
            return SilentSpeakers("no player can be started: playing silently", self._lead)
        while player.state == OPENING and time.monotonic() - player.began_s < OPENING_S:
            time.sleep(0.005)
        why = player.wire.text("told") or "no sound device answers"
        if player.state == REFUSED:
            player.end()
            raise InputError(*why.split(FIELDS))
        return self._found(time.monotonic()) or SilentSpeakers(f"{why}: playing silently", self._lead)

    def look(self, now_s: float, playing: Output) -> Output | None:
        """Something better to play on than ``playing``, opened and not yet started; None where there is nothing."""
        if self._hopeless or getattr(playing, "home", False):
            self._forget()
            return None
        if self._player is not None:
            return self._found(now_s)
        if self._starting is None and now_s >= self._next_s:
            self._starting = threading.Thread(target=self._begin, kwargs={"only": playing.sounds}, daemon=True)
            self._starting.start()
        return None

    def close(self) -> None:
        """End the search."""
        starting = self._starting
        if starting is not None:
            starting.join(0.5)
        if self._player is not None:
            self._player.end()
            self._player = None

    def _begin(self, only: bool = False, strict: bool = False) -> None:
        """Start a player; on a thread while music plays, since it takes some milliseconds."""
        try:
            self._player = Player(self._config, self._parent, self._home, only, strict)
        except OSError as error:
            log.warning("no player for the sound can be started (%s)", error)
            self._later(time.monotonic())
        self._starting = None

    def _found(self, now_s: float) -> FarSpeakers | None:
        """The speakers that the player has opened, if it has; a player that cannot is ended."""
        player = self._player
        if player is None:
            return None
        state = player.state
        if state == OPEN:
            speakers = FarSpeakers(player, self._config.channels, self._lead)
            if speakers.home:
                self._home = speakers.name
            self._player, self._wait_s = None, FIRST_S
            return speakers
        if state != OPENING or now_s - player.began_s > OPENING_S:
            self._hopeless = state == HOPELESS
            self._forget()
            self._later(now_s)
        return None

    def _forget(self) -> None:
        if self._player is not None:
            threading.Thread(target=self._player.end, daemon=True).start()
            self._player = None

    def _later(self, now_s: float) -> None:
        self._next_s = now_s + self._wait_s
        self._wait_s = min(2.0 * self._wait_s, LONGEST_S)
