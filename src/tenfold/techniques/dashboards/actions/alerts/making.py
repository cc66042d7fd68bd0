"""Making, changing, pausing and removing an alert."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.alerts import AlertChanged, AlertMade, AlertRemoved
from tenfold.people.permissions import Permission
from tenfold.people.queries import find_viewer, get_company, get_viewer
from tenfold.techniques.dashboards.actions.alerts.closing import close
from tenfold.techniques.dashboards.actions.alerts.history import write_down
from tenfold.techniques.dashboards.models import Alert
from tenfold.techniques.dashboards.queries.alerts.watching import (
    eyes_of,
    make_watch,
    write_watched,
)
from tenfold.techniques.dashboards.rules.alerts import owning
from tenfold.techniques.dashboards.rules.alerts.conditions import (
    InvalidAlert,
    OffTrack,
    Rule,
    rule_to_spec,
)
from tenfold.techniques.dashboards.rules.alerts.reconciling import Ended
from tenfold.techniques.dashboards.rules.alerts.telling import Quiet

MOST_LISTENERS = 50


@dataclass(frozen=True)
class Listeners:
    """Who is told, by ids: members, teams, ways that lead out of the house."""

    accounts: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    ways: tuple[int, ...] = ()

    def as_json(self) -> dict[str, list[int]]:
        """Return them in one order, each once: equal listeners are the same audience."""
        return {
            "accounts": sorted(set(self.accounts)),
            "teams": sorted(set(self.teams)),
            "ways": sorted(set(self.ways)),
        }

    @classmethod
    def of(cls, said: dict[str, Sequence[int]]) -> "Listeners":
        """Return what a row says."""
        return cls(
            accounts=tuple(said.get("accounts", ())),
            teams=tuple(said.get("teams", ())),
            ways=tuple(said.get("ways", ())),
        )


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An alert as somebody wants it. Either a `query` of Explore is watched, or a key result.

    about   what to do when it fires, for whoever takes it
    urgent  tell it in quiet hours, too
    unit    of the number, where it is known already
    """

    title: str
    rule: Rule
    query: str = ""
    key_result: int | None = None
    about: str = ""
    listeners: Listeners = field(default_factory=Listeners)
    urgent: bool = False
    quiet: Quiet | None = None
    unit: str = ""


@transaction.atomic
def make_alert(*, wanted: Wanted, by: int, at: datetime) -> int:
    """Make an alert that looks with its maker's eyes, and return its id.

    Without listeners its maker is told. Raises `InvalidAlert`, and what its question is refused for.
    """
    checked = _check(wanted, owner=by, at=at)
    if not any(checked.listeners.as_json().values()):
        checked = replace(checked, listeners=Listeners(accounts=(by,)))
    row = Alert.objects.create(
        owner_id=by, made_at=at, changed_at=at, watched_since=at, **_columns(checked)
    )
    write_down(alert_id=row.id, what="made", by=by, at=at)
    outbox.tell(fact=AlertMade(alert_id=row.id, watches=wanted.rule.kind), actor_id=by, at=at)
    return row.id


@transaction.atomic
def change_alert(*, alert_id: int, wanted: Wanted, by: int, at: datetime) -> int:
    """Change an alert and return its version.

    Where it watches for something else from now on, what is open is closed: it belongs to what was
    watched for before. Raises `UnknownAlert`, `NotYourAlert`, `InvalidAlert`.
    """
    row = _row_to_change(alert_id, by)
    columns = _columns(_check(wanted, owner=row.owner_id, at=at))
    changed = [name for name, value in columns.items() if getattr(row, name) != value]
    if not changed:
        return row.version
    for name, value in columns.items():
        setattr(row, name, value)
    row.changed_at = at
    if {"query", "key_result", "rule"} & set(changed):
        _begin_anew(row, at)
    row.save()
    write_down(alert_id=row.id, what="changed", by=by, at=at, changed=sorted(changed))
    _tell_changed(row, by, at)
    return row.version


@transaction.atomic
def pause_alert(*, alert_id: int, by: int, at: datetime) -> None:
    """Let an alert rest until somebody wakes it. What is open is closed."""
    row = _row_to_change(alert_id, by)
    if row.paused_at is not None:
        return
    row.paused_at, row.changed_at = at, at
    _close_open(row, at)
    row.save()
    write_down(alert_id=row.id, what="paused", by=by, at=at)
    _tell_changed(row, by, at)


@transaction.atomic
def wake_alert(*, alert_id: int, by: int, at: datetime) -> None:
    """Have a paused alert look again. It forgets what it saw before."""
    row = _row_to_change(alert_id, by)
    if row.paused_at is None:
        return
    row.paused_at, row.changed_at = None, at
    _begin_anew(row, at)
    row.save()
    write_down(alert_id=row.id, what="woken", by=by, at=at)
    _tell_changed(row, by, at)


@transaction.atomic
def hand_over_alert(*, alert_id: int, to: int, by: int, at: datetime) -> None:
    """Give an alert another owner, with whose eyes it looks from now on."""
    row = _row_to_change(alert_id, by)
    if row.owner_id == to:
        return
    if not get_viewer(account_id=to).allows(Permission.SEE_NUMBERS):
        raise InvalidAlert(_("They may not look at numbers."), field="owner")
    row.owner_id, row.changed_at = to, at
    row.failures, row.problem, row.problem_since, row.problem_told_at = 0, "", None, None
    row.next_at = None
    row.save()
    write_down(alert_id=row.id, what="handed", by=by, at=at, to=to)
    _tell_changed(row, by, at)


@transaction.atomic
def remove_alert(*, alert_id: int, by: int, at: datetime) -> None:
    """Take an alert away. What became of it can still be read."""
    row = _row_to_change(alert_id, by)
    row.removed_at, row.changed_at = at, at
    _close_open(row, at)
    row.save()
    write_down(alert_id=row.id, what="removed", by=by, at=at)
    outbox.tell(fact=AlertRemoved(alert_id=row.id), actor_id=by, at=at)


def _row_to_change(alert_id: int, by: int) -> Alert:
    row = Alert.objects.select_for_update().filter(id=alert_id, removed_at__isnull=True).first()
    if row is None:
        raise owning.unknown_alert()
    owning.require_may_change(viewer=get_viewer(account_id=by), owner_id=row.owner_id)
    return row


def _check(wanted: Wanted, *, owner: int, at: datetime) -> Wanted:
    """Raise unless it can be watched; return it as it is kept."""
    owning.require_words(title=wanted.title, about=wanted.about)
    _require_listeners(wanted.listeners)
    if isinstance(wanted.rule.condition, OffTrack):
        return replace(wanted, query="", title=wanted.title.strip())
    viewer = find_viewer(account_id=owner)
    if viewer is None:
        raise owning.nobody_looks()
    asker = eyes_of(viewer=viewer, company=get_company(), at=at)
    make_watch(query=wanted.query, rule=wanted.rule, asker=asker, periods=1)
    query = write_watched(query=wanted.query)
    return replace(wanted, query=query, key_result=None, title=wanted.title.strip())


def _require_listeners(listeners: Listeners) -> None:
    known = listeners.as_json()
    if sum(len(ids) for ids in known.values()) > MOST_LISTENERS:
        raise InvalidAlert(
            _("At most %(most)d listeners.") % {"most": MOST_LISTENERS},
            next_step=_("Tell a team instead of each of its members."),
            field="listeners",
        )


def _columns(wanted: Wanted) -> dict[str, Any]:
    quiet = wanted.quiet
    return {
        "title": wanted.title,
        "about": wanted.about.strip(),
        "query": wanted.query,
        "key_result": wanted.key_result,
        "rule": rule_to_spec(wanted.rule),
        **({"unit": wanted.unit[:16]} if wanted.unit else {}),
        "listeners": wanted.listeners.as_json(),
        "urgent": wanted.urgent,
        "quiet_begins": quiet.begins if quiet else None,
        "quiet_ends": quiet.ends if quiet else None,
    }


def _begin_anew(row: Alert, at: datetime) -> None:
    row.version += 1
    row.watched_since = at
    row.looked_at = row.next_at = row.judged_until = row.pending_since = None
    row.failures, row.problem, row.problem_since, row.problem_told_at = 0, "", None, None
    _close_open(row, at)


def _close_open(row: Alert, at: datetime) -> None:
    for incident in row.incidents.filter(closed_at__isnull=True):
        close(row=incident, why=Ended.CHANGED, at=at)


def _tell_changed(row: Alert, by: int, at: datetime) -> None:
    outbox.tell(fact=AlertChanged(alert_id=row.id, version=row.version), actor_id=by, at=at)
