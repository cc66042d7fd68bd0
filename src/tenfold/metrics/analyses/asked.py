"""What a question and a selection ask for, in the words of plans."""

from tenfold.metrics.access import Access
from tenfold.metrics.behind import Selection, no_such_part
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.questions import Question
from tenfold.metrics.sql.activity import GroupChosen


def currency_of(*, calendar: Calendar, access: Access) -> str | None:
    """Return what values that say no currency are in; None where nothing says one."""
    said = access.reading().currencies.values()
    return calendar.currency if any(one - {None} for one in said) else None


def group_of(*, question: Question, selection: Selection) -> GroupChosen:
    """Return the group that a selection means. Raises `InvalidQuestion` where there is none."""
    labels = None if selection.other else selection.labels
    if (selection.other or labels is not None) and not question.breakdown:
        raise no_such_part()
    if labels is not None and len(labels) != len(question.breakdown):
        raise no_such_part()
    return GroupChosen(labels=labels, other=selection.other)
