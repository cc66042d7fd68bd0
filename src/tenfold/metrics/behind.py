"""Who is behind a number: the persons of one point, step, cohort or edge of an answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.questions import InvalidQuestion


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The part of an answer that somebody points at; None: not told apart by that.

    start    the first instant of a period, or of a cohort
    labels   the values of the breakdown, as the group says them
    other    the group of all other values
    step     of a funnel or a path, from 1
    dropped  of a funnel: who took this step and not the next
    offset   of a cohort: who came back so many periods later; `dropped`: who did not
    status   of a lifecycle: new, returning, resurrecting, dormant
    days     of stickiness: on so many
    source, target  the ends of a path's edge
    """

    start: datetime | None = None
    labels: tuple[str | None, ...] | None = None
    other: bool = False
    step: int | None = None
    dropped: bool = False
    offset: int | None = None
    status: str | None = None
    days: int | None = None
    source: str | None = None
    target: str | None = None


@dataclass(frozen=True, slots=True)
class PersonBehind:
    """One person. `events`: how many of theirs count here; `last_at`: the newest of them."""

    person: str
    events: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Behind:
    """The persons with the most events first, and how many there are in all."""

    persons: tuple[PersonBehind, ...]
    total: int


def gather(*, rows: Sequence[tuple[Any, ...]]) -> Behind:
    """Return who is behind, from rows of person, events, last_at (UTC, naive), total."""
    return Behind(
        persons=tuple(
            PersonBehind(person=row[0], events=int(row[1]), last_at=row[2].replace(tzinfo=UTC))
            for row in rows
        ),
        total=int(rows[0][3]) if rows else 0,
    )


def no_such_part() -> InvalidQuestion:
    """Return the refusal for a selection that the answer does not have."""
    return InvalidQuestion(
        _("The answer has no such part."),
        next_step=_("Ask the question again and choose one of its points."),
    )
