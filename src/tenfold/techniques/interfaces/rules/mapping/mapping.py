"""The mapping, with its ways into and out of plain dicts and YAML."""

from dataclasses import dataclass
from typing import Any

from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.mapping.reading import read_fields, read_text
from tenfold.techniques.interfaces.rules.mapping.value import Meaning, Part, TimeRule
from tenfold.techniques.interfaces.rules.mapping.writing import write_spec, write_text


@dataclass(frozen=True)
class Mapping(Meaning):
    """What a row of a file means. See `Meaning` for its fields."""

    @classmethod
    def of_native(cls, *, format: FileFormat) -> "Mapping":
        """Return the mapping of a file that holds events in Tenfold's own form."""
        time = TimeRule(Part(column="time"))
        return cls(format=format, time=time, event=Part(column="name"), native=True)

    @classmethod
    def from_spec(cls, spec: Any) -> "Mapping":
        """Return the mapping that a plain dict describes. Raises refusals that name the field."""
        return cls(**read_fields(spec=spec))

    @classmethod
    def from_yaml(cls, text: str) -> "Mapping":
        """Return the mapping that a YAML (or JSON) text describes. Raises refusals."""
        return cls.from_spec(read_text(text=text))

    def to_spec(self) -> dict[str, Any]:
        """Return the mapping as plain JSON values: only what differs from the defaults."""
        return write_spec(meaning=self)

    def to_yaml(self) -> str:
        """Return the mapping as YAML that `from_yaml` reads back to the same value."""
        return write_text(meaning=self)
