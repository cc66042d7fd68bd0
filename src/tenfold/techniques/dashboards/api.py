"""This technique's part of the interface of programs: metrics, and answers to questions."""

from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema

from tenfold.kit import clock
from tenfold.metrics import actions, queries, rules, showing
from tenfold.metrics.answers import to_json
from tenfold.metrics.asking import calendar_of, make_question
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Definition, from_spec
from tenfold.metrics.questions import MAX_TOP, Compare
from tenfold.people.permissions import Permission
from tenfold.people.queries import get_company, get_viewer

router = Router(tags=["metrics"])
Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Path(max_length=60, description="A metric's name.")]
Value = int | float | None


class Asked(Schema):
    """What to know of a metric. Times are dates in the company's zone, or RFC 3339."""

    by: Annotated[Grain | None, Field(description="One point for each period of this length.")] = (
        None
    )
    start: Annotated[Text | None, Field(alias="from", description="The first moment.")] = None
    end: Annotated[Text | None, Field(alias="to", description="The moment after the last.")] = None
    breakdown: Annotated[
        Text | None, Field(description="A property: one group for each of its values.")
    ] = None
    top: Annotated[int, Field(ge=1, le=MAX_TOP, description="How many groups.")] = 10
    where: Annotated[
        Text | None, Field(description='Only these events: country = "Norway" and price > 3')
    ] = None
    compare: Annotated[Compare | None, Field(description="With which time before.")] = None
    internal: Annotated[bool, Field(description="Tenfold's own facts, too.")] = False


class AskedOfSpec(Asked):
    """A definition, and what to know of it."""

    spec: dict[str, Any]


class Point(Schema):
    """The value of the period that begins at `start`."""

    start: datetime
    value: Value


class Group(Schema):
    """One value of the breakdown; `other`: all further ones together."""

    label: str | None
    other: bool
    value: Value
    unit: str
    points: list[Point]


class Previous(Schema):
    """The same number over the time before. `change` 0.12: it is 12 % more now."""

    start: datetime
    end: datetime
    unit: str | None
    value: Value
    change: float | None


class Freshness(Schema):
    """How new the newest event of the log is."""

    newest_event_at: datetime | None
    seconds: float | None


class Lineage(Schema):
    """Where the number comes from."""

    definition: dict[str, Any]
    start: Annotated[datetime | None, Field(alias="from")]
    end: Annotated[datetime | None, Field(alias="to")]
    timezone: str
    events: int
    left_out: int
    sql: str
    parameters: dict[str, Any]
    milliseconds: float


class Answer(Schema):
    """A number, and what one needs to know to trust it."""

    value: Value
    exact: Annotated[str | None, Field(description="An amount with all its digits.")]
    unit: str
    sentence: str
    points: list[Point]
    groups: list[Group]
    previous: Previous | None
    freshness: Freshness
    lineage: Lineage


class Metric(Schema):
    """A metric that can be asked for by its name."""

    name: str
    title: str
    asks: str
    spec: dict[str, Any]
    better: rules.Better
    headline: int | None
    version: int


class MetricGiven(Schema):
    """How to define a metric."""

    title: Annotated[str, Field(max_length=120)]
    spec: dict[str, Any]
    asks: Annotated[str, Field(max_length=240)] = ""
    better: rules.Better = rules.Better.UP
    headline: Annotated[int | None, Field(ge=1, le=rules.MAX_HEADLINE)] = None


@router.get("/metrics", response=list[Metric], url_name="metrics")
def list_metrics(request: HttpRequest) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return every metric: headlines first."""
    return [queries.as_json(metric=one) for one in queries.list_metrics()]


@router.post("/metrics/answer", response=Answer, by_alias=True, url_name="answer")
def answer_spec(request: HttpRequest, asked: AskedOfSpec) -> dict[str, Any]:
    """Answer a question about a definition that has no name."""
    return _answer(request, from_spec(asked.spec), asked)


@router.get("/metrics/{name}", response=Answer, by_alias=True, url_name="metric")
def answer_metric(request: HttpRequest, name: Name, asked: Query[Asked]) -> dict[str, Any]:
    """Answer a question about a metric."""
    return _answer(request, queries.get_metric(name=name).definition, asked)


@router.put("/metrics/{name}", response=Metric, url_name="metric")
def define_metric(request: HttpRequest, name: Name, given: MetricGiven) -> dict[str, Any]:
    """Define a metric, or define it anew."""
    actions.define_metric(name=name, **given.dict(), by=_me(request), at=clock.now())
    return queries.as_json(metric=queries.get_metric(name=name))


def _answer(request: HttpRequest, definition: Definition, asked: Asked) -> dict[str, Any]:
    calendar = calendar_of(company=get_company())
    given = asked.dict(exclude={"spec"})
    question = make_question(definition=definition, calendar=calendar, **given)
    viewer = get_viewer(account_id=_me(request))
    sees = {
        "sees_money": viewer.allows(Permission.SEE_MONEY),
        "sees_persons": viewer.allows(Permission.SEE_PERSONS),
    }
    rules.require_visible(
        is_money=showing.tells_money(question=question),
        names_persons=showing.names_persons(question=question),
        **sees,
    )
    answer = queries.answer(question=question, calendar=calendar, at=clock.now())
    rules.require_visible(is_money=answer.is_money, names_persons=False, **sees)
    return to_json(answer=answer)


def _me(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)
