"""The shapes that the templates of alerts receive."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.ui.charts import Chart


@dataclass(frozen=True)
class Mood:
    """What an alert or an incident is up to: a word, and how it is to look.

    tone  "" (calm), "good", "warn", "bad"
    """

    word: str
    tone: str = ""


@dataclass(frozen=True)
class AlertLine:
    """One alert in the list. `incident`: the one that is open, by its id, and who has it."""

    id: int
    title: str
    says: str
    mood: Mood
    fired_at: datetime | None = None
    incident: int | None = None
    holder: str = ""
    sentence: str = ""


@dataclass(frozen=True)
class AlertsPage:
    """The list: what waits for somebody first. `started`: whether there is anything to watch."""

    waiting: tuple[AlertLine, ...]
    others: tuple[AlertLine, ...]
    started: bool


@dataclass(frozen=True)
class Firing:
    """One time that it would have fired, or did."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Past:
    """How often an alert would have fired.

    sentence  "4 times in the last 90 days, the last on Tuesday."
    warning   what is wrong with it: too often, never; with what to do
    chart     the number, with what would have fired marked; None where it cannot be shown
    withheld  why there is nothing to say, and `next_step` what to do
    """

    sentence: str = ""
    warning: str = ""
    next_step: str = ""
    firings: tuple[Firing, ...] = ()
    chart: Chart | None = None
    withheld: str = ""
    unit: str = ""


@dataclass(frozen=True)
class HistoryLine:
    """One line of a history: when, who, what, and in whose words."""

    at: datetime
    says: str
    note: str = ""


@dataclass(frozen=True)
class IncidentLine:
    """An incident in a list. `began` and `over` name periods, in words."""

    id: int
    sentence: str
    mood: Mood
    began: str
    over: str
    holder: str = ""


@dataclass(frozen=True)
class AlertPage:
    """One alert."""

    id: int
    title: str
    about: str
    says: str
    watched: str
    query: str
    mood: Mood
    owner: str
    listeners: tuple[str, ...]
    quiet: str
    urgent: bool
    looked_at: datetime | None
    next_at: datetime | None
    problem: str
    problem_since: datetime | None
    paused: bool
    may_change: bool
    past: Past
    incidents: tuple[IncidentLine, ...]
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class IncidentPage:
    """One incident: the sentence first. `mine`: the viewer has it."""

    id: int
    alert_id: int
    alert_title: str
    sentence: str
    mood: Mood
    about: str
    detail: str
    holder: str
    taken_at: datetime | None
    mine: bool
    is_open: bool
    began: str
    noticed_at: datetime
    over: str
    closed_at: datetime | None
    put_off_until: datetime | None
    query: str
    past: Past
    history: tuple[HistoryLine, ...]


@dataclass(frozen=True)
class Choice:
    """Something that can be chosen, and whether it is."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class ChoiceGroup:
    """Choices under a heading."""

    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class BuilderView:
    """What the page for making an alert shows beside its form.

    watched     what is watched, in words; "" where nothing was chosen yet
    unit        of the number: "%" where the form takes per cent
    to_watch    what can be chosen without Explore
    splits      what it can be broken down by
    lay         between what it lay lately, in words
    """

    query: str
    watched: str
    unit: str
    to_watch: tuple[ChoiceGroup, ...]
    splits: tuple[Choice, ...]
    lay: str = ""
    key_result: int | None = None
    withheld: str = ""
    next_step: str = ""
