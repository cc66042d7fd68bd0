"""What the people of Nordlys Gifts do: come, go, suggest and decide."""

import numpy as np

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.days import Days, Floats, Ints, Random
from tenfold.config.demo.tables import Table

_HOURS = 1 / 24
ABSENT_SHARE = 0.08
SUGGESTIONS_A_MONTH = 6.0
TOPICS = ("packing", "website", "materials", "press", "customers")
ADOPTED_SHARE = 0.55


def actor_of(*, key: str) -> str:
    """Return the id under which an employee's events are logged."""
    return f"staff-{key}"


def _columns(*, who: Ints) -> tuple[list[str], dict[str, list[str]]]:
    people = [truth.STAFF[place] for place in who.tolist()]
    return [actor_of(key=one.key) for one in people], {"team": [one.team for one in people]}


def shift_tables(*, days: Days, random: Random) -> tuple[Table, Table]:
    """Return when each shift began and ended: working days, about eight hours."""
    working = np.flatnonzero(days.weekday < 5)
    day = np.repeat(working, len(truth.STAFF))
    who = np.tile(np.arange(len(truth.STAFF)), len(working))
    here = random.random(len(day)) >= ABSENT_SHARE
    day, who = day[here], who[here]
    starts = 7.0 + random.normal(0.0, 0.15, len(day)) + 1.0 * (who < 2)
    hours = 8.0 + random.normal(0.0, 0.35, len(day))
    actors, properties = _columns(who=who)
    started = days.moments(day=day, fraction=starts * _HOURS)
    ended = days.moments(day=day, fraction=(starts + hours) * _HOURS)
    return (
        Table(name="shift_started", at=started, actor=actors, properties=properties),
        Table(
            name="shift_ended",
            at=ended,
            actor=actors,
            value=np.round((ended - started) / 3.6e9, 2),
            properties=properties,
        ),
    )


def decision_days(*, days: Days, day: Ints) -> Floats:
    """Return the median time to a decision: falls steadily, by the same share each month."""
    part = day / (days.count - 1)
    fall = truth.DECISION_DAYS_LAST / truth.DECISION_DAYS_FIRST
    return truth.DECISION_DAYS_FIRST * np.power(fall, part)


def _suggestions(*, days: Days, random: Random) -> tuple[Ints, Ints, list[str]]:
    """Return day, employee and topic; the warnings about press-2 among them."""
    working = np.flatnonzero(days.weekday < 5)
    number = int(random.poisson(SUGGESTIONS_A_MONTH * days.count / 30.4))
    day = np.sort(random.choice(working, number))
    who = random.integers(0, len(truth.STAFF), number)
    topics = [TOPICS[place] for place in random.integers(0, len(TOPICS), number).tolist()]
    failed = calendar.failure_day(days=days)
    warned = working[(working >= failed - truth.DRIFT_DAYS) & (working < failed)]
    warned = warned[-1 - 3 * np.arange(truth.WARNINGS)][::-1]
    warner = [one.key for one in truth.STAFF].index(truth.WARNER)
    return (
        np.concatenate([day, warned]),
        np.concatenate([who, np.full(len(warned), warner)]),
        topics + [truth.FAILING_MACHINE] * len(warned),
    )


def suggestion_tables(*, days: Days, random: Random) -> tuple[Table, Table]:
    """Return suggestions and what became of them. A decision's value is the days it took."""
    day, who, topics = _suggestions(days=days, random=random)
    fraction = (8.0 + 8.0 * random.random(len(day))) * _HOURS
    median = decision_days(days=days, day=day)
    took = median * np.exp(random.normal(0.0, 0.45, len(day)))
    at = days.moments(day=day, fraction=fraction)
    actors, properties = _columns(who=who)
    ids = [f"suggestion-{number:04d}" for number in range(1, len(day) + 1)]
    adopted = (random.random(len(day)) < ADOPTED_SHARE).tolist()
    return (
        Table(
            name="suggestion",
            at=at,
            actor=actors,
            properties={**properties, "suggestion_id": ids, "topic": topics},
        ),
        Table(
            name="suggestion_decided",
            at=at + (took * 86_400).astype(np.int64) * 1_000_000,
            actor=[actor_of(key="maja")] * len(day),
            value=np.round(took, 2),
            properties={"suggestion_id": ids, "topic": topics, "adopted": adopted},
        ),
    )
