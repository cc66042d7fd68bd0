"""How a file is written: its kind, and what one must know to read it."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

Kind = Literal["csv", "fixed", "jsonl", "parquet", "excel"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class FormatInvalid(Refusal):
    """A description of a file's format that cannot be meant."""

    code = "format_invalid"


@dataclass(frozen=True)
class FileFormat:
    """How a file is written. What does not concern its kind stays at its default.

    kind        csv (any delimiter, so TSV too), fixed (fixed width), jsonl, parquet, excel
    encoding    of text
    delimiter   one character; quote: one character, or "" for none; escape: "" where quotes double
    header      whether the first row names the columns
    columns     the names of the columns where the file does not tell them
    ends        fixed width: where each column ends, in characters from the line's beginning
    sheet       Excel: the sheet's name; "" is the first
    skip        lines (rows in Excel) before the table begins
    """

    kind: Kind = "csv"
    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    header: bool = True
    columns: tuple[str, ...] = ()
    ends: tuple[int, ...] = ()
    sheet: str = ""
    skip: int = 0

    @classmethod
    def from_spec(cls, spec: dict[str, Any]) -> "FileFormat":
        """Return the format that a plain dict describes. Raises `FormatInvalid`."""
        known = {field: getattr(cls, field) for field in cls.__dataclass_fields__}
        for key, value in spec.items():
            if key not in known:
                raise _invalid(key, _("A file format has no “%(key)s”.") % {"key": key})
            known[key] = _typed(key, value, like=known[key])
        form = cls(**known)
        _require_sense(form)
        return form

    def to_spec(self) -> dict[str, Any]:
        """Return a plain dict: the kind, and whatever differs from the defaults."""
        spec: dict[str, Any] = {"kind": self.kind}
        for field in self.__dataclass_fields__:
            value = getattr(self, field)
            if field != "kind" and value != getattr(FileFormat, field):
                spec[field] = list(value) if isinstance(value, tuple) else value
        return spec


def _typed(key: str, value: Any, *, like: Any) -> Any:
    if isinstance(like, tuple):
        inner = int if key == "ends" else str
        if isinstance(value, (list, tuple)) and all(type(item) is inner for item in value):
            return tuple(value)
    elif type(value) is type(like):
        return value
    raise _invalid(key, _("“%(key)s” of the file format is not well said.") % {"key": key})


def _require_sense(form: FileFormat) -> None:
    if form.kind not in KINDS:
        raise _invalid(
            "kind", _("There is no file format “%(kind)s”.") % {"kind": form.kind}, KINDS
        )
    if form.kind == "csv" and (len(form.delimiter) != 1 or form.delimiter in "\r\n\0"):
        raise _invalid("delimiter", _("The delimiter must be one character."))
    if len(form.quote) > 1 or len(form.escape) > 1 or form.quote == form.delimiter:
        raise _invalid("quote", _("Quote and escape must be one character each."))
    if form.skip < 0:
        raise _invalid("skip", _("The number of lines to skip cannot be negative."))
    if form.kind == "fixed" and (
        not form.ends or list(form.ends) != sorted(set(form.ends)) or form.ends[0] < 1
    ):
        raise _invalid("ends", _("The columns' ends must grow from left to right."))


def _invalid(key: str, sentence: str, choices: tuple[str, ...] = ()) -> FormatInvalid:
    step = _("See docs/reference/mapping.md for what a file format may say.")
    if choices:
        step = _("It is one of: %(choices)s.") % {"choices": ", ".join(choices)}
    return FormatInvalid(sentence, next_step=step, field=f"format.{key}")
