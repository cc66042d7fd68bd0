"""Formulas: read as people write them, reckoned exactly, in units that make sense."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.metrics.definitions import InvalidDefinition
from tenfold.metrics.definitions.arithmetic import names_in, read_arithmetic
from tenfold.metrics.figures import MixedCurrencies
from tenfold.metrics.quantities import MixedUnits, Quantity, evaluate, quantity

EUR, NOK, COUNT = (quantity(value=6, unit=unit) for unit in ("EUR", "NOK", "events"))


def reckon(text: str, **of: Quantity) -> Quantity:
    return evaluate(read_arithmetic(text, field="text"), of=of)


def plain(text: str) -> Decimal | None:
    return reckon(text, a=quantity(value=10, unit=""), b=quantity(value=4, unit="")).value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a", 10),
        ("a - b - 1", 5),
        ("a - (b - 1)", 7),
        ("a + b * 2", 18),
        ("(a + b) * 2", 28),
        ("a / b / 2", Decimal("1.25")),
        ("-a + b", -6),
        ("--a", 10),
        ("a*-b", -40),
        ("(a-b)/a*100", 60),
        ("0.1 + 0.2", Decimal("0.3")),
        ("a / (b - 4)", None),
        ("a / 3 * 3", Decimal(10)),
    ],
)
def test_formula__of_numbers__is_reckoned_as_at_school(text, value):
    found = plain(text)
    assert found == (pytest.approx(value) if text == "a / 3 * 3" else value)


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("a +", 4),
        ("a b", 3),
        ("(a", 3),
        ("a)", 2),
        ("a ** b", 4),
        ("a % b", 3),
        ("3x", 1),
        ("1.2.3", 1),
        ("é", 1),
        ("()", 2),
        ("9" * 31, 1),
        ("(" * 60 + "a" + ")" * 60, 52),
    ],
)
def test_formula__that_cannot_be_read__is_refused_at_the_character(text, position):
    with pytest.raises(InvalidDefinition) as refused:
        read_arithmetic(text, field="spec.text")
    assert f"character {position}:" in refused.value.sentence
    assert refused.value.field == "spec.text"


def test_formula__too_long__is_refused():
    with pytest.raises(InvalidDefinition, match="500"):
        read_arithmetic("a" * 501, field="text")


TREES = st.recursive(
    st.one_of(
        st.sampled_from(["a", "b", "c"]),
        st.integers(0, 999).map(str),
        st.decimals("0", "99", places=2).map(str),
    ),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda t: f"({t[0]} {t[1]} {t[2]})"),
        inner.map(lambda one: f"(-{one})"),
    ),
    max_leaves=8,
)


def by_hand(text: str, values: dict[str, Fraction]) -> Fraction | None:
    """The same by Python's own reckoning, with fractions instead of every number."""
    tree = read_arithmetic(text, field="text")

    def go(node) -> Fraction:
        match type(node).__name__:
            case "Constant":
                return Fraction(node.value)
            case "Name":
                return values[node.name]
            case "Negative":
                return -go(node.of)
        left, right = go(node.left), go(node.right)
        return {"+": left.__add__, "-": left.__sub__, "*": left.__mul__, "/": left.__truediv__}[
            node.sign
        ](right)

    try:
        return go(tree)
    except ZeroDivisionError:
        return None


@given(text=TREES, numbers=st.lists(st.decimals(-1000, 1000, places=3), min_size=3, max_size=3))
def test_formula__any__equals_exact_fractions(text, numbers):
    values = dict(zip("abc", numbers, strict=True))
    found = reckon(
        text, **{name: quantity(value=number, unit="") for name, number in values.items()}
    ).value
    expected = by_hand(text, {name: Fraction(number) for name, number in values.items()})
    if expected is None or abs(expected) >= 10**29:
        assert found is None or expected is not None
        return
    assert found is not None
    # What is left of a difference of quotients that should be nothing is a rounding of the 34th digit.
    assert float(found) == pytest.approx(float(expected), rel=1e-9, abs=1e-12)


@given(text=TREES)
def test_formula__with_a_part_that_has_no_value__has_none_where_it_needs_it(text):
    nothing = {name: quantity(value=None, unit="") for name in "abc"}
    found = reckon(text, **nothing).value
    if set(names_in(read_arithmetic(text, field="text"))):
        assert found is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("m + m", "EUR"),
        ("m / m", ""),
        ("m / n", "EUR"),
        ("n / m", ""),
        ("m * n", "EUR"),
        ("m * 2", "EUR"),
        ("m - 100", "EUR"),
        ("100 - m", "EUR"),
        ("-m", "EUR"),
        ("n + n", "events"),
        ("n * 2", ""),
        ("m / m * 100", ""),
        ("(m - m) / m", ""),
    ],
)
def test_unit__of_money_and_counts__is_what_one_would_say(text, unit):
    assert reckon(text, m=EUR, n=COUNT).unit == unit


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("m + n", MixedUnits),
        ("n - m", MixedUnits),
        ("m * m", MixedUnits),
        ("m + o", MixedCurrencies),
        ("m / o", MixedCurrencies),
    ],
)
def test_unit__that_has_no_meaning__is_refused(text, refusal):
    with pytest.raises(refusal):
        reckon(text, m=EUR, n=COUNT, o=NOK)


def test_result__too_large_to_write__is_none():
    assert reckon("a * 1000", a=quantity(value=1e29, unit="")).value is None
    assert reckon("a * 1", a=quantity(value=1e20, unit="")).value == 10**20
