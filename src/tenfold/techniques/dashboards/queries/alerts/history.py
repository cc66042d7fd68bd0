"""The history of an alert in plain words: who did what when, and why."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.techniques.dashboards.models import AlertChange
from tenfold.techniques.dashboards.queries.alerts.views import HistoryLine
from tenfold.ui.format import Formats

MOST_LINES = 200


def list_history(
    *, alert_id: int, names: Mapping[int, str], formats: Formats, incident_id: int | None = None
) -> tuple[HistoryLine, ...]:
    """Return the newest lines first: of an alert with all its incidents, or of one incident."""
    rows = AlertChange.objects.filter(alert_id=alert_id)
    if incident_id is not None:
        rows = rows.filter(incident_id=incident_id)
    return tuple(
        HistoryLine(at=row.at, says=_say(row, names, formats), note=row.says.get("note", ""))
        for row in rows.order_by("-at", "-id")[:MOST_LINES]
    )


def _say(row: AlertChange, names: Mapping[int, str], formats: Formats) -> str:
    who = names.get(row.by_id, "") if row.by_id else ""
    words: dict[str, Any] = {
        "made": _("%(who)s made this alert"),
        "changed": _("%(who)s changed it"),
        "removed": _("%(who)s took it away"),
        "paused": _("%(who)s let it rest"),
        "woken": _("%(who)s woke it"),
        "handed": _("%(who)s gave it to somebody else"),
        "failing": _("It could no longer be answered"),
        "answering": _("It could be answered again"),
        "began": _("It fired"),
        "reopened": _("It fired again: what came in shows that it had not been over"),
        "taken": _("%(who)s took it"),
        "given_back": _("%(who)s gave it back"),
        "resolved": _("%(who)s dealt with it"),
        "put_off": _("%(who)s put it off until %(until)s"),
        "told": _("Its listeners were told"),
        "withdrawn": _withdrawn(row.says.get("why", "")),
        "over": _over(row.says.get("why", "")),
    }
    return str(words[row.what]) % {"who": who or _("Somebody"), "until": _until(row, formats)}


def _until(row: AlertChange, formats: Formats) -> str:
    said = row.says.get("until")
    return formats.moment(at=datetime.fromisoformat(said)) if said else ""


def _withdrawn(why: str) -> str:
    if why == "clock":
        return _("Withdrawn: the clock of this machine had been wrong")
    return _("Withdrawn: what came in since shows that it was not so")


def _over(why: str) -> str:
    if why == "gone":
        return _("Closed: this is no longer among what is looked at")
    if why == "changed":
        return _("Closed: the alert watches for something else now, or rests")
    return _("It was over by itself")
