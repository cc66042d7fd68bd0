"""The home page: are we moving?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from tenfold.metrics.queries import MetricView, get_metric, list_metrics
from tenfold.people.keys import list_write_keys
from tenfold.people.permissions import Permission, Viewer
from tenfold.people.queries import CompanyView
from tenfold.techniques.dashboards.asgi.feed import get_feed
from tenfold.techniques.dashboards.queries.asking import Asker, measure_volume
from tenfold.techniques.dashboards.queries.breakdowns import choose_breakdown, list_breakdowns
from tenfold.techniques.dashboards.queries.headlines import choose_metrics, list_headlines
from tenfold.techniques.dashboards.queries.movement import Wanted, look_at
from tenfold.techniques.dashboards.queries.views import (
    FirstLinks,
    FirstSteps,
    HomeView,
    Lately,
    Movement,
    TileView,
)
from tenfold.techniques.dashboards.rules import looking
from tenfold.techniques.dashboards.rules.happening import Watcher, describe_event
from tenfold.ui.manifest import get_tile

TILES = ("sources",)
_SNIPPET = """\
curl {address} \\
  -H "Authorization: Bearer {key}" \\
  -d '{{"name": "order", "actor": "customer-1", "value": 48.5,
       "properties": {{"country": "Norway", "currency": "{currency}"}}}}'"""


@dataclass(frozen=True)
class Look:
    """What an address says about the chart; empty where it says nothing, None where not at all."""

    show: str = ""
    by: str = "day"
    breakdown: str | None = None
    compared: bool = True


def make_asker(*, viewer: Viewer, company: CompanyView, at: datetime) -> Asker:
    """Return the eyes of one request."""
    volume = measure_volume(company=company, at=at)
    until = looking.reckon_until(newest=volume.newest_at, at=at)
    return Asker(viewer=viewer, company=company, at=at, until=until, volume=volume)


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
    as_of = asker.formats.local(at=asker.until).date()
    return HomeView(
        purpose=asker.company.purpose,
        purpose_url=links.purpose,
        lately=get_lately(asker=asker),
        headlines=() if empty else list_headlines(asker=asker),
        movement=None if empty else get_movement(asker=asker, look=look),
        tiles=() if empty else tiles(),
        steps=_first_steps(asker, events_address, links) if empty else None,
        as_of=asker.formats.day(on=as_of) if asker.looks_back else "",
    )


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
    names = list_breakdowns(definition=metric.definition, viewer=asker.viewer)
    wanted = Wanted(
        grain=looking.read_grain(given=look.by),
        breakdown=(
            choose_breakdown(names=names)
            if look.breakdown is None
            else looking.choose(given=look.breakdown, among=names)
        ),
        compared=look.compared,
    )
    return look_at(metric=metric, wanted=wanted, asker=asker, choose_metric=True)


def _shown(look: Look) -> MetricView:
    if look.show:
        return get_metric(name=look.show)
    return choose_metrics(metrics=list_metrics())[0]


def get_lately(*, asker: Asker) -> Lately:
    """Return what is going on, as far as this process knows."""
    feed = get_feed()
    if feed is None:
        return Lately(version=0, per_minute=0, changed_at=None, latest=())
    news = feed.news()
    watcher = Watcher(
        formats=asker.formats,
        money=asker.viewer.allows(Permission.SEE_MONEY),
        hidden=_("hidden"),
    )
    return Lately(
        version=news.version,
        per_minute=news.per_minute,
        changed_at=news.changed_at,
        latest=tuple(
            describe_event(
                event=event,
                source=news.names.get(event.source, ""),
                watcher=watcher,
                now=asker.at,
            )
            for event in news.latest
        ),
    )


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
