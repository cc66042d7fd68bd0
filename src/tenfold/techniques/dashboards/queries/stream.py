"""A stream: the newest events of some names or sources, which go on coming while somebody looks."""

from dataclasses import dataclass

from tenfold.techniques.dashboards.asgi.feed import LATEST, get_feed
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.lately import make_watcher
from tenfold.techniques.dashboards.rules.happening import Happening, describe_event

STREAM = "explored"
MOST_NAMES = 6


@dataclass(frozen=True)
class StreamView:
    """The newest events. `names` and `sources` are what it shows, as the log calls them; none: all.

    id    unique on the page
    most  how many lines there are at most
    """

    id: str
    title: str
    lines: tuple[Happening, ...]
    names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    most: int = LATEST


def get_stream(
    *,
    asker: Asker,
    title: str = "",
    names: tuple[str, ...] = (),
    sources: tuple[str, ...] = (),
    most: int = LATEST,
) -> StreamView:
    """Return the newest events of at most six names and six sources, as the viewer may see them."""
    feed = get_feed()
    names, sources = names[:MOST_NAMES], sources[:MOST_NAMES]
    if feed is None:
        return StreamView(STREAM, title, (), names, sources, most)
    watcher, called = make_watcher(asker=asker), feed.source_names()
    found = feed.find(names=names, sources=sources, limit=most)
    lines = tuple(
        describe_event(event=one, source=called.get(one.source, ""), watcher=watcher, now=asker.at)
        for one in found
    )
    return StreamView(STREAM, title, lines, names, sources, most)
