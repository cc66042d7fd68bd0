"""This technique's part of the interface of programs: alerts and their incidents."""

from datetime import datetime, time
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Path, Query, Router, Schema, Status

from tenfold.kit import clock
from tenfold.people.queries import get_company, get_viewer
from tenfold.techniques.dashboards.actions.alerts import handling, making
from tenfold.techniques.dashboards.actions.alerts.making import Listeners, Wanted
from tenfold.techniques.dashboards.queries.alerts import pages, plain
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker
from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
from tenfold.techniques.dashboards.rules.alerts.handling import LONGEST_NOTE
from tenfold.techniques.dashboards.rules.alerts.owning import LONGEST_ABOUT, LONGEST_TITLE
from tenfold.techniques.dashboards.rules.alerts.telling import Quiet

router = Router(tags=["alerts"])
MOST_ID = 2**63 - 1
AlertId = Annotated[int, Path(ge=1, le=MOST_ID, description="An alert's id.")]
IncidentId = Annotated[int, Path(ge=1, le=MOST_ID, description="An incident's id.")]
Id = Annotated[int, Field(ge=1, le=MOST_ID)]
Ids = Annotated[list[Id], Field(max_length=50)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]


class Heard(Schema):
    """Who is told, by ids: members, teams, ways that lead out of the house."""

    accounts: Ids = []
    teams: Ids = []
    ways: Ids = []


class AlertGiven(Schema):
    """An alert as it is to be; see docs/reference/alerts.md for `rule`.

    `query` as the page Explore writes it into its address, or a `key_result`. Without listeners
    whoever makes it is told.
    """

    title: Annotated[str, Field(min_length=1, max_length=LONGEST_TITLE)]
    rule: dict[str, Any]
    query: Annotated[str, Field(max_length=8_000)] = ""
    key_result: Id | None = None
    about: Annotated[str, Field(max_length=LONGEST_ABOUT)] = ""
    listeners: Heard = Heard()
    urgent: bool = False
    quiet: Annotated[list[Clock], Field(min_length=2, max_length=2)] | None = None


class Incident(Schema):
    """One time that an alert fired. `value` and `against` are of the period that went farthest.

    `stage` is firing, acknowledged, resolved or withdrawn; `ended` says why it was closed.
    """

    id: int
    alert: int
    sentence: str
    stage: str
    labels: list[str | None]
    began_at: datetime
    last_at: datetime
    noticed_at: datetime
    over_at: datetime | None
    closed_at: datetime | None
    ended: str
    periods: int
    value: float | None
    against: float | None
    unit: str
    holder: int | None
    taken_at: datetime | None
    put_off_until: datetime | None


class AlertView(Schema):
    """An alert. `state` is ok, pending, firing, acknowledged, failing or paused."""

    id: int
    title: str
    about: str
    query: str
    key_result: int | None
    rule: dict[str, Any]
    says: str
    state: str
    owner: int
    listeners: Heard
    urgent: bool
    quiet: list[str] | None
    version: int
    made_at: datetime
    looked_at: datetime | None
    next_at: datetime | None
    problem: str
    incidents: list[Incident]


class PastGiven(Schema):
    """A rule to try."""

    rule: dict[str, Any]
    query: Annotated[str, Field(max_length=8_000)]


class FiringView(Schema):
    """One time that it would have fired."""

    at: datetime
    sentence: str


class PastView(Schema):
    """How often an alert would have fired: the last times, and what is wrong with it."""

    sentence: str
    warning: str
    next_step: str
    firings: list[FiringView]


class Which(Schema):
    """Which incidents."""

    open: Annotated[bool, Field(description="Only those that are not over.")] = True
    alert: Annotated[int | None, Field(ge=1, le=MOST_ID, description="Only of this alert.")] = None


class Note(Schema):
    """Something to write down with it."""

    note: Annotated[str, Field(max_length=LONGEST_NOTE)] = ""


class Later(Schema):
    """Until when an incident is put off: RFC 3339; without an offset on the company's wall."""

    until: datetime


@router.get("/alerts", response=list[AlertView], url_name="alerts")
def list_alerts(request: HttpRequest) -> list[dict[str, Any]]:
    """Return every alert with what is open of it."""
    return plain.list_alerts(asker=_asker(request))


@router.post("/alerts", response={201: AlertView}, url_name="alerts")
def make_alert(request: HttpRequest, given: AlertGiven) -> Status[dict[str, Any]]:
    """Make an alert of whoever asks."""
    alert_id = making.make_alert(wanted=_wanted(given), by=_me(request), at=clock.now())
    return Status(201, _shown(request, alert_id))


@router.post("/alerts/past", response=PastView, url_name="alert_past")
def try_rule(request: HttpRequest, given: PastGiven) -> dict[str, Any]:
    """Return how often a rule would have fired, without making an alert of it."""
    rule = rule_from_spec(given.rule)
    return plain.past_as_json(query=given.query, rule=rule, asker=_asker(request))


@router.get("/alerts/{alert_id}", response=AlertView, url_name="alert")
def get_alert(request: HttpRequest, alert_id: AlertId) -> dict[str, Any]:
    """Return one alert."""
    return _shown(request, alert_id)


@router.put("/alerts/{alert_id}", response=AlertView, url_name="alert")
def change_alert(request: HttpRequest, alert_id: AlertId, given: AlertGiven) -> dict[str, Any]:
    """Change an alert. Where it watches for something else, what is open of it is closed."""
    making.change_alert(alert_id=alert_id, wanted=_wanted(given), by=_me(request), at=clock.now())
    return _shown(request, alert_id)


@router.delete("/alerts/{alert_id}", response={204: None}, url_name="alert")
def remove_alert(request: HttpRequest, alert_id: AlertId) -> Status[None]:
    """Take an alert away."""
    making.remove_alert(alert_id=alert_id, by=_me(request), at=clock.now())
    return Status(204, None)


@router.get("/incidents", response=list[Incident], url_name="incidents")
def list_incidents(request: HttpRequest, which: Query[Which]) -> list[dict[str, Any]]:
    """Return incidents, the newest first, at most 200."""
    return plain.list_incidents(asker=_asker(request), open_only=which.open, alert_id=which.alert)


@router.post("/incidents/{incident_id}/acknowledge", response=Incident, url_name="incident_take")
def acknowledge(request: HttpRequest, incident_id: IncidentId, given: Note) -> dict[str, Any]:
    """Take an incident: from now on it is yours."""
    handling.acknowledge(incident_id=incident_id, by=_me(request), at=clock.now(), note=given.note)
    return _incident(request, incident_id)


@router.post("/incidents/{incident_id}/resolve", response=Incident, url_name="incident_done")
def resolve(request: HttpRequest, incident_id: IncidentId, given: Note) -> dict[str, Any]:
    """Say that an incident is dealt with."""
    handling.resolve(incident_id=incident_id, by=_me(request), at=clock.now(), note=given.note)
    return _incident(request, incident_id)


@router.post("/incidents/{incident_id}/snooze", response=Incident, url_name="incident_later")
def snooze(request: HttpRequest, incident_id: IncidentId, given: Later) -> dict[str, Any]:
    """Put an incident off; if it is still open then, its listeners hear of it again."""
    until = given.until
    if until.tzinfo is None:  # on the company's wall
        until = _asker(request).calendar.instant_of(local=until)
    handling.put_off(incident_id=incident_id, until=until, by=_me(request), at=clock.now())
    return _incident(request, incident_id)


def _wanted(given: AlertGiven) -> Wanted:
    quiet = None
    if given.quiet is not None:
        begins, ends = (time.fromisoformat(one) for one in given.quiet)
        quiet = Quiet(begins, ends)
    heard = given.listeners
    return Wanted(
        title=given.title,
        rule=rule_from_spec(given.rule),
        query=given.query,
        key_result=given.key_result,
        about=given.about,
        listeners=Listeners(tuple(heard.accounts), tuple(heard.teams), tuple(heard.ways)),
        urgent=given.urgent,
        quiet=quiet,
    )


def _shown(request: HttpRequest, alert_id: int) -> dict[str, Any]:
    row = pages.find_alert(alert_id=alert_id)
    return plain.alert_as_json(row=row, asker=_asker(request))


def _incident(request: HttpRequest, incident_id: int) -> dict[str, Any]:
    row = pages.find_incident(incident_id=incident_id)
    return plain.incident_as_json(row=row, alert=row.alert, asker=_asker(request))


def _asker(request: HttpRequest) -> Asker:
    viewer = get_viewer(account_id=_me(request))
    return make_asker(viewer=viewer, company=get_company(), at=clock.now())


def _me(request: HttpRequest) -> int:
    return int(request.user.pk or 0)
