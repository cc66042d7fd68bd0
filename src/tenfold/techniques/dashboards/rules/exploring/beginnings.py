"""Questions to begin with, made of the event names that a company has."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORDS = re.compile(r"[a-z]+")
_ORDER = (
    "order",
    "purchase",
    "payment",
    "paid",
    "sale",
    "invoice",
    "checkout",
    "bought",
    "receipt",
)
_VISIT = ("visit", "page", "pageview", "view", "session", "screen", "open")
_CART = ("cart", "basket", "trolley", "bag")


@dataclass(frozen=True)
class Name:
    """An event name. `valued`: whether most of its events have a value."""

    name: str
    events: int
    persons: bool
    valued: bool


@dataclass(frozen=True)
class Cast:
    """Which event of a company plays which part; "" where none does."""

    order: str
    visit: str
    cart: str


def cast(names: Sequence[Name]) -> Cast:
    """Return which of the events is an order, a visit, a full cart; the most frequent first.

    Where nothing is called like an order, what people do that has a value is taken for one, else
    what they do most often.
    """
    people = [one for one in names if one.persons]
    order = _find(people, _ORDER) or next((one.name for one in people if one.valued), "")
    order = order or next((one.name for one in people), "")
    others = [one for one in people if one.name != order]
    return Cast(order=order, visit=_find(others, _VISIT), cart=_find(others, _CART))


def _find(names: Sequence[Name], words: Sequence[str]) -> str:
    """Of two that fit, the one that a value belongs to; then the one with fewer words."""
    fitting = [one for one in names if set(_WORDS.findall(one.name.lower())) & set(words)]
    best = sorted(fitting, key=lambda one: (not one.valued, len(_WORDS.findall(one.name))))
    return best[0].name if best else ""
