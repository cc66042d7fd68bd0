"""Segments under names of their own: defined, frozen, uploaded, looked into, taken away."""

from datetime import UTC, datetime, timedelta

import pytest

from tenfold.metrics import actions as metrics
from tenfold.metrics import queries as answers
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import InvalidDefinition, condition_from_spec, from_spec
from tenfold.metrics.definitions.refusals import UnknownSegment
from tenfold.metrics.figures import MixedCurrencies
from tenfold.metrics.questions import Question
from tenfold.metrics.segments import actions, queries
from tenfold.metrics.segments.files import read_ids
from tenfold.metrics.segments.rules import InvalidSegment, SegmentInUse
from tenfold.metrics.segments.starting import list_starts
from tenfold.metrics.tests.world import RECEIVED_AT, Event, fill
from tenfold.outbox.models import OutboxRow

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 30, 12, tzinfo=UTC)
DAY = timedelta(days=1)
COPENHAGEN = Calendar("Europe/Copenhagen")
LAPSING = {
    "all": [
        {"did": {"event": "order", "at_least": 2, "within": "90d"}},
        {"not": {"did": {"event": "order", "within": "30d"}}},
    ]
}


@pytest.fixture
def shop(log):
    """Anna bought twice and stopped, Bo still buys, Cid only looks; today somebody looks."""
    events = [Event(at=NOW - days * DAY, actor="anna", value=10.0) for days in (60, 50)]
    events += [Event(at=NOW - days * DAY, actor="bo", value=100.0) for days in (80, 5)]
    events += [Event(at=NOW - 3 * DAY, name="visit", actor="cid", properties={"country": "NO"})]
    events += [Event(at=NOW, name="visit", actor="bo", properties={"country": "DK"})]
    fill(log, events)
    return log


def define(name="lapsing", spec=LAPSING, **more):
    return actions.define_segment(name=name, title=name.title(), spec=spec, at=NOW, **more)


def members(log, name, **more):
    condition = queries.get_segment(name=name).condition
    found = queries.list_persons(condition=condition, calendar=COPENHAGEN, log=log, **more)
    return [one.person for one in found.persons]


def count(log, *, where=(), breakdown=(), end=None):
    definition = from_spec({"kind": "count", "where": list(where)})
    question = Question(definition=definition, breakdown=breakdown, end=end)
    return answers.answer(question=question, calendar=COPENHAGEN, at=NOW, log=log)


# Defining


def test_segment__defined__has_whoever_meets_it_now(shop):
    assert define() == 1
    assert members(shop, "lapsing") == ["anna"]
    assert (
        queries.get_size(
            condition=queries.get_segment(name="lapsing").condition, calendar=COPENHAGEN, log=shop
        )
        == 1
    )


def test_segment__defined_the_same_again__stays_the_version_it_was(shop):
    define()
    assert define() == 1
    assert define(spec={"not": {"did": {"event": "order"}}}) == 2
    assert [one.version for one in queries.list_versions(name="lapsing")] == [2, 1]
    assert queries.list_versions(name="lapsing")[1].condition == condition_from_spec(LAPSING)


def test_segment__defined__is_told_as_a_fact(shop):
    define()
    told = OutboxRow.objects.get(name="SegmentDefined")
    assert told.properties == {"segment": "lapsing", "version": 1, "kind": "live"}


def test_segment__made_of_itself__is_refused(shop):
    define("a", {"not": {"did": {"event": "order"}}})
    define("b", {"segment": "a"})
    with pytest.raises(InvalidDefinition, match="a → b → a"):
        define("a", {"all": [{"segment": "b"}]})


def test_segment__made_of_one_that_is_not_there__is_refused(shop):
    with pytest.raises(UnknownSegment):
        define("a", {"segment": "nobody"})


def test_segment__made_of_another__follows_it(shop):
    define("buyers", {"did": {"event": "order"}})
    define("lookers", {"not": {"segment": "buyers"}})
    assert members(shop, "lookers") == ["cid"]
    define("buyers", {"did": {"event": "order", "within": "30d"}})
    assert members(shop, "lookers") == ["cid", "anna"]


@pytest.mark.parametrize(
    "spec",
    [
        {"members": 1},
        {"not": {"members": 1}},
        {"property": "value", "above": 3},
        {"property": "source.name", "is": "Shop"},
        {"did": {"event": "order", "where": [{"segment": "other"}]}},
        {"did": {"event": "order", "where": [{"property": "person.country", "is": "NO"}]}},
        {"did": {"event": "order", "at_least": 3, "at_most": 2}},
        {"did": {"event": "order", "property": "price"}},
        {"did": {"event": "order", "often": 2}},
        {"all": [{"did": {}}] * 21},
        {"all": [{"any": [{"did": {}}] * 19}] * 3},
    ],
)
def test_segment__that_says_what_has_no_meaning__is_refused(spec):
    with pytest.raises(InvalidDefinition):
        define("a", spec)


@pytest.mark.parametrize("name", ["", "New One", "1st", "new", "x" * 61])
def test_segment__under_a_name_that_cannot_stand_in_an_address__is_refused(name):
    with pytest.raises(InvalidSegment):
        define(name)


def test_segment__of_so_much_money_in_two_currencies__is_refused(log):
    fill(log, [Event(at=NOW, actor="a", value=1.0, currency=coin) for coin in ("EUR", "DKK")])
    define("big", {"did": {"event": "order", "least_sum": 100}})
    with pytest.raises(MixedCurrencies, match="DKK, EUR"):
        members(log, "big")
    only = {"event": "order", "least_sum": 1, "where": [{"property": "currency", "is": "DKK"}]}
    define("big", {"did": only})
    assert members(log, "big") == ["a"]


# In questions


def test_question__about_a_segment__looks_at_it_as_of_its_end(shop):
    define()
    assert count(shop, where=[{"segment": "lapsing"}]).value == 2
    assert count(shop, where=[{"segment": "lapsing"}], end=NOW - 40 * DAY).value == 0


def test_question__by_a_segment__has_a_group_in_and_one_not_in(shop):
    define()
    groups = count(shop, breakdown=("segment:lapsing",)).groups
    assert [(one.labels, one.value) for one in groups] == [(("not in",), 4), (("in",), 2)]


def test_question__about_a_segment_that_is_not_there__is_refused(shop):
    with pytest.raises(UnknownSegment):
        count(shop, where=[{"segment": "nobody"}])
    with pytest.raises(UnknownSegment):
        count(shop, breakdown=("segment:nobody",))


def test_question__asked_again_after_its_segment_changed__is_answered_anew(shop):
    define()
    assert count(shop, where=[{"segment": "lapsing"}]).value == 2
    define(spec={"did": {"event": "order"}})
    assert count(shop, where=[{"segment": "lapsing"}]).value == 5


def test_question__after_an_event_that_moves_somebody_out__is_answered_anew(shop):
    define()
    assert count(shop, where=[{"segment": "lapsing"}]).value == 2
    fill(shop, [Event(at=NOW, actor="anna", value=1.0)])
    assert count(shop, where=[{"segment": "lapsing"}]).value == 0


def test_question__by_a_persons_property__takes_the_newest_value(shop):
    fill(shop, [Event(at=NOW - 90 * DAY, actor="bo", properties={"country": "SE"})])
    groups = count(shop, breakdown=("person.country",)).groups
    assert {one.labels[0]: one.value for one in groups} == {"DK": 4, "NO": 1, None: 2}


def test_question__by_a_persons_property_at_one_moment__takes_what_arrived_last(log):
    for country in ("SE", "DK", "NO"):
        fill(log, [Event(at=NOW, actor="a", properties={"country": country})])
    assert count(log, where=[{"property": "person.country", "is": "NO"}]).value == 3


def test_answers__of_one_page__each_know_their_segment(shop):
    define()
    define("buyers", {"did": {"event": "order"}})
    questions = [
        Question(definition=from_spec({"kind": "count", "where": [{"segment": name}]}))
        for name in ("lapsing", "buyers")
    ]
    found = answers.answer_all(questions=questions, calendar=COPENHAGEN, at=NOW, log=shop)
    assert [one.value for one in found] == [2, 5]


def test_days__where_the_clocks_change__are_those_of_the_wall(log):
    until = datetime(2026, 3, 29, 22, tzinfo=UTC)  # midnight in Copenhagen, after a day of 23 hours
    fill(log, [Event(at=until - timedelta(hours=hours), actor=f"{hours} h") for hours in (23, 24)])
    define("today", {"did": {"event": "order", "within": "1d"}})
    assert members(log, "today", end=until) == ["23 h"]
    define("today", {"did": {"event": "order", "within": "24h"}})
    assert members(log, "today", end=until) == ["23 h", "24 h"]


def test_metric__about_a_segment_that_is_not_there__is_refused(shop):
    spec = {"kind": "count", "where": [{"segment": "nobody"}]}
    with pytest.raises(UnknownSegment):
        metrics.define_metric(name="m", title="M", spec=spec, at=NOW)


# Frozen


def test_segment__frozen__keeps_who_was_in_it(shop):
    define()
    kept = actions.freeze_segment(
        name="lapsing", into="june", title="June", calendar=COPENHAGEN, at=NOW, log=shop
    )
    fill(shop, [Event(at=NOW, actor="anna", value=1.0)])
    assert kept == 1
    assert members(shop, "lapsing") == []
    assert members(shop, "june") == ["anna"]
    frozen = queries.get_segment(name="june")
    assert (frozen.kind, frozen.origin) == ("frozen", condition_from_spec(LAPSING))


def test_segment__frozen_and_then_merged__has_the_person(shop):
    define()
    actions.freeze_segment(
        name="lapsing", into="june", title="June", calendar=COPENHAGEN, at=NOW, log=shop
    )
    shop.merge_known(known="ann", alias="anna", source=1, at=RECEIVED_AT)
    assert members(shop, "june") == ["ann"]
    assert count(shop, where=[{"segment": "june"}]).value == 2


# Uploaded


def test_segment__uploaded__has_the_known_ids_and_reports_the_others(shop):
    found = actions.upload_segment(
        name="vips", title="VIPs", ids=["bo", "cid", "bo", "zoe"], at=NOW, log=shop
    )
    assert (found.persons, found.duplicates, found.unknown) == (2, 1, ("zoe",))
    assert members(shop, "vips") == ["bo", "cid"]
    assert count(shop, where=[{"not": {"segment": "vips"}}]).value == 2


def test_segment__uploaded_again__has_the_new_list_only(shop):
    for ids in (["bo"], ["anna", "cid"]):
        found = actions.upload_segment(name="vips", title="VIPs", ids=ids, at=NOW, log=shop)
    assert found.version == 2
    assert members(shop, "vips") == ["cid", "anna"]


def test_segment__uploaded_by_a_merged_id__has_the_person(shop):
    shop.identify(known="bo", alias="visitor-7", source=1, at=RECEIVED_AT)
    found = actions.upload_segment(name="vips", title="VIPs", ids=["visitor-7"], at=NOW, log=shop)
    assert found.unknown_count == 0
    assert members(shop, "vips") == ["bo"]


@pytest.mark.parametrize("ids", [[], ["zoe"], [str(number) for number in range(200_001)]])
def test_segment__uploaded_without_anybody_known_or_far_too_long__is_refused(shop, ids):
    with pytest.raises(InvalidSegment):
        actions.upload_segment(name="vips", title="VIPs", ids=ids, at=NOW, log=shop)


@pytest.mark.parametrize(
    ("content", "ids"),
    [
        (b"anna\nbo\n\nanna\n", ("anna", "bo")),
        (b'\xef\xbb\xbfcustomer_id;name\r\n17;"A; B"\r\n18;C\r\n', ("17", "18")),
        ("name\tE-mail\nA\ta@b.dk\n".encode("utf-16"), ("a@b.dk",)),
        ("b\xf8rge\n".encode("cp1252"), ("børge",)),
        ("børge,x\n".encode(), ("børge",)),
        (b"", ()),
    ],
)
def test_file__of_ids__is_read_as_it_was_meant(content, ids):
    assert read_ids(content=content).ids == ids


@pytest.mark.parametrize("content", [b"x" * 10_000_001, b"a\x00b", b"\x89PNG\x01\x02"])
def test_file__that_is_no_list__is_refused(content):
    with pytest.raises(InvalidSegment):
        read_ids(content=content)


# Over time and away


def test_segment__over_time__has_its_size_at_the_end_of_each_month(shop):
    define()
    found = queries.get_sizes_over_time(
        condition=queries.get_segment(name="lapsing").condition,
        calendar=COPENHAGEN,
        grain=Grain.MONTH,
        periods=4,
        log=shop,
    )
    assert [one.persons for one in found] == [0, 0, 0, 1]
    assert [one.at.astimezone(COPENHAGEN.zone).month for one in found[:3]] == [4, 5, 6]
    assert found[-1].at == NOW + timedelta(microseconds=1)


def test_segment__taken_away__is_gone_and_told(shop):
    actions.upload_segment(name="vips", title="VIPs", ids=["bo"], at=NOW, log=shop)
    actions.remove_segment(name="vips", at=NOW, log=shop)
    with pytest.raises(UnknownSegment):
        queries.get_segment(name="vips")
    assert shop.read("SELECT count(*) FROM members") == [(0,)]
    assert OutboxRow.objects.filter(name="SegmentRemoved").count() == 1


def test_segment__that_something_is_made_of__is_not_taken_away(shop):
    define()
    define("others", {"not": {"segment": "lapsing"}})
    spec = {"kind": "ratio", "of": {"kind": "count"}, "per": {"kind": "persons"}}
    narrowed = {**spec, "of": {"kind": "count", "where": [{"not": {"segment": "lapsing"}}]}}
    metrics.define_metric(name="share", title="Share", spec=narrowed, at=NOW)
    with pytest.raises(SegmentInUse, match="the metric share, the segment others"):
        actions.remove_segment(name="lapsing", at=NOW, log=shop)


def test_starts__where_the_company_tells_orders_apart_by_their_number__count_each_once(shop):
    spec = {"kind": "unique", "event": "order", "property": "number"}
    plain = list_starts(calendar=COPENHAGEN, sees_money=False, log=shop)
    metrics.define_metric(name="orders", title="Orders", spec=spec, at=NOW)
    apart = list_starts(calendar=COPENHAGEN, sees_money=False, log=shop)
    loyal = {one.name: one.spec["did"] for one in (*plain, *apart) if one.name == "loyal"}
    assert loyal["loyal"]["different"] == "number"
    assert all("different" not in str(one.spec) for one in plain)
