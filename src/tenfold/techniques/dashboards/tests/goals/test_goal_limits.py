"""The rules of goals: what is refused, who may do what, and on which day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tenfold.metrics.calendar import Calendar
from tenfold.metrics.definitions import from_spec
from tenfold.techniques.dashboards.rules.goals import (
    authority,
    reading,
    results,
    rhythm,
    states,
)
from tenfold.techniques.dashboards.rules.goals.authority import Belongs, Someone
from tenfold.techniques.dashboards.rules.goals.periods import Length, Period
from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
from tenfold.techniques.dashboards.rules.goals.results import InvalidKeyResult, Way
from tenfold.techniques.dashboards.rules.goals.states import Phase, State
from tenfold.techniques.dashboards.rules.goals.tree import (
    ObjectiveInACircle,
    require_no_circle,
)

DAYS = st.dates(date(1980, 1, 1), date(2200, 12, 31))
LENGTHS = st.sampled_from([Length.MONTH, Length.QUARTER, Length.YEAR])
NUMBERS = st.decimals(-(10**9), 10**9, places=4, allow_nan=False, allow_infinity=False)
SHARES = st.decimals(0, 1, places=6)
QUARTER = Period(date(2026, 10, 1), date(2026, 12, 31), Length.QUARTER)


# Reading


def test_a_reading__of_what_is_counted__is_so_far_and_of_a_rate_four_weeks() -> None:
    count = from_spec({"kind": "count", "event": "order"})
    rate = from_spec({"kind": "ratio", "of": {"kind": "count"}, "per": {"kind": "persons"}})
    assert reading.suggest(definition=count) == reading.SO_FAR
    assert reading.suggest(definition=rate) == Reading(Over.WEEKS, 4)


def test_a_reading__of_the_last_days__ends_now_on_the_companys_clock() -> None:
    """Clocks are set back between the two: seven days on the wall are 169 hours."""
    copenhagen = Calendar(timezone="Europe/Copenhagen")
    until = datetime(2026, 10, 28, 12, tzinfo=UTC)
    start, end = reading.span(
        reading=Reading(Over.DAYS, 7), begins_at=until, until=until, calendar=copenhagen
    )
    assert end == until
    assert end - start == timedelta(hours=169)


@pytest.mark.parametrize("wrong", [Reading(Over.DAYS, 0), Reading(Over.WEEKS, 54)])
def test_a_reading__over_no_time_or_too_much__is_refused(wrong: Reading) -> None:
    with pytest.raises(reading.InvalidReading):
        reading.require_reading(reading=wrong, definition=from_spec({"kind": "count"}))


def test_a_reading__of_ways__is_refused() -> None:
    ways = from_spec({"kind": "paths", "after": {"event": "visit"}})
    with pytest.raises(reading.InvalidReading):
        reading.require_reading(reading=reading.SO_FAR, definition=ways)


# Key results


def _way(start: str, target: str, due_on: date = date(2026, 12, 31)) -> Way:
    return Way(Decimal(start), Decimal(target), due_on)


def test_a_way__from_a_number_to_itself__is_refused() -> None:
    with pytest.raises(InvalidKeyResult, match="nowhere to go"):
        results.require_way(way=_way("5", "5.000"), period=QUARTER, counted_from_nothing=False)


@pytest.mark.parametrize("due_on", [date(2026, 9, 30), date(2027, 1, 1)])
def test_a_way__that_ends_outside_of_the_period__is_refused(due_on: date) -> None:
    with pytest.raises(InvalidKeyResult, match="outside"):
        results.require_way(way=_way("0", "5", due_on), period=QUARTER, counted_from_nothing=False)


@pytest.mark.parametrize(("start", "target"), [("1", "5"), ("0", "-5")])
def test_a_way__of_what_is_counted__begins_at_nothing_and_goes_up(start: str, target: str) -> None:
    with pytest.raises(InvalidKeyResult):
        results.require_way(way=_way(start, target), period=QUARTER, counted_from_nothing=True)


def test_a_way__down__is_one_and_knows_its_direction() -> None:
    way = _way("30", "20")
    results.require_way(way=way, period=QUARTER, counted_from_nothing=False)
    assert way.direction is results.Direction.DOWN


@pytest.mark.parametrize(
    ("text", "unit", "language", "number"),
    [
        ("40", "%", "en-gb", "0.4"),
        ("40 %", "%", "en-gb", "0.4"),
        ("1,250.50", "EUR", "en-gb", "1250.5"),
        ("€1,250", "EUR", "en-gb", "1250"),
        ("1.250,50", "EUR", "de", "1250.5"),
        ("-3", "", "en-gb", "-3"),
        ("12 days", "days", "en-gb", "12"),
    ],
)
def test_a_number__as_people_type_it__is_read(
    text: str, unit: str, language: str, number: str
) -> None:
    found = results.read_number(text=text, unit=unit, language=language, field="target")
    assert found == Decimal(number)


@pytest.mark.parametrize("text", ["", "many", "1e400", "9" * 20, "nan", "inf"])
def test_a_number__that_is_none__is_refused(text: str) -> None:
    with pytest.raises(InvalidKeyResult):
        results.read_number(text=text, unit="", language="en-gb", field="target")


# The tree


@given(st.lists(st.integers(0, 8), min_size=1, max_size=9))
def test_the_tree__whatever_is_allowed_in_it__has_no_circle(choices: list[int]) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(9))
    for objective, parent in enumerate(choices):
        try:
            require_no_circle(objective=objective, parent=parent, parents=parents)
        except ObjectiveInACircle:
            continue
        parents[objective] = parent
    for above in parents.values():
        seen = set()
        while above is not None:
            assert above not in seen
            seen.add(above)
            above = parents[above]  # noqa: PLW2901


# States and authority


@pytest.mark.parametrize(
    ("state", "today", "phase"),
    [
        (State.PROPOSED, date(2026, 11, 1), Phase.PROPOSED),
        (State.ADOPTED, date(2026, 9, 30), Phase.ADOPTED),
        (State.ADOPTED, date(2026, 10, 1), Phase.ACTIVE),
        (State.ADOPTED, date(2026, 12, 31), Phase.ACTIVE),
        (State.ADOPTED, date(2027, 1, 1), Phase.TO_SCORE),
        (State.CLOSED, date(2026, 11, 1), Phase.CLOSED),
    ],
)
def test_the_phase__follows_from_what_was_decided_and_from_the_day(
    state: State, today: date, phase: Phase
) -> None:
    found = states.phase_of(state=state, archived=False, period=QUARTER, today=today)
    assert found is phase
    put_away = states.phase_of(state=state, archived=True, period=QUARTER, today=today)
    assert put_away is Phase.ARCHIVED


OWNER, PROPOSER, LEAD, MEMBER, OTHER = 1, 2, 3, 4, 5
_PROPOSED = Belongs(OWNER, PROPOSER, team_id=7, decided=False)
_ADOPTED = Belongs(OWNER, PROPOSER, team_id=7, decided=True)


@pytest.mark.parametrize(
    ("who", "decides", "changes_proposed", "changes_adopted", "checks_in"),
    [
        (Someone(OWNER, False), False, True, True, True),
        (Someone(PROPOSER, False), False, True, False, False),
        (Someone(LEAD, False, frozenset({7}), frozenset({7})), True, True, True, True),
        (Someone(MEMBER, False, frozenset({7})), False, False, False, True),
        (Someone(OTHER, False, frozenset({8}), frozenset({8})), False, False, False, False),
        (Someone(OTHER, True), True, True, True, True),
    ],
)
def test_authority__of_everybody__is_as_it_is_stated(
    who: Someone, decides: bool, changes_proposed: bool, changes_adopted: bool, checks_in: bool
) -> None:
    assert authority.may_decide(who=who, of=_PROPOSED) is decides
    assert authority.may_change(who=who, of=_PROPOSED) is changes_proposed
    assert authority.may_change(who=who, of=_ADOPTED) is changes_adopted
    assert authority.may_check_in(who=who, of=_ADOPTED) is checks_in


# The day of the reminder

MONDAY = datetime(2026, 11, 23)  # noqa: DTZ001  on the company's clock


@pytest.mark.parametrize(
    ("day", "hour", "chosen", "due"),
    [
        (3, 23, {}, False),
        (4, 7, {}, False),
        (4, 8, {}, True),
        (6, 0, {}, True),
        (1, 8, {None: 1}, True),
        (1, 7, {None: 1}, False),
        (2, 9, {None: 1, 7: 3}, False),
        (3, 9, {None: 1, 7: 3}, True),
    ],
)
def test_a_reminder__is_due_from_eight_o_clock_of_the_teams_day(
    day: int, hour: int, chosen: dict[int | None, int], due: bool
) -> None:
    local = MONDAY + timedelta(days=day, hours=hour)
    found = rhythm.is_due(local=local, week_began=MONDAY, teams={7}, days=chosen)
    assert found is due


def test_a_reminder__of_a_week_that_begins_on_sunday__comes_on_its_own_day() -> None:
    sunday = MONDAY - timedelta(days=1)
    on_sunday = sunday + timedelta(hours=9)
    assert rhythm.is_due(local=on_sunday, week_began=sunday, teams={7}, days={7: 6})
    assert not rhythm.is_due(local=on_sunday, week_began=sunday, teams={7}, days={7: 5})


def test_a_reminder__of_nothing__is_never_due() -> None:
    late = MONDAY + timedelta(days=6, hours=23)
    assert not rhythm.is_due(local=late, week_began=MONDAY, teams=set(), days={})
