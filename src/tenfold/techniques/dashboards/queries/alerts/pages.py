"""The pages of alerts: the list, one alert, one incident."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Grain
from tenfold.metrics.figures import is_currency
from tenfold.notices.queries import list_ways
from tenfold.people.permissions import Permission
from tenfold.people.queries import list_members, list_teams
from tenfold.techniques.dashboards.models import Alert, Incident
from tenfold.techniques.dashboards.queries.alerts import happenings, words
from tenfold.techniques.dashboards.queries.alerts.history import list_history
from tenfold.techniques.dashboards.queries.alerts.past import get_past
from tenfold.techniques.dashboards.queries.alerts.views import (
    AlertLine,
    AlertPage,
    AlertsPage,
    IncidentLine,
    IncidentPage,
    Mood,
    Past,
)
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.words import label_full
from tenfold.techniques.dashboards.rules.alerts import owning
from tenfold.techniques.dashboards.rules.alerts.conditions import OffTrack, rule_from_spec

MOST_INCIDENTS = 50
_STAGES = {"resolved": "", "withdrawn": "", "firing": "bad", "acknowledged": "warn"}


def list_page(*, asker: Asker) -> AlertsPage:
    """Return every alert: what waits for somebody first, then what somebody has, then the rest."""
    rows = Alert.objects.filter(removed_at__isnull=True).annotate(
        fired_at=Max("incidents__began_at")
    )
    open_ones = _open_incidents(row.id for row in rows)
    names = names_of_members()
    lines = [_line(row, open_ones.get(row.id, []), names, asker) for row in rows]
    waiting = [line for line in lines if line.incident is not None]
    return AlertsPage(
        waiting=tuple(sorted(waiting, key=lambda line: bool(line.holder))),
        others=tuple(line for line in lines if line.incident is None),
        started=asker.volume.events > 0,
    )


def _open_incidents(ids: Iterable[int]) -> dict[int, list[Incident]]:
    found: dict[int, list[Incident]] = {}
    rows = Incident.objects.filter(alert_id__in=list(ids), closed_at__isnull=True)
    for row in rows.order_by("holder", "-noticed_at"):
        found.setdefault(row.alert_id, []).append(row)
    return found


def names_of_members() -> dict[int, str]:
    """Return what members are called, by account; also of those who left."""
    return {one.id: one.name or one.email for one in list_members()}


def _line(
    row: Alert, open_ones: list[Incident], names: Mapping[int, str], asker: Asker
) -> AlertLine:
    nobody = [one for one in open_ones if one.holder_id is None]
    first = next(iter(nobody or open_ones), None)
    return AlertLine(
        id=row.id,
        title=row.title,
        says=say_what(row=row, asker=asker),
        mood=mood_of(row=row, open_ones=open_ones),
        fired_at=row.fired_at,  # type: ignore[attr-defined]
        incident=first.id if first else None,
        holder=names.get(first.holder_id, "") if first and first.holder_id else "",
        sentence=say(incident=first, alert=row, asker=asker) if first else "",
    )


def mood_of(*, row: Alert, open_ones: list[Incident]) -> Mood:
    """Return what an alert is up to."""
    moods = (
        (row.paused_at is not None, Mood(_("resting"))),
        (any(one.holder_id is None for one in open_ones), Mood(_("fired"), "bad")),
        (bool(open_ones), Mood(_("somebody has it"), "warn")),
        (row.failures >= owning.FAILURES_UNTIL_TOLD, Mood(_("cannot be answered"), "warn")),
        (row.pending_since is not None, Mood(_("about to fire"), "warn")),
        (row.looked_at is None, Mood(_("not looked yet"))),
    )
    return next((mood for so, mood in moods if so), Mood(_("all is well"), "good"))


def say_what(*, row: Alert, asker: Asker) -> str:
    """Return what an alert watches for: "Revenue: below € 500, by day"."""
    rule = rule_from_spec(row.rule)
    what = happenings.name_of(alert=row, company=asker.company, at=asker.at)
    numbers = not hides_limits(row=row, asker=asker)
    says = words.say_rule(rule=rule, unit=row.unit, formats=asker.formats, numbers=numbers)
    return f"{what}: {says}"


def hides_limits(*, row: Alert, asker: Asker) -> bool:
    """Return whether the limits of an alert are amounts that the viewer may not see."""
    return is_currency(row.unit) and not asker.viewer.allows(Permission.SEE_MONEY)


def say(*, incident: Incident, alert: Alert, asker: Asker) -> str:
    """Return what happened in one sentence, as far as the viewer may know it."""
    return happenings.say(
        incident=incident,
        alert=alert,
        company=asker.company,
        at=asker.at,
        sees_money=asker.viewer.allows(Permission.SEE_MONEY),
        sees_persons=asker.viewer.allows(Permission.SEE_PERSONS),
    )


def find_alert(*, alert_id: int) -> Alert:
    """Return the row of an alert that was not removed. Raises `UnknownAlert`."""
    row = Alert.objects.filter(id=alert_id, removed_at__isnull=True).first()
    if row is None:
        raise owning.unknown_alert()
    return row


def get_page(*, alert_id: int, asker: Asker) -> AlertPage:
    """Return one alert with its past, its incidents and its history. Raises `UnknownAlert`."""
    row = find_alert(alert_id=alert_id)
    open_ones = list(row.incidents.filter(closed_at__isnull=True).order_by("holder", "began_at"))
    names = names_of_members()
    return AlertPage(
        id=row.id,
        title=row.title,
        about=row.about,
        says=say_what(row=row, asker=asker),
        watched=happenings.name_watched(
            query=row.query, otherwise="", company=asker.company, at=asker.at
        ),
        query=row.query,
        mood=mood_of(row=row, open_ones=open_ones),
        owner=names.get(row.owner_id, ""),
        listeners=_name_listeners(row, names),
        quiet=_say_quiet(row),
        urgent=row.urgent,
        looked_at=row.looked_at,
        next_at=None if row.paused_at else row.next_at,
        problem=row.problem if row.failures else "",
        problem_since=row.problem_since,
        paused=row.paused_at is not None,
        may_change=owning.may_change(viewer=asker.viewer, owner_id=row.owner_id),
        past=_past(row, asker),
        incidents=_incidents(row, names, asker),
        history=list_history(alert_id=row.id, names=names, formats=asker.formats),
    )


def _past(row: Alert, asker: Asker, only: str | None = None) -> Past:
    rule = rule_from_spec(row.rule)
    if isinstance(rule.condition, OffTrack):
        return Past()
    return get_past(query=row.query, rule=rule, asker=asker, chart_id="alert", only=only)


def _incidents(row: Alert, names: Mapping[int, str], asker: Asker) -> tuple[IncidentLine, ...]:
    rows = row.incidents.order_by("-began_at", "-id")[:MOST_INCIDENTS]
    return tuple(
        IncidentLine(
            id=one.id,
            sentence=say(incident=one, alert=row, asker=asker),
            mood=mood_of_incident(row=one),
            began=_period(one, one.began_at, asker),
            over=_period(one, one.over_at, asker),
            holder=names.get(one.holder_id, "") if one.holder_id else "",
        )
        for one in rows
    )


def _period(row: Incident, at: datetime | None, asker: Asker) -> str:
    """Return the name of the period that begins at an instant; "" for none."""
    if at is None:
        return ""
    return label_full(at=at, grain=Grain(row.measured["by"]), formats=asker.formats)


def mood_of_incident(*, row: Incident) -> Mood:
    """Return how an incident stands, in a word or two."""
    word = {
        "firing": _("nobody has it yet"),
        "acknowledged": _("somebody has it"),
        "withdrawn": _("withdrawn"),
    }.get(row.stage)
    if word is None:
        word = {
            "person": _("dealt with"),
            "changed": _("the alert was changed"),
            "gone": _("no longer known"),
        }.get(row.ended, _("over"))
    return Mood(word, _STAGES[row.stage])


def _name_listeners(row: Alert, names: Mapping[int, str]) -> tuple[str, ...]:
    accounts = [names[one] for one in row.listeners.get("accounts", ()) if one in names]
    known = {one.id: one.name for one in list_ways()}
    ways = [known[one] for one in row.listeners.get("ways", ()) if one in known]
    in_use = {one.id: one.name for one in list_teams()}
    teams = [in_use[one] for one in row.listeners.get("teams", ()) if one in in_use]
    return (*teams, *accounts, *ways)


def _say_quiet(row: Alert) -> str:
    if row.quiet_begins is None or row.quiet_ends is None:
        return ""
    return _("from %(begins)s until %(ends)s") % {
        "begins": row.quiet_begins.strftime("%H:%M"),
        "ends": row.quiet_ends.strftime("%H:%M"),
    }


def find_incident(*, incident_id: int) -> Incident:
    """Return the row of an incident. Raises `UnknownIncident`."""
    row = Incident.objects.select_related("alert").filter(id=incident_id).first()
    if row is None:
        raise owning.unknown_incident()
    return row


def get_incident_page(*, incident_id: int, asker: Asker) -> IncidentPage:
    """Return one incident: what happened first. Raises `UnknownIncident`."""
    row = find_incident(incident_id=incident_id)
    alert, names = row.alert, names_of_members()
    is_open = row.closed_at is None
    return IncidentPage(
        id=row.id,
        alert_id=alert.id if alert.removed_at is None else 0,
        alert_title=alert.title,
        sentence=say(incident=row, alert=alert, asker=asker),
        mood=mood_of_incident(row=row),
        about=alert.about,
        detail=_detail(row, asker),
        holder=names.get(row.holder_id, "") if row.holder_id else "",
        taken_at=row.taken_at,
        mine=row.holder_id == asker.viewer.account_id,
        is_open=is_open,
        began=_period(row, row.began_at, asker),
        noticed_at=row.noticed_at,
        over=_period(row, row.over_at, asker),
        closed_at=row.closed_at,
        put_off_until=row.put_off_until,
        query=alert.query,
        past=_past(alert, asker, only=row.value) if row.version == alert.version else Past(),
        history=list_history(
            alert_id=alert.id, incident_id=row.id, names=names, formats=asker.formats
        ),
    )


def _detail(row: Incident, asker: Asker) -> str:
    """What the period that went farthest was held against."""
    worst = row.measured.get("worst", {})
    hidden = row.measured.get("money") and not asker.viewer.allows(Permission.SEE_MONEY)
    if hidden or worst.get("moved") is None or worst.get("against") is None:
        return ""
    unit = row.measured.get("unit", "")
    at = datetime.fromisoformat(worst["at"])
    return _("%(now)s %(when)s, after %(before)s.") % {
        "now": words.write(value=worst["value"], unit=unit, formats=asker.formats),
        "when": words.say_when(
            at=at, grain=Grain(row.measured["by"]), formats=asker.formats, now=asker.at
        ),
        "before": words.write(value=worst["against"], unit=unit, formats=asker.formats),
    }
