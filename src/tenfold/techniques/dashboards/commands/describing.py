"""An answer as texts for a table on a terminal, in the company's language."""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tenfold.metrics.answers import Answer, Group, Point
from tenfold.metrics.calendar import Grain
from tenfold.metrics.figures import as_json
from tenfold.metrics.questions import Question
from tenfold.metrics.wording import amount
from tenfold.ui.format import Formats

SHOWN = 60
WIDTH = 48


def describe(*, answer: Answer, question: Question) -> dict[str, Any]:
    """Return plain JSON values: headline, sentence, rows with their trend, where it comes from."""
    formats = Formats(language=get_language() or "en", timezone=answer.lineage.timezone)
    by_group = bool(answer.groups)
    rows = (
        [_group_row(group, answer) for group in answer.groups]
        if by_group
        else [_point_row(point, answer, question, formats) for point in answer.points]
    )
    return {
        "value": amount(value=answer.value, unit=answer.unit),
        "sentence": answer.sentence,
        "values": _trend(answer.points),
        "first": question.breakdown if by_group else _("from"),
        "second": _("value"),
        "trends": by_group and bool(answer.points),
        "rows": rows,
        "more": _("The last %(shown)d of %(all)d. --format json gives all of them.")
        % {"shown": SHOWN, "all": len(rows)},
        "note": _note(answer, formats),
    }


def _group_row(group: Group, answer: Answer) -> dict[str, Any]:
    return {
        "label": label_of(group=group),
        "value": amount(value=group.value, unit=group.unit or answer.unit),
        "values": _trend(group.points),
    }


def label_of(*, group: Group) -> str:
    """Return what a group is called."""
    if group.other:
        return _("all others")
    return _("(without)") if group.label is None else group.label


def _point_row(
    point: Point, answer: Answer, question: Question, formats: Formats
) -> dict[str, Any]:
    return {
        "label": _period(point.start, question.grain, formats),
        "value": amount(value=point.value, unit=answer.unit),
        "values": [],
    }


def _period(start: datetime, grain: Grain | None, formats: Formats) -> str:
    if grain in (Grain.MINUTE, Grain.HOUR):
        return formats.moment(at=start)
    if grain is Grain.YEAR:
        return str(start.year)
    if grain is Grain.MONTH:
        return formats.skeleton(on=start.date(), pattern="yMMM")
    return formats.day(on=start.date())


def _trend(points: tuple[Point, ...]) -> list[float | int | None]:
    """Return at most `WIDTH` values for a line: means of neighbours where there are more."""
    values = [as_json(point.value) for point in points]
    if len(values) <= WIDTH:
        return values
    edges = [position * len(values) // WIDTH for position in range(WIDTH + 1)]
    return [_mean(values[since:until]) for since, until in pairwise(edges)]


def _mean(values: list[float | int | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) / len(known) if known else None


def _note(answer: Answer, formats: Formats) -> str:
    lineage = answer.lineage
    parts = [
        ngettext("From %(number)s event", "From %(number)s events", lineage.events)
        % {"number": formats.number(value=lineage.events)}
    ]
    if lineage.left_out:
        parts.append(
            ngettext(
                "%(number)s of them left out: no number",
                "%(number)s of them left out: no numbers",
                lineage.left_out,
            )
            % {"number": formats.number(value=lineage.left_out)}
        )
    newest = answer.freshness.newest_event_at
    if newest is not None:
        parts.append(_("newest event %(moment)s") % {"moment": formats.moment(at=newest)})
    parts.append(lineage.timezone)
    return ", ".join(parts) + "."
