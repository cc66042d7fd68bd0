"""Saying how key results go. What was said is never changed: a correction is another check-in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.goals import KeyResultCheckedIn
from tenfold.metrics.calendar import Calendar
from tenfold.techniques.dashboards.actions.goals import finding
from tenfold.techniques.dashboards.models import CheckIn, KeyResult, Objective
from tenfold.techniques.dashboards.queries.goals.measured import Measured
from tenfold.techniques.dashboards.queries.goals.measuring import measure_all
from tenfold.techniques.dashboards.queries.goals.rows import to_measure
from tenfold.techniques.dashboards.queries.goals.whose import belongs, get_someone
from tenfold.techniques.dashboards.rules.goals import authority, checking
from tenfold.techniques.dashboards.rules.goals.checking import Confidence
from tenfold.techniques.dashboards.rules.goals.results import LARGEST, InvalidKeyResult, Kind


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What somebody says about one key result.

    value  of a manual one the number, of a milestone 1 or 0; None: as it was
    seen   the newest check-in that they saw of it; None: they saw none
    token  made when the page was drawn: what is sent twice is one check-in
    """

    result_id: int
    confidence: Confidence
    token: UUID
    note: str = ""
    value: Decimal | None = None
    seen: int | None = None


def check_in(
    *, entries: Sequence[Entry], calendar: Calendar, by: int, at: datetime
) -> tuple[int, ...]:
    """Write all that somebody says, or nothing of it; return the ids of the check-ins.

    What was sent before with the same token is not written again: its id is returned. Numbers of
    metrics are those of this moment. Raises `UnknownObjective`, `NotYours`, `WrongState` where an
    objective is not under way, `CheckedInMeanwhile` where somebody typed another number since,
    `InvalidKeyResult`.
    """
    measured = _measure([one.result_id for one in entries], calendar, at)
    today = calendar.to_local(at=at).date()
    with transaction.atomic():
        writer = _Writer(by=by, at=at, today=today)
        # In one order, so that two who check in at once never wait for each other.
        ordered = sorted(entries, key=lambda one: one.result_id)
        made = {one.result_id: writer.write(one, measured) for one in ordered}
    return tuple(made[one.result_id] for one in entries)


def _measure(ids: Sequence[int], calendar: Calendar, at: datetime) -> Mapping[int, Measured]:
    rows = KeyResult.objects.filter(id__in=ids).select_related("objective")
    results = [to_measure(row=row, calendar=calendar) for row in rows]
    return measure_all(results=results, calendar=calendar, at=at, viewer=None, only_now=True)


class _Writer:
    """Writes the check-ins of one person at one moment, inside a transaction."""

    def __init__(self, *, by: int, at: datetime, today: date) -> None:
        self.by, self.at, self.today = by, at, today
        self.who = get_someone(account_id=by)

    def write(self, entry: Entry, measured: Mapping[int, Measured]) -> int:
        objective, row = finding.lock_result(result_id=entry.result_id)
        authority.require(authority.may_check_in(who=self.who, of=belongs(row=objective)))
        earlier = CheckIn.objects.filter(result=row, token=entry.token).first()
        if earlier is not None:
            return earlier.id
        phase = finding.phase_of(row=objective, today=self.today)
        checking.require_under_way(phase=phase, title=row.title)
        checking.require_note(note=entry.note)
        value, pace = self._value(entry, row, measured[row.id])
        made = CheckIn.objects.create(
            result=row, by_id=self.by, at=self.at, value=value, pace=pace,
            confidence=entry.confidence.value, note=entry.note.strip(), token=entry.token,
        )  # fmt: skip
        self._tell(objective, made)
        return made.id

    def _value(self, entry: Entry, row: KeyResult, now: Measured) -> tuple[Decimal | None, str]:
        if row.kind == Kind.METRIC:
            return now.value, now.pace.value
        newest = CheckIn.objects.filter(result=row).order_by("at", "id").last()
        last = newest.value if newest is not None else None
        if entry.value is None:
            return last, ""
        if not entry.value.is_finite() or abs(entry.value) >= LARGEST:
            raise InvalidKeyResult(_("This number is too large."), field="value")
        if newest is not None and newest.id != entry.seen and newest.by_id != self.by:
            checking.require_same(typed=entry.value, newest=last, title=row.title)
        return entry.value, ""

    def _tell(self, objective: Objective, made: CheckIn) -> None:
        fact = KeyResultCheckedIn(
            objective_id=objective.id,
            key_result_id=made.result_id,
            check_in_id=made.id,
            confidence=made.confidence,
        )
        outbox.tell(fact=fact, actor_id=self.by, at=self.at)


def require_some(*, entries: Sequence[Entry]) -> None:
    """Raise `InvalidKeyResult` where nothing is said about anything."""
    if not entries:
        raise InvalidKeyResult(
            _("Nothing was said about any of them, so nothing was saved."),
            next_step=_("Choose how sure you are for at least one."),
        )
