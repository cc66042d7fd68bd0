"""Whether a Zstandard file is whole: the library itself takes a file that was cut for its end.

Frames are made of a header, blocks with their sizes, and perhaps a checksum (RFC 8878, section 3);
walking from block to block needs no unpacking.
"""

import os
from typing import IO

import zstandard

_MAGIC = 0xFD2FB528
_SKIPPABLE = 0x184D2A50
_LONGEST_HEADER = 18
_REPEATED = 1


class NotWhole(EOFError):  # noqa: N818  an answer, not an error
    """The file ends in the middle of a frame, or is followed by something else."""


def require_whole(*, file: IO[bytes]) -> None:
    """Raise `NotWhole` unless the file is a row of whole frames. Leaves it at its beginning."""
    end = file.seek(0, os.SEEK_END)
    position = 0
    while position < end:
        position = _skip_frame(file, position)
        if position > end:
            raise NotWhole("it ends too early")
    file.seek(0)


def _skip_frame(file: IO[bytes], position: int) -> int:
    file.seek(position)
    beginning = file.read(_LONGEST_HEADER)
    magic = int.from_bytes(beginning[:4], "little")
    if magic & ~0xF == _SKIPPABLE:
        return position + 8 + int.from_bytes(beginning[4:8], "little")
    if magic != _MAGIC:
        raise NotWhole("it is followed by something else")
    header = zstandard.get_frame_parameters(beginning)
    return _skip_blocks(file, position + zstandard.frame_header_size(beginning)) + (
        4 if header.has_checksum else 0
    )


def _skip_blocks(file: IO[bytes], position: int) -> int:
    while True:
        file.seek(position)
        head = file.read(3)
        if len(head) < 3:
            raise NotWhole("it ends too early")
        number = int.from_bytes(head, "little")
        repeated = (number >> 1) & 3 == _REPEATED
        position += 3 + (1 if repeated else number >> 3)
        if number & 1:
            return position
