"""Tiles that are drawn in a way of their own: a gauge to a target, a text, a stream of events.

`says` of a tile holds what its kind needs besides its question:

gauge   target (a number as text), better ("up" or "down"), start (where the way began; "": nowhere)
text    text, in the small Markdown of `ui.texts`
stream  names and sources: lists of what they are called in the log; empty: all
"""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from tenfold.metrics.answers import Answer
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.figures.gauge import draw_gauge
from tenfold.techniques.dashboards.queries.exploring.views import AnswerView, Figure
from tenfold.techniques.dashboards.queries.stream import STREAM, get_stream
from tenfold.techniques.dashboards.rules.boards.owning import InvalidTile
from tenfold.ui.gauges import Better
from tenfold.ui.texts import Text

Figures = tuple[Figure, ...]


def gauge(tile: TileView, asked: Asked, answer: Answer, view: AnswerView) -> Figures:
    """Return the gauge of a tile. Raises `InvalidTile` where it has no target."""
    target = read_number(tile.says, "target")
    if target is None:
        raise InvalidTile(
            _("This gauge has no target yet."),
            next_step=_("Change the tile and say which number is to be reached."),
            field="target",
        )
    drawn = draw_gauge(
        asked=asked,
        answer=answer,
        target=target,
        better=Better.DOWN if tile.says.get("better") == "down" else Better.UP,
        start=read_number(tile.says, "start"),
        csv_url=view.csv_url,
    )
    return (Figure("gauge", drawn),)


def text(tile: TileView, _asker: Asker) -> Figures:
    """Return what a tile says."""
    return (Figure("text", Text(id=STREAM, text=str(tile.says.get("text", "")))),)


def stream(tile: TileView, asker: Asker) -> Figures:
    """Return the newest events of a tile."""
    found = get_stream(
        asker=asker,
        title=tile.title or _("What is happening"),
        names=_texts(tile.says, "names"),
        sources=_texts(tile.says, "sources"),
    )
    return (Figure("stream", found),)


def read_number(says: Mapping[str, Any], name: str) -> Decimal | None:
    """Return a number that a tile says; None where it says none."""
    try:
        number = Decimal(str(says.get(name, "")))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _texts(says: Mapping[str, Any], name: str) -> tuple[str, ...]:
    given = says.get(name)
    return tuple(str(one) for one in given) if isinstance(given, list) else ()
