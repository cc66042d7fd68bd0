"""What an answer needs from the log beside values: persons, time, names that try to break out."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tenfold.metrics import queries
from tenfold.metrics.answers import to_json
from tenfold.metrics.calendar import Calendar, Grain, TooManyPeriods
from tenfold.metrics.definitions import from_spec
from tenfold.metrics.questions import Compare, Question
from tenfold.metrics.tests.world import Event, fill

AT = datetime(2024, 3, 1, 12, tzinfo=UTC)
DANISH = Calendar("Europe/Copenhagen", "monday", "DKK")
COUNT = {"kind": "count"}
ODD = ["it's", 'say "hi"', "a; DROP TABLE events", "100%", "a/b~c", "$p0", "{x}", "日本", "a.b"]


def ask(log, spec=COUNT, at=AT, calendar=DANISH, **rest):
    question = Question(definition=from_spec(spec), **rest)
    return queries.answer(question=question, calendar=calendar, at=at, log=log)


@pytest.mark.parametrize("odd", ODD)
def test_names__that_look_like_sql__are_only_names(log, odd):
    fill(log, [Event(AT, name=odd, actor=odd, properties={odd: odd}), Event(AT, name="else")])
    where = [{"property": odd, "is": odd}, {"property": "actor", "contains": odd}]
    answer = ask(
        log,
        {"kind": "unique", "event": odd, "property": odd, "where": where},
        breakdown=(odd,),
        grain=Grain.DAY,
    )
    assert answer.value == 1
    assert [(group.label, group.value) for group in answer.groups] == [(odd, 1)]
    assert ask(log).value == 2


@pytest.mark.parametrize("name", ["name", "actor", "value", "source"])
def test_property__with_the_name_of_a_built_in_one__is_reached_by_its_prefix(log, name):
    fill(log, [Event(AT, actor="ann", value=1, properties={name: "sent"})])
    where = {"property": f"properties.{name}", "is": "sent"}
    assert ask(log, {**COUNT, "where": where}).value == 1
    assert ask(log, {**COUNT, "where": {"property": name, "is": "sent"}}).value == 0


def test_persons__merged__are_one_and_nobody_is_none(log):
    fill(log, [Event(AT, actor=who) for who in ("ann", "cookie", None, "bob")])
    assert ask(log, {"kind": "persons"}).value == 3
    merge = log.identify(known="ann", alias="cookie", source=1, at=AT)
    assert ask(log, {"kind": "persons"}).value == 2
    ann = {"property": "person", "is": "ann"}
    assert ask(log, {**COUNT, "where": ann}, breakdown=("person",)).value == 2
    log.undo_merge(merge_id=merge.id, at=AT)
    assert ask(log, {"kind": "persons"}).value == 3


def test_persons__merged__are_joined_to_ids_and_not_to_events(log):
    fill(log, [Event(AT, actor=who) for who in ("ann", "cookie", None)])
    log.identify(known="ann", alias="cookie", source=1, at=AT)
    order = {"kind": "persons"}
    ratio = {"kind": "ratio", "of": COUNT, "per": order}
    for spec in (order, ratio, {"kind": "unique", "property": "person"}):
        for rest in (
            {},
            {"grain": Grain.DAY},
            {"breakdown": ("name",)},
            {"breakdown": ("person",)},
        ):
            sql = ask(log, spec, **rest).lineage.sql
            assert "AS events LEFT JOIN persons" in sql or "_key_ids AS" in sql
            assert "FROM events LEFT JOIN" not in sql


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ({"is": "ann"}, 2),
        ({"is": "cookie"}, 0),
        ({"is_not": "ann"}, 2),
        ({"is_not": "cookie"}, 4),
        ({"in": ["ann", "cookie", "bob"]}, 3),
        ({"not_in": ["ann", "bob"]}, 1),
        ({"exists": True}, 3),
        ({"is_missing": True}, 1),
    ],
)
def test_filter_on_a_person__merged__asks_for_ids_without_a_join(log, test, expected):
    fill(log, [Event(AT, actor=who) for who in ("ann", "cookie", None, "bob")])
    log.identify(known="ann", alias="cookie", source=1, at=AT)
    answer = ask(log, {**COUNT, "where": {"property": "person", **test}})
    assert answer.value == expected
    assert "JOIN" not in answer.lineage.sql


def test_filter_on_the_text_of_a_person__merged__knows_the_person(log):
    fill(log, [Event(AT, actor=who) for who in ("ann", "cookie", None, "bob")])
    log.identify(known="ann", alias="cookie", source=1, at=AT)
    where = {"property": "person", "contains": "n"}
    assert ask(log, {**COUNT, "where": where}).value == 2
    assert ask(log, {"kind": "persons", "where": where}, breakdown=("person",)).value == 1


def test_own_facts__are_left_out__unless_asked_for(log):
    fill(log, [Event(AT), Event(AT + timedelta(days=400), name="ImportFinished", source=0)])
    assert len(ask(log, grain=Grain.DAY).points) == 1
    inside = ask(log, grain=Grain.DAY, internal=True)
    assert (inside.value, len(inside.points)) == (2, 401)


def test_empty_log__answers_nothing_without_a_stumble(log):
    answer = ask(log, {"kind": "mean"}, grain=Grain.DAY, breakdown=("country",))
    assert (answer.value, answer.points, answer.groups) == (None, (), ())
    assert (answer.freshness.seconds, answer.sentence[:15]) == (None, "Nothing to tell")
    assert ask(log, {"kind": "sum"}).value == 0


def test_time_in_the_future__is_answered_with_nothing(log):
    fill(log, [Event(AT)])
    answer = ask(log, grain=Grain.DAY, start=AT + timedelta(days=9))
    assert (answer.value, answer.points) == (0, ())


def test_time__is_half_open(log):
    fill(log, [Event(AT), Event(AT + timedelta(hours=1))])
    assert ask(log, start=AT, end=AT + timedelta(hours=1)).value == 1


def test_late_event__lands_in_its_own_time(log):
    fill(log, [Event(AT)])
    assert ask(log, grain=Grain.DAY).points[0].value == 1
    fill(log, [Event(AT - timedelta(days=2))])
    assert [point.value for point in ask(log, grain=Grain.DAY).points] == [1, 0, 1]


def test_freshness__counts_from_the_newest_event(log):
    fill(log, [Event(AT - timedelta(seconds=90))])
    assert ask(log).freshness.seconds == 90
    assert ask(log).freshness.newest_event_at == AT - timedelta(seconds=90)


def test_years_by_minute__are_refused(log):
    fill(log, [Event(AT), Event(AT + timedelta(days=30))])
    with pytest.raises(TooManyPeriods):
        ask(log, grain=Grain.MINUTE)


def test_one_event_of_long_ago__a_daily_chart_of_everything__is_refused_with_a_way_out(log):
    fill(log, [Event(AT.replace(year=1066)), Event(AT)])
    with pytest.raises(TooManyPeriods) as refused:
        ask(log, grain=Grain.DAY)
    assert "From 1066-03-01 to 2024-03-01" in refused.value.sentence
    assert "from 2021-06-05" in refused.value.next_step
    assert "by month" in refused.value.next_step
    since = DANISH.instant_of_day(day=date(2021, 6, 5))
    assert ask(log, grain=Grain.DAY, start=since).value == 1
    assert ask(log, grain=Grain.MONTH).value == 2


def test_one_event_of_long_ago__as_one_number__is_answered(log):
    fill(log, [Event(AT.replace(year=1066)), Event(AT)])
    assert ask(log).value == 2


def test_years_before_time_was_standard__are_bucketed_by_search(log):
    """The clocks of Copenhagen were 50 minutes and 20 seconds ahead until 1894."""
    old = datetime(1893, 12, 31, 23, 9, 39, tzinfo=UTC)
    fill(log, [Event(old), Event(old + timedelta(seconds=2)), Event(AT)])
    answer = ask(log, grain=Grain.YEAR)
    assert "ASOF" in answer.lineage.sql
    assert (answer.points[0].start.year, answer.points[0].value) == (1893, 1)
    assert (answer.points[1].start.year, answer.points[1].value) == (1894, 1)
    assert sum(point.value for point in answer.points) == 3


def test_json__of_an_answer__is_plain_and_says_where_it_comes_from(log):
    fill(log, [Event(AT, value=0.5, properties={"country": "NO"})])
    since = AT - timedelta(hours=13)
    given = to_json(
        answer=ask(
            log,
            {"kind": "sum"},
            start=since,
            end=since + timedelta(days=1),
            grain=Grain.DAY,
            breakdown=("country",),
            compare=Compare.BEFORE,
        )
    )
    assert given["points"] == [{"start": "2024-03-01T00:00:00+01:00", "value": 0.5}]
    assert given["groups"][0] | {"points": []} == {
        "label": "NO",
        "labels": ["NO"],
        "other": False,
        "value": 0.5,
        "unit": "",
        "points": [],
        "interval": None,
        "sample": None,
    }
    assert given["previous"]["value"] == 0
    assert given["lineage"]["definition"] == {"kind": "sum"}
    assert given["lineage"]["from"] == "2024-03-01T00:00:00+01:00"
    assert "SELECT" in given["lineage"]["sql"]
    assert (given["exact"], given["unit"], given["sentence"]) == (
        "0.5",
        "",
        "Up from nothing in the day before.",
    )
