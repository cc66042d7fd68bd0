"""The expression language: what it says, what it refuses, and that it reaches nothing."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.techniques.interfaces.rules.expressions import (
    ExpressionInvalid,
    Scope,
    compile_condition,
    compile_number,
    compile_text,
    parse_expression,
)
from tenfold.techniques.interfaces.rules.expressions.functions import FUNCTIONS
from tenfold.techniques.interfaces.rules.expressions.values import Remembered
from tenfold.techniques.interfaces.rules.faults import RowFault

PLACES = {"Quantity": 0, "UnitPrice": 1, "Country": 2, "Unit Price": 3, "a`b": 4, "paid": 5}
ROW = ["6", "2.55", "France", "1.10", "odd", "yes"]
GROWING = 'replace(replace(Country, "a", "' + "x" * 900 + '"), "x", "' + "y" * 900 + '")'
EMPTY = ["", "", "", "", "", ""]


def scope(**more):
    return Scope(places=PLACES, **more)


def number(text, row=ROW, **more):
    return compile_number(expression=parse_expression(text=text), scope=scope(**more))(row)


def text(said, row=ROW, **more):
    return compile_text(expression=parse_expression(text=said), scope=scope(**more))(row)


def holds(said, row=ROW, **more):
    return compile_condition(expression=parse_expression(text=said), scope=scope(**more))(row)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Quantity * UnitPrice", "15.30"),
        ("Quantity × UnitPrice", "15.30"),
        ("1 + 2 * 3", "7"),
        ("(1 + 2) * 3", "9"),
        ("10 - 2 - 3", "5"),
        ("-Quantity + 1", "-5"),
        ("--2", "2"),
        ("1 / 8", "0.125"),
        ("0.1 + 0.2", "0.3"),
        ("`Unit Price` * 2", "2.20"),
        ("[Unit Price] * 2", "2.20"),
        ('number("12.5") + 1', "13.5"),
        ("if(Quantity > 5, 100, 200)", "100"),
        ("coalesce(Quantity, 0)", "6"),
        ('number(replace("1x000", "x", ""))', "1000"),
    ],
)
def test_number__of_an_expression__is_exact(said, expected):
    assert number(said) == Decimal(expected)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('concat(Country, "-", Quantity)', "France-6"),
        ("lower(Country)", "france"),
        ("upper(Country)", "FRANCE"),
        ('trim("  x ")', "x"),
        ('replace(Country, "ance", "eedom")', "Freedom"),
        ('replace(Country, "", "x")', "France"),
        ("left(Country, 2)", "Fr"),
        ("right(Country, 2)", "ce"),
        ("right(Country, 0)", None),
        ("left(Country, 99)", "France"),
        ('if(starts_with(Country, "F"), "yes", "no")', "yes"),
        ('coalesce("", Country)', "France"),
        ('"say ""hi"""', 'say "hi"'),
        ("`a``b`", "odd"),
        ("Quantity * 2.50", "15"),
        ("Quantity > 1", "true"),
    ],
)
def test_text__of_an_expression__is_what_it_says(said, expected):
    assert text(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Quantity > 5 and UnitPrice < 3", True),
        ("Quantity > 6 or UnitPrice < 3", True),
        ("not Quantity > 5", False),
        ('Country = "France"', True),
        ('Country != "France"', False),
        ('Country <> "Spain"', True),
        ("Quantity = 6.0", True),
        ("UnitPrice < Quantity", True),
        ('"10" < "9"', False),
        ('"2010-12-01" < "2011-01-01"', True),
        ('contains(Country, "ran")', True),
        ("paid", True),
        ("not paid or true", True),
        ("true and not false", True),
        ("if(paid, Quantity > 1, false)", True),
    ],
)
def test_condition__of_an_expression__holds_or_not(said, expected):
    assert holds(said) is expected


def test_empty_cells__in_arithmetic_and_comparisons__are_nothing():
    assert number("Quantity * UnitPrice", EMPTY) is None
    assert number("coalesce(Quantity, 1) * 2", EMPTY) == 2
    assert holds('Quantity = ""', EMPTY)
    assert not holds("Quantity > 0", EMPTY)
    assert not holds("Quantity < 0", EMPTY)
    assert holds("Quantity != 0", EMPTY)
    assert not holds("paid", EMPTY)
    assert text("concat(Country, Country)", EMPTY) is None


def test_cells__that_mean_nothing__count_as_empty():
    assert number("Quantity", ["NULL", *EMPTY[1:]], nothing=frozenset({"NULL"})) is None
    assert text("Country", ["", "", "NULL", *EMPTY[3:]], nothing=frozenset({"NULL"})) is None


def test_decimal_comma__of_the_file__is_minded():
    assert number("Quantity * UnitPrice", ["1.000", "2,5", "", "", "", ""], mark=",") == 2500


def test_typed_cells__of_workbooks__need_no_reading():
    row = [6, 2.55, None, Decimal("1.1"), True, False]
    assert number("Quantity * UnitPrice", row, texts=False) == Decimal("15.30")
    assert text("concat(Country, Quantity)", row, texts=False) == "6"
    assert not holds("paid", row, texts=False)


@pytest.mark.parametrize(
    ("said", "row", "column"),
    [
        ("Quantity * 2", ["six", "", "", "", "", ""], "Quantity"),
        ("1 / Quantity", ["0", "", "", "", "", ""], ""),
        ("paid", ["", "", "", "", "", "maybe"], "paid"),
        ("number(Country) + 1", ROW, "Country"),
        (GROWING, ROW, ""),
    ],
)
def test_row__that_does_not_fit__is_a_fault_with_its_column(said, row, column):
    with pytest.raises(RowFault) as caught:
        (holds if said == "paid" else text)(said, row)
    assert caught.value.column == column


@pytest.mark.parametrize(
    ("said", "at"),
    [
        ("", 1),
        ("Quantity *", 11),
        ("Quantity ** 2", 11),
        ("Nothing * 2", 1),
        ("(Quantity", 10),
        ("1 2", 3),
        ('"open', 1),
        ("`open", 1),
        ("a.b", 2),
        ("open(1)", 1),
        ("__import__('os')", 1),
        ("left(Country)", 1),
        ("lower()", 1),
        ("Quantity and", 13),
        ("x" * 3000, 2001),
        ("(" * 60 + "1" + ")" * 60, 51),
        ("not " * 60 + "true", 201),
        ("1" * 50, 1),
    ],
)
def test_expression__that_cannot_be_meant__is_refused_with_its_place(said, at):
    with pytest.raises(ExpressionInvalid) as caught:
        number(said)
    assert caught.value.at == at


def test_number__where_a_condition_is_wanted__is_refused():
    with pytest.raises(ExpressionInvalid):
        holds("Quantity + 1")
    with pytest.raises(ExpressionInvalid):
        holds("lower(Country)")


WORDS = [
    "Quantity", "UnitPrice", "Country", "[Unit Price]", "`a", "and", "or", "not", "true", "(", ")",
    ",", "+", "-", "*", "/", "=", "<", ">=", "!=", "1", "0", "2.5", '"x"', "''", "9" * 30, ".", "_",
    "__class__", "import", "%", "\\", "\x00", "é", "λ", *FUNCTIONS,
]  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(said=st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=40))
def test_any_text__as_an_expression__is_computed_or_refused_in_words(said):
    for compute in (number, text, holds):
        for row in (ROW, EMPTY, ["abc"] * 6):
            try:
                result = compute(said, row)
            except (ExpressionInvalid, RowFault):
                continue
            assert result is None or isinstance(result, (Decimal, str, bool))


leaf = st.decimals(-1000, 1000, places=3).map(lambda n: (str(abs(n)), abs(n)))


def joined(children):
    return st.tuples(children, st.sampled_from("+-*"), children).map(
        lambda t: (
            f"({t[0][0]} {t[1]} {t[2][0]})",
            {"+": t[0][1] + t[2][1], "-": t[0][1] - t[2][1], "*": t[0][1] * t[2][1]}[t[1]],
        )
    )


@settings(max_examples=200, deadline=None)
@given(pair=st.recursive(leaf, joined, max_leaves=5))
def test_arithmetic__of_any_shape__equals_exact_decimals(pair):
    said, expected = pair
    assert number(said) == expected


def test_memory_of_what_was_read__is_bounded_and_forgets():
    made = []
    remembered = Remembered(lambda cell: made.append(cell) or len(cell), columns=100_000)
    for cell in [*"abcdefghijkl", "x" * 500, "x" * 500, "a", "a"]:
        assert remembered[cell] == len(cell)
    assert len(remembered) <= 10
    assert made.count("x" * 500) == 2
    assert made.count("a") == 2
