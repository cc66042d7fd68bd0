"""Which column is what: time, actor, event, value, currency, id, or kept as a property."""

from collections.abc import Sequence
from dataclasses import dataclass

from tenfold.techniques.interfaces.rules.guessing.cells import CellFacts
from tenfold.techniques.interfaces.rules.guessing.names import means, slug, split_name


@dataclass(frozen=True)
class ColumnGuess:
    """A column or several that play a part, as an expression, and how sure that is (0 to 1)."""

    columns: tuple[str, ...]
    expression: str
    confidence: float


def quote(name: str) -> str:
    """Return a column's name as an expression says it."""
    return name if name.isidentifier() and name.isascii() else f"[{name}]"


def guess_time_column(*, facts: Sequence[CellFacts]) -> tuple[CellFacts, float] | None:
    """Return the column of times and how sure that is: one with many broken cells is not sure."""
    scored = [
        (one, (one.time.certain if one.time else 0) + 0.5 * means(name=one.name, meaning="time"))
        for one in facts
        if one.time is not None and one.filled > 0.5
    ]
    scored = [
        (one, score) for one, score in scored if score >= 0.5 or (one.time and one.time.broken)
    ]
    if not scored:
        return None
    best, score = max(scored, key=lambda found: found[1])
    return best, min(1.0, score)


def guess_actor(*, facts: Sequence[CellFacts], taken: set[str]) -> ColumnGuess | None:
    """Return the column that says who did it."""
    free = [one for one in facts if one.name not in taken and one.filled > 0.05]
    named = [one for one in free if means(name=one.name, meaning="actor") and not one.truth]
    if named:
        with_id = [one for one in named if _is_id_name(one.name)] or named
        return ColumnGuess((with_id[0].name,), quote(with_id[0].name), 0.9)
    for one in free:
        repeats = one.rows > 20 and 2 < one.distinct < 0.7 * one.rows
        if one.coded and repeats:
            return ColumnGuess((one.name,), quote(one.name), 0.4)
    return None


def _is_id_name(name: str) -> bool:
    words = split_name(name=name)
    return bool({"id", "no", "nr", "number", "email", "mail"} & set(words)) or words[-1].endswith(
        "id"
    )


def guess_event_column(*, facts: Sequence[CellFacts], taken: set[str]) -> CellFacts | None:
    """Return the column that names the event."""
    for one in facts:
        few = one.distinct <= max(50, one.rows // 20)
        if one.name not in taken and means(name=one.name, meaning="event") and few:
            return one if not one.numeric and one.filled == 1.0 else None
    return None


def guess_event_name(*, facts: Sequence[CellFacts], stem: str) -> tuple[str, float]:
    """Return what a row of the file is called, and how sure that is."""
    has = {
        meaning: any(means(name=one.name, meaning=meaning) for one in facts)
        for meaning in ("order", "product", "quantity", "price", "amount", "reading")
    }
    if has["product"] and (has["quantity"] or has["order"]):
        return "order_line", 0.8
    if has["order"]:
        return "order", 0.8
    if has["amount"]:
        return "payment", 0.7
    if has["reading"] and len(facts) <= 4:
        return "reading", 0.7
    return slug(text=stem), 0.3


def guess_value(*, facts: Sequence[CellFacts], taken: set[str]) -> ColumnGuess | None:
    """Return what a row is worth: a column, or quantity times price."""
    numbers = [one for one in facts if one.numeric and not one.coded and one.name not in taken]
    named = {
        meaning: next((one for one in numbers if means(name=one.name, meaning=meaning)), None)
        for meaning in ("quantity", "price", "amount", "reading")
    }
    quantity, price = named["quantity"], named["price"]
    if quantity is not None and price is not None and named["amount"] in (None, quantity, price):
        product = f"{quote(quantity.name)} * {quote(price.name)}"
        return ColumnGuess((quantity.name, price.name), product, 0.85)
    for meaning, confidence in (("amount", 0.9), ("reading", 0.8), ("price", 0.7)):
        one = named[meaning]
        if one is not None:
            return ColumnGuess((one.name,), quote(one.name), confidence)
    fractions = [one for one in numbers if not one.whole]
    if len(fractions) == 1:
        return ColumnGuess((fractions[0].name,), quote(fractions[0].name), 0.5)
    return None


def guess_currency_column(*, facts: Sequence[CellFacts], taken: set[str]) -> CellFacts | None:
    """Return the column that says the currency."""
    for one in facts:
        codes = all(len(text) == 3 and text.isalpha() for text in one.samples)
        if one.name not in taken and means(name=one.name, meaning="currency") and codes:
            return one if one.filled > 0 else None
    return None


def guess_id_column(*, facts: Sequence[CellFacts], taken: set[str]) -> CellFacts | None:
    """Return a column that no two rows of the sample share and that is called like an id."""
    for one in facts:
        if one.name in taken or one.rows < 10 or not one.unique or one.truth:
            continue
        if is_code_name(name=one.name):
            return one
    return None


def is_code_name(*, name: str) -> bool:
    """Return whether a column's numbers are names rather than amounts, by what it is called."""
    return means(name=name, meaning="id") or name.lower().endswith("id")
