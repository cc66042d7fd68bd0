"""Whether a mapping fits a file, and which files are of one shape."""

from hashlib import sha256

import msgspec
from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.rules.expressions import parse_expression
from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.mapping.reading import MappingInvalid
from tenfold.techniques.interfaces.rules.mapping.value import Meaning


def require_columns(*, mapping: Meaning, header: tuple[str, ...]) -> None:
    """Raise `MappingInvalid` where a mapping speaks of a column that the file does not have."""
    for field, names in columns_spoken_of(mapping=mapping):
        for name in names:
            if name not in header:
                sentence = _("The file has no column “%(name)s”; it has: %(names)s.")
                names_said = ", ".join(header[:30])
                raise MappingInvalid(
                    sentence % {"name": name, "names": names_said},
                    next_step=_("Is this the right mapping for this file?"),
                    field=field,
                )


def columns_spoken_of(*, mapping: Meaning) -> list[tuple[str, tuple[str, ...]]]:
    """Return which field of the mapping speaks of which columns."""
    parts = {
        "time": mapping.time.part,
        "event": mapping.event,
        "actor": mapping.actor,
        "value": mapping.value,
        "currency": mapping.currency,
    }
    spoken = [("id", mapping.id), ("properties.keep", mapping.properties.keep or ())]
    for field, part in parts.items():
        if part is not None and part.column:
            spoken.append((f"{field}.column", (part.column,)))
        elif part is not None and part.expression:
            spoken.append((field, parse_expression(text=part.expression).columns))
    if mapping.where:
        spoken.append(("where", parse_expression(text=mapping.where).columns))
    return spoken


def fingerprint_of(*, form: FileFormat, header: tuple[str, ...]) -> str:
    """Return what two files of the same shape share: their kind and the names of their columns.

    Delimiter, encoding and compression may differ; a file without a header is known by its widths.
    """
    names = sorted(header) if form.kind == "jsonl" else list(header)
    shape = [form.kind if form.kind in ("fixed", "jsonl") else "table", form.header, form.ends]
    return sha256(msgspec.json.encode([shape, names])).hexdigest()
