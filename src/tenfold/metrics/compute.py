"""From a question to its numbers: each kind of metric knows how."""

from collections.abc import Sequence

from tenfold.metrics import measured, measured_behind
from tenfold.metrics.access import Access
from tenfold.metrics.analyses import ANALYSTS, formula
from tenfold.metrics.behind import Behind, Selection
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.computed import Computed
from tenfold.metrics.definitions import Formula
from tenfold.metrics.figures import Statistical
from tenfold.metrics.questions import Question


def compute(*, question: Question, calendar: Calendar, access: Access) -> Computed:
    """Return the numbers. Names in the definition are resolved before.

    Raises `MixedCurrencies`, `TooManyPeriods`, `InvalidQuestion`, and what the log refuses.
    """
    if isinstance(question.definition, Statistical):
        return measured.compute(question=question, calendar=calendar, access=access)
    if isinstance(question.definition, Formula):

        def ask(parts: Sequence[Question]) -> list[Computed]:
            return [compute(question=one, calendar=calendar, access=access) for one in parts]

        return formula.assemble(question=question, ask=ask)
    analyst = ANALYSTS[type(question.definition)]
    return analyst.compute(question=question, calendar=calendar, access=access)


def who(
    *,
    question: Question,
    selection: Selection,
    calendar: Calendar,
    access: Access,
    limit: int,
) -> Behind:
    """Return who is behind one part of the answer, the most events first.

    Raises `InvalidQuestion` where the answer has no such part, or nobody can be named for it.
    """
    definition = question.definition
    if isinstance(definition, Formula):
        raise formula.refuse_who()
    analyst = measured_behind if isinstance(definition, Statistical) else ANALYSTS[type(definition)]
    return analyst.who(
        question=question, selection=selection, calendar=calendar, access=access, limit=limit
    )
