"""What the home page is made of."""

from dataclasses import dataclass

from tenfold.techniques.dashboards.queries.goals.cards import GoalCard
from tenfold.techniques.dashboards.queries.needs import Need
from tenfold.techniques.dashboards.queries.views import (
    FirstSteps,
    Headline,
    Lately,
    Movement,
    TileView,
)


@dataclass(frozen=True)
class GoalsNow:
    """The goals that are under way, and how much of the quarter is left."""

    cards: tuple[GoalCard, ...]
    left: str


@dataclass(frozen=True)
class Waiting:
    """What waits for somebody: the first of it, and how much more there is."""

    needs: tuple[Need, ...]
    count: int

    @property
    def more(self) -> int:
        """How much is not shown."""
        return self.count - len(self.needs)


@dataclass(frozen=True)
class HomeView:
    """The home page. `steps` is set, and only then, while the log is empty.

    as_of  the day of the newest event, set where it is so old that "this week" would be empty:
           the page then shows the weeks up to it
    """

    purpose: str
    purpose_url: str
    lately: Lately
    headlines: tuple[Headline, ...]
    movement: Movement | None
    tiles: tuple[TileView, ...]
    goals: GoalsNow | None = None
    waiting: Waiting | None = None
    steps: FirstSteps | None = None
    as_of: str = ""
