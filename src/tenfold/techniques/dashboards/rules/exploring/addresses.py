"""A draft as the query string of an address, and back.

    where.1.property=country&where.1.op=is&where.1.value=Norway

Names are joined by dots, lists are counted from 1. Whoever reads the address can tell what it asks.
"""

import re
from collections.abc import Iterable
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.rules.exploring.shapes import SHAPES, Branch, Shape, keep_known
from tenfold.techniques.dashboards.rules.exploring.times import first_range

MOST_PARTS = 400
LONGEST_TEXT = 4_000
FIRST_KIND = "count"
_NAME = re.compile(r"[a-z][a-z0-9_]{0,30}(?:\.(?:[1-9][0-9]{0,2}|[a-z][a-z0-9_]{0,30})){0,8}")
_ROOM = 8  # levels

Raw = dict[str, "str | Raw"]


class UnreadableAddress(Refusal):
    """An address of the page “Explore” does not say what to look at."""

    code = "unreadable_address"


def read_draft(pairs: Iterable[tuple[str, str]]) -> tuple[Branch, tuple[str, ...]]:
    """Return the draft that an address says, and the names in it that nothing is known of.

    Raises `UnreadableAddress` where it is no draft at all.
    """
    raw: Raw = {}
    strange: list[str] = []
    for count, (name, text) in enumerate(pairs, 1):
        if count > MOST_PARTS or len(text) > LONGEST_TEXT:
            raise unreadable(_("This address is too long to be read."))
        if not _NAME.fullmatch(name):
            strange.append(name[:60])
        else:
            _place(raw, name.split("."), text)
    kind = raw.get("kind", "") or FIRST_KIND
    if not isinstance(kind, str) or kind not in SHAPES:
        raise unreadable(_("This address asks for a kind of number that there is not."))
    draft, lost = keep_known({"kind": kind, **_branch(raw, SHAPES[kind])}, SHAPES[kind])
    if draft.get("range") == first_range(kind=kind):
        del draft["range"]  # it goes without saying
    return {**draft, "kind": kind}, (*strange, *lost)


def unreadable(sentence: str) -> UnreadableAddress:
    """Return the refusal of an address, with what to do."""
    return UnreadableAddress(
        sentence, next_step=_("Begin anew, or ask whoever sent you the link for a new one.")
    )


def write_draft(draft: Branch) -> str:
    """Return the query string; `read_draft` makes an equal draft of it."""
    return urlencode(list(pairs_of(draft)))


def pairs_of(branch: Branch, before: str = "") -> Iterable[tuple[str, str]]:
    """Yield the names and texts of a draft as they stand in an address."""
    for name, node in branch.items():
        path = f"{before}{name}"
        if isinstance(node, str):
            yield path, node
        elif isinstance(node, dict):
            yield from pairs_of(node, f"{path}.")
        else:
            for at, one in enumerate(node, 1):
                if one:
                    yield from pairs_of(one, f"{path}.{at}.")
                else:
                    yield f"{path}.{at}", ""


def _place(raw: Raw, path: list[str], text: str) -> None:
    """Put a text at its place. Of two that stand for one thing, the later counts."""
    here = raw
    for name in path[:-1]:
        inner = here.get(name)
        if not isinstance(inner, dict):
            inner = {}
            here[name] = inner
        here = inner
    if not (text == "" and isinstance(here.get(path[-1]), dict)):
        here[path[-1]] = text


def _branch(raw: Raw, shape: Shape) -> Branch:
    """Make lists of what is numbered, where the shape has a list."""
    return {name: _node(node, name, shape) for name, node in raw.items()}


def _node(node: "str | Raw", name: str, shape: Shape) -> "str | list[Branch] | Branch":
    if name in shape.lists and isinstance(node, dict):
        numbered = sorted((int(key), one) for key, one in node.items() if key.isdigit())
        inner = shape.lists[name]
        return [_branch(one, inner) if isinstance(one, dict) else {} for _at, one in numbered]
    if isinstance(node, dict):
        return _branch(node, shape.branches.get(name, Shape()))
    return node
