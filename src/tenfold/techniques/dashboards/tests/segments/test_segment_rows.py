"""Rows of conditions and what they say."""

import pytest

from tenfold.metrics.definitions import condition_from_spec
from tenfold.techniques.dashboards.rules.segments.rows import (
    Row,
    UnfinishedSegment,
    change_rows,
    read_rows,
    rows_of,
    spec_of,
)

BOUGHT = {"did": {"event": "order", "at_least": 2, "within": "90d"}}
LATELY = {"did": {"event": "order", "within": "60d"}}


@pytest.mark.parametrize(
    "spec",
    [
        BOUGHT,
        {"all": [BOUGHT, {"not": LATELY}]},
        {"any": [BOUGHT, {"segment": "vips"}]},
        {"all": [{"any": [BOUGHT, {"not": {"segment": "vips"}}]}, LATELY]},
        {"property": "country", "in": ["NO", "DK"]},
        {"property": "age", "at_least": 18.5},
        {"property": "mail", "exists": True},
        {"did": {"event": "order", "at_most": 3, "least_sum": 500.0, "before": "2w"}},
        {"did": {"where": [{"property": "country", "is": "NO"}]}},
        {"did": {"event": "order_line", "at_least": 2, "different": "InvoiceNo"}},
    ],
)
def test_rows__of_a_condition__say_the_same_again(spec):
    condition = condition_from_spec(spec)
    rows = rows_of(condition)
    assert rows is not None
    assert condition_from_spec(spec_of(rows)) == condition


@pytest.mark.parametrize(
    "spec",
    [
        {"not": {"all": [BOUGHT, LATELY]}},
        {"any": [{"all": [BOUGHT, LATELY]}, LATELY]},
        {"did": {"event": "order", "within": "1y", "before": "2w"}},
        {"did": {"where": [{"property": "a", "is": 1}, {"property": "b", "is": 2}]}},
        {"property": "country", "is": True},
        {"property": "country", "in": ["a, b"]},
        {"members": 3},
    ],
)
def test_rows__of_a_condition_too_elaborate_for_them__are_none(spec):
    assert rows_of(condition_from_spec(spec)) is None


def test_rows__of_a_form__are_its_fields_in_order():
    rows = read_rows({"0-event": " order ", "0-least": "2", "1-how": "did_not", "title": "x"})
    assert rows == (Row(event="order", least="2"), Row(how="did_not"))
    assert read_rows({}) == (Row(),)


@pytest.mark.parametrize(
    ("do", "joins"),
    [
        ("and", "and or and and"),
        ("or 0", "and or or and"),
        ("remove 0", "and and"),
        ("remove 1", "and and"),
        ("remove 9", "and or and"),
        ("nonsense", "and or and"),
    ],
)
def test_rows__after_a_button__are_joined_as_before(do, joins):
    rows = (Row(), Row(join="or"), Row())
    assert " ".join(row.join for row in change_rows(rows, do=do)) == joins


@pytest.mark.parametrize(
    "row",
    [
        Row(),
        Row(event="order", least="many"),
        Row(how="is", property="country"),
        Row(how="is", property="age", op="above", value="old"),
        Row(how="in"),
    ],
)
def test_row__that_does_not_say_enough__is_refused_with_its_number(row):
    with pytest.raises(UnfinishedSegment, match="ondition 2"):
        spec_of((Row(event="order"), row))
