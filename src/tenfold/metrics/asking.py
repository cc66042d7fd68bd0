"""A question as it comes through a door: texts of an address or a command line."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.definitions import Definition, narrowed
from tenfold.metrics.expression import parse
from tenfold.metrics.questions import Compare, InvalidQuestion, Question, Used
from tenfold.metrics.resolving import resolve
from tenfold.people.queries import CompanyView
from tenfold.people.rules import require_timezone


def calendar_of(*, company: CompanyView, timezone: str | None = None) -> Calendar:
    """Return how the company reckons, in another time zone where one is given (None, "": its own).

    Raises `UnknownTimezone`.
    """
    if timezone:
        require_timezone(timezone=timezone)
    return Calendar(
        timezone=timezone or company.timezone,
        week_starts=company.week_starts,
        currency=company.currency,
    )


def make_question(
    *,
    definition: Definition,
    calendar: Calendar,
    by: str | None = None,
    start: str | None = None,
    end: str | None = None,
    breakdown: Sequence[str] | None = None,
    where: str | None = None,
    compare: str | None = None,
    top: int = 10,
    internal: bool = False,
    uses: Sequence[Used] = (),
) -> Question:
    """Return the question that these texts ask; None or "" says nothing.

    `uses` are the metrics that the definition was made with; those that it names itself are added.
    Raises `InvalidQuestion` and `InvalidExpression`, naming the field, and `UnknownMetric`.
    """
    resolved = resolve(definition)
    definition = resolved.definition
    if where:
        definition = narrowed(definition, where=(parse(text=where),))
    return Question(
        definition=definition,
        grain=_choose(Grain, by, field="by"),
        start=read_time(text=start, calendar=calendar, field="from") if start else None,
        end=read_time(text=end, calendar=calendar, field="to") if end else None,
        breakdown=tuple(name for name in breakdown or () if name),
        top=top,
        compare=_choose(Compare, compare, field="compare"),
        internal=internal,
        uses=(*uses, *resolved.uses),
    )


def read_time(*, text: str, calendar: Calendar, field: str) -> datetime:
    """Return the instant that a text means.

    A date is its first moment and a time without an offset is on the wall, both in the calendar's
    zone; RFC 3339 with an offset is what it says. Raises `InvalidQuestion`.
    """
    try:
        if len(text) == 10:
            return calendar.instant_of_day(day=date.fromisoformat(text))
        at = datetime.fromisoformat(text)
        return calendar.instant_of(local=at) if at.tzinfo is None else at
    except (ValueError, OverflowError) as error:
        raise InvalidQuestion(
            _("“%(text)s” is no date and no time.") % {"text": text[:40]},
            next_step=_("Write 2026-11-23, or 2026-11-23T14:00:00+01:00."),
            field=field,
        ) from error


def _choose(choices: type[StrEnum], text: str | None, *, field: str) -> Any:
    if not text:
        return None
    try:
        return choices(text)
    except ValueError as error:
        raise InvalidQuestion(
            _("“%(text)s” is not one of: %(choices)s.")
            % {"text": text[:40], "choices": ", ".join(choices)},
            field=field,
        ) from error
