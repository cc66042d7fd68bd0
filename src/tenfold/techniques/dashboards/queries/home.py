"""The home page: are we moving?"""

from collections.abc import Callable

from django.http import HttpRequest

from tenfold.metrics.queries import MetricView, get_metric, list_metrics
from tenfold.people.keys import list_write_keys
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.asgi.feed import get_feed
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.breakdowns import choose_breakdown, list_breakdowns
from tenfold.techniques.dashboards.queries.goals.cards import list_cards, say_time_left
from tenfold.techniques.dashboards.queries.headlines import (
    choose_metrics,
    list_headlines,
    questions_of_headlines,
)
from tenfold.techniques.dashboards.queries.lately import get_lately
from tenfold.techniques.dashboards.queries.movement import Wanted, look_at
from tenfold.techniques.dashboards.queries.movement import questions_of as questions_of_movement
from tenfold.techniques.dashboards.queries.moving import GoalsNow, HomeView, Waiting
from tenfold.techniques.dashboards.queries.views import (
    FirstLinks,
    FirstSteps,
    Look,
    Movement,
    TileView,
)
from tenfold.techniques.dashboards.queries.waiting import list_waiting
from tenfold.techniques.dashboards.rules import looking
from tenfold.ui.manifest import get_tile

TILES = ("sources",)
WAITING = 5
"""How much of what waits is shown."""
_SNIPPET = """\
curl {address} \\
  -H "Authorization: Bearer {key}" \\
  -d '{{"name": "order", "actor": "customer-1", "value": 48.5,
       "properties": {{"country": "Norway", "currency": "{currency}"}}}}'"""


def get_home(
    *,
    asker: Asker,
    look: Look,
    events_address: str,
    links: FirstLinks,
    tiles: Callable[[], tuple[TileView, ...]] = tuple,
) -> HomeView:
    """Return the whole page. `events_address` is where a program sends its events.

    `tiles` is called for what other techniques show, once there is something to show.
    """
    empty = asker.volume.events == 0
    if not empty:
        _prepare(asker, look)
    as_of = asker.formats.local(at=asker.until).date()
    return HomeView(
        purpose=asker.company.purpose,
        purpose_url=links.purpose,
        lately=get_lately(asker=asker),
        headlines=() if empty else list_headlines(asker=asker),
        movement=None if empty else get_movement(asker=asker, look=look),
        tiles=() if empty else tiles(),
        goals=None if empty else get_goals(asker=asker),
        waiting=None if empty else get_waiting(asker=asker),
        steps=_first_steps(asker, events_address, links) if empty else None,
        as_of=asker.formats.day(on=as_of) if asker.looks_back else "",
    )


def get_goals(*, asker: Asker) -> GoalsNow:
    """Return the goals that are under way."""
    return GoalsNow(cards=list_cards(asker=asker), left=say_time_left(asker=asker))


def get_waiting(*, asker: Asker) -> Waiting:
    """Return what waits for somebody."""
    found = list_waiting(viewer=asker.viewer, at=asker.at)
    return Waiting(needs=found[:WAITING], count=len(found))


def get_headlines(*, asker: Asker) -> HomeView:
    """Return of the page what its numbers need."""
    as_of = asker.formats.local(at=asker.until).date()
    return HomeView(
        purpose="",
        purpose_url="",
        lately=get_lately(asker=asker),
        headlines=list_headlines(asker=asker),
        movement=None,
        tiles=(),
        as_of=asker.formats.day(on=as_of) if asker.looks_back else "",
    )


def get_movement(*, asker: Asker, look: Look) -> Movement:
    """Return the chart of the metric that the address names, or of the first headline."""
    metric = _shown(look)
    wanted = _wanted(look, metric, asker)
    return look_at(metric=metric, wanted=wanted, asker=asker, choose_metric=True)


def _prepare(asker: Asker, look: Look) -> None:
    """Have all numbers of the page read together."""
    metric = _shown(look)
    moved = questions_of_movement(metric=metric, wanted=_wanted(look, metric, asker), asker=asker)
    asker.prepare([*questions_of_headlines(asker=asker), *moved])


def _wanted(look: Look, metric: MetricView, asker: Asker) -> Wanted:
    names = list_breakdowns(definition=metric.definition, viewer=asker.viewer)
    return Wanted(
        grain=looking.read_grain(given=look.by),
        breakdown=(
            choose_breakdown(names=names)
            if look.breakdown is None
            else looking.choose(given=look.breakdown, among=names)
        ),
        compared=look.compared,
    )


def _shown(look: Look) -> MetricView:
    if look.show:
        return get_metric(name=look.show)
    return choose_metrics(metrics=list_metrics())[0]


def list_tiles(*, asker: Asker, request: HttpRequest) -> tuple[TileView, ...]:
    """Return what other techniques show here, as far as the viewer may see it."""
    offered = (get_tile(name=name) for name in TILES)
    return tuple(
        TileView(
            title=str(tile.title),
            template=tile.template,
            context=dict(tile.query(request=request, at=asker.at)),
        )
        for tile in offered
        if tile is not None and asker.viewer.allows(Permission(tile.permission))
    )


def _first_steps(asker: Asker, events_address: str, links: FirstLinks) -> FirstSteps:
    may_connect = asker.viewer.allows(Permission.MANAGE_SOURCES)
    keys = list_write_keys() if may_connect else ()
    snippet = (
        _SNIPPET.format(address=events_address, key=keys[0].key, currency=asker.company.currency)
        if keys
        else ""
    )
    feed = get_feed()
    names = feed.source_names() if feed and keys else {}
    return FirstSteps(
        import_url=links.importing if asker.viewer.allows(Permission.IMPORT) else "",
        sources_url=links.sources if may_connect else "",
        source=names.get(keys[0].source_id, "") if keys else "",
        snippet=snippet,
    )
