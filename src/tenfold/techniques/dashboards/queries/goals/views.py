"""The shapes that the pages of goals receive."""

from dataclasses import dataclass
from datetime import date, datetime

from tenfold.techniques.dashboards.rules.goals.drawing import Road


@dataclass(frozen=True)
class CheckInView:
    """What somebody said about a key result. `value` is written out; "": hidden, or there is none."""

    by: str
    at: datetime
    value: str
    confidence: str
    tone: str
    note: str


@dataclass(frozen=True)
class RoadView:
    """The picture of a key result, and the same as rows of a table: day, number, expected."""

    road: Road
    title: str
    high: str
    low: str
    first: str
    last: str
    target: str
    expected_by: str
    rows: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class ResultView:
    """A key result as it stands.

    of         "31.4 of 40 %"
    width      how much of the bar is full, and where the mark of what is expected is, in per cent
    pace       its stable name; `say_pace` in words, `tone` good, warn, bad or ""
    withheld   why there is no number to see, and `instead` the word in its place
    metric     the name of the company's number; "": typed by hand, or a milestone
    """

    id: int
    title: str
    kind: str
    of: str
    now: str
    start: str
    target: str
    width: str
    mark: str
    pace: str
    say_pace: str
    tone: str
    due_on: date
    reading: str = ""
    projection: str = ""
    expected_by: str = ""
    metric: str = ""
    metric_title: str = ""
    metric_query: str = ""
    newer: bool = False
    withheld: str = ""
    instead: str = ""
    score: str = ""
    check_ins: tuple[CheckInView, ...] = ()
    road: RoadView | None = None

    @property
    def remove_id(self) -> str:
        """What the question whether it is to be taken away is called on the page."""
        return f"remove-{self.id}"


@dataclass(frozen=True)
class ObjectiveView:
    """An objective, its key results, and where it stands among others.

    say       the sentence that comes first
    depth     how many objectives it stands under, of those that are shown
    bar       whether there is a bar to draw: some key result may be seen
    """

    id: int
    title: str
    say: str
    about: str
    period: str
    period_key: str
    left: str
    owner: str
    team: str
    phase: str
    say_phase: str
    of: str
    bar: bool
    width: str
    mark: str
    pace: str
    say_pace: str
    tone: str
    results: tuple[ResultView, ...]
    serves_purpose: bool
    serves: str
    version: int
    depth: int = 0
    score: str = ""
    learned: str = ""
    reason: str = ""
    proposed_by: str = ""
    hidden: int = 0
    may_decide: bool = False
    may_change: bool = False
    may_check_in: bool = False


@dataclass(frozen=True)
class Link:
    """An objective elsewhere: above, below, before or after this one."""

    id: int
    title: str
    period: str
    note: str = ""


@dataclass(frozen=True)
class Choice:
    """One of several to choose. `query` is the address's query string that chooses it."""

    value: str
    label: str
    query: str = ""
    chosen: bool = False
