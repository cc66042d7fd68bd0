"""Whose turn it is, when it is quiet, how often is tried, and where a way may lead."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.notices.rules.addresses import (
    AddressNotAllowed,
    AddressNotUnderstood,
    mask,
    read_webhook,
)
from tenfold.notices.rules.hearers import Person, may_hear, may_hear_money
from tenfold.notices.rules.networks import is_public
from tenfold.notices.rules.pacing import DAY, Waiting, take_turn
from tenfold.notices.rules.quiet import QuietHours, end_of_quiet
from tenfold.notices.rules.retrying import HELD_FOR, PAUSES, pause_after

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
NIGHT = QuietHours(starts=time(20), ends=time(7), zone="Europe/Oslo")
OSLO = ZoneInfo("Europe/Oslo")


def turn(*waiting: Waiting, sent_at=(), most_a_day=12, quiet=None, at=START):
    return take_turn(waiting=waiting, sent_at=sent_at, most_a_day=most_a_day, quiet=quiet, at=at)


# Turns


def test_turn__of_nothing__is_nothing():
    assert turn().messages == ()


def test_turn__of_one_group__is_one_message():
    waiting = [Waiting(id=one, group="a") for one in (1, 2, 3)]
    assert turn(*waiting).messages == ((1, 2, 3),)


def test_turn__of_notices_without_a_group__is_a_message_each():
    assert turn(Waiting(id=1), Waiting(id=2)).messages == ((1,), (2,))


def test_turn__of_more_groups_than_messages_are_left__is_one_message():
    waiting = [Waiting(id=number) for number in range(7)]
    assert turn(*waiting, most_a_day=12).messages == (tuple(range(7)),)


def test_turn__after_the_first_half__waits_for_the_spacing():
    sent = [START - timedelta(minutes=ago) for ago in range(1, 7)]
    assert turn(Waiting(id=1), sent_at=sent).later == ((1, sent[0] + timedelta(hours=4)),)


def test_turn__of_yesterdays_messages__counts_none():
    sent = [START - timedelta(hours=24)] * 12
    assert turn(Waiting(id=1), sent_at=sent).messages == ((1,),)


def test_turn__in_quiet_hours__lets_only_the_urgent_pass():
    at = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    found = turn(Waiting(id=1), Waiting(id=2, urgent=True), quiet=NIGHT, at=at)
    assert found.messages == ((2,),)
    assert found.later == ((1, datetime(2026, 3, 3, 6, 0, tzinfo=UTC)),)


def test_turn__of_something_urgent_after_the_first_half__does_not_wait():
    sent = [START - timedelta(minutes=ago) for ago in range(1, 7)]
    assert turn(Waiting(id=1, urgent=True), sent_at=sent).messages == ((1,),)


def test_turn__of_a_storm_of_urgent_ones__has_a_spacing_too():
    sent = [START - timedelta(minutes=ago) for ago in range(1, 13)]
    found = turn(Waiting(id=1, urgent=True), sent_at=sent)
    assert found.later == ((1, sent[0] + timedelta(hours=2)),)


notices = st.lists(
    st.tuples(
        st.integers(0, 3 * 24 * 60),
        st.booleans(),
        st.sampled_from(["", "a", "b", "c"]),
    ),
    min_size=1,
    max_size=120,
)


def play(told, *, most_a_day, quiet):
    """Let a receiver be told these things in these minutes; return what went out when."""
    waiting, sent, out = {}, [], []
    coming = sorted(
        (START + timedelta(minutes=minute), urgent, group) for minute, urgent, group in told
    )
    moments = {at for at, _urgent, _group in coming}
    done = set()
    while moments:
        at = min(moments)
        moments.discard(at)
        for number, (since, urgent, group) in enumerate(coming):
            if since <= at and number not in done:
                waiting[number] = Waiting(id=number, urgent=urgent, group=group)
                done.add(number)
        found = take_turn(
            waiting=tuple(waiting.values()), sent_at=sent, most_a_day=most_a_day, quiet=quiet, at=at
        )
        for ids in found.messages:
            out.append((at, [waiting.pop(one) for one in ids]))
            sent.append(at)
        assert all(instant > at for _one, instant in found.later)
        assert {one for one, _instant in found.later} == set(waiting)
        moments |= {instant for _one, instant in found.later}
    return out


def busiest(times):
    return max(sum(1 for other in times if at <= other < at + DAY) for at in times)


@settings(max_examples=60, deadline=None)
@given(told=notices, most_a_day=st.integers(1, 30), quiet=st.sampled_from([None, NIGHT]))
def test_storm__of_any_shape__is_bounded_and_loses_and_doubles_nothing(told, most_a_day, quiet):
    out = play(told, most_a_day=most_a_day, quiet=quiet)
    heard = sorted(one.id for _at, message in out for one in message)
    assert heard == list(range(len(told)))
    assert busiest([at for at, _message in out]) < 2 * most_a_day


@settings(max_examples=60, deadline=None)
@given(told=notices, most_a_day=st.integers(1, 30), quiet=st.sampled_from([None, NIGHT]))
def test_storm__without_anything_urgent__is_at_most_so_many_a_day_and_lets_people_sleep(
    told, most_a_day, quiet
):
    calm = [(minute, False, group) for minute, _urgent, group in told]
    out = play(calm, most_a_day=most_a_day, quiet=quiet)
    assert busiest([at for at, _message in out]) <= most_a_day
    if quiet:
        assert all(end_of_quiet(quiet=quiet, at=at) is None for at, _message in out)


@settings(max_examples=60, deadline=None)
@given(told=notices, most_a_day=st.integers(2, 30))
def test_storm__however_long__lets_nothing_wait_longer_than_the_spacing(told, most_a_day):
    since = sorted(START + timedelta(minutes=minute) for minute, _urgent, _group in told)
    calm = [(minute, False, group) for minute, _urgent, group in told]
    spacing = DAY / (most_a_day - max(1, most_a_day // 2))
    for at, message in play(calm, most_a_day=most_a_day, quiet=None):
        assert all(at - since[one.id] <= spacing for one in message)


# Quiet hours


@pytest.mark.parametrize(
    ("local", "ends"),
    [
        ((2026, 3, 2, 19, 59), None),
        ((2026, 3, 2, 20, 0), (2026, 3, 3, 7, 0)),
        ((2026, 3, 3, 6, 59), (2026, 3, 3, 7, 0)),
        ((2026, 3, 3, 7, 0), None),
    ],
)
def test_quiet_hours__over_midnight__end_in_the_morning(local, ends):
    found = end_of_quiet(quiet=NIGHT, at=datetime(*local, tzinfo=OSLO).astimezone(UTC))
    assert found == (None if ends is None else datetime(*ends, tzinfo=OSLO))


def test_quiet_hours__within_a_day__end_on_it():
    noon = QuietHours(starts=time(12), ends=time(13), zone="Europe/Oslo")
    at = datetime(2026, 3, 2, 12, 30, tzinfo=OSLO)
    assert end_of_quiet(quiet=noon, at=at) == datetime(2026, 3, 2, 13, 0, tzinfo=OSLO)
    assert end_of_quiet(quiet=noon, at=at + timedelta(hours=1)) is None


def test_quiet_hours__that_end_when_they_begin__are_none():
    never = QuietHours(starts=time(7), ends=time(7), zone="Europe/Oslo")
    assert end_of_quiet(quiet=never, at=START) is None


def test_quiet_hours__in_the_night_that_is_an_hour_shorter__end_by_the_new_clock():
    at = datetime(2026, 3, 28, 23, 0, tzinfo=UTC)
    assert end_of_quiet(quiet=NIGHT, at=at) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)


def test_quiet_hours__that_end_in_the_hour_that_is_left_out__end_after_it():
    gap = QuietHours(starts=time(22), ends=time(2, 30), zone="Europe/Oslo")
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    assert end_of_quiet(quiet=gap, at=at) == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_quiet_hours__that_end_in_the_hour_that_comes_twice__end_the_second_time():
    twice = QuietHours(starts=time(22), ends=time(2, 30), zone="Europe/Oslo")
    first = datetime(2026, 10, 25, 0, 45, tzinfo=UTC)
    assert end_of_quiet(quiet=twice, at=first) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


zones = st.sampled_from(["Europe/Oslo", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"])
clocks = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
instants = st.integers(0, 2 * 365 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))


@given(starts=clocks, ends=clocks, zone=zones, at=instants)
def test_quiet_hours__of_any_zone__end_within_a_day_and_are_over_then(starts, ends, zone, at):
    quiet = QuietHours(starts=starts, ends=ends, zone=zone)
    over = end_of_quiet(quiet=quiet, at=at)
    if over is None:
        return
    assert timedelta() < over - at <= timedelta(hours=25)
    again = end_of_quiet(quiet=quiet, at=over)
    assert again is None or again > over


# Trying again


def test_pauses__grow_and_end():
    found = [pause_after(attempts=number) for number in range(1, len(PAUSES) + 2)]
    assert found[-1] is None
    assert all(earlier < later for earlier, later in pairwise(PAUSES))


def test_holding_a_message__lasts_longer_than_all_time_outs():
    from tenfold.notices.sending import chat, reaching

    assert max(chat.WHOLE_WITHIN, reaching.WHOLE_WITHIN) < HELD_FOR.total_seconds() / 2


# Where a way may lead


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/x",
        "https://localhost/x",
        "https://printer.local/",
        "https://metadata.google.internal/",
        "https://127.0.0.1/x",
        "https://10.0.0.5/x",
        "https://169.254.169.254/latest/meta-data/",
        "https://[::1]/x",
        "https://[fd00::1]/x",
        "https://[::ffff:10.0.0.5]/x",
        "https://[64:ff9b::a00:5]/x",
        "https://[2002:a00:5::1]/x",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://100.64.0.1/",
    ],
)
def test_webhook__that_leads_inside__is_refused_unless_the_host_is_named(url):
    with pytest.raises(AddressNotAllowed):
        read_webhook(url=url, inside=())


@pytest.mark.parametrize(
    "url",
    ["", "ftp://a.example/", "https://", "https://user:pass@a.example/", "https://a.example/#x",
     "https://a.example:99999/", "https://a b.example/", "https://a.example/\r\nX: y", "mailto:a@b"],
)  # fmt: skip
def test_webhook__that_is_no_address__is_refused(url):
    with pytest.raises(AddressNotUnderstood):
        read_webhook(url=url, inside=())


def test_webhook__outside_over_https__is_taken_apart():
    found = read_webhook(url="https://Hooks.Example.com:8443/a?b=c", inside=())
    assert (found.host, found.port, found.path, found.is_inside) == (
        "hooks.example.com", 8443, "/a?b=c", False,
    )  # fmt: skip


def test_webhook__to_a_host_that_is_named_as_inside__may_go_there_without_https():
    assert read_webhook(url="http://n8n.lan:5678/hook", inside={"n8n.lan"}).is_inside


@pytest.mark.parametrize(("address", "public"), [("8.8.8.8", True), ("2606:4700::1111", True),
    ("192.168.1.1", False), ("fe80::1%eth0", False), ("198.18.0.1", False)])  # fmt: skip
def test_address__public_or_not__is_told_apart(address, public):
    assert is_public(address=address) is public


@pytest.mark.parametrize(
    ("kind", "address", "shown"),
    [
        ("webhook", "https://hooks.example.com/T0/B0/secret?key=1", "https://hooks.example.com/…"),
        ("webhook", "https://hooks.example.com?key=1", "https://hooks.example.com/…"),
        ("apprise", "slack://token/token/token", "slack://…"),
        ("email", "team@nordlys.example", "team@nordlys.example"),
    ],
)
def test_address__shown_again__holds_no_secret(kind, address, shown):
    assert mask(kind=kind, address=address) == shown


# Who may hear


@pytest.mark.parametrize(
    ("role", "is_active", "money", "hears", "hears_money"),
    [
        ("owner", True, False, True, True),
        ("member", True, False, True, False),
        ("member", True, True, True, True),
        ("member", False, True, False, True),
        ("guest", True, True, False, False),
    ],
)
def test_person__by_role_and_grants__hears_what_they_may(
    role, is_active, money, hears, hears_money
):
    person = Person(
        account_id=1, email="a@a.example", role=role, sees_persons=False, sees_money=money,
        is_active=is_active,
    )  # fmt: skip
    assert may_hear(person=person) is hears
    assert may_hear_money(person=person) is hears_money
