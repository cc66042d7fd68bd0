"""Properties that have typed copies in columns of their own, and how each property is read."""

from dataclasses import dataclass, replace

import duckdb

from tenfold.eventlog.store import Column


def quote_text(text: str) -> str:
    """Return a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def property_text(*, name: str, source: str = "properties") -> str:
    """Return the SQL expression for a property's text, read from the JSON.

    A JSON string gives its contents, another value its JSON text; null and missing give NULL.
    """
    # A JSON pointer (RFC 6901), because DuckDB's paths cannot quote a quotation mark.
    pointer = "/" + name.replace("~", "~0").replace("/", "~1")
    return f"json_extract_string({source}, {quote_text(pointer)})"


def number_of(*, text: str) -> str:
    """Return the SQL expression for a text's number (DOUBLE); NULL where it is no finite one."""
    number = f"TRY_CAST({text} AS DOUBLE)"
    return f"CASE WHEN {_may_be_number(text)} AND isfinite({number}) THEN {number} END"


def exact_of(*, text: str) -> str:
    """Return the SQL expression for a text's exact value to six places, below 10^32."""
    number = f"TRY_CAST({text} AS DOUBLE)"
    # Reading 38 digits costs 3 us a value, 18 digits 0.03 us, so the short way comes first. Below
    # one there are exponents, which the engine reads wrongly as decimals (5e-324 as 0.000001).
    return (
        f"CASE WHEN {_may_be_number(text)} THEN CASE"
        f" WHEN abs({number}) < 1 THEN {number}::DECIMAL(18,6)::DECIMAL(38,6)"
        f" ELSE coalesce(TRY_CAST({text} AS DECIMAL(18,6)), TRY_CAST({text} AS DECIMAL(38,6)))"
        " END END"
    )


def _may_be_number(text: str) -> str:
    # White space, signs, the point and digits come before all letters. A failed cast costs ten
    # times a good one, and most texts are words.
    return f"ascii({text}) BETWEEN 9 AND 57"


def typed_copies(*, name: str) -> tuple[str, str, str]:
    """Return the SQL expressions for a property's text, number and exact value, read from JSON."""
    text = property_text(name=name)
    return text, number_of(text=text), exact_of(text=text)


@dataclass(frozen=True, slots=True)
class Copy:
    """The typed copies of one property: p (text), n (number) and x (exact), with its place."""

    place: int
    name: str
    ready: bool

    def columns(self) -> tuple[str, str, str]:
        """Return the names of the three columns."""
        return f"p{self.place}", f"n{self.place}", f"x{self.place}"


class Promoted:
    """All typed copies there are. A new value replaces this one; it never changes."""

    def __init__(self, copies: tuple[Copy, ...] = ()) -> None:
        self.copies = copies
        self._ready = {copy.name: copy for copy in copies if copy.ready}

    @classmethod
    def load(cls, *, connection: duckdb.DuckDBPyConnection) -> "Promoted":
        """Return what the file says."""
        rows = connection.execute("SELECT place, property, ready FROM promoted ORDER BY place")
        return cls(tuple(Copy(*row) for row in rows.fetchall()))

    def ready_names(self) -> tuple[str, ...]:
        """Return the properties whose copies are complete."""
        return tuple(self._ready)

    def is_ready(self, *, name: str) -> bool:
        """Return whether a property's copies are complete."""
        return name in self._ready

    def find(self, *, name: str) -> Copy | None:
        """Return a property's copies, complete or not."""
        return next((copy for copy in self.copies if copy.name == name), None)

    def with_ready(self, *, place: int) -> "Promoted":
        """Return the same with one more complete."""
        return Promoted(
            tuple(replace(copy, ready=copy.ready or copy.place == place) for copy in self.copies)
        )

    def insert_columns(self) -> str:
        """Return what an INSERT selects beside the event itself."""
        parts = []
        for copy in self.copies:
            expressions = typed_copies(name=copy.name)
            for column, expression in zip(copy.columns(), expressions, strict=True):
                parts.append(f", {expression} AS {column}")
        return "".join(parts)

    def column(self, *, name: str) -> Column:
        """Return how to read a property now."""
        copy = self._ready.get(name)
        if copy is not None:
            text, number, exact = copy.columns()
            return Column(f"events.{text}", f"events.{number}", f"events.{exact}", promoted=True)
        text = property_text(name=name, source="events.properties")
        return Column(text, number_of(text=text), exact_of(text=text), promoted=False)
