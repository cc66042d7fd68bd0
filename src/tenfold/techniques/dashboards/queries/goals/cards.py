"""The goals of this quarter, as the home page shows them: a title, a bar, a word."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from tenfold.techniques.dashboards.models import Objective
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals.rows import objectives
from tenfold.techniques.dashboards.queries.goals.saying import say_left
from tenfold.techniques.dashboards.queries.goals.viewing import Viewing
from tenfold.techniques.dashboards.rules.goals.periods import Length, period_of
from tenfold.techniques.dashboards.rules.goals.states import State

MOST = 6


@dataclass(frozen=True)
class GoalCard:
    """One goal on the home page.

    of         now and target in words: "31.4 of 40 %"; "hidden" where the viewer may not see it
    done       the share of the way that is gone, in [0, 1]; None: not known, or hidden
    expected   the share that is expected by now, in [0, 1]
    width      the same two in per cent, for the bar (`dashboards/goals/bar.html`), and `mark`
    pace       its stable name (`rules.goals.pace.Pace`); `say_pace` in words: "off track since Tuesday"
    tone       good, warn, bad or ""
    """

    id: int
    title: str
    url: str
    of: str
    done: float | None
    expected: float
    width: str
    mark: str
    pace: str
    say_pace: str
    tone: str


def list_cards(*, asker: Asker) -> tuple[GoalCard, ...]:
    """Return the goals that are under way, those of the shortest period first, at most six."""
    rows = sorted(_under_way(asker), key=lambda row: (row.ends_on - row.starts_on, row.id))
    return _cards(rows[:MOST], asker)


def list_serving(*, asker: Asker) -> tuple[GoalCard, ...]:
    """Return the goals under way that serve the purpose by themselves, the longest period first.

    Those that stand under one of these serve it through them, and are not listed.
    """
    rows = sorted(
        _under_way(asker).filter(serves_purpose=True),
        key=lambda row: (row.starts_on - row.ends_on, row.id),
    )
    return _cards(rows, asker)


def say_time_left(*, asker: Asker) -> str:
    """Return how much of the quarter is left: "5 weeks left"."""
    today = asker.calendar.to_local(at=asker.at).date()
    return say_left(period=period_of(length=Length.QUARTER, on=today), today=today)


def _under_way(asker: Asker) -> QuerySet[Objective]:
    today = asker.calendar.to_local(at=asker.at).date()
    return objectives().filter(
        state=State.ADOPTED,
        archived_at__isnull=True,
        starts_on__lte=today,
        ends_on__gte=today,
    )


def _cards(rows: Sequence[Objective], asker: Asker) -> tuple[GoalCard, ...]:
    viewing = Viewing(rows=rows, asker=asker)
    return tuple(_card(viewing, row) for row in viewing.rows)


def _card(viewing: Viewing, row: Objective) -> GoalCard:
    goal = viewing.objective(row)
    whole = viewing.whole(row)
    return GoalCard(
        id=goal.id,
        title=goal.title,
        url=reverse("dashboards:goal", args=[goal.id]),
        of=goal.of,
        done=None if whole.done is None else float(whole.done),
        expected=float(whole.expected),
        width=goal.width,
        mark=goal.mark,
        pace=goal.pace,
        say_pace=goal.say_pace,
        tone=goal.tone,
    )
