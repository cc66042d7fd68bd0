"""How long a source keeps its single events, through every door."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from tenfold.kit import clock
from tenfold.outbox.models import OutboxRow
from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.queries import retention, sources
from tenfold.techniques.interfaces.rules.retention import (
    KeepDaysInvalid,
    find_horizon,
    note_too_old,
    read_days,
)
from tenfold.techniques.interfaces.rules.sources import UnknownSource

DAY = timedelta(days=1)


@pytest.fixture
def shop(owner_id, at) -> actions.SourceAdded:
    return actions.add_source(name="Web shop", kind="web", by=owner_id, at=at)


@pytest.fixture
def old_and_new(shop, happen) -> None:
    """An event of a hundred days ago, and one of now."""
    happen("visit", source=shop.id, at=clock.now() - 100 * DAY)
    happen("visit", source=shop.id, at=clock.now())


def kept(shop, log, at) -> int | None:
    return sources.get_source(source_id=shop.id, log=log, at=at).keep_days


def test_days__as_written__are_a_number_or_for_ever():
    assert [read_days(said=said) for said in (" 90 ", "1", "Forever")] == [90, 1, None]


@pytest.mark.parametrize("said", ["", "0", "-1", "36501", "1.5", "ninety", "٣", "9" * 30])
def test_days__otherwise__are_refused(said):
    with pytest.raises(KeepDaysInvalid):
        read_days(said=said)


def test_horizon__of_some_days__is_a_midnight(at):
    horizon = find_horizon(days=90, at=at)

    assert (horizon.hour, horizon.minute, horizon.second, horizon.microsecond) == (0, 0, 0, 0)
    assert timedelta() <= (at - 90 * DAY) - horizon < DAY


def test_retention__set__is_told_and_changes_nothing_yet(shop, log, at, owner_id, old_and_new):
    actions.set_retention(source_id=shop.id, days=90, by=owner_id, at=at)

    assert kept(shop, log, at) == 90
    row = OutboxRow.objects.get(name="SourceRetentionChanged")
    assert row.properties == {"source_id": shop.id, "days": 90}
    assert log.reading().rolled_before == {}


def test_retention__set_to_what_it_is__is_not_told(shop, at):
    actions.set_retention(source_id=shop.id, days=None, by=None, at=at)

    assert not OutboxRow.objects.filter(name="SourceRetentionChanged").exists()


@pytest.mark.parametrize("days", [0, -1, 36_501])
def test_retention__of_days_that_are_none__is_refused(shop, at, days):
    with pytest.raises(KeepDaysInvalid):
        actions.set_retention(source_id=shop.id, days=days, by=None, at=at)


def test_retention__of_no_source__is_refused(db, at):
    with pytest.raises(UnknownSource):
        actions.set_retention(source_id=99, days=1, by=None, at=at)


def test_retention__applied__old_events_become_totals_and_late_ones_are_refused(
    shop, log, happen, old_and_new
):
    actions.set_retention(source_id=shop.id, days=90, by=None, at=clock.now())
    actions.apply_retention(log=log, at=clock.now())
    while log._caretaker.do_slice():
        pass

    assert log.read("SELECT count(*) FROM events") == [(1,)]
    assert log.read("SELECT sum(events)::BIGINT FROM rolled") == [(1,)]
    happen("visit", source=shop.id, at=clock.now() - 95 * DAY)
    assert log.status().events == 2


def test_retention__taken_back_before_it_is_applied__removes_nothing(shop, log, old_and_new):
    actions.set_retention(source_id=shop.id, days=90, by=None, at=clock.now())
    actions.set_retention(source_id=shop.id, days=None, by=None, at=clock.now())

    actions.apply_retention(log=log, at=clock.now())
    while log._caretaker.do_slice():
        pass

    assert log.read("SELECT count(*) FROM events") == [(2,)]


def test_preview__of_some_days__counts_what_would_become_totals(shop, log, old_and_new):
    shown = retention.preview_retention(source_id=shop.id, days=90, log=log, at=clock.now())
    whole = retention.preview_retention(source_id=shop.id, days=None, log=log, at=clock.now())

    assert (shown.events, shown.name) == (1, "Web shop")
    assert (whole.events, whole.before, whole.before_on) == (0, None, None)


def test_page__asked_what_it_would_mean__warns_with_the_count_and_changes_nothing(
    sign_in, shop, log, at, old_and_new
):
    address = reverse("interfaces:source_retention", args=[shop.id])
    owner = sign_in("owner")
    assert "for ever" in owner.get(address).content.decode()

    answer = owner.get(address, {"days": "90"})

    page = " ".join(answer.content.decode().split())
    assert "1 event from before" in page
    assert "nobody can bring the single events back" in page
    assert kept(shop, log, at) is None


def test_page__confirmed__keeps_them_so_long_and_shows_it(sign_in, shop, log, at):
    owner = sign_in("owner")
    address = reverse("interfaces:source_retention", args=[shop.id])

    answer = owner.post(address, {"days": "90"}, follow=True)

    assert kept(shop, log, at) == 90
    assert "kept for 90 days" in answer.content.decode()
    assert "forever" in owner.get(address).content.decode()
    owner.post(address, {"days": "forever"})
    assert kept(shop, log, at) is None


def test_page__days_that_are_none__says_so_at_the_field(sign_in, shop, log):
    address = reverse("interfaces:source_retention", args=[shop.id])

    answer = sign_in("owner").get(address, {"days": "soon"})

    assert answer.status_code == 422
    assert "whole number of days" in answer.content.decode()


def test_page__to_a_member__is_closed(sign_in, shop):
    address = reverse("interfaces:source_retention", args=[shop.id])

    member = sign_in("member")

    assert member.get(address).status_code == 403
    assert member.post(address, {"days": "1"}).status_code == 403


def test_api__of_retention__previews_and_sets(sign_in, shop, log, at, old_and_new):
    owner, address = sign_in("owner"), f"/api/sources/{shop.id}/retention"
    assert owner.get(address, {"days": 90}).json()["events"] == 1
    assert kept(shop, log, at) is None

    answer = owner.put(address, {"days": 90}, content_type="application/json")

    assert (answer.status_code, answer.json()["events"]) == (200, 1)
    assert kept(shop, log, at) == 90
    assert owner.get("/api/sources").json()[0]["keep_days"] == 90
    assert owner.put(address, {"days": 0}, content_type="application/json").status_code == 422
    member = sign_in("member")
    assert member.put(address, {"days": 1}, content_type="application/json").status_code == 403


def test_report__of_rows_that_are_too_old__says_how_many():
    assert note_too_old(rows=0) == ()
    (fault,) = note_too_old(rows=3)
    assert fault.reason.startswith("3 rows are older")


def test_source_list__as_json__says_how_long_events_are_kept(shop, log, at):
    (view,) = sources.list_sources(log=log, at=at)

    assert json.loads(json.dumps(sources.as_json(view=view)))["keep_days"] is None
