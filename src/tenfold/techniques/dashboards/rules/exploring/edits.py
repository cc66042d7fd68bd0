"""What the buttons of the page do to a draft: "add where", "remove steps.2", "set kind sum".

An edit returns a new draft. The name of the part that it is about comes along, so that the page can
put the cursor there.
"""

from collections.abc import Callable
from copy import deepcopy

from django.utils.translation import gettext as _

from tenfold.techniques.dashboards.rules.exploring.addresses import unreadable
from tenfold.techniques.dashboards.rules.exploring.kinds import switch_kind
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, list_of
from tenfold.techniques.dashboards.rules.exploring.values import read_whole

MOST = {"where": 20, "or": 10, "steps": 10, "exclude": 5, "parts": 10, "people": 10}
"""How many of each there can be."""

_LETTERS = "abcdefghij"


def edit(draft: Branch, *, do: str) -> tuple[Branch, str]:
    """Return the draft after what a button says, and the path of what it is about.

    Raises `UnreadableAddress` for what no button says.
    """
    verb, _space, rest = do.partition(" ")
    path, _space, text = rest.partition(" ")
    if verb not in _VERBS or not path:
        raise unreadable(_("This address asks for a change that there is not."))
    changed = deepcopy(draft)
    return _VERBS[verb](changed, path, text)


def _set(draft: Branch, path: str, text: str) -> tuple[Branch, str]:
    if path == "kind":
        return switch_kind(draft, kind=text), path
    *way, name = path.split(".")
    here = _walk(draft, way, make=True)
    here[name] = text
    return draft, path


def _add(draft: Branch, path: str, _text: str) -> tuple[Branch, str]:
    *way, name = path.split(".")
    here = _walk(draft, way, make=True)
    there = list_of(here, name)
    if len(there) >= MOST.get(name, 0):
        return draft, path
    here[name] = [*there, _new(name, there)]
    return draft, f"{path}.{len(there) + 1}"


def _new(name: str, there: list[Branch]) -> Branch:
    if name != "parts":
        return {}
    taken = {one.get("letter") for one in there}
    return {"letter": next(one for one in _LETTERS if one not in taken), "kind": "count"}


def _remove(draft: Branch, path: str, _text: str) -> tuple[Branch, str]:
    here, at, way = _item(draft, path)
    del here[at]
    return draft, way


def _move(by: int) -> Callable[[Branch, str, str], tuple[Branch, str]]:
    def move(draft: Branch, path: str, _text: str) -> tuple[Branch, str]:
        here, at, way = _item(draft, path)
        to = at + by
        if not 0 <= to < len(here):
            return draft, path
        here[at], here[to] = here[to], here[at]
        return draft, f"{way}.{to + 1}"

    return move


def _item(draft: Branch, path: str) -> tuple[list[Branch], int, str]:
    """Return the list, the position in it, and the list's path."""
    *way, number = path.split(".")
    here = _walk(draft, way[:-1])
    there = list_of(here, way[-1]) if way else []
    place = read_whole(number)
    if place is None or not 1 <= place <= len(there):
        raise unreadable(_("This address asks for a change that there is not."))
    return there, place - 1, ".".join(way)


def _walk(draft: Branch, way: list[str], *, make: bool = False) -> Branch:
    here: object = draft
    for name in way:
        if isinstance(here, list) and 1 <= (read_whole(name) or 0) <= len(here):
            here = here[int(name) - 1]
        elif isinstance(here, dict) and (name in here or make):
            here = here.setdefault(name, {})
        else:
            here = None
    if not isinstance(here, dict):
        raise unreadable(_("This address asks for a change that there is not."))
    return here


_VERBS: dict[str, Callable[[Branch, str, str], tuple[Branch, str]]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "up": _move(-1),
    "down": _move(1),
}
