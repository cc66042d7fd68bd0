"""Numbers, as people and programs write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.techniques.interfaces.rules.numbers import NotANumber, read_number, say_number


@pytest.mark.parametrize(
    ("text", "mark", "expected"),
    [
        ("6", ".", "6"),
        ("-11062.06", ".", "-11062.06"),
        ("+1", ".", "1"),
        (".5", ".", "0.5"),
        ("5.", ".", "5"),
        ("1,234.50", ".", "1234.50"),
        ("1 234 567", ".", "1234567"),
        ("1'234.5", ".", "1234.5"),
        ("1.234,50", ",", "1234.50"),
        ("1\u00a0234,5", ",", "1234.5"),
        ("12,5", ",", "12.5"),
        ("£ 12.50", ".", "12.50"),
        ("12,50 €", ",", "12.50"),
        ("-£3", ".", "-3"),
        ("(12.50)", ".", "-12.50"),
        ("12.50-", ".", "-12.50"),
        ("−4", ".", "-4"),
        ("1.5e3", ".", "1500"),
        (" 7 ", ".", "7"),
    ],
)
def test_number__in_a_usual_form__is_read_exactly(text, mark, expected):
    assert read_number(text=text, mark=mark) == Decimal(expected)


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("abc", "."), ("1,23", "."), ("12,34,567", "."), ("1.2.3", "."), ("1.50", ","), ("nan", "."),
        ("Infinity", "."), ("1_000", "."), ("١٢", "."), ("1e999", "."), ("9" * 61, "."), ("--5", "."),
        ("5 apples", "."), ("0x10", "."), ("(", "."),
    ],
)  # fmt: skip
def test_text__that_is_no_number__is_refused(text, mark):
    with pytest.raises(NotANumber):
        read_number(text=text, mark=mark)


def test_empty_text__is_no_number_and_no_mistake():
    assert read_number(text="  ", mark=".") is None


@given(
    number=st.decimals(
        allow_nan=False, allow_infinity=False, places=6, min_value=-(10**12), max_value=10**12
    )
)
def test_any_number__said_and_read__is_the_same(number):
    said = say_number(number=number)
    assert read_number(text=said, mark=".") == number
    assert read_number(text=said.replace(".", ","), mark=",") == number
