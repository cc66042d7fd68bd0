"""The wall of what moved: what people said and decided in a week, and how the numbers moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Grain
from tenfold.techniques.dashboards.models import CheckIn, KeyResult, Objective
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals import saying
from tenfold.techniques.dashboards.queries.goals.measured import Measured
from tenfold.techniques.dashboards.queries.goals.rows import objectives
from tenfold.techniques.dashboards.queries.goals.viewing import Viewing
from tenfold.techniques.dashboards.rules.goals.checking import Confidence
from tenfold.techniques.dashboards.rules.goals.pace import Pace
from tenfold.techniques.dashboards.rules.goals.periods import InvalidPeriod
from tenfold.techniques.dashboards.rules.goals.results import Kind
from tenfold.techniques.dashboards.rules.goals.states import UNDER_WAY

_STEP = Decimal("0.01")
_WORSE = {
    pace: place
    for place, pace in enumerate(
        (
            Pace.REACHED,
            Pace.AHEAD,
            Pace.ON_TRACK,
            Pace.A_LITTLE_BEHIND,
            Pace.AT_RISK,
            Pace.OFF_TRACK,
        )
    )
}


@dataclass(frozen=True)
class Moved:
    """One thing that happened. `tone`: good, warn, bad or ""; `note`: in their own words."""

    at: datetime
    who: str
    say: str
    goal_id: int
    goal: str
    note: str = ""
    tone: str = ""
    extra: str = ""


@dataclass(frozen=True)
class Movement:
    """How a key result moved in the week: from where to where, in words."""

    goal_id: int
    goal: str
    title: str
    say: str
    tone: str


@dataclass(frozen=True)
class MovedPage:
    """A week of goals."""

    week: str
    before: str
    after: str
    said: tuple[Moved, ...]
    movements: tuple[Movement, ...]
    quiet: int


def get_moved(*, week: str, asker: Asker) -> MovedPage:
    """Return a week; without one, that which is going on. Raises `InvalidPeriod`."""
    calendar = asker.calendar
    start = _start(week, asker)
    end = calendar.shifted(at=start, grain=Grain.WEEK, by=1)
    rows = objectives().filter(starts_on__lte=_day(end, asker), ends_on__gte=_day(start, asker))
    viewing = Viewing(rows=rows, asker=asker)
    said = [*_check_ins(viewing, start, end), *_decisions(viewing, start, end)]
    movements = list(_movements(viewing, start, end))
    return MovedPage(
        week=_("Week of %(day)s") % {"day": asker.formats.day(on=_day(start, asker))},
        before=_day(calendar.shifted(at=start, grain=Grain.WEEK, by=-1), asker).isoformat(),
        after=_day(end, asker).isoformat() if end <= asker.at else "",
        said=tuple(sorted(said, key=lambda one: one.at, reverse=True)),
        movements=tuple(movements),
        quiet=sum(len(row.results.all()) for row in viewing.rows if viewing.phase(row) in UNDER_WAY)
        - len(movements),
    )


def _start(week: str, asker: Asker) -> datetime:
    try:
        at = asker.calendar.instant_of_day(day=date.fromisoformat(week)) if week else asker.at
        return asker.calendar.periods(grain=Grain.WEEK, start=at, end=at).bounds[0]
    except (ValueError, OverflowError) as error:
        raise InvalidPeriod(
            _("“%(text)s” is no day.") % {"text": week[:30]},
            next_step=_("Write it as 2026-11-24."),
            field="week",
        ) from error


def _day(at: datetime, asker: Asker) -> date:
    return asker.calendar.to_local(at=at).date()


def _check_ins(viewing: Viewing, start: datetime, end: datetime) -> Iterator[Moved]:
    for row in viewing.rows:
        for result in row.results.all():
            for one in result.check_ins.all():
                if start <= one.at < end:
                    yield _said(viewing, row, result, one)


def _said(viewing: Viewing, row: Objective, result: KeyResult, one: CheckIn) -> Moved:
    hidden = viewing.measured[result.id].refusal is not None
    view = viewing.check_in(one, result, hidden=hidden)
    confidence = Confidence(one.confidence)
    said = _("%(title)s: %(confidence)s") % {
        "title": result.title, "confidence": saying.CONFIDENCES[confidence]
    }  # fmt: skip
    return Moved(
        at=one.at, who=view.by, say=said, goal_id=row.id, goal=row.title, note=one.note,
        tone=view.tone, extra=view.value,
    )  # fmt: skip


def _decisions(viewing: Viewing, start: datetime, end: datetime) -> Iterator[Moved]:
    formats = viewing.formats
    for row in viewing.rows:
        at_once = row.decided_at == row.proposed_at and not row.carried_from_id
        if start <= row.proposed_at < end and not at_once:
            who = row.proposed_by.name or row.proposed_by.email
            carried = _("carried it over from the period before")
            words = carried if row.carried_from_id else _("proposed it")
            yield Moved(row.proposed_at, who, words, row.id, row.title)
        if row.decided_at and start <= row.decided_at < end and not row.carried_from_id:
            words = _("declined it") if row.state == "declined" else _("adopted it")
            yield Moved(
                row.decided_at, _name(row.decided_by), words, row.id, row.title, note=row.reason
            )
        if row.closed_at and start <= row.closed_at < end:
            score = formats.number(value=row.score or 0, digits=1)
            words = _("closed it with %(score)s") % {"score": score}
            yield Moved(
                row.closed_at, _name(row.closed_by), words, row.id, row.title, note=row.learned
            )


def _name(account: object) -> str:
    return str(getattr(account, "name", "") or getattr(account, "email", ""))


def _movements(viewing: Viewing, start: datetime, end: datetime) -> Iterator[Movement]:
    for row in viewing.rows:
        if viewing.phase(row) not in UNDER_WAY:
            continue
        for result in row.results.all():
            found = viewing.measured[result.id]
            moved = _movement(viewing, result, found, start, end)
            if moved is not None:
                say, tone = moved
                yield Movement(row.id, row.title, result.title, say, tone)


def _movement(
    viewing: Viewing, result: KeyResult, found: Measured, start: datetime, end: datetime
) -> tuple[str, str] | None:
    """From the last day before the week to the last day of it, or to now."""
    if found.refusal is not None or result.kind == Kind.MILESTONE:
        return None
    calendar = viewing.calendar
    eve = calendar.to_local(at=start).date() - timedelta(days=1)
    last = calendar.to_local(at=end).date() - timedelta(days=1)
    known = [(one.on, one.value, one.done, one.pace) for one in found.path]
    if viewing.asker.at < end:
        known.append((viewing.today, found.value, found.done, found.pace))
    before = next((one for one in reversed(known) if one[0] <= eve), None)
    after = next((one for one in reversed(known) if eve < one[0] <= last), None)
    if before is None or after is None or before[2] is None or after[2] is None:
        return None
    step = (after[2] - before[2]).quantize(_STEP, ROUND_HALF_UP)
    if not step and before[3] is after[3]:
        return None
    return _words(viewing, result, before[1], after[1], after[3]), _tone(step, before[3], after[3])


def _words(
    viewing: Viewing, result: KeyResult, before: Decimal | None, after: Decimal | None, now: Pace
) -> str:
    texts = {
        "before": saying.write(value=before, unit=result.unit, formats=viewing.formats),
        "after": saying.write(value=after, unit=result.unit, formats=viewing.formats),
        "pace": saying.PACES[now],
    }
    return _("from %(before)s to %(after)s, %(pace)s") % texts


def _tone(step: Decimal, before: Pace, after: Pace) -> str:
    better = _WORSE.get(after, 0) < _WORSE.get(before, 0)
    worse = _WORSE.get(after, 0) > _WORSE.get(before, 0)
    if step > 0 or better:
        return "good"
    return "bad" if step < 0 or worse else ""
