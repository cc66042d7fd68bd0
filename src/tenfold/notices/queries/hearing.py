"""How somebody wants to be told."""

from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext as _

from tenfold.notices import hearers
from tenfold.notices.kinds import KIND_TITLES
from tenfold.notices.models import Hearing, Unwanted
from tenfold.notices.queries.ways import list_ways_of
from tenfold.notices.rules.hearers import MOST_MAILS_A_DAY


@dataclass(frozen=True, slots=True)
class Cell:
    """Whether a kind is heard by a way. `name` is that of the box that says so."""

    name: str
    says: str
    kind: str
    by: str
    way_id: int | None
    wanted: bool


@dataclass(frozen=True, slots=True)
class KindRow:
    """A kind, and by which ways it is heard."""

    title: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class HearingView:
    """How somebody wants to be told; as everybody is, where they have chosen nothing."""

    timezone: str
    quiet_from: time | None
    quiet_until: time | None
    most_a_day: int
    ways: tuple[str, ...]
    kinds: tuple[KindRow, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    by: str
    way_id: int | None
    title: str

    @property
    def key(self) -> str:
        return self.by if self.way_id is None else f"way-{self.way_id}"


def get_hearing(*, account_id: int) -> HearingView:
    """Return how somebody wants to be told."""
    row = Hearing.objects.filter(account_id=account_id).first()
    ways = _ways(account_id)
    return HearingView(
        timezone=row.timezone if row else "",
        quiet_from=row.quiet_from if row else None,
        quiet_until=row.quiet_until if row else None,
        most_a_day=row.most_a_day if row else MOST_MAILS_A_DAY,
        ways=tuple(way.title for way in ways),
        kinds=_kinds(account_id, ways),
    )


def _ways(account_id: int) -> tuple[_Way, ...]:
    house = (
        _Way(hearers.IN_THE_APP, None, _("In Tenfold")),
        _Way(hearers.BY_EMAIL, None, _("By e-mail")),
    )
    own = (_Way("way", way.id, way.name) for way in list_ways_of(account_id=account_id))
    return (*house, *own)


def _kinds(account_id: int, ways: tuple[_Way, ...]) -> tuple[KindRow, ...]:
    rows = Unwanted.objects.filter(account_id=account_id)
    unwanted = {(row.kind, row.by, row.way_id) for row in rows}
    return tuple(
        KindRow(
            title=str(title),
            cells=tuple(_cell(str(kind), str(title), way, unwanted) for way in ways),
        )
        for kind, title in KIND_TITLES.items()
    )


def _cell(kind: str, title: str, way: _Way, unwanted: set[tuple[str, str, int | None]]) -> Cell:
    return Cell(
        name=f"hear-{kind}-{way.key}",
        says=f"{title}: {way.title}",
        kind=kind,
        by=way.by,
        way_id=way.way_id,
        wanted=(kind, way.by, way.way_id) not in unwanted,
    )
