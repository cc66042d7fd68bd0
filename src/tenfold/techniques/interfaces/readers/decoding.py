"""Bytes to text: which encoding, and lines that cannot grow without end."""

import codecs
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from charset_normalizer import from_bytes
from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.readers.opening import Opened, open_bytes
from tenfold.techniques.interfaces.readers.refusals import (
    CellTooLong,
    EncodingUnknown,
    EncodingWrong,
    FileIsBinary,
)

LONGEST_LINE = 1024 * 1024
LONGEST_ROW = 4 * LONGEST_LINE
_GUESS_BYTES = 256 * 1024
_VERIFY_BYTES = 64 * 1024 * 1024
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def require_encoding(*, name: str) -> str:
    """Return the usual name of an encoding of text. Raises `EncodingUnknown`."""
    try:
        found = codecs.lookup(name)
        "a".encode(found.name)
    except (LookupError, UnicodeError, TypeError) as error:
        raise EncodingUnknown(
            _("There is no encoding “%(name)s”.") % {"name": name},
            next_step=_("Common ones are utf-8, utf-16, cp1252, latin-1 and cp850."),
            field="encoding",
        ) from error
    return found.name


def guess_encoding(*, path: Path) -> tuple[str, float]:
    """Return the likely encoding of a text file and how sure we are (0 to 1).

    A byte order mark or valid UTF-8 settles it; everything else is a guess that a person may
    override. Raises `FileIsBinary` for what is no text.
    """
    opened = open_bytes(path=path)
    try:
        beginning = opened.stream.read(_GUESS_BYTES)
        for mark, name in _MARKS:
            if beginning.startswith(mark):
                return name, 1.0
        if b"\0" in beginning:
            return _guess_wide(beginning)
        if _is_utf8(beginning, opened):
            return "utf-8", 1.0
    finally:
        opened.close()
    return _guess_narrow(path=path)


def _guess_wide(beginning: bytes) -> tuple[str, float]:
    """UTF-16 without a mark has a zero in every other byte of plain letters."""
    zeros = [beginning[start::2].count(0) for start in (0, 1)]
    half = max(1, len(beginning) // 2)
    if zeros[1] > 0.5 * half and zeros[0] < 0.1 * half:
        return "utf-16-le", 0.8
    if zeros[0] > 0.5 * half and zeros[1] < 0.1 * half:
        return "utf-16-be", 0.8
    raise FileIsBinary(
        _("This is not a table of text: it holds zero bytes."),
        next_step=_("Tenfold reads CSV, TSV, fixed width, JSON lines, Parquet and Excel."),
    )


def _is_utf8(beginning: bytes, opened: Opened) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    read = 0
    piece = beginning
    try:
        while piece and read < _VERIFY_BYTES:
            decoder.decode(piece)
            read += len(piece)
            piece = opened.stream.read(_GUESS_BYTES)
        decoder.decode(b"", final=not piece)
    except UnicodeDecodeError:
        return False
    return True


def _guess_narrow(*, path: Path) -> tuple[str, float]:
    """Guess among the encodings with one byte a character, from the lines that have such letters."""
    opened = open_bytes(path=path)
    try:
        telling = b"".join(_telling_lines(opened))
    finally:
        opened.close()
    if _looks_western(telling):
        return "cp1252", 0.6
    best = from_bytes(telling, cp_exclusion=["utf_16", "utf_32", "utf_8", "utf_7"]).best()
    if best is None:
        return "cp1252", 0.3
    return require_encoding(name=best.encoding), 0.5


def _looks_western(text: bytes) -> bool:
    """Here and there an accented letter: as cp1252, which short texts in it are seldom taken for."""
    try:
        beyond = [letter for letter in text.decode("cp1252") if not letter.isascii()]
    except UnicodeDecodeError:
        return False
    letters = sum(letter.isalpha() for letter in beyond)
    plain = sum(1 for byte in text if chr(byte).isascii() and chr(byte).isalpha())
    return letters >= 0.8 * len(beyond) and len(beyond) < 0.4 * plain


def _telling_lines(opened: Opened) -> Iterator[bytes]:
    size = 0
    for _turn in range(200_000):
        line = opened.stream.readline(LONGEST_LINE)
        if not line or size > _GUESS_BYTES:
            return
        if not line.isascii():
            size += len(line)
            yield line


def open_text(*, opened: Opened, encoding: str) -> io.TextIOWrapper:
    """Return the file as text.

    Where an encoding has one byte or more a character, bytes that are none of its letters survive
    as lone surrogates, so that just their row is rejected; in UTF-16 and UTF-32 they are refused.
    """
    name = require_encoding(name=encoding)
    wide = name.startswith(("utf-16", "utf-32"))
    codec = "utf-8-sig" if name == "utf-8" else name
    errors = "strict" if wide else "surrogateescape"
    return io.TextIOWrapper(opened.stream, encoding=codec, errors=errors, newline="")


class Lines:
    """The lines of a text, with their ends. Refuses endless ones.

    `held` counts the characters handed out since whoever reads last set it to 0 (once a row), so
    that a row that goes on for ever over many lines is refused as well. `taken` counts all.
    """

    def __init__(self, *, text: io.TextIOWrapper) -> None:
        self.held = 0
        self.number = 0
        self.taken = 0
        self._text = text

    def __iter__(self) -> Iterator[str]:
        readline = self._text.readline
        while line := self._read(readline):
            length = len(line)
            self.number += 1
            self.held += length
            self.taken += length
            if (length >= LONGEST_LINE and line[-1] not in "\r\n") or self.held > LONGEST_ROW:
                raise CellTooLong(
                    _("Line %(line)s of the file does not end.") % {"line": self.number},
                    next_step=_("Is a quote not closed there, or is this no table of text?"),
                )
            yield line

    def _read(self, readline: Callable[[int], str]) -> str:
        try:
            return readline(LONGEST_LINE)
        except UnicodeDecodeError as error:
            raise EncodingWrong(
                _("After line %(line)s the file is not %(encoding)s.")
                % {"line": self.number, "encoding": error.encoding},
                next_step=_("Say which encoding it has, for example cp1252."),
                field="encoding",
            ) from error
