"""Boards to begin with: declared as values, filled from what a company has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tenfold.techniques.dashboards.rules.boards.grid import Place, find_room
from tenfold.techniques.dashboards.rules.boards.kinds import Size, first_size
from tenfold.techniques.dashboards.rules.boards.roles import (
    Known,
    KnownEvent,
    find_event,
    find_metric,
    find_property,
)
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile, make_tile
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch

_MARK = "@"


@dataclass(frozen=True, kw_only=True)
class TemplateTile:
    """A tile that a template would have.

    title    what it is called; `send` says what to send where the company has nothing for it
    asks     a draft; "@order" in it stands for the event that is an order, "@order.country" for that
             event's country
    valued   roles whose events must have a value
    metric   the role of a number that stands in for all of that, where the company has defined it
    steps    roles that become the steps of a way; those that there are not are left out
    """

    kind: str
    title: Any
    send: Any
    asks: Mapping[str, Any] = field(default_factory=dict)
    valued: tuple[str, ...] = ()
    metric: str = ""
    steps: tuple[str, ...] = ()
    size: Size | None = None


@dataclass(frozen=True, kw_only=True)
class Template:
    """A board for a company of a kind."""

    name: str
    title: Any
    about: Any
    tiles: tuple[TemplateTile, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """A tile that is left out, and what would fill it."""

    title: str
    send: str


@dataclass(frozen=True, slots=True)
class Filled:
    """A template for one company: tiles with a place each, and what is left out."""

    tiles: tuple[NewTile, ...]
    missing: tuple[Missing, ...]


def fill(*, template: Template, known: Known) -> Filled:
    """Return the tiles that a company has data for, in the first free places, and what is missing."""
    tiles: list[NewTile] = []
    missing: list[Missing] = []
    places: dict[int, Place] = {}
    for one in template.tiles:
        draft = draft_of(tile=one, known=known)
        if draft is None:
            missing.append(Missing(str(one.title), str(one.send)))
            continue
        size = one.size or first_size(kind=one.kind)
        room = find_room(places=places, width=size.width, height=size.height)
        places[len(tiles)] = room
        place = (room.x, room.y, room.width, room.height)
        tiles.append(make_tile(draft=draft, kind=one.kind, title=str(one.title), place=place))
    return Filled(tuple(tiles), tuple(missing))


def draft_of(*, tile: TemplateTile, known: Known) -> Branch | None:
    """Return what a template's tile asks of this company; None where it has nothing for it."""
    metric = find_metric(known=known, role=tile.metric) if tile.metric else None
    if metric is not None:
        kept = {name: str(text) for name, text in tile.asks.items() if name in _ASKED}
        return {"kind": "metric", "name": metric, **kept}
    if any(not _is_valued(known, role) for role in tile.valued):
        return None
    steps = [find_event(known=known, role=role) for role in tile.steps]
    found = list(dict.fromkeys(one.name for one in steps if one is not None))
    if tile.steps and len(found) < 2:
        return None
    filled = _fill(dict(tile.asks), known)
    if filled is None:
        return None
    return {**filled, "steps": [{"event": name} for name in found]} if found else filled


_ASKED = ("range", "by", "compare")


def _is_valued(known: Known, role: str) -> bool:
    event = find_event(known=known, role=role)
    return event is not None and event.valued


def _fill(node: Mapping[str, Any], known: Known) -> Branch | None:
    """Return the draft with what the marks stand for; None where one of them stands for nothing."""
    made: Branch = {}
    for name, said in node.items():
        part = _fill_part(said, known)
        if part is None:
            return None
        made[name] = part
    return made


def _fill_part(said: Any, known: Known) -> "str | list[Branch] | Branch | None":
    if isinstance(said, Mapping):
        return _fill(said, known)
    if isinstance(said, Sequence) and not isinstance(said, str):
        parts = [_fill(one, known) for one in said]
        return None if any(one is None for one in parts) else [one for one in parts if one]
    text = str(said)
    return _stand_in(text.removeprefix(_MARK), known) if text.startswith(_MARK) else text


def _stand_in(mark: str, known: Known) -> str | None:
    role, _dot, of = mark.partition(".")
    event: KnownEvent | None = find_event(known=known, role=role)
    if event is None:
        return None
    return find_property(event=event, role=of) if of else event.name
