"""Filters as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.metrics.definitions import Every, Not, Op, Some, Test, filter_from_spec
from tenfold.metrics.definitions.filters import filter_to_spec
from tenfold.metrics.expression import InvalidExpression, parse, render
from tenfold.metrics.tests.test_against_reference import FILTER


def test_expression__of_every_part__becomes_the_same_values_as_json():
    text = 'Country = "Norway" and (price > 3 or not sku contains "X") and Description exists'
    assert parse(text=text) == Every(
        (
            Test("Country", Op.IS, "Norway"),
            Some((Test("price", Op.ABOVE, 3), Not(Test("sku", Op.CONTAINS, "X")))),
            Test("Description", Op.EXISTS),
        )
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", Test("a", Op.IS, 1)),
        ("a == -1.5e3", Test("a", Op.IS, -1500.0)),
        ("a <> 'it\\'s'", Test("a", Op.IS_NOT, "it's")),
        ("a != true", Test("a", Op.IS_NOT, True)),
        ("a is not FALSE", Test("a", Op.IS_NOT, False)),
        ("a >= 2", Test("a", Op.AT_LEAST, 2)),
        ("a<=2", Test("a", Op.AT_MOST, 2)),
        ("a < 2", Test("a", Op.BELOW, 2)),
        ('a in ("x", 2)', Test("a", Op.IN, ("x", 2))),
        ('a NOT IN ("x")', Test("a", Op.NOT_IN, ("x",))),
        ('a not contains "x"', Test("a", Op.NOT_CONTAINS, "x")),
        ('a starts with "x"', Test("a", Op.STARTS_WITH, "x")),
        ("a is missing", Test("a", Op.IS_MISSING)),
        ('"Unit price" > 0', Test("Unit price", Op.ABOVE, 0)),
        ("größe.cm > 0", Test("größe.cm", Op.ABOVE, 0)),
        ("not not a exists", Not(Not(Test("a", Op.EXISTS)))),
    ],
)
def test_expression__of_each_comparison__is_understood(text, expected):
    assert parse(text=text) == expected


def test_expression__with_and_beside_or__binds_and_closer():
    a, b, c = (Test(name, Op.EXISTS) for name in "abc")
    assert parse(text="a exists or b exists and c exists") == Some((a, Every((b, c))))


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("", 1),
        ("a", 2),
        ("a =", 4),
        ("a = Norway", 5),
        ("a = 1 b = 2", 7),
        ("(a = 1", 7),
        ("a = 1)", 6),
        ("a > 'x'", 5),
        ("a in 1", 6),
        ("a in (1", 8),
        ("a contains ''", 12),
        ("= 1", 1),
        ("a = 1 and", 10),
        ("and exists", 1),
        ("a % 2", 3),
        ("a = 'x", 5),
        ("a = 1abc", 5),
        ("a = " + "9" * 400, 5),
    ],
)
def test_expression__that_cannot_be_read__is_refused_naming_the_character(text, position):
    with pytest.raises(InvalidExpression, match=f"at character {position}:") as refused:
        parse(text=text)
    assert refused.value.field == "where"


@pytest.mark.parametrize(
    "text",
    [
        "(" * 50 + "a exists" + ")" * 50,
        "not " * 50 + "a exists",
        "x" * 10_001,
        " and ".join(["a exists"] * 101),
    ],
)
def test_expression__deeper_or_longer_than_anybody_types__is_refused(text):
    with pytest.raises(InvalidExpression):
        parse(text=text)


@given(st.text(alphabet="ab= ><()'\"notinadr,.1\\", max_size=40))
def test_expression__of_anything__is_a_filter_or_a_refusal(text):
    try:
        found = parse(text=text)
    except InvalidExpression:
        return
    assert filter_from_spec(filter_to_spec(found)) == found


@given(FILTER)
def test_expression__written_for_a_filter__is_read_as_the_same_filter(spec):
    one = filter_from_spec(spec)
    assert filter_to_spec(parse(text=render(flat(one)))) == filter_to_spec(flat(one))


def flat(one):
    """Brackets around a single part mean nothing, and are not kept."""
    if isinstance(one, Not):
        return Not(flat(one.of))
    if isinstance(one, Test):
        return one
    parts = tuple(map(flat, one.of))
    return parts[0] if len(parts) == 1 else type(one)(parts)
