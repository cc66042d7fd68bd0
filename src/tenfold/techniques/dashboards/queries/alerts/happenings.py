"""From rows to what a sentence needs: what is watched, and what happened."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Grain
from tenfold.people.queries import CompanyView, find_first_owner
from tenfold.techniques.dashboards.models import Alert, Incident
from tenfold.techniques.dashboards.queries.alerts.paces import name_result
from tenfold.techniques.dashboards.queries.alerts.watching import eyes_of, read_watched
from tenfold.techniques.dashboards.queries.alerts.words import Happened, name_value, say_incident
from tenfold.techniques.dashboards.queries.exploring.asking import ask_of
from tenfold.techniques.dashboards.queries.exploring.naming import title_of
from tenfold.techniques.dashboards.rules.alerts.conditions import rule_from_spec
from tenfold.ui.format import Formats


def formats_of(*, company: CompanyView) -> Formats:
    """Return how the company writes."""
    return Formats(language=company.language, timezone=company.timezone, currency=company.currency)


def name_watched(*, query: str, otherwise: str, company: CompanyView, at: datetime) -> str:
    """Return what is watched, without its breakdown; `otherwise` where it can no longer be named."""
    owner = find_first_owner()  # what a number is called is no secret: anybody's eyes will do
    if owner is None or not query:
        return otherwise
    asker = eyes_of(viewer=owner, company=company, at=at)
    draft = {name: node for name, node in read_watched(query=query).items() if "split" not in name}
    try:
        return title_of(ask_of(draft=draft, asker=asker))
    except Refusal:
        return otherwise


def name_of(*, alert: Alert, company: CompanyView, at: datetime) -> str:
    """Return what an alert watches: a number, or a key result; its title where nobody knows."""
    if alert.key_result is not None:
        return name_result(result_id=alert.key_result) or alert.title
    return name_watched(query=alert.query, otherwise=alert.title, company=company, at=at)


def happened_of(*, incident: Incident, alert: Alert, what: str, named: bool = True) -> Happened:
    """Return what an incident is about. Without `named`, values that may be persons have no name."""
    worst = incident.measured.get("worst", {})
    rule = rule_from_spec(alert.rule)
    if "by" in incident.measured:
        rule = replace(rule, grain=Grain(incident.measured["by"]))
    return Happened(
        what=name_value(what=what, labels=_labels(incident, named=named)),
        rule=rule,
        began=incident.began_at,
        last=incident.last_at,
        hits=incident.hits,
        unit=incident.measured.get("unit", ""),
        worst_at=datetime.fromisoformat(worst["at"]) if worst.get("at") else incident.began_at,
        value=worst.get("value"),
        against=worst.get("against"),
        moved=worst.get("moved"),
        over=incident.over_at,
        longer=incident.measured.get("longer", False),
    )


def _labels(incident: Incident, *, named: bool) -> Sequence[str | None]:
    if incident.labels and incident.measured.get("persons") and not named:
        return (_("somebody"),)
    return tuple(incident.labels)


def say(
    *,
    incident: Incident,
    alert: Alert,
    company: CompanyView,
    at: datetime,
    sees_money: bool = True,
    sees_persons: bool = True,
) -> str:
    """Return what happened in one sentence, as far as somebody may know it."""
    what = name_of(alert=alert, company=company, at=at)
    return say_incident(
        happened=happened_of(incident=incident, alert=alert, what=what, named=sees_persons),
        formats=formats_of(company=company),
        now=at,
        numbers=sees_money or not incident.measured.get("money"),
    )
