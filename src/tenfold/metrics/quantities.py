"""Numbers with what they are in, and arithmetic with them. Pure.

Money and money of one currency can be added; divided, they are a plain number. Money times or by a
plain number is money. What is counted (events, persons, values) is a plain number. Money and a
plain number cannot be added, nor money multiplied by money; a number that is written in a formula
goes with either.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions.arithmetic import Constant, Name, Negative, Node
from tenfold.metrics.figures import NUMBER, Number, is_currency, refuse_mixture

_PRECISION = 34
_LARGEST = Decimal(10) ** 30


class MixedUnits(Refusal):
    """Money was to be added to a plain number, or multiplied by money."""

    code = "mixed_units"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number, None where there is none, and its unit (see `figures.Figure`).

    written  whether it stands in the formula as a number, and so goes with any unit
    """

    value: Decimal | None
    unit: str
    written: bool = False

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return is_currency(self.unit)


def quantity(*, value: Number | None, unit: str) -> Quantity:
    """Return a quantity of a number; of a float, the number that it is written as."""
    if value is None:
        return Quantity(None, unit)
    return Quantity(Decimal(repr(value)) if isinstance(value, float) else Decimal(value), unit)


def evaluate(node: Node, *, of: Mapping[str, Quantity]) -> Quantity:
    """Return what the formula comes to; none where it needs what there is none of, or divides by 0.

    To 34 significant digits. A result of 10^30 and more is none. Raises `MixedUnits` and
    `MixedCurrencies`.
    """
    with localcontext() as context:
        context.prec = _PRECISION
        found = _evaluate(node, of)
        return Quantity(_plain(found.value), found.unit, found.written)


def _plain(value: Decimal | None) -> Decimal | None:
    if value is None or abs(value) >= _LARGEST:
        return None
    written = value.normalize()
    return written.quantize(Decimal(1)) if written == written.to_integral_value() else written


def _evaluate(node: Node, of: Mapping[str, Quantity]) -> Quantity:
    if isinstance(node, Constant):
        return Quantity(node.value, NUMBER, written=True)
    if isinstance(node, Name):
        return of[node.name]
    if isinstance(node, Negative):
        inner = _evaluate(node.of, of)
        return Quantity(None if inner.value is None else -inner.value, inner.unit, inner.written)
    left, right = _evaluate(node.left, of), _evaluate(node.right, of)
    value = None
    if left.value is not None and right.value is not None:
        value = _REDUCE[node.sign](left.value, right.value)
    return Quantity(value, _UNITS[node.sign](left, right), left.written and right.written)


def _divided(left: Decimal, right: Decimal) -> Decimal | None:
    return left / right if right else None


_REDUCE: dict[str, Callable[[Decimal, Decimal], Decimal | None]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "/": _divided,
}


def _unit_of_sum(left: Quantity, right: Quantity) -> str:
    if left.unit == right.unit or right.written:
        return left.unit
    if left.written:
        return right.unit
    _require_one_currency(left, right)
    if left.is_money or right.is_money:
        raise MixedUnits(
            _("An amount of money and a plain number cannot be added up."),
            next_step=_("Divide by the one, or multiply it by an amount."),
            field="text",
        )
    return NUMBER


def _unit_of_product(left: Quantity, right: Quantity) -> str:
    if left.is_money and right.is_money:
        raise MixedUnits(_("Money times money has no meaning."), field="text")
    return next((one.unit for one in (left, right) if one.is_money), NUMBER)


def _unit_of_quotient(left: Quantity, right: Quantity) -> str:
    _require_one_currency(left, right)
    return left.unit if left.is_money and not right.is_money else NUMBER


def _require_one_currency(left: Quantity, right: Quantity) -> None:
    if left.is_money and right.is_money and left.unit != right.unit:
        raise refuse_mixture(currencies=(left.unit, right.unit))


_UNITS: dict[str, Callable[[Quantity, Quantity], str]] = {
    "+": _unit_of_sum,
    "-": _unit_of_sum,
    "*": _unit_of_product,
    "/": _unit_of_quotient,
}
