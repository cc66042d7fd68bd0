"""This technique's part of the interface of programs: objectives and key results."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema, Status

from tenfold.kit import clock, ids
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.actions import goals as actions
from tenfold.techniques.dashboards.actions.goals import Entry, Said, Wanted
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker
from tenfold.techniques.dashboards.queries.goals import showing
from tenfold.techniques.dashboards.rules.goals import periods
from tenfold.techniques.dashboards.rules.goals.checking import Confidence
from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape

router = Router(tags=["goals"])
Title = Annotated[str, Field(max_length=140)]
Number = Annotated[Decimal, Field(ge=-(10**12), le=10**12)]


class CheckIn(Schema):
    """What somebody said. `value`: null where you may not see it."""

    id: int
    by: int
    at: str
    value: float | None
    confidence: str
    note: str


class Projection(Schema):
    """Where it will be at its end if it goes on so, with 95 % confidence between low and high."""

    value: float
    low: float
    high: float


class KeyResult(Schema):
    """What an objective is measured by. Shares are of 1: 0.4 is 40 %.

    `hidden`: why there is no number to see, else empty. See docs/reference/goals.md for `pace`.
    """

    id: int
    title: str
    kind: str
    metric: str | None
    metric_version: int | None
    query: str
    over: str | None
    count: int
    unit: str
    start: float | None
    target: float | None
    due_on: date
    shape: str
    value: float | None
    of: str
    done: float | None
    expected: float | None
    pace: str | None
    since: date | None
    projection: Projection | None
    score: float | None
    hidden: str
    check_ins: list[CheckIn]


class Objective(Schema):
    """An ambition for a period, with its key results as they stand now."""

    id: int
    title: str
    about: str
    period: str
    starts_on: date
    ends_on: date
    owner: int
    team: int | None
    parent: int | None
    serves_purpose: bool
    serves: str
    phase: str
    reason: str
    done: float | None
    expected: float | None
    pace: str
    since: date | None
    sentence: str
    score: float | None
    learned: str
    carried_from: int | None
    carried_into: int | None
    version: int
    key_results: list[KeyResult]


class Asked(Schema):
    """Which objectives."""

    period: Annotated[
        str, Field(max_length=30, description="2026, 2026-Q4, 2026-11, from..to.")
    ] = ""
    team: int | None = None


class ObjectiveGiven(Schema):
    """An objective to propose. `owner`: you, where it is left out."""

    title: Title
    period: Annotated[str, Field(max_length=30)]
    about: Annotated[str, Field(max_length=2_000)] = ""
    owner: int | None = None
    team: int | None = None
    parent: int | None = None
    serves_purpose: bool = False
    serves: Annotated[str, Field(max_length=280)] = ""


class KeyResultGiven(Schema):
    """A key result to add.

    `over` and `count`: so_far, or the last `count` days or weeks. `query`: a filter, as the page
    Explore writes it into its address.
    """

    kind: Literal["metric", "manual", "milestone"]
    title: Title
    due_on: date
    metric: Annotated[str, Field(max_length=60)] = ""
    query: Annotated[str, Field(max_length=4_000)] = ""
    over: Literal["so_far", "day", "week"] = "so_far"
    count: Annotated[int, Field(ge=0, le=366)] = 0
    unit: Annotated[str, Field(max_length=20)] = ""
    start: Number | None = None
    target: Number | None = None
    shape: Literal["line", "last_year"] = "line"


class CheckInGiven(Schema):
    """How it goes. `value`: of a manual one the number, of a milestone 1 or 0.

    `token`: a UUID of yours; sent twice, it is one check-in.
    """

    confidence: Literal["low", "medium", "high"]
    note: Annotated[str, Field(max_length=1_000)] = ""
    value: Number | None = None
    seen: int | None = None
    token: UUID | None = None


class DeclineGiven(Schema):
    """Why not."""

    reason: Annotated[str, Field(max_length=500)]


class ScoreGiven(Schema):
    """How it went. `score`: 0.0 to 1.0 in tenths; null: as the numbers say."""

    score: Annotated[Decimal, Field(ge=0, le=1)] | None = None
    learned: Annotated[str, Field(max_length=2_000)] = ""
    carry_over: bool = False


@router.get("/objectives", response=list[Objective], url_name="objectives")
def list_objectives(request: HttpRequest, asked: Query[Asked]) -> Any:
    """Return the objectives that are not archived, with how they stand now."""
    return showing.list_objectives(asker=_asker(request), period=asked.period, team=asked.team)


@router.post("/objectives", response={201: Objective}, url_name="objectives")
def propose(request: HttpRequest, given: ObjectiveGiven) -> Status[Any]:
    """Propose an objective."""
    said = Said(
        title=given.title,
        period=periods.read_period(key=given.period),
        about=given.about,
        owner_id=given.owner or _me(request),
        team_id=given.team,
        parent_id=given.parent,
        serves_purpose=given.serves_purpose,
        serves=given.serves,
    )
    made = actions.propose_objective(said=said, by=_me(request), at=clock.now())
    return Status(201, _show(request, made))


@router.get("/objectives/{int:objective_id}", response=Objective, url_name="objective")
def show(request: HttpRequest, objective_id: int) -> Any:
    """Return one objective."""
    return _show(request, objective_id)


@router.post("/objectives/{int:objective_id}/adopt", response=Objective, url_name="objective_adopt")
def adopt(request: HttpRequest, objective_id: int) -> Any:
    """Take a proposal on: for who leads its team, for owners and administrators."""
    actions.adopt_objective(objective_id=objective_id, by=_me(request), at=clock.now())
    return _show(request, objective_id)


@router.post(
    "/objectives/{int:objective_id}/decline", response=Objective, url_name="objective_decline"
)
def decline(request: HttpRequest, objective_id: int, given: DeclineGiven) -> Any:
    """Say no to a proposal, and why."""
    actions.decline_objective(
        objective_id=objective_id, reason=given.reason, by=_me(request), at=clock.now()
    )
    return _show(request, objective_id)


@router.post("/objectives/{int:objective_id}/score", response=Objective, url_name="objective_score")
def score(request: HttpRequest, objective_id: int, given: ScoreGiven) -> Any:
    """Close an objective with its score, and carry it over where that is wanted."""
    actions.close_objective(
        objective_id=objective_id,
        calendar=_asker(request).calendar,
        by=_me(request),
        at=clock.now(),
        score=given.score,
        learned=given.learned,
        carry_over=given.carry_over,
    )
    return _show(request, objective_id)


@router.post(
    "/objectives/{int:objective_id}/key-results",
    response={201: Objective},
    url_name="objective_results",
)
def add_key_result(request: HttpRequest, objective_id: int, given: KeyResultGiven) -> Status[Any]:
    """Give an objective a key result."""
    wanted = Wanted(
        kind=Kind(given.kind),
        title=given.title,
        due_on=given.due_on,
        start=given.start,
        target=given.target,
        metric=given.metric,
        query=given.query,
        reading=Reading(Over(given.over), given.count),
        unit=given.unit,
        shape=Shape(given.shape),
    )
    actions.add_key_result(
        objective_id=objective_id, wanted=wanted, by=_me(request), at=clock.now()
    )
    return Status(201, _show(request, objective_id))


@router.post(
    "/objectives/key-results/{int:result_id}/check-ins",
    response={201: Objective},
    url_name="objective_check_in",
)
def check_in(request: HttpRequest, result_id: int, given: CheckInGiven) -> Status[Any]:
    """Say how a key result goes."""
    entry = Entry(
        result_id=result_id,
        confidence=Confidence(given.confidence),
        token=given.token or ids.new_id(),
        note=given.note,
        value=given.value,
        seen=given.seen,
    )
    asker = _asker(request)
    actions.check_in(entries=[entry], calendar=asker.calendar, by=_me(request), at=asker.at)
    return Status(201, showing.show_of_result(result_id=result_id, asker=asker))


def _show(request: HttpRequest, objective_id: int) -> dict[str, Any]:
    return showing.show_objective(objective_id=objective_id, asker=_asker(request))


def _asker(request: HttpRequest) -> Asker:
    viewer = get_viewer(account_id=_me(request))
    return make_asker(viewer=viewer, company=get_company(), at=clock.now())


def _me(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)
