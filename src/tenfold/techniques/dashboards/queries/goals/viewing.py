"""From rows and what was measured to what pages show: for one viewer, in the company's words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.metrics.queries import MetricView, list_metrics
from tenfold.techniques.dashboards.models import CheckIn, KeyResult, Objective
from tenfold.techniques.dashboards.queries.asking import Asker, explain
from tenfold.techniques.dashboards.queries.goals import saying
from tenfold.techniques.dashboards.queries.goals.drawing import draw, say_expected
from tenfold.techniques.dashboards.queries.goals.measured import Measured
from tenfold.techniques.dashboards.queries.goals.measuring import measure_all
from tenfold.techniques.dashboards.queries.goals.rows import to_measure, to_measure_all
from tenfold.techniques.dashboards.queries.goals.views import (
    CheckInView,
    ObjectiveView,
    ResultView,
)
from tenfold.techniques.dashboards.queries.goals.whose import belongs, someone
from tenfold.techniques.dashboards.rules.goals import authority, pace, reading, states
from tenfold.techniques.dashboards.rules.goals.checking import Confidence
from tenfold.techniques.dashboards.rules.goals.pace import Pace
from tenfold.techniques.dashboards.rules.goals.periods import Length, Period
from tenfold.techniques.dashboards.rules.goals.results import Kind, Way
from tenfold.techniques.dashboards.rules.goals.states import Phase, State


@dataclass(frozen=True)
class Whole:
    """What an objective's key results come to, of those that the viewer may see."""

    done: Decimal | None
    expected: Decimal
    pace: Pace
    since: date | None
    hidden: int


class Viewing:
    """The pages of one request: measures all objectives at once, and writes them down."""

    def __init__(self, *, rows: Iterable[Objective], asker: Asker) -> None:
        self.rows = list(rows)
        self.asker = asker
        self.calendar, self.formats = asker.calendar, asker.formats
        self.today = self.calendar.to_local(at=asker.at).date()
        self.who = someone(viewer=asker.viewer)
        self.metrics: Mapping[str, MetricView] = {one.name: one for one in list_metrics()}
        self.measured = measure_all(
            results=to_measure_all(rows=self.rows, calendar=self.calendar),
            calendar=self.calendar,
            at=asker.at,
            viewer=asker.viewer,
        )
        for row in self.rows:
            for one in row.results.all():
                self.measured[one.id] = _as_kept(one, self.measured[one.id])

    def objective(self, row: Objective, *, depth: int = 0, closely: bool = False) -> ObjectiveView:
        """Return an objective. `closely`: with pictures and with what was said."""
        results = tuple(
            self.result(one, objective=row, closely=closely) for one in row.results.all()
        )
        whole, phase, of = self.whole(row), self.phase(row), belongs(row=row)
        period = period_of(row)
        said = self._say_pace(row, whole)
        return ObjectiveView(
            id=row.id,
            title=row.title,
            say=self._say(row, results, said),
            about=row.about,
            period=saying.name_period(period=period, formats=self.formats),
            period_key=period.key,
            left=saying.say_left(period=period, today=self.today),
            owner=row.owner.name or row.owner.email,
            team=row.team.name if row.team else "",
            phase=phase.value,
            say_phase=str(saying.PHASES[phase]),
            of=self._of(results),
            bar=whole.done is not None and (phase in states.UNDER_WAY or row.score is not None),
            width=_percent(whole.done),
            mark=_percent(whole.expected),
            pace=whole.pace.value,
            say_pace=said,
            tone=saying.TONES.get(whole.pace, "") if phase in states.UNDER_WAY else "",
            results=results,
            serves_purpose=row.serves_purpose,
            serves=row.serves,
            version=row.version,
            depth=depth,
            score="" if row.score is None else self.formats.number(value=row.score, digits=1),
            learned=row.learned,
            reason=row.reason,
            proposed_by=row.proposed_by.name or row.proposed_by.email,
            hidden=whole.hidden,
            may_decide=authority.may_decide(who=self.who, of=of),
            may_change=authority.may_change(who=self.who, of=of),
            may_check_in=self.may_check_in(row),
        )

    def may_check_in(self, row: Objective) -> bool:
        """Return whether the viewer may say how it goes, now."""
        allowed = authority.may_check_in(who=self.who, of=belongs(row=row))
        return allowed and self.phase(row) in states.UNDER_WAY

    def phase(self, row: Objective) -> Phase:
        """Return where an objective is today."""
        return states.phase_of(
            state=State(row.state),
            archived=row.archived_at is not None,
            period=period_of(row),
            today=self.today,
        )

    def whole(self, row: Objective) -> Whole:
        """Return what its key results come to: the mean of those that can be seen and reckoned."""
        all_of_it = [self.measured[one.id] for one in row.results.all()]
        return sum_up(measured=all_of_it)

    def result(self, row: KeyResult, *, objective: Objective, closely: bool = False) -> ResultView:
        """Return a key result. `closely`: with its picture and with what was said."""
        row.objective = objective
        found, metric = self.measured[row.id], self.metrics.get(row.metric)
        withheld = explain(refusal=found.refusal) if found.refusal is not None else None
        view = ResultView(
            id=row.id,
            title=row.title,
            kind=row.kind,
            of=withheld.instead if withheld else self._of_result(row, found),
            now="" if withheld else self._write(found.value, row),
            start="" if withheld else self._write(row.start, row),
            target="" if withheld else self._write(row.target, row),
            width=_percent(None if withheld else found.done),
            mark=_percent(found.expected),
            pace="" if withheld else found.pace.value,
            say_pace="" if withheld else self._pace_of(found),
            tone="" if withheld else saying.TONES.get(found.pace, ""),
            due_on=row.due_on,
            reading=_reading(row),
            projection="" if withheld else self._projection(row, found),
            expected_by=say_expected(found=found) if row.kind != Kind.MILESTONE else "",
            metric=row.metric,
            metric_title=metric.title if metric else row.metric,
            metric_query=_explored(row),
            newer=metric is not None and metric.version != (row.metric_version or 0),
            withheld=withheld.why if withheld else "",
            instead=withheld.instead if withheld else "",
            score="" if row.score is None else self.formats.number(value=row.score, digits=1),
        )
        return self._closely(view, row, found) if closely else view

    def check_in(self, row: CheckIn, result: KeyResult, *, hidden: bool) -> CheckInView:
        """Return what somebody said. A number that may not be seen is left out."""
        confidence = Confidence(row.confidence)
        return CheckInView(
            by=row.by.name or row.by.email,
            at=row.at,
            value="" if hidden or row.value is None else self._write(row.value, result),
            confidence=str(saying.CONFIDENCES[confidence]),
            tone=saying.CONFIDENCE_TONES[confidence],
            note=row.note,
        )

    # Parts

    def _closely(self, view: ResultView, row: KeyResult, found: Measured) -> ResultView:
        of = to_measure(row=row, calendar=self.calendar)
        hidden = found.refusal is not None
        said = [self.check_in(one, row, hidden=hidden) for one in row.check_ins.all()]
        road = draw(
            of=of, found=found, title=row.title, calendar=self.calendar, at=self.asker.at,
            formats=self.formats,
        )  # fmt: skip
        return replace(view, road=road, check_ins=tuple(reversed(said)))

    def _say(self, row: Objective, results: Sequence[ResultView], pace_words: str) -> str:
        if row.state == State.CLOSED and row.score is not None:
            score = self.formats.number(value=row.score, digits=1)
            return _("%(title)s: scored %(score)s.") % {"title": row.title, "score": score}
        if not results:
            return _("%(title)s: nothing to measure it by yet.") % {"title": row.title}
        return _("%(title)s: %(of)s, %(pace)s.") % {
            "title": row.title,
            "of": self._of(results),
            "pace": pace_words,
        }

    def _of(self, results: Sequence[ResultView]) -> str:
        if len(results) == 1:
            return results[0].of
        if not results:
            return ""
        reached = sum(one.pace == Pace.REACHED for one in results)
        return ngettext(
            "%(reached)d of %(count)d key result reached",
            "%(reached)d of %(count)d key results reached",
            len(results),
        ) % {"reached": reached, "count": len(results)}

    def _say_pace(self, row: Objective, whole: Whole) -> str:
        if self.phase(row) not in states.UNDER_WAY:
            return str(saying.PHASES[self.phase(row)])
        return saying.say_pace(
            pace=whole.pace, since=whole.since, today=self.today, formats=self.formats
        )

    def _pace_of(self, found: Measured) -> str:
        return saying.say_pace(
            pace=found.pace, since=found.since, today=self.today, formats=self.formats
        )

    def _of_result(self, row: KeyResult, found: Measured) -> str:
        if row.kind == Kind.MILESTONE:
            return _("done") if found.pace is Pace.REACHED else _("not done yet")
        return saying.say_of(now=found.value, way=way_of(row), unit=row.unit, formats=self.formats)

    def _projection(self, row: KeyResult, found: Measured) -> str:
        if found.projection is None:
            return ""
        return saying.say_projection(
            found=found.projection, way=way_of(row), unit=row.unit, formats=self.formats
        )

    def _write(self, value: Decimal | None, row: KeyResult) -> str:
        if row.kind == Kind.MILESTONE:
            return _("done") if value is not None and value >= 1 else _("not done yet")
        return saying.write(value=value, unit=row.unit, formats=self.formats)


def sum_up(*, measured: Sequence[Measured]) -> Whole:
    """Return what key results come to together: the mean of their shares, each at least 0, at most 1.

    The pace follows from the two means by the same rule; "since" is the earliest day since which
    one of those that are not well has been so. What is hidden or not known is left out.
    """
    seen = [one for one in measured if one.refusal is None]
    known = [one for one in seen if one.done is not None and one.pace is not Pace.NOT_BEGUN]
    done = pace.mean_of([pace.clamped(one.done) for one in known if one.done is not None])
    expected = pace.mean_of([one.expected for one in known]) or Decimal(0)
    now = pace.pace_of(done=done, expected=expected)
    if not known and any(one.pace is Pace.NOT_BEGUN for one in seen):
        now = Pace.NOT_BEGUN
    if len(known) == 1:
        now = known[0].pace
    days = [one.since for one in known if one.since is not None and one.pace is now]
    hidden = len(measured) - len(seen)
    return Whole(done, expected, now, min(days, default=None), hidden)


def _as_kept(row: KeyResult, found: Measured) -> Measured:
    """What was scored stays as it was then, whatever comes later: against the whole way."""
    if row.score is None or found.refusal is not None:
        return found
    way, done = way_of(row), None
    if row.final is not None:
        done = pace.share_done(start=way.start, target=way.target, now=row.final)
    now = pace.pace_of(done=done, expected=Decimal(1))
    return replace(
        found,
        value=row.final,
        done=done,
        expected=Decimal(1),
        pace=now,
        since=None,
        projection=None,
    )


def period_of(row: Objective) -> Period:
    """Return an objective's period."""
    return Period(row.starts_on, row.ends_on, Length(row.length))


def way_of(row: KeyResult) -> Way:
    """Return a key result's way from start to target."""
    start = Decimal(0) if row.start is None else row.start
    target = Decimal(1) if row.target is None else row.target
    return Way(start, target, row.due_on)


def _reading(row: KeyResult) -> str:
    if row.kind == Kind.MANUAL:
        return _("typed in check-ins")
    if row.kind == Kind.MILESTONE:
        return _("done or not done")
    return reading.say(reading=reading.Reading(reading.Over(row.over), row.count))


def _explored(row: KeyResult) -> str:
    return urlencode({"kind": "metric", "name": row.metric}) if row.metric else ""


def _percent(share: Decimal | None) -> str:
    return f"{float(pace.clamped(share or Decimal(0))) * 100:.1f}"
