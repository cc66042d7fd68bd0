"""What is shown to somebody who may not see persons, or not money.

The log cannot know which property is personal. These rules guess on the safe side, by the words in
a property's name and by what its values look like.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

_PERSONAL_WORDS = frozenset(
    """
    account actor address alias anonymous birth birthday born card city client contact
    customer device dob email employee family first given iban identity ip last lat
    latitude license lng login lon longitude mail member mobile name nickname passport
    patient person phone plate postal postcode recipient ssn street surname tel telephone
    token user username visitor zip
    """.split()  # noqa: SIM905  words read better than a list of quotes
)
_MONEY_WORDS = frozenset(
    """
    amount balance budget charge cost discount eur fee gbp income margin money paid pay
    payment price profit refund revenue salary shipping spend subtotal tax total turnover
    usd vat wage
    """.split()  # noqa: SIM905  words read better than a list of quotes
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_LOOKS_PERSONAL = re.compile(
    r"[^@\s]+@[^@\s]+\.[^@\s]+"  # an e-mail address
    r"|\+\d[\d ()/.-]{6,}"  # a telephone number
    r"|\d{1,3}(?:\.\d{1,3}){3}"  # an IPv4 address
    r"|(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F]{0,4}",  # an IPv6 address
)


@dataclass(frozen=True)
class Sight:
    """What somebody may see beside numbers."""

    persons: bool
    money: bool


EVERYTHING = Sight(persons=True, money=True)


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(name)}


def may_be_personal(*, name: str, samples: Iterable[object] = ()) -> bool:
    """Return whether a property may say who somebody is, by its name or by what it holds."""
    return bool(_words(name) & _PERSONAL_WORDS) or any(
        _LOOKS_PERSONAL.fullmatch(str(sample).strip()) for sample in samples
    )


def may_be_money(*, name: str) -> bool:
    """Return whether a property may hold an amount of money, by its name."""
    return bool(_words(name) & _MONEY_WORDS)


def hides(*, name: str, samples: Iterable[object], sight: Sight) -> bool:
    """Return whether a property's values are to be hidden from somebody with this sight."""
    if not sight.persons and may_be_personal(name=name, samples=samples):
        return True
    return not sight.money and may_be_money(name=name)


def split_properties(
    *, properties: Mapping[str, Any], sight: Sight, ids: Collection[str | None] = ()
) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the properties that may be shown, and the names of those that may not.

    `ids` are those of the event's person: a property that repeats one says who it is, whatever the
    property is called.
    """

    def is_hidden(name: str, value: Any) -> bool:
        leaves = _leaves(value)
        repeats = not sight.persons and any(str(leaf) in ids for leaf in leaves)
        return repeats or hides(name=name, samples=leaves, sight=sight)

    hidden = tuple(name for name, value in properties.items() if is_hidden(name, value))
    return {name: value for name, value in properties.items() if name not in hidden}, hidden


def _leaves(value: Any) -> list[object]:
    if isinstance(value, dict):
        return [leaf for inner in value.values() for leaf in _leaves(inner)]
    if isinstance(value, list):
        return [leaf for inner in value for leaf in _leaves(inner)]
    return [value]
