"""Files of encoded packets: the finished parts of a film, kept until all are there and can be joined.

Each packet carries its times, and a CRC-32 over them and its content; the file ends in the number of packets, so a
file that is cut off or altered is seen.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from ..core.errors import MachineError

_MAGIC = b"packets1"
_HEAD = struct.Struct("<IIqqqB")  # CRC-32 of all that follows, bytes, pts, dts, duration, key
_END = 0xFFFF_FFFF  # in place of a length


class Packet(NamedTuple):
    """One encoded packet; times are counted in frames or samples."""

    pts: int
    dts: int
    duration: int
    key: bool
    data: bytes


class PacketWriter:
    """A file of packets that grows: ``write`` them in order, then ``close``."""

    def __init__(self, path: Path) -> None:
        self._count = 0
        self._file: BinaryIO = path.open("wb")
        self._file.write(_MAGIC)

    def write(self, packets: Iterable[Packet]) -> None:
        """Append packets."""
        for packet in packets:
            self._put(len(packet.data), packet)
            self._count += 1

    def close(self) -> None:
        """Write the end, and close."""
        try:
            self._put(_END, Packet(self._count, 0, 0, False, b""))
        finally:
            self._file.close()

    def abandon(self) -> None:
        """Close as it is."""
        self._file.close()

    def _put(self, length: int, packet: Packet) -> None:
        head = _HEAD.pack(0, length, *packet[:4])[4:]
        self._file.write(struct.pack("<I", zlib.crc32(packet.data, zlib.crc32(head))) + head + packet.data)


def write_packets(path: Path, packets: Iterable[Packet]) -> None:
    """Write a file of all packets at once."""
    file = PacketWriter(path)
    try:
        file.write(packets)
    except BaseException:
        file.abandon()
        raise
    file.close()


def read_packets(path: Path) -> Iterator[Packet]:
    """The packets of a file, one by one. Raises MachineError where it is cut off or altered."""
    with path.open("rb") as source:
        if source.read(len(_MAGIC)) != _MAGIC:
            raise _damaged(path)
        count = 0
        while True:
            length, packet = _read(source, path)
            if length == _END:
                if packet.pts != count:
                    raise _damaged(path)
                return
            yield packet
            count += 1


def is_whole(path: Path) -> bool:
    """Whether a file of packets is there and undamaged."""
    try:
        for _ in read_packets(path):
            pass
    except (OSError, MachineError):
        return False
    return True


def _read(source: BinaryIO, path: Path) -> tuple[int, Packet]:
    head = source.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise _damaged(path)
    crc, length, pts, dts, duration, key = _HEAD.unpack(head)
    data = b"" if length == _END else source.read(length)
    if zlib.crc32(data, zlib.crc32(head[4:])) != crc:
        raise _damaged(path)
    return length, Packet(pts, dts, duration, bool(key), data)


def _damaged(path: Path) -> MachineError:
    return MachineError(f"{path}: a part of a film that is damaged")
