"""The bytes of a file, unpacked as they are read: gzip, Zstandard, zip with one member."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import zstandard
from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.readers.refusals import (
    ArchiveOfMany,
    FileDamaged,
    FileEmpty,
    FileExpandsTooMuch,
    FileMissing,
    FileUnreadable,
)
from tenfold.techniques.interfaces.readers.zstandard_frames import require_whole

MOST_EXPANSION = 250
"""How many times larger than the file its content may be, once that content is `FREE_BYTES` long."""
FREE_BYTES = 128 * 1024 * 1024
_BUFFER = 256 * 1024
_DAMAGED = (OSError, EOFError, zlib.error, zipfile.BadZipFile, zstandard.ZstdError, RuntimeError)


@dataclass(frozen=True)
class Opened:
    """An open file: its unpacked bytes, how far we are in it, and how to let go of it."""

    stream: io.BufferedReader
    share: Callable[[], float]
    close: Callable[[], None]


class _Guarded(io.RawIOBase):
    """Unpacked bytes that refuse to be damaged or to burst."""

    def __init__(self, *, inner: IO[bytes], packed_bytes: int, packed: bool) -> None:
        super().__init__()
        self._inner = inner
        self._read = 0
        self._most = max(FREE_BYTES, packed_bytes * MOST_EXPANSION) if packed else None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        try:
            got = self._inner.read(len(buffer))
        except _DAMAGED as error:
            raise damaged(detail=str(error)) from error
        self._read += len(got)
        if self._most is not None and self._read > self._most:
            raise expands()
        buffer[: len(got)] = got
        return len(got)


def damaged(*, detail: str) -> FileDamaged:
    """Return the refusal for a file that is not whole."""
    return FileDamaged(
        _("The file is damaged: %(detail)s") % {"detail": detail or _("it ends too early")},
        next_step=_("Download or export it once more."),
    )


def expands() -> FileExpandsTooMuch:
    """Return the refusal for a file that unpacks to far more than it is."""
    return FileExpandsTooMuch(
        _("The file unpacks to more than %(times)s times its size.") % {"times": MOST_EXPANSION},
        next_step=_("If it is really meant to, unpack it first and import what comes out."),
    )


def require_file(*, path: Path) -> int:
    """Return the size of a plain, readable file that is not empty, or refuse."""
    try:
        found = path.is_file()
        size = path.stat().st_size if found else 0
    except OSError as error:
        raise _unreadable(path=path, error=error) from error
    if not found:
        raise FileMissing(
            _("There is no file %(path)s.") % {"path": path},
            next_step=_("Check the spelling of its name."),
        )
    if size == 0:
        raise FileEmpty(_("The file is empty."), next_step=_("Export it once more."))
    return size


def open_plain(*, path: Path) -> IO[bytes]:
    """Open a file as it is. Raises `FileMissing`, `FileEmpty` or `FileUnreadable`."""
    require_file(path=path)
    try:
        return path.open("rb")
    except OSError as error:
        raise _unreadable(path=path, error=error) from error


def _unreadable(*, path: Path, error: OSError) -> FileUnreadable:
    return FileUnreadable(
        _("The file %(path)s cannot be read: %(why)s")
        % {"path": path, "why": error.strerror or str(error)},
        next_step=_("Is Tenfold allowed to read it?"),
    )


def read_beginning(*, path: Path, count: int) -> bytes:
    """Return the first bytes of a file, unpacked."""
    opened = open_bytes(path=path)
    try:
        return opened.stream.read(count)
    finally:
        opened.close()


def is_zip(*, path: Path) -> bool:
    """Return whether the file is a zip archive (office documents are, too)."""
    with open_plain(path=path) as file:
        return file.read(4) == b"PK\x03\x04"


def open_bytes(*, path: Path) -> Opened:
    """Open a file and unpack it while it is read. Raises refusals for what is no good file."""
    size = require_file(path=path)
    raw = open_plain(path=path)
    try:
        inner = _unpack(raw)
    except _DAMAGED as error:
        raw.close()
        raise damaged(detail=str(error)) from error
    except BaseException:
        raw.close()
        raise
    guarded = _Guarded(inner=inner, packed_bytes=size, packed=inner is not raw)

    def close() -> None:
        inner.close()
        raw.close()

    def share() -> float:
        return 1.0 if raw.closed else min(1.0, raw.tell() / size)

    return Opened(stream=io.BufferedReader(guarded, _BUFFER), share=share, close=close)


def _unpack(raw: IO[bytes]) -> Any:
    magic = raw.read(4)
    raw.seek(0)
    if magic[:2] == b"\x1f\x8b":
        return gzip.GzipFile(fileobj=raw)
    if magic == b"\x28\xb5\x2f\xfd":
        require_whole(file=raw)
        return zstandard.ZstdDecompressor(max_window_size=2**27).stream_reader(
            raw, read_across_frames=True
        )
    if magic == b"PK\x03\x04":
        return _only_member(zipfile.ZipFile(raw))
    return raw


def _only_member(archive: zipfile.ZipFile) -> IO[bytes]:
    members = [
        item
        for item in archive.infolist()
        if not item.is_dir() and not item.filename.startswith(("__MACOSX/", "."))
    ]
    if len(members) != 1:
        raise ArchiveOfMany(
            _("The archive holds %(count)s files.") % {"count": len(members)},
            next_step=_("Unpack it and import one file at a time."),
        )
    return archive.open(members[0])
