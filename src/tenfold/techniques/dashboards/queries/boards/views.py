"""The shapes that the templates of boards receive."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tenfold.metrics.answers import Answer
from tenfold.techniques.dashboards.queries.exploring.views import AnswerView, Figure
from tenfold.techniques.dashboards.rules.boards.grid import Place


@dataclass(frozen=True)
class TileView:
    """A tile, drawn.

    over       over what it is: "last 30 days, by day"
    href       where it is looked at more closely; "" where there is nothing more, or not for you
    answer     of a tile that asks something, and may be answered
    figures    what is drawn, with ids of their own on the page
    spark      the number's way to where it is now
    problem    why there is nothing to see, and `next_step` what to do; "" where there is
    hidden     there is an answer, and the viewer may not see it
    own_title  as it was called; `query` what it asks: both "" where they could name a person
    exact      the answer for programs: not written, not rounded
    digest     changes exactly when what is drawn changes
    as_of      the instant for which it is true; None: it is still being asked for the first time
    stale      why there is nothing newer, where what is drawn is an older picture
    face       what it shows, as it was written down once for all who see the same; "": not yet
    """

    id: int
    kind: str
    title: str
    over: str
    href: str
    place: Place
    answer: AnswerView | None = None
    figures: tuple[Figure, ...] = ()
    spark: tuple[Any, ...] = ()
    problem: str = ""
    next_step: str = ""
    hidden: bool = False
    query: str = ""
    own_title: str = ""
    exact: Answer | None = None
    says: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""
    as_of: datetime | None = None
    stale: str = ""
    face: str = ""


@dataclass(frozen=True)
class SavedTile:
    """A tile as it was made, for whoever changes it."""

    id: int
    kind: str
    title: str
    query: str
    says: Mapping[str, Any]


@dataclass(frozen=True)
class BoardHead:
    """A board in the list of all. `made_by` "": the house itself, or somebody who is gone."""

    id: int
    title: str
    about: str
    made_by: str
    changed_at: datetime
    tiles: int
    version: int
    mine: bool
    may_change: bool
    archived: bool


@dataclass(frozen=True)
class BoardView:
    """A board with its tiles, in the order in which they are read.

    removed  a tile that was just taken away and can be put back
    `stream` is where what changes is told ("": it was put away, and stands still), `seen` the mark
    of what is shown.
    """

    head: BoardHead
    tiles: tuple[TileView, ...]
    fresh_at: datetime | None
    as_of: str = ""
    empty: bool = False
    removed: int | None = None
    stream: str = ""
    seen: str = ""


@dataclass(frozen=True)
class BoardsView:
    """The list of boards."""

    boards: tuple[BoardHead, ...]
    archived: tuple[BoardHead, ...]
    empty: bool
