"""Facts about boards, of the technique `dashboards`."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class BoardMade(Fact):
    """A board was made. `template` is the name of what it was made from; "" for none."""

    board_id: int
    tiles: int
    template: str = ""


@dataclass(frozen=True, kw_only=True)
class BoardChanged(Fact):
    """A board was renamed, arranged, or one of its tiles changed: `version` counts from 1."""

    board_id: int
    version: int
    what: str


@dataclass(frozen=True, kw_only=True)
class BoardArchived(Fact):
    """A board was put away. Nothing of it is lost."""

    board_id: int


@dataclass(frozen=True, kw_only=True)
class BoardBroughtBack(Fact):
    """A board that was put away is there again."""

    board_id: int
