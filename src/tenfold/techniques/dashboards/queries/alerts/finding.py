"""What alerts find when they look: all their questions read together, each answered for itself."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import uuid4

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.asking import calendar_of
from tenfold.people.queries import CompanyView, find_viewer
from tenfold.techniques.dashboards.models import Alert
from tenfold.techniques.dashboards.queries.alerts import paces, watching
from tenfold.techniques.dashboards.queries.alerts.watching import Watch
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.rules.alerts import owning
from tenfold.techniques.dashboards.rules.alerts.conditions import Rule, rule_from_spec
from tenfold.techniques.dashboards.rules.alerts.episodes import Course
from tenfold.techniques.dashboards.rules.alerts.windows import LIVED

log = logging.getLogger(__name__)
T = TypeVar("T")


class CannotLook(Refusal):
    """Something went wrong in Tenfold itself while an alert was looked at."""

    code = "cannot_look"
    status = 500


@dataclass(frozen=True)
class Found:
    """What a look found.

    since, until  which periods were judged: those that begin in [since, until)
    persons       the values may be persons, whom a message does not name
    """

    rule: Rule
    since: datetime
    until: datetime
    courses: Mapping[str, Course]
    labels: Mapping[str, Sequence[str | None]]
    unit: str
    is_money: bool
    persons: bool


def find_all(
    *, rows: Sequence[Alert], company: CompanyView, at: datetime
) -> dict[int, Found | Refusal]:
    """Return by its id what each alert finds, or what it is refused for.

    What goes wrong with one, whatever it is, stands in its place.
    """
    asked = {row.id: _guarded(row, partial(_ask, row, company, at)) for row in rows}
    _read_together([one for one in asked.values() if isinstance(one, _Asked)])
    return {row.id: _guarded(row, partial(_find, row, asked[row.id], company, at)) for row in rows}


@dataclass(frozen=True)
class _Asked:
    """What an alert asks, with its owner's eyes. `watch` None: a key result is watched."""

    rule: Rule
    asker: Asker
    watch: Watch | None


def _guarded(row: Alert, do: Callable[[], T]) -> T | Refusal:
    try:
        return do()
    except Refusal as refusal:
        return refusal
    except Exception:  # whatever is wrong with one alert must not take its neighbours along
        reference = uuid4().hex[:8]
        log.exception("alert %s could not be looked at (%s)", row.id, reference)
        return CannotLook(
            _("Something went wrong in Tenfold itself."),
            next_step=_("The server's log says more under %(reference)s.")
            % {"reference": reference},
        )


def _ask(row: Alert, company: CompanyView, at: datetime) -> _Asked:
    rule = rule_from_spec(row.rule)
    viewer = find_viewer(account_id=row.owner_id)
    if viewer is None:
        raise owning.nobody_looks()
    asker = watching.eyes_of(viewer=viewer, company=company, at=at)
    if row.key_result is not None:
        return _Asked(rule, asker, None)
    watch = watching.make_watch(
        query=row.query, rule=rule, asker=asker, periods=LIVED[rule.grain], reach=_reach(row)
    )
    return _Asked(rule, asker, watch)


def _reach(row: Alert) -> datetime | None:
    """Return when the oldest incident began that is not over yet."""
    open_ones = row.incidents.filter(closed_at__isnull=True, version=row.version)
    return open_ones.order_by("began_at").values_list("began_at", flat=True).first()


def _read_together(asked: Sequence[_Asked]) -> None:
    """Have all that is asked read from the log at once; each owner is answered from that."""
    questions = [one.watch.question for one in asked if one.watch is not None]
    if not questions:
        return
    try:
        asked[0].asker.prepare(questions)
    except Exception:  # a question that breaks the read of all is found when each is asked
        log.exception("alerts could not be read together")


def _find(row: Alert, asked: "_Asked | Refusal", company: CompanyView, at: datetime) -> Found:
    if isinstance(asked, Refusal):
        raise asked
    if asked.watch is None:
        return _find_pace(row, asked.rule, company, at)
    watch = asked.watch
    seen = watching.look(watch=watch, answer=asked.asker.ask(watch.question))
    return Found(
        rule=watch.rule,
        since=watch.window.judged_from,
        until=watch.window.end,
        courses={value: one.course for value, one in seen.judged.items()},
        labels=seen.labels,
        unit=seen.unit,
        is_money=seen.is_money,
        persons=watch.names_persons,
    )


def _find_pace(row: Alert, rule: Rule, company: CompanyView, at: datetime) -> Found:
    run = paces.run_pace(
        result_id=row.key_result or 0, rule=rule, calendar=calendar_of(company=company), at=at
    )
    return Found(
        rule=rule,
        since=run.since,
        until=run.until,
        courses={"": run.course},
        labels={"": ()},
        unit="",
        is_money=False,
        persons=False,
    )
