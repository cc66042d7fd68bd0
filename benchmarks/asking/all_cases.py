"""Every kind of metric as a case: those that count, those that follow persons, those with segments."""

from datetime import UTC, datetime
from functools import cache
from typing import Any

from asking import journeys, journeys_of_peer
from asking.cases import EVERY, MEASURES, ORDER, WEEK, Case, by, points
from asking.journeys import STEPS, cohorts, steps

SEGMENT = "lapsing"
CONDITION: dict[str, Any] = {
    "all": [
        {"did": {"event": "order", "at_least": 2, "within": "90d"}},
        {"not": {"did": {"event": "order", "within": "60d"}}},
    ]
}
_NEWEST = "(SELECT max(happened_at) FROM events)"
LAPSING = (
    "SELECT actor FROM events WHERE name = 'order' AND source <> 0 AND actor IS NOT NULL"
    f" AND happened_at > {_NEWEST} - INTERVAL 90 DAY GROUP BY actor"
    f" HAVING count(*) >= 2 AND max(happened_at) <= {_NEWEST} - INTERVAL 60 DAY"
)


def _conversion(**rest: Any) -> dict[str, Any]:
    return {"kind": "conversion", "steps": STEPS, "within": "7d", **rest}


def _retention(**rest: Any) -> dict[str, Any]:
    return {"kind": "retention", "start": None, "return": None, "grain": "week", **rest}


def _steps_of_groups(answer: dict[str, Any]) -> list[Any]:
    return [number for group in answer["groups"] if not group["other"] for number in steps(group)]


def _edges(answer: dict[str, Any]) -> list[Any]:
    return [edge[name] for edge in answer["edges"] for name in ("persons", "times")]


def _days(answer: dict[str, Any]) -> list[Any]:
    return [one["persons"] for one in answer["days"]]


def _lives(answer: dict[str, Any]) -> list[Any]:
    names = ("new", "returning", "resurrecting", "dormant")
    return [period[name] for period in answer["periods"] for name in names]


JOURNEYS: tuple[Case, ...] = (
    Case(
        "ordered",
        _conversion(),
        (journeys.ORDERED,),
        (journeys_of_peer.ORDERED,),
        told=steps,
        keys=0,
        values=3,
    ),
    Case(
        "ordered per country",
        _conversion(),
        (journeys.ORDERED_BY_COUNTRY, journeys.LABELS),
        (journeys_of_peer.ORDERED_BY_COUNTRY,),
        breakdown="country",
        told=_steps_of_groups,
        values=3,
    ),
    Case(
        "strict",
        _conversion(order="strict"),
        (journeys.STRICT,),
        (journeys_of_peer.STRICT,),
        told=steps,
        keys=0,
        values=3,
    ),
    Case(
        "unordered",
        _conversion(order="unordered"),
        (journeys.UNORDERED,),
        (journeys_of_peer.UNORDERED,),
        told=steps,
        keys=0,
        values=3,
    ),
    Case(
        "of first time, weekly",
        _retention(of="first"),
        (journeys.FIRST,),
        (journeys_of_peer.FIRST,),
        told=cohorts,
        keys=2,
    ),
    Case(
        "of first orders, weekly",
        _retention(of="first", start=ORDER),
        (journeys.FIRST_ORDER,),
        (journeys_of_peer.FIRST_ORDER,),
        told=cohorts,
        keys=2,
    ),
    Case(
        "recurring, weekly",
        _retention(of="recurring"),
        (journeys.RECURRING,),
        (journeys_of_peer.RECURRING,),
        told=cohorts,
        keys=2,
    ),
    Case(
        "rolling, weekly",
        _retention(of="first", mode="rolling"),
        (journeys.ROLLING,),
        (journeys_of_peer.ROLLING,),
        told=None,
        keys=2,
    ),
    Case(
        "by days",
        {"kind": "stickiness"},
        (journeys.STICKINESS,),
        (journeys_of_peer.STICKINESS,),
        told=_days,
    ),
    Case(
        "by week",
        {"kind": "lifecycle", "grain": "week"},
        (journeys.LIFECYCLE,),
        (journeys_of_peer.LIFECYCLE,),
        grain="week",
        told=_lives,
    ),
    Case(
        "4 steps after the cart",
        {"kind": "paths", "after": {"event": "cart"}},
        (journeys.PATHS,),
        (journeys_of_peer.PATHS,),
        told=_edges,
        keys=3,
    ),
    Case(
        "events by week of a segment",
        {"kind": "count", "where": [{"segment": SEGMENT}]},
        (by(WEEK, "count(*)", f"{EVERY} AND actor IN ({LAPSING})"),),
        (journeys_of_peer.LAPSING,),
        grain="week",
        told=points,
    ),
)

CASES = (*MEASURES, *JOURNEYS)


def prepare(case: Case) -> None:
    """Define what the case's definition names."""
    if SEGMENT in str(case.spec):
        _define_segment()


@cache
def _define_segment() -> None:
    from tenfold.metrics.models import Segment

    Segment.objects.create(
        name=SEGMENT, title="About to lapse", spec=CONDITION, defined_at=datetime.now(UTC)
    )
