"""The shapes that the templates of the page “Explore” receive."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tenfold.techniques.dashboards.queries.views import Fact
from tenfold.ui.words import Change


def id_of(name: str) -> str:
    """Return the id of a field, by which the cursor finds it again."""
    return f"x-{name.replace('.', '-').replace(' ', '-')}"


@dataclass(frozen=True)
class Option:
    """One of the values of a list."""

    value: str
    label: str
    chosen: bool = False


@dataclass(frozen=True)
class OptionGroup:
    """Values under a heading; "": under none."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Control:
    """A field. `quiet`: its label is for those who do not see what stands around it."""

    template: ClassVar[str]
    name: str
    label: str
    value: str = ""
    quiet: bool = False
    autofocus: bool = False

    @property
    def id(self) -> str:
        """The id of the field."""
        return id_of(self.name)


@dataclass(frozen=True)
class Select(Control):
    """A list to choose from."""

    template = "dashboards/explore/select.html"
    groups: tuple[OptionGroup, ...] = ()


@dataclass(frozen=True)
class Line(Control):
    """Something to type, with suggestions; `lines`: one a line."""

    template = "dashboards/explore/line.html"
    type: str = "text"
    suggestions: tuple[str, ...] = ()
    lines: bool = False
    hint: str = ""

    @property
    def list_id(self) -> str:
        """The id of the list of suggestions; "" where there are none."""
        return f"{self.id}-list" if self.suggestions and not self.lines else ""


@dataclass(frozen=True)
class EventPick(Control):
    """An event name, chosen from the list of all. `none` is what "" means here."""

    template = "dashboards/explore/event_pick.html"
    text: str = ""
    note: str = ""
    none: str = ""
    any_value: str = ""


@dataclass(frozen=True)
class Written(Control):
    """A part that was written elsewhere and has no fields here."""

    template = "dashboards/explore/written.html"


@dataclass(frozen=True)
class Hidden(Control):
    """A part of the draft that needs no field."""

    template = "dashboards/explore/hidden.html"


@dataclass(frozen=True)
class Button:
    """What can be done with a part. `do` says it as `rules.exploring.edits` understands it."""

    do: str
    label: str
    title: str = ""
    icon: bool = False
    autofocus: bool = False
    disabled: bool = False

    @property
    def id(self) -> str:
        """The id of the button."""
        return id_of(self.do)


@dataclass(frozen=True)
class Row:
    """Fields beside each other. `word` stands before them: "or"."""

    controls: tuple[Control, ...]
    buttons: tuple[Button, ...] = ()
    word: str = ""


@dataclass(frozen=True)
class Block:
    """Rows under a title, blocks within, and what can be added."""

    title: str
    rows: tuple[Row, ...] = ()
    blocks: tuple["Block", ...] = ()
    buttons: tuple[Button, ...] = ()
    heads: tuple[Button, ...] = ()
    inner: bool = False


@dataclass(frozen=True)
class KindChoice:
    """One kind of number, in plain words."""

    do: str
    label: str
    asks: str
    chosen: bool


@dataclass(frozen=True)
class KindGroup:
    """Kinds that belong together."""

    label: str
    kinds: tuple[KindChoice, ...]


@dataclass(frozen=True)
class EventChoice:
    """An event name in the list of all."""

    name: str
    label: str
    volume: str
    also: str = ""


@dataclass(frozen=True)
class Start:
    """A question to begin with."""

    title: str
    why: str
    query: str


@dataclass(frozen=True)
class Builder:
    """The left side: what to look at. `query` is the address that says the same."""

    query: str
    kind: str
    kind_label: str
    kind_asks: str
    kinds: tuple[KindGroup, ...]
    blocks: tuple[Block, ...]
    lost: str = ""
    problem: str = ""
    problem_next: str = ""
    kept: tuple[tuple[str, str], ...] = ()
    kind_is_hidden: bool = True


@dataclass(frozen=True)
class ExploreView:
    """The page. `steps_url`: where to begin while there are no events; else ""."""

    builder: Builder
    events: tuple[EventChoice, ...]
    starts: tuple[Start, ...]
    page: str
    version: int
    changed_at: datetime | None
    empty: bool
    as_of: str


@dataclass(frozen=True)
class Figure:
    """What is drawn. `tag` names the way: chart, bars, map, funnel, gauge, table, text …"""

    tag: str
    of: object

    @property
    def template(self) -> str:
        """The template that draws it."""
        return f"dashboards/explore/figure/{self.tag}.html"


@dataclass(frozen=True)
class Save:
    """What saving needs to know. `name` is set where a number is being changed."""

    name: str
    title: str
    asks: str
    better: str
    headline: int | None
    version: int


@dataclass(frozen=True)
class AnswerView:
    """The right side. Where `withheld` or `next_step` is set there is no number.

    say      the answer as a sentence; `change` how it differs from the time before
    sure     between what the number very likely lies, out of how many
    live     whether it asks again by itself when something new has come
    tile_url where the tile of a board is changed that it is asked for; "": for none
    """

    title: str
    over: str
    query: str
    say: str = ""
    value: str = ""
    change: Change | None = None
    sure: str = ""
    figures: tuple[Figure, ...] = ()
    views: tuple[Option, ...] = ()
    lineage: tuple[Fact, ...] = ()
    query_text: str = ""
    parameters: str = ""
    fresh_at: datetime | None = None
    live: bool = False
    may_save: bool = False
    saved: Save | None = None
    behind: str = ""
    csv_url: str = ""
    withheld: str = ""
    next_step: str = ""
    unfinished: bool = False
    is_group: bool = False
    empty: str = ""
    spec: str = ""
    tile_url: str = ""


@dataclass(frozen=True)
class PersonLine:
    """One person behind a number."""

    person: str
    events: str
    last_at: datetime
    url: str = ""


@dataclass(frozen=True)
class BehindView:
    """Who is behind a point. `withheld` says why nobody is named."""

    title: str
    part: str
    query: str
    total: str = ""
    persons: tuple[PersonLine, ...] = ()
    more: str = ""
    may_group: bool = False
    back: str = ""
    withheld: str = ""
    next_step: str = ""
