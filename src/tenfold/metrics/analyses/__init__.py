"""The kinds that follow persons from event to event, and those made of other numbers.

One module a kind: it makes the kind's plan, has `metrics.sql` render it, reads once, and shapes
what comes back. To add one: its module here, its SQL in `metrics/sql/`, its line in `ANALYSTS`.
"""

from typing import Any, Protocol

from tenfold.metrics.access import Access
from tenfold.metrics.analyses import (
    conversion,
    lifecycle,
    paths,
    retention,
    rolling,
    stickiness,
)
from tenfold.metrics.behind import Behind, Selection
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import (
    Conversion,
    Lifecycle,
    Paths,
    Retention,
    Rolling,
    Stickiness,
)
from tenfold.metrics.questions import Question


class Analyst(Protocol):
    """What a module of this folder offers."""

    def compute(self, *, question: Question, calendar: Calendar, access: Access) -> Computed:
        """Return the numbers of a question of this kind."""

    def who(
        self,
        *,
        question: Question,
        selection: Selection,
        calendar: Calendar,
        access: Access,
        limit: int,
    ) -> Behind:
        """Return who is behind one part of the answer."""


ANALYSTS: dict[type[Any], Analyst] = {
    Conversion: conversion,
    Paths: paths,
    Retention: retention,
    Stickiness: stickiness,
    Lifecycle: lifecycle,
    Rolling: rolling,
}
