"""How to read a property: of the event itself, one that was sent, its person's, its source's."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Protocol

from tenfold.eventlog.store import Column, Reading
from tenfold.metrics.definitions import (
    BUILT_IN,
    Filter,
    Measure,
    OfNumbers,
    Unique,
    properties_of,
)
from tenfold.metrics.definitions.names import IN, NOT_IN, Speaks, sent_name, split_name

_PLACEHOLDER = re.compile(r"\$([a-z]\d+)")

AT = '"happened_at"'
NAME = '"name"'
SOURCE = '"source"'
ACTOR = '"actor"'
BATCH = '"batch"'
VALUE = '"value"'
AMOUNT = '"amount"'
CURRENCY = '"currency"'
EXACT = "DECIMAL(38, 6)"


_PARAMETER = re.compile(r"\$(\w+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One SELECT and its parameters, by name."""

    text: str
    parameters: dict[str, Any]


def join_statements(statements: Mapping[str, Statement]) -> Statement:
    """Return several statements as one text, each below its name; parameters get it in front."""
    texts: list[str] = []
    parameters: dict[str, Any] = {}
    for name, one in statements.items():
        text = _PARAMETER.sub(rf"${name}_\1", one.text)
        texts.append(f"-- {name}\n{text}")
        parameters |= {f"{name}_{own}": value for own, value in one.parameters.items()}
    return Statement("\n;\n".join(texts), parameters)


class Bindings:
    """The parameters of one statement, each under a name of its own that begins with `prefix`."""

    def __init__(self, prefix: str = "p") -> None:
        self._prefix = prefix
        self.values: dict[str, Any] = {}
        self._names: dict[str, str] = {}

    def bind(self, value: Any) -> str:
        """Return the placeholder that stands for `value`; the same one for the same value."""
        name = self._names.setdefault(
            f"{type(value)} {value!r}", f"{self._prefix}{len(self.values)}"
        )
        self.values[name] = value
        return f"${name}"

    def used_in(self, text: str) -> dict[str, Any]:
        """Return the parameters that stand in a part of the statement."""
        used = set(_PARAMETER.findall(text))
        return {name: value for name, value in self.values.items() if name in used}

    def statement(self, text: str) -> Statement:
        """Return the statement with those of the parameters that its text refers to."""
        used = set(_PLACEHOLDER.findall(text))
        return Statement(text, {name: value for name, value in self.values.items() if name in used})


@dataclass(frozen=True, slots=True)
class SourceName:
    """What a source is called, and its kind: web, server, device, file."""

    id: int
    name: str
    kind: str


class Names(Protocol):
    """What names in a question stand for, and the moment that it looks at."""

    @property
    def sources(self) -> tuple[SourceName, ...]:
        """All sources there are."""

    def render_segment(self, *, name: str, fields: "Fields") -> str:
        """Return a SELECT of the persons of a segment (person). Raises `UnknownSegment`."""

    def render_newest(self, *, name: str, fields: "Fields") -> str:
        """Return a SELECT of persons' newest values of a property (person, text)."""


@dataclass(frozen=True, slots=True)
class Informed(Reading):
    """A reading of which it is known what names stand for."""

    names: Names = field(kw_only=True)

    @classmethod
    def make(cls, *, reading: Reading, names: Names) -> "Informed":
        """Return the reading together with the names."""
        known = {one.name: getattr(reading, one.name) for one in fields(reading)}
        return cls(**{**known, "names": names})


@dataclass
class Fields:
    """Resolves properties to SQL, and remembers whether a person was asked for.

    prelude  common table expressions that rendered conditions refer to
    """

    reading: Reading
    bindings: Bindings
    currency: str | None
    persons_used: bool = field(default=False)
    prelude: list[str] = field(default_factory=list)
    _tables: dict[str, str] = field(default_factory=dict)

    def with_steps(self, steps: Iterable[str]) -> str:
        """Return the WITH clause of a statement: what the filters need, then these steps."""
        every = [*self.prelude, *steps]
        return f"WITH {', '.join(every)}" if every else ""

    def person(self) -> str:
        """Return the SQL of the person, NULL for nobody."""
        self.persons_used = True
        return self.reading.person

    @property
    def names(self) -> Names:
        """What names stand for."""
        if not isinstance(self.reading, Informed):
            raise TypeError("a reading comes from Access, which knows what names stand for")
        return self.reading.names

    def inside(self, *, currency: str | None) -> "Fields":
        """Return fields for a SELECT inside the same statement, which asks for its own persons."""
        return Fields(
            reading=self.reading,
            bindings=self.bindings,
            currency=currency,
            prelude=self.prelude,
            _tables=self._tables,
        )

    # Persons by what they did and who they are: asked for by the id that an event carries, so that
    # no event needs to be joined to its person.

    def ids_in(self, segment: str) -> str:
        """Return a SELECT of all ids of the persons of a segment. Raises `UnknownSegment`."""
        key = f"segment {segment}"
        if key not in self._tables:
            persons = self.names.render_segment(name=segment, fields=self)
            self._tables[key] = self._add_table("segment", persons, columns="")
        return f"SELECT id FROM {self._tables[key]}"

    def newest_of(self, name: str) -> str:
        """Return a table of what persons' newest value of a property is: id, text.

        Under its name with "_persons" it has a row for each person (person, text).
        """
        key = f"person {name}"
        if key not in self._tables:
            newest = self.names.render_newest(name=name, fields=self)
            self._tables[key] = self._add_table("newest", newest, columns=", text")
        return self._tables[key]

    def _add_table(self, kind: str, persons: str, *, columns: str) -> str:
        table, merged = f"{kind}_{len(self._tables)}", self.reading.merged
        ids = f"SELECT person AS id{columns} FROM {table}_persons"
        if merged:
            ids += f" UNION ALL SELECT alias{columns} FROM {table}_persons JOIN {merged} USING (person)"
        self.prelude.append(f"{table}_persons AS MATERIALIZED ({persons})")
        self.prelude.append(f"{table} AS {'MATERIALIZED ' if merged else ''}({ids})")
        return table

    def money(self) -> str:
        """Return the SQL of the currency; a value that says none is in the company's own.

        Where nothing says a currency (`currency` is None) nothing is money.
        """
        if self.currency is None:
            return CURRENCY
        own = self.bindings.bind(self.currency)
        return f"coalesce({CURRENCY}, CASE WHEN {VALUE} IS NOT NULL THEN {own} END)"

    def read(self, name: str) -> Column:
        """Return how to read a property as text and as a number. Raises `UnknownSegment`."""
        if name in BUILT_IN:
            return self._read_built_in(name)
        speaks, own = split_name(name)
        return _READ[speaks](self, own)

    def read_sent(self, name: str) -> Column:
        """Return how to read a property of the event itself."""
        return self.reading.columns[sent_name(name)]

    def read_newest(self, name: str) -> Column:
        """Return how to read the newest value of the event's person."""
        table = self.newest_of(name)
        return worded(text=f"(SELECT text FROM {table} WHERE id = {ACTOR})")

    def read_membership(self, segment: str) -> Column:
        """Return how to read whether the event's person is in a segment."""
        inside = f"{ACTOR} IN ({self.ids_in(segment)})"
        return worded(text=f"CASE WHEN {inside} THEN '{IN}' ELSE '{NOT_IN}' END")

    def read_source(self, name: str) -> Column:
        """Return how to read what the event's source is called, or its kind."""
        cases = " ".join(
            f"WHEN {one.id} THEN {self.bindings.bind(one.name if name == 'name' else one.kind)}"
            for one in self.names.sources
        )
        return worded(text=f"CASE {SOURCE} {cases} END" if cases else "CAST(NULL AS VARCHAR)")

    def _read_built_in(self, name: str) -> Column:
        if name == "value":
            return typed(text=f"CAST({VALUE} AS VARCHAR)", number=VALUE)
        if name == "source":
            return typed(text=f"CAST({SOURCE} AS VARCHAR)", number=f"CAST({SOURCE} AS DOUBLE)")
        return worded(text=self._built_in_text(name))

    def _built_in_text(self, name: str) -> str:
        if name == "person":
            return self.person()
        return self.money() if name == "currency" else f'"{name}"'


_READ: dict[Speaks, Callable[[Fields, str], Column]] = {
    Speaks.EVENT: Fields.read_sent,
    Speaks.PERSON: Fields.read_newest,
    Speaks.SOURCE: Fields.read_source,
    Speaks.SEGMENT: Fields.read_membership,
}


def typed(*, text: str, number: str) -> Column:
    """Return how to read what there is as text and as a number."""
    return Column(text=text, number=number, exact=f"TRY_CAST({text} AS {EXACT})", promoted=True)


def worded(*, text: str) -> Column:
    """Return how to read what there is as text, which may say a number."""
    number = f"TRY_CAST({text} AS DOUBLE)"
    return typed(text=text, number=f"CASE WHEN isfinite({number}) THEN {number} END")


def needed_properties(
    *, measures: Iterable[Measure], where: Iterable[Filter], breakdown: Iterable[str]
) -> tuple[str, ...]:
    """Return the sent properties that a question reads, sorted."""
    names: set[str] = set()
    for measure in measures:
        names |= properties_of(measure.where)
        if isinstance(measure, Unique | OfNumbers) and measure.property is not None:
            names.add(measure.property)
    return stored_properties(names | properties_of(where) | set(breakdown))


def stored_properties(names: Iterable[str]) -> tuple[str, ...]:
    """Return the properties that events were sent with, of those that are looked at; sorted."""
    split = [split_name(name) for name in names if name not in BUILT_IN]
    return tuple(
        sorted({sent_name(own) for speaks, own in split if speaks in (Speaks.EVENT, Speaks.PERSON)})
    )
