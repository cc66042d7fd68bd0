"""Who is told when: no storm, nothing twice, nothing forgotten; against a small model."""

from datetime import UTC, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as some

from tenfold.metrics.calendar import Calendar
from tenfold.techniques.dashboards.rules.alerts.telling import (
    MESSAGES_AN_HOUR,
    TIMES_A_DAY,
    Message,
    News,
    Quiet,
    Told,
    Waiting,
    is_quiet,
    plan,
)
from tenfold.techniques.dashboards.tests.alerts.periods import UNHURRIED

AT = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
WALL = Calendar(timezone="Europe/Copenhagen")
NIGHT = Quiet(time(22), time(7))
MINUTE = timedelta(minutes=1)


def waits(incident: int, *, alert: int = 1, audience: str = "a", **said: object) -> Waiting:
    return Waiting(incident, alert, audience, News.BEGAN, AT, **said)  # type: ignore[arg-type]


def planned(
    *waiting: Waiting, told: list[Told] | None = None, at: datetime = AT
) -> tuple[Message, ...]:
    return plan(waiting=waiting, told=told or [], at=at, calendar=WALL)


def test_several_alerts_of_one_moment__for_one_audience__are_one_message() -> None:
    (message,) = planned(waits(1), waits(2, alert=2), waits(3, alert=3))
    assert [one.incident for one in message.items] == [1, 2, 3]


def test_two_audiences__at_one_moment__get_one_message_each() -> None:
    assert [one.audience for one in planned(waits(1), waits(2, audience="b"))] == ["a", "b"]


def test_quiet_hours__over_midnight__hold_on_the_companys_wall() -> None:
    evening, morning = AT.replace(hour=21, minute=0), AT.replace(hour=6, minute=0)
    assert is_quiet(NIGHT, evening, WALL)  # 22:00 in Copenhagen
    assert not is_quiet(NIGHT, evening - MINUTE, WALL)
    assert not is_quiet(NIGHT, morning, WALL)  # 7:00
    assert is_quiet(NIGHT, morning - MINUTE, WALL)
    assert not is_quiet(Quiet(time(9), time(9)), AT, WALL)


def test_quiet_hours__for_what_is_urgent__do_not_hold() -> None:
    night = AT.replace(hour=23)
    assert planned(waits(1, quiet=NIGHT), at=night) == ()
    assert len(planned(waits(1, quiet=NIGHT, urgent=True), at=night)) == 1


def test_audience__that_was_told_often_enough_this_hour__waits() -> None:
    told = [Told("a", AT - n * 5 * MINUTE, frozenset({n})) for n in range(1, MESSAGES_AN_HOUR + 1)]
    assert planned(waits(1, alert=99), told=told) == ()
    assert len(planned(waits(1, alert=99), told=told, at=AT + timedelta(hours=1))) == 1


def test_alert__that_spoke_often_enough_today__waits_and_the_others_do_not() -> None:
    told = [Told("a", AT - n * timedelta(hours=2), frozenset({1})) for n in range(1, 7)]
    assert len(told) == TIMES_A_DAY
    (message,) = planned(waits(1), waits(2, alert=2), told=told)
    assert [one.incident for one in message.items] == [2]


BURSTS = some.lists(
    some.lists(
        some.tuples(some.integers(1, 3), some.sampled_from("ab"), some.booleans()), max_size=8
    ),
    min_size=1,
    max_size=60,
)


@settings(UNHURRIED, max_examples=60)
@given(BURSTS, some.integers(1, 40))
def test_messages__whatever_fires__are_no_storm_and_forget_nothing(  # type: ignore[no-untyped-def]
    bursts, minutes: int
) -> None:
    waiting: dict[int, Waiting] = {}
    told: list[Told] = []
    heard: list[int] = []
    made, at = 0, AT
    for burst in [*bursts, *[[]] * 400]:
        for alert, audience, urgent in burst:
            made += 1
            waiting[made] = waits(made, alert=alert, audience=audience, urgent=urgent, quiet=NIGHT)
        messages = planned(*waiting.values(), told=told, at=at)
        assert len({one.audience for one in messages}) == len(messages)
        for message in messages:
            told.append(Told(message.audience, at, frozenset(x.alert for x in message.items)))
            heard += [one.incident for one in message.items]
            for one in message.items:
                del waiting[one.incident]
        at += minutes * MINUTE if burst else timedelta(hours=1)
    assert sorted(heard) == list(range(1, made + 1))
    for one in told:
        mine = [other for other in told if other.audience == one.audience]
        in_an_hour = [x for x in mine if one.at <= x.at < one.at + timedelta(hours=1)]
        assert len(in_an_hour) <= MESSAGES_AN_HOUR
        for alert in one.alerts:
            a_day = [
                x for x in mine if alert in x.alerts and one.at <= x.at < one.at + 24 * 60 * MINUTE
            ]
            assert len(a_day) <= TIMES_A_DAY
