"""A point of an answer as a part of an address: which persons somebody wants to see."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from tenfold.metrics.behind import Selection
from tenfold.metrics.questions import FIRST_YEAR, LAST_YEAR
from tenfold.techniques.dashboards.rules.exploring.addresses import unreadable
from tenfold.techniques.dashboards.rules.exploring.values import read_whole

BEFORE = "who."
_LABEL, _UNSAID = "label", "unsaid"
_FLAGS = frozenset({"other", "dropped"})
_NAMES = frozenset(one.name for one in fields(Selection)) - {"labels"}


def write_selection(selection: Selection) -> str:
    """Return the query string of a selection; `read_selection` makes an equal one of it."""
    pairs: list[tuple[str, str]] = []
    for name in sorted(_NAMES):
        value = getattr(selection, name)
        if value is True:
            pairs.append((f"{BEFORE}{name}", "yes"))
        elif value is not None and value is not False:
            text = value.isoformat() if isinstance(value, datetime) else str(value)
            pairs.append((f"{BEFORE}{name}", text))
    for at, label in enumerate(selection.labels or (), 1):
        key = _UNSAID if label is None else _LABEL
        pairs.append((f"{BEFORE}{key}.{at}", label or ""))
    return urlencode(pairs)


def read_selection(pairs: Iterable[tuple[str, str]]) -> Selection:
    """Return the selection that an address says. Raises `UnreadableAddress`."""
    said: dict[str, Any] = {}
    labels: dict[int, str | None] = {}
    for key, text in pairs:
        name, _dot, place = key.removeprefix(BEFORE).partition(".")
        if not key.startswith(BEFORE):
            continue
        if name in {_LABEL, _UNSAID} and place in {"1", "2"}:
            labels[int(place)] = text if name == _LABEL else None
        elif name in _NAMES and not place:
            said[name] = _read(name, text)
        else:
            raise unreadable(_("This address points at nothing."))
    if labels:
        said["labels"] = tuple(labels[at] for at in sorted(labels))
    return Selection(**said)


def split_pairs(
    pairs: Iterable[tuple[str, str]],
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Return what an address says of the draft, and what of the selection."""
    both = list(pairs)
    return (
        [pair for pair in both if not pair[0].startswith(BEFORE)],
        [pair for pair in both if pair[0].startswith(BEFORE)],
    )


def _read(name: str, text: str) -> Any:
    if name in _FLAGS:
        return True
    if name not in _READ:
        return text
    found = _READ[name](text)
    if found is None:
        raise unreadable(_("This address points at nothing."))
    return found


def _read_start(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo is not None and FIRST_YEAR <= at.year <= LAST_YEAR else None


_READ: Mapping[str, Callable[[str], Any]] = {
    "start": _read_start,
    "step": read_whole,
    "offset": read_whole,
    "days": read_whole,
}
