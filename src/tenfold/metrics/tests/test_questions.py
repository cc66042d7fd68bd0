"""Questions: what makes no sense, and with what time before an answer is compared."""

from datetime import UTC, datetime

import pytest

from tenfold.metrics.asking import make_question, read_time
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Count, Op, Test, from_spec
from tenfold.metrics.expression import InvalidExpression
from tenfold.metrics.questions import Compare, InvalidQuestion, Question, resolve_comparison

DANISH = Calendar("Europe/Copenhagen")


def local(text: str) -> datetime:
    return DANISH.instant_of(local=datetime.fromisoformat(text))


@pytest.mark.parametrize(
    ("start", "end", "compare", "expected"),
    [
        ("2024-03-04", "2024-03-11", "before", ("2024-02-26", "2024-03-04", Grain.WEEK)),
        ("2024-03-31", "2024-04-01", "before", ("2024-03-30", "2024-03-31", Grain.DAY)),
        ("2024-03-01", "2024-04-01", "before", ("2024-02-01", "2024-03-01", Grain.MONTH)),
        ("2024-01-01", "2024-04-01", "before", ("2023-10-01", "2024-01-01", Grain.QUARTER)),
        ("2024-01-01", "2025-01-01", "before", ("2023-01-01", "2024-01-01", Grain.YEAR)),
        ("2024-03-05", "2024-03-15", "before", ("2024-02-24", "2024-03-05", None)),
        (
            "2024-03-05T10:00",
            "2024-03-05T12:00",
            "before",
            ("2024-03-05T08:00", "2024-03-05T10:00", None),
        ),
        ("2024-03-25", "2024-04-03T14:00", "week", ("2024-03-18", "2024-03-27T14:00", Grain.WEEK)),
        ("2024-02-29", "2024-03-01", "year", ("2023-02-28", "2023-03-01", Grain.YEAR)),
        ("2024-03-30", "2024-03-31", "month", ("2024-02-29", "2024-03-30", Grain.MONTH)),
    ],
)
def test_comparison__goes_back_on_the_wall_clock(start, end, compare, expected):
    found = resolve_comparison(
        start=local(start), end=local(end), compare=Compare(compare), calendar=DANISH
    )
    assert found == (local(expected[0]), local(expected[1]), expected[2])


def at(day: int) -> datetime:
    return datetime(2024, 1, day, tzinfo=UTC)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"start": at(2), "end": at(2)}, "to"),
        ({"start": datetime(1, 1, 1, tzinfo=UTC)}, "from"),
        ({"end": datetime(9999, 1, 1, tzinfo=UTC)}, "to"),
        ({"top": 0}, "top"),
        ({"top": 101}, "top"),
        ({"compare": Compare.BEFORE, "start": at(1)}, "compare"),
        ({"breakdown": (" ",)}, "breakdown"),
        ({"breakdown": ("a\x00",)}, "breakdown"),
        ({"breakdown": ("a", "a")}, "breakdown"),
        ({"breakdown": ("a", "b", "c")}, "breakdown"),
    ],
)
def test_question__that_makes_no_sense__is_refused_naming_the_field(given, field):
    with pytest.raises(InvalidQuestion) as refused:
        Question(definition=Count(), **given)
    assert refused.value.field == field


def test_question__with_a_time_without_zone__is_a_bug_of_the_caller():
    with pytest.raises(ValueError, match="time zone"):
        Question(definition=Count(), start=datetime(2024, 1, 1))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024-03-31", "2024-03-30T23:00:00+00:00"),
        ("2024-03-31T04:00", "2024-03-31T02:00:00+00:00"),
        ("2024-03-31T02:30:00", "2024-03-31T01:00:00+00:00"),
        ("2024-03-31T04:00:00Z", "2024-03-31T04:00:00+00:00"),
        ("2024-03-31T04:00:00+05:00", "2024-03-30T23:00:00+00:00"),
    ],
)
def test_time__as_text__is_read_in_the_companys_zone(text, expected):
    found = read_time(text=text, calendar=DANISH, field="from")
    assert found.astimezone(UTC).isoformat() == expected


@pytest.mark.parametrize("text", ["yesterday", "2024-13-01", "0001-01-01", "2024-03-3x", "1"])
def test_time__that_is_none__is_refused(text):
    with pytest.raises(InvalidQuestion) as refused:
        make_question(definition=Count(), calendar=DANISH, start=text)
    assert refused.value.field == "from"


@pytest.mark.parametrize("given", [{"by": "fortnight"}, {"compare": "decade"}])
def test_choice__that_does_not_exist__is_refused_naming_those_that_do(given):
    with pytest.raises(InvalidQuestion, match="week") as refused:
        make_question(definition=Count(), calendar=DANISH, **given)
    assert refused.value.field == next(iter(given))


def test_where__as_text__narrows_the_definition():
    question = make_question(definition=Count(event="order"), calendar=DANISH, where="a = 1")
    assert question.definition == Count(event="order", where=(Test("a", Op.IS, 1),))
    with pytest.raises(InvalidExpression):
        make_question(definition=Count(), calendar=DANISH, where="a =")


@pytest.mark.parametrize(
    ("spec", "breakdown", "expected"),
    [
        ({"kind": "persons"}, None, False),
        ({"kind": "count"}, "person", True),
        ({"kind": "count", "where": {"not": {"property": "actor", "is": "ann"}}}, None, True),
        ({"kind": "count", "where": {"property": "country", "is": "NO"}}, "sku", False),
        ({"kind": "count", "where": {"property": "actor", "exists": True}}, None, False),
        ({"kind": "count", "where": {"property": "person", "contains": "a"}}, None, True),
    ],
)
def test_question__about_single_persons__says_so(spec, breakdown, expected):
    question = Question(definition=from_spec(spec), breakdown=(breakdown,) if breakdown else ())
    assert question.names_persons is expected
