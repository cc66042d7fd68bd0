"""A tile's figures: those of the page Explore, in the kind that the tile has."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

from tenfold.metrics.answers import Answer
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.boards import pictures
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.figures.series import CHART, list_views
from tenfold.techniques.dashboards.queries.exploring.views import AnswerView, Figure
from tenfold.ui.charts import Axis, Chart, Kind

Figures = tuple[Figure, ...]
_CHARTS = {"line": Kind.LINE, "bar": Kind.BAR, "area": Kind.AREA}

Draw = Callable[[TileView, Asked, Answer, AnswerView], Figures]
Say = Callable[[TileView, Asker], Figures]
DRAWN: dict[str, Draw] = {"gauge": pictures.gauge}
"""Kinds that draw an answer in a way of their own; all others draw what the page Explore does."""

SAID: dict[str, Say] = {"text": pictures.text, "stream": pictures.stream}
"""Kinds that ask nothing: what they show."""


def draw_tile(*, tile: TileView, asked: Asked, answer: Answer, view: AnswerView) -> Figures:
    """Return what a tile draws of an answer."""
    if tile.kind in DRAWN:
        return DRAWN[tile.kind](tile, asked, answer, view)
    if tile.kind == "number":
        return ()
    if tile.kind == Kind.AREA and Kind.AREA not in list_views(asked, answer):
        return view.figures  # parts that add up to no whole are not stacked
    return tuple(_as_kind(one, tile.kind, asked) for one in view.figures)


def _as_kind(figure: Figure, kind: str, asked: Asked) -> Figure:
    """A chart over time is drawn as the tile's kind says; what hangs below zero stays as it is."""
    chart = figure.of
    if not isinstance(chart, Chart) or kind not in _CHARTS or asked.kind == "lifecycle":
        return figure
    stacked = kind == "bar" and chart.kind is Kind.STACKED
    return figure if stacked else replace(figure, of=replace(chart, kind=_CHARTS[kind]))


def named(*, figures: Figures, name: str, csv_url: str) -> Figures:
    """Return figures with ids that no other on the page has, and the address of the tile's file."""
    return tuple(
        replace(
            one,
            of=replace(
                one.of,  # type: ignore[type-var]
                id=name + str(getattr(one.of, "id", "")).removeprefix(CHART),
                **({"csv_url": csv_url} if getattr(one.of, "csv_url", "") else {}),
            ),
        )
        for one in figures
    )


def without_notes(*, figures: Figures) -> Figures:
    """Return figures without what the house has noted on them: that is for those who live in it."""
    return tuple(
        replace(one, of=replace(one.of, axis=one.of.axis and Axis()))
        if isinstance(one.of, Chart)
        else one
        for one in figures
    )


def digest_of(*, tile: TileView) -> str:
    """Return a short text that changes exactly when what is drawn changes.

    How fresh it is and where it comes from is drawn beside it, and is no part of it.
    """
    answer = tile.answer
    said: list[Any] = [tile.kind, tile.title, tile.over, tile.problem, tile.next_step, tile.spark]
    said += [asdict(one) for one in tile.figures]
    if answer is not None:
        said += [answer.say, answer.value, answer.sure]
        said.append(asdict(answer.change) if answer.change else None)
    text = json.dumps([said, dict(tile.says)], default=str, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def spark_of(*, answer: Answer) -> tuple[Any, ...]:
    """Return the way that one number came; nothing where it is several."""
    return () if answer.groups else tuple(point.value for point in answer.points)
