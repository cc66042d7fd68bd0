"""The shapes that the templates of segments receive."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.techniques.dashboards.rules.segments.rows import Row
from tenfold.ui.charts import Chart


@dataclass(frozen=True)
class SizeView:
    """How many persons; `withheld` says why there is no number to see."""

    text: str = ""
    share: str = ""
    sentence: str = ""
    withheld: str = ""


@dataclass(frozen=True)
class LineView:
    """A segment in the list. `values`: its size at the end of each of the last weeks."""

    name: str
    title: str
    kind: str
    sentence: str
    size: SizeView
    values: tuple[int, ...]


@dataclass(frozen=True)
class StartView:
    """A segment to begin with."""

    name: str
    title: str
    sentence: str


@dataclass(frozen=True)
class ListView:
    """The page of all segments. `as_of`: the moment of the newest event; None: there is none."""

    lines: tuple[LineView, ...]
    starts: tuple[StartView, ...]
    as_of: datetime | None


@dataclass(frozen=True)
class OptionView:
    """One of several to choose from."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class RowView:
    """One condition of the builder, with what there is to choose from; `at` from 0."""

    at: int
    number: int
    row: Row
    alternative: bool
    hows: tuple[OptionView, ...]
    events: tuple[OptionView, ...]
    units: tuple[OptionView, ...]
    properties: tuple[OptionView, ...]
    differences: tuple[OptionView, ...]
    ops: tuple[OptionView, ...]
    segments: tuple[OptionView, ...]
    samples: tuple[str, ...]
    does: bool
    tests: bool
    bare: bool


@dataclass(frozen=True)
class BuilderView:
    """The rows, and how many persons they find."""

    groups: tuple[tuple[RowView, ...], ...]
    size: SizeView
    full: bool
    problem: str = ""


@dataclass(frozen=True)
class PersonView:
    """Somebody in a segment. `url`: their page, "" where there is none to see."""

    person: str
    events: str
    last_at: datetime
    url: str


@dataclass(frozen=True)
class WhoView:
    """Some of the persons of a segment; `more` and `back` are offsets, None at the ends."""

    name: str
    persons: tuple[PersonView, ...]
    total: str
    shown: str
    more: int | None
    back: int | None


@dataclass(frozen=True)
class SegmentPage:
    """The page of one segment. `who` None: the viewer may not see persons."""

    name: str
    title: str
    kind: str
    sentence: str
    size: SizeView
    chart: Chart | None
    by: str
    grains: tuple[OptionView, ...]
    who: WhoView | None
    listed_at: datetime | None
    as_of: datetime | None
    version: int
    versions: tuple[tuple[int, str, datetime], ...]
    clickable: bool
    spec: str
