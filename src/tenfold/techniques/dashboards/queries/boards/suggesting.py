"""What could stand on a board: templates as far as they can be filled, and single tiles."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from tenfold.metrics.queries import MetricView, list_metrics
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.boards.putting import KIND_NAMES
from tenfold.techniques.dashboards.queries.boards.tiles import view_tiles
from tenfold.techniques.dashboards.queries.boards.views import TileView
from tenfold.techniques.dashboards.queries.breakdowns import choose_breakdown
from tenfold.techniques.dashboards.queries.exploring.desk import Desk
from tenfold.techniques.dashboards.queries.exploring.starting import list_starts
from tenfold.techniques.dashboards.rules.boards.grid import Place
from tenfold.techniques.dashboards.rules.boards.kinds import kinds_for
from tenfold.techniques.dashboards.rules.boards.offered import TEMPLATES
from tenfold.techniques.dashboards.rules.boards.roles import Known, KnownEvent, KnownProperty
from tenfold.techniques.dashboards.rules.boards.templates import Filled, Missing, Template, fill
from tenfold.techniques.dashboards.rules.boards.tiles import NewTile, draft_of_tile, make_tile
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, list_of
from tenfold.techniques.dashboards.rules.exploring.values import write_value
from tenfold.techniques.dashboards.rules.happening import name_in_words

_MOST_VALUED = 0.5
_FIRST_EVENTS = 8
_OF_A_NUMBER = ("number", "line")


@dataclass(frozen=True)
class Offer:
    """A template for this company: how much of it can be filled."""

    name: str
    title: str
    about: str
    ready: int
    missing: int


@dataclass(frozen=True)
class Preview:
    """A template as a board would look, before it is made."""

    name: str
    title: str
    about: str
    tiles: tuple[TileView, ...]
    missing: tuple[Missing, ...]


@dataclass(frozen=True)
class Suggestion:
    """A tile that somebody may put on a board with one click."""

    title: str
    kind: str
    kind_name: str
    query: str


@dataclass(frozen=True)
class SuggestionGroup:
    """Suggestions that belong together."""

    label: str
    about: str
    suggestions: tuple[Suggestion, ...]


def get_known(*, asker: Asker) -> Known:
    """Return what the company has, as far as the viewer may see it."""
    desk = Desk(draft={}, asker=asker)
    return Known(
        events=tuple(
            KnownEvent(
                # As a draft says it: a name that reads as something else there is marked.
                name=write_value(one.name),
                events=one.events,
                persons=one.with_actor > 0,
                valued=one.with_value > _MOST_VALUED * one.events,
                properties=tuple(
                    KnownProperty(each.name, each.in_words) for each in desk.properties(one.name)
                ),
            )
            for one in desk.events
        ),
        metrics=tuple(one.name for one in desk.metrics if one.version),
    )


def list_offers(*, asker: Asker) -> tuple[Offer, ...]:
    """Return the templates, those of which most can be filled first."""
    known = get_known(asker=asker)
    offers = [_offer(one, fill(template=one, known=known)) for one in TEMPLATES]
    return tuple(sorted(offers, key=lambda one: -one.ready))


def get_preview(*, template: Template, asker: Asker) -> Preview:
    """Return how a template would look, with the company's numbers."""
    filled = fill(template=template, known=get_known(asker=asker))
    tiles = [_plain(at, one) for at, one in enumerate(filled.tiles, 1)]
    return Preview(
        name=template.name,
        title=str(template.title),
        about=str(template.about),
        tiles=view_tiles(tiles=tiles, asker=asker),
        missing=filled.missing,
    )


def fill_template(*, template: Template, asker: Asker) -> Filled:
    """Return the template's tiles for this company."""
    return fill(template=template, known=get_known(asker=asker))


def list_suggestions(*, asker: Asker, taken: Iterable[str] = ()) -> tuple[SuggestionGroup, ...]:
    """Return what could stand on a board; without what does already (`taken`, by its question)."""
    on_board = set(taken)
    groups = (
        SuggestionGroup(
            _("Your numbers"),
            _("What the company has defined once and looks at everywhere."),
            tuple(_of_metrics()),
        ),
        SuggestionGroup(
            _("Questions that are worth a tile"),
            _("Made of what your customers and machines do."),
            (*_of_starts(asker), *_of_templates(asker)),
        ),
        SuggestionGroup(
            _("What happens most"), _("Each of them by day, or by its groups."), _of_events(asker)
        ),
    )
    seen: set[tuple[str, str]] = {(query, "") for query in on_board}
    return tuple(one for one in (_new_ones(group, seen) for group in groups) if one.suggestions)


def _new_ones(group: SuggestionGroup, seen: set[tuple[str, str]]) -> SuggestionGroup:
    kept = []
    for one in group.suggestions:
        if (one.query, "") not in seen and (one.query, one.kind) not in seen:
            seen.add((one.query, one.kind))
            kept.append(one)
    return replace(group, suggestions=tuple(kept))


def _of_metrics() -> Iterable[Suggestion]:
    for metric in list_metrics():
        if metric.version:
            draft: Branch = {"kind": "metric", "name": metric.name}
            kinds = kinds_for(draft=draft, of=metric.definition.kind)
            for kind in [one for one in _OF_A_NUMBER if one in kinds] or kinds[:1]:
                yield _of_metric(metric, draft, kind)


def _of_metric(metric: MetricView, draft: Branch, kind: str) -> Suggestion:
    week: Branch = {"range": "last_7_days", "compare": "before"} if kind == "number" else {}
    return _suggestion(make_tile(draft={**draft, **week}, kind=kind, title=metric.title))


def _of_starts(asker: Asker) -> Iterable[Suggestion]:
    for start in list_starts(Desk(draft={}, asker=asker)):
        draft = draft_of_tile(query=start.query)
        if all(list_of(draft, "steps")):  # a way whose next step is still to be chosen is none yet
            yield _suggestion(make_tile(draft=draft, title=start.title))


def _of_templates(asker: Asker) -> Iterable[Suggestion]:
    known = get_known(asker=asker)
    for template in TEMPLATES:
        for tile in fill(template=template, known=known).tiles:
            yield _suggestion(tile)


def _of_events(asker: Asker) -> tuple[Suggestion, ...]:
    desk = Desk(draft={}, asker=asker)
    made = []
    for event in desk.events[:_FIRST_EVENTS]:
        name, words = write_value(event.name), name_in_words(name=event.name)
        by_day: Branch = {"kind": "count", "event": name}
        made.append(_suggestion(make_tile(draft=by_day, kind="bar", title=words)))
        split = choose_breakdown(names=tuple(one.name for one in desk.properties(event.name)))
        if split:
            title = _("%(event)s by %(property)s") % {
                "event": words,
                "property": name_in_words(name=split),
            }
            by_group: Branch = {**by_day, "split": split, "by": "none"}
            made.append(_suggestion(make_tile(draft=by_group, kind="bar", title=title)))
    return tuple(made)


def _suggestion(tile: NewTile) -> Suggestion:
    return Suggestion(tile.title, tile.kind, str(KIND_NAMES[tile.kind]), tile.query)


def _offer(template: Template, filled: Filled) -> Offer:
    return Offer(
        name=template.name,
        title=str(template.title),
        about=str(template.about),
        ready=len(filled.tiles),
        missing=len(filled.missing),
    )


def _plain(number: int, tile: NewTile) -> TileView:
    return TileView(
        id=number,
        kind=tile.kind,
        title=tile.title,
        over="",
        href="",
        place=Place(*(tile.place or (0, 0, 3, 2))),
        query=tile.query,
    )
