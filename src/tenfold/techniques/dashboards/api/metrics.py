"""This technique's part of the interface of programs: metrics, and answers to questions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema
from pydantic import BaseModel, BeforeValidator, ConfigDict

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.metrics import actions, queries, rules, showing
from tenfold.metrics.answers import Answer as AnswerValue
from tenfold.metrics.answers import to_json
from tenfold.metrics.asking import calendar_of, make_question
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Definition, from_spec, schema
from tenfold.metrics.questions import MAX_BREAKDOWN, MAX_TOP, Compare, Question, Used
from tenfold.people.permissions import Permission
from tenfold.people.queries import get_company, get_viewer

router = Router(tags=["metrics"])
Text = Annotated[str, Field(max_length=2000)]
Name = Annotated[str, Path(max_length=60, description="A metric's name.")]
Value = int | float | None


def _in_a_list(given: Any) -> Any:
    """One property may be given without a list around it."""
    if given is None:
        return []
    return [given] if isinstance(given, str) else given


Breakdown = Annotated[list[Text], Field(max_length=MAX_BREAKDOWN), BeforeValidator(_in_a_list)]


class Asked(Schema):
    """What to know of a metric. Times are dates in the time zone, or RFC 3339."""

    by: Annotated[Grain | None, Field(description="One point for each period of this length.")] = (
        None
    )
    start: Annotated[Text | None, Field(alias="from", description="The first moment.")] = None
    end: Annotated[Text | None, Field(alias="to", description="The moment after the last.")] = None
    breakdown: Annotated[
        Breakdown,
        Field(description="One property or two: one group for each value, or pair of values."),
    ] = []
    top: Annotated[int, Field(ge=1, le=MAX_TOP, description="How many groups.")] = 10
    where: Annotated[
        Text | None, Field(description='Only these events: country = "Norway" and price > 3')
    ] = None
    compare: Annotated[Compare | None, Field(description="With which time before.")] = None
    internal: Annotated[bool, Field(description="Tenfold's own facts, too.")] = False
    timezone: Annotated[
        Text | None, Field(description="Reckon in this zone (IANA name), not in the company's.")
    ] = None


class AskedOfMetric(Asked):
    """What to know of a metric, perhaps as it once was defined."""

    version: Annotated[
        int | None, Field(ge=1, le=1_000_000, description="As it was defined then.")
    ] = None


class AskedOfSpec(Asked):
    """A definition, and what to know of it."""

    spec: dict[str, Any]


class AskedTogether(Schema):
    """Several questions, which are read together as far as that can be."""

    questions: Annotated[list[AskedOfSpec], Field(min_length=1, max_length=50)]


class Point(Schema):
    """The value of the period that begins at `start`."""

    start: datetime
    value: Value


# What says more than its fields is no `Schema` of the framework: that drops the rest.
class Group(BaseModel):
    """One value of the breakdown, or a pair of values; `other`: all further ones together.

    Some kinds of metrics say more: their members are in the reference of the metric language.
    """

    model_config = ConfigDict(extra="allow")

    label: Annotated[str | None, Field(description="The value, where it is by one property.")]
    labels: Annotated[list[str | None], Field(description="A value for each property.")]
    other: bool
    value: Value
    unit: str
    interval: tuple[float, float] | None = None
    sample: int | None = None
    points: list[Point]


class Previous(Schema):
    """The same number over the time before. `change` 0.12: it is 12 % more now."""

    start: datetime
    end: datetime
    unit: str | None
    value: Value
    change: float | None
    points: list[Point]


class Freshness(Schema):
    """How new the newest event of the log is."""

    newest_event_at: datetime | None
    seconds: float | None


class MetricUsed(Schema):
    """A metric as it was defined at a version; 0: the software brings it."""

    name: str
    version: int


class Lineage(Schema):
    """Where the number comes from."""

    definition: dict[str, Any]
    metrics: Annotated[list[MetricUsed], Field(description="The metrics it was made with.")]
    start: Annotated[datetime | None, Field(alias="from")]
    end: Annotated[datetime | None, Field(alias="to")]
    timezone: str
    events: int
    left_out: int
    sql: str
    parameters: dict[str, Any]
    milliseconds: float
    notes: Annotated[list[str], Field(description="What to know to read the number right.")]


class Answer(BaseModel):
    """A number, and what one needs to know to trust it.

    Some kinds of metrics say more: their members are in the reference of the metric language.
    """

    model_config = ConfigDict(extra="allow")

    value: Value
    exact: Annotated[str | None, Field(description="An amount with all its digits.")]
    unit: str
    interval: Annotated[
        tuple[float, float] | None,
        Field(description="Where an estimate may well be, with 95 % confidence."),
    ]
    sample: Annotated[
        int | None, Field(description="How many persons or numbers an estimate was seen on.")
    ]
    sentence: str
    points: list[Point]
    groups: list[Group]
    previous: Previous | None
    freshness: Freshness
    lineage: Lineage


class Refused(Schema):
    """Why there is no answer, as in problem details."""

    code: str
    detail: str
    field: str | None
    next_step: str


class Outcome(Schema):
    """What became of one of several questions: an answer, or why there is none."""

    answer: Answer | None
    refused: Refused | None


class Metric(Schema):
    """A metric that can be asked for by its name."""

    name: str
    title: str
    asks: str
    spec: dict[str, Any]
    better: rules.Better
    headline: int | None
    version: int
    technique: Annotated[str, Field(description="What it comes with; empty: the company's own.")]


class MetricVersion(Schema):
    """A metric as it once was defined."""

    name: str
    version: int
    title: str
    asks: str
    spec: dict[str, Any]
    better: rules.Better
    defined_at: datetime
    defined_by: Annotated[int | None, Field(description="An account.")]


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
    return _answer(request, from_spec(asked.spec), (), asked)


@router.post("/metrics/answers", response=list[Outcome], by_alias=True, url_name="answers")
def answer_specs(request: HttpRequest, asked: AskedTogether) -> list[dict[str, Any]]:
    """Answer several questions at once, in order; one that is refused does not touch the others."""
    return [
        {"answer": None, "refused": _refused(one)}
        if isinstance(one, Refusal)
        else {"answer": one, "refused": None}
        for one in _answer_together(request, asked.questions)
    ]


@router.get("/metrics/schema", response=dict[str, Any], url_name="metric_schema")
def get_schema(request: HttpRequest) -> dict[str, Any]:  # noqa: ARG001
    """Return the JSON Schema of every definition."""
    return schema()


@router.get("/metrics/{name}", response=Answer, by_alias=True, url_name="metric")
def answer_metric(request: HttpRequest, name: Name, asked: Query[AskedOfMetric]) -> dict[str, Any]:
    """Answer a question about a metric."""
    metric = queries.get_metric(name=name, version=asked.version)
    return _answer(request, metric.definition, metric.uses, asked)


@router.get("/metrics/{name}/versions", response=list[MetricVersion], url_name="metric_versions")
def list_versions(request: HttpRequest, name: Name) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return all that a metric was ever defined as, the newest first."""
    return [queries.version_as_json(version=one) for one in queries.list_versions(name=name)]


@router.put("/metrics/{name}", response=Metric, url_name="metric")
def define_metric(request: HttpRequest, name: Name, given: MetricGiven) -> dict[str, Any]:
    """Define a metric, or define it anew."""
    actions.define_metric(name=name, **given.dict(), by=_me(request), at=clock.now())
    return queries.as_json(metric=queries.get_metric(name=name))


@router.delete("/metrics/{name}", response={204: None}, url_name="metric")
def remove_metric(request: HttpRequest, name: Name) -> tuple[int, None]:
    """Take a metric away, unless others are made of it. Its versions stay."""
    actions.remove_metric(name=name, by=_me(request), at=clock.now())
    return 204, None


@dataclass(frozen=True)
class _Eyes:
    """What whoever asks may see."""

    money: bool
    persons: bool

    def require(self, *, is_money: bool, names_persons: bool) -> None:
        """Raise `MoneyHidden` or `PersonsHidden` where an answer shows more."""
        rules.require_visible(
            is_money=is_money,
            names_persons=names_persons,
            sees_money=self.money,
            sees_persons=self.persons,
        )

    def require_question(self, question: Question) -> None:
        """Raise where the question itself asks for more, whatever the answer is."""
        self.require(
            is_money=showing.tells_money(question=question),
            names_persons=showing.names_persons(question=question),
        )


def _eyes(request: HttpRequest) -> _Eyes:
    viewer = get_viewer(account_id=_me(request))
    return _Eyes(viewer.allows(Permission.SEE_MONEY), viewer.allows(Permission.SEE_PERSONS))


def _question(
    definition: Definition, uses: Sequence[Used], asked: Asked
) -> tuple[Question, Calendar]:
    calendar = calendar_of(company=get_company(), timezone=asked.timezone)
    given = asked.dict(exclude={"spec", "timezone", "version"})
    return make_question(definition=definition, calendar=calendar, uses=uses, **given), calendar


def _answer(
    request: HttpRequest, definition: Definition, uses: Sequence[Used], asked: Asked
) -> dict[str, Any]:
    question, calendar = _question(definition, uses, asked)
    eyes = _eyes(request)
    eyes.require_question(question)
    answer = queries.answer(question=question, calendar=calendar, at=clock.now())
    eyes.require(is_money=answer.is_money, names_persons=False)
    return to_json(answer=answer)


def _answer_together(
    request: HttpRequest, asked: Sequence[AskedOfSpec]
) -> list[dict[str, Any] | Refusal]:
    """Questions of one time zone are read together; most pages have only one."""
    eyes, at = _eyes(request), clock.now()
    found: dict[int, dict[str, Any] | Refusal] = {}
    by_calendar: dict[Calendar, dict[int, Question]] = {}
    for place, one in enumerate(asked):
        try:
            question, calendar = _question(from_spec(one.spec), (), one)
            eyes.require_question(question)
        except Refusal as refusal:
            found[place] = refusal
        else:
            by_calendar.setdefault(calendar, {})[place] = question
    for calendar, questions in by_calendar.items():
        answers = queries.answer_all(questions=[*questions.values()], calendar=calendar, at=at)
        found |= {place: _seen(one, eyes) for place, one in zip(questions, answers, strict=True)}
    return [found[place] for place in range(len(asked))]


def _seen(answer: AnswerValue | Refusal, eyes: _Eyes) -> dict[str, Any] | Refusal:
    if isinstance(answer, Refusal):
        return answer
    try:
        eyes.require(is_money=answer.is_money, names_persons=False)
    except Refusal as refusal:
        return refusal
    return to_json(answer=answer)


def _refused(refusal: Refusal) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "detail": refusal.sentence,
        "field": refusal.field,
        "next_step": refusal.next_step,
    }


def _me(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)
