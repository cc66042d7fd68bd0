"""How somebody wants to be told: which by which way, when, how often."""

from datetime import UTC, datetime, time

import pytest
from django.db import IntegrityError, transaction

from tenfold.notices import models, queries
from tenfold.notices.actions import Choice, add_way, choose_hearing, tell
from tenfold.notices.actions.choosing import HalfQuietHours
from tenfold.notices.notice import Audience, Kind, Notice
from tenfold.notices.rules.missing import UnknownWay
from tenfold.notices.rules.ways import TooManyADay
from tenfold.people.rules import UnknownTimezone
from tests.members import AT

EVENING = datetime(2026, 3, 2, 21, 0, tzinfo=UTC)  # 22:00 in Oslo, 16:00 in New York


@pytest.fixture
def member(add) -> int:
    return add("member").id


def chosen(member, **more) -> None:
    said = {
        "timezone": "",
        "quiet_from": time(20),
        "quiet_until": time(7),
        "most_a_day": 12,
        "unwanted": (),
        "at": AT,
    }
    choose_hearing(account_id=member, **(said | more))


@pytest.fixture
def say(hands):
    def told(key: str, *, to: int, **more) -> None:
        said = {"kind": Kind.ALERT, "subject": key} | more
        with transaction.atomic():
            tell(notice=Notice(key=key, **said), to=Audience(accounts=(to,)), at=hands.at)
        hands.work()

    return told


@pytest.fixture
def evening(hands):
    hands.at = EVENING
    return hands


def subjects(post) -> list[str]:
    return [mail["Subject"] for mail in post.mails]


def test_quiet_hours__by_the_company_clock__hold_mail_until_morning(member, post, evening, say):
    chosen(member)
    say("a", to=member)
    assert subjects(post) == []
    assert queries.count_unread(account_id=member) == 1
    evening.move(hours=8, minutes=59)
    assert subjects(post) == []
    evening.move(minutes=1, seconds=1)
    assert subjects(post) == ["a"]


def test_quiet_hours__by_ones_own_clock__are_elsewhere(member, post, evening, say):
    chosen(member, timezone="America/New_York")
    say("a", to=member)
    assert subjects(post) == ["a"]


def test_quiet_hours__and_something_urgent__let_it_pass(member, post, evening, say):
    chosen(member)
    say("a", to=member, urgent=True)
    assert subjects(post) == ["a"]
    assert post.mails[0]["Importance"] == "high"


def test_quiet_hours__that_are_given_up__let_out_what_waits_at_once(member, post, evening, say):
    chosen(member)
    say("a", to=member)
    chosen(member, quiet_from=None, quiet_until=None, at=evening.at)
    evening.work()
    assert subjects(post) == ["a"]


def test_what_waits__and_is_no_longer_wanted__never_goes_out(member, post, evening, say):
    chosen(member)
    say("a", to=member)
    chosen(member, unwanted=(Choice(kind="alert", by="email"),), at=evening.at)
    evening.move(hours=12)
    assert subjects(post) == []
    assert models.Delivery.objects.get().dropped_at is not None


def test_way_of_ones_own__hears_what_its_member_chose(member, receiver, hands, say):
    hands.at = EVENING.replace(hour=12)
    way = add_way(
        name="Telephone", kind="apprise", address=receiver.url.replace("http:", "json:"),
        account_id=member, by=None, at=AT,
    )  # fmt: skip
    chosen(member, unwanted=(Choice(kind="goal", by="way", way_id=way.id),))
    say("a", to=member)
    say("b", to=member, kind=Kind.GOAL)
    assert len(receiver.received) == 1
    assert [row.ways[-1] for row in [queries.get_hearing(account_id=member)]] == ["Telephone"]


def test_way_of_ones_own__cannot_be_chosen_as_a_listener_by_others(member, receiver, hands):
    way = add_way(
        name="Telephone", kind="webhook", address=receiver.url, account_id=member, by=None, at=AT
    )
    with transaction.atomic():
        tell(
            notice=Notice(kind=Kind.ALERT, key="a", subject="a"),
            to=Audience(ways=(way.id,)),
            at=AT,
        )
    assert not models.Delivery.objects.exists()
    assert queries.list_ways() == ()


def test_hearing__read_back__is_what_was_chosen(member):
    chosen(member, unwanted=(Choice(kind="goal", by="app"),), timezone="Asia/Tokyo", most_a_day=3)
    found = queries.get_hearing(account_id=member)
    unwanted = [cell.name for kind in found.kinds for cell in kind.cells if not cell.wanted]
    assert unwanted == ["hear-goal-app"]
    assert (found.timezone, found.most_a_day) == ("Asia/Tokyo", 3)
    assert (found.quiet_from, found.quiet_until) == (time(20), time(7))


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"quiet_from": None}, HalfQuietHours),
        ({"quiet_until": None}, HalfQuietHours),
        ({"most_a_day": 0}, TooManyADay),
        ({"most_a_day": 101}, TooManyADay),
        ({"timezone": "Nowhere/Land"}, UnknownTimezone),
        ({"unwanted": (Choice(kind="goal", by="way", way_id=7),)}, UnknownWay),
    ],
)
def test_hearing__that_cannot_be__is_refused_and_changes_nothing(member, said, refused):
    with pytest.raises(refused):
        chosen(member, **said)
    assert not models.Hearing.objects.exists()


def test_database__the_same_kind_unwanted_twice__is_refused(member):
    models.Unwanted.objects.create(account_id=member, kind="goal", by="app")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Unwanted.objects.create(account_id=member, kind="goal", by="app")
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Unwanted.objects.create(account_id=member, kind="goal", by="way")


def test_database__half_of_quiet_hours__is_refused(member):
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Hearing.objects.create(account_id=member, quiet_from=time(20), most_a_day=12)
