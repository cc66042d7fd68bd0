"""An answer as texts for a table on a terminal, in the company's language."""

from itertools import pairwise
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tenfold.metrics.analyses.cohorts import Cohort, Retained
from tenfold.metrics.analyses.lifecycle import Lived
from tenfold.metrics.answers import Answer, Group, Point
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Lifecycle, Retention
from tenfold.metrics.figures import PERSONS, as_json
from tenfold.metrics.questions import Question
from tenfold.metrics.wording import amount
from tenfold.techniques.dashboards.commands.tables import Reader, list_tables
from tenfold.ui.format import Formats

SHOWN = 60
WIDTH = 48


def describe(*, answer: Answer, question: Question) -> dict[str, Any]:
    """Return plain JSON values: headline, sentence, rows with their trend, where it comes from."""
    formats = Formats(language=get_language() or "en", timezone=answer.lineage.timezone)
    reader = Reader(formats, _grain_of_points(question))
    by_group = bool(answer.groups)
    detail = {} if answer.detail is None else answer.detail.to_json()
    rows = _rows(answer, reader)
    return {
        "value": amount(value=answer.value, unit=answer.unit),
        "sentence": answer.sentence,
        "values": _trend(answer.points),
        "first": ", ".join(question.breakdown) if by_group else _("from"),
        "second": _("value"),
        "trends": any(row["values"] for row in rows),
        "rows": rows,
        "tables": list_tables(detail=detail, reader=reader),
        "more": _("The last %(shown)d of %(all)d. --format json gives all of them.")
        % {"shown": SHOWN, "all": len(rows)},
        "note": _note(answer, formats),
    }


def _rows(answer: Answer, reader: Reader) -> list[dict[str, Any]]:
    """A line for each group, else for each cohort or period; lives have a table of their own."""
    if answer.groups:
        return [_group_row(group, answer) for group in answer.groups]
    if isinstance(answer.detail, Retained):
        return [_cohort_row(cohort, reader) for cohort in answer.detail.cohorts]
    if isinstance(answer.detail, Lived):
        return []
    return [_point_row(point, answer, reader) for point in answer.points]


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
    return ", ".join(_("(without)") if label is None else label for label in group.labels)


def _point_row(point: Point, answer: Answer, reader: Reader) -> dict[str, Any]:
    return {
        "label": reader.period(point.start),
        "value": amount(value=point.value, unit=answer.unit),
        "values": [],
    }


def _cohort_row(cohort: Cohort, reader: Reader) -> dict[str, Any]:
    """How many began, and a bar for the share that came back in each period after."""
    shares: list[float | int | None] = [came / cohort.size for came in cohort.returned[1:]]
    return {
        "label": reader.period(cohort.start),
        "value": amount(value=cohort.size, unit=PERSONS),
        "values": _thinned(shares),
    }


def _grain_of_points(question: Question) -> Grain | None:
    """Cohorts and lives have periods of their own, whatever the question says."""
    definition = question.definition
    return definition.grain if isinstance(definition, Retention | Lifecycle) else question.grain


def _trend(points: tuple[Point, ...]) -> list[float | int | None]:
    """Return at most `WIDTH` values for a line: means of neighbours where there are more."""
    return _thinned([as_json(point.value) for point in points])


def _thinned(values: list[float | int | None]) -> list[float | int | None]:
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
    return " ".join([", ".join(parts) + ".", *lineage.notes])
