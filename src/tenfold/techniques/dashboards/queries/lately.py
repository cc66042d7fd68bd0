"""What is going on right now."""

from django.utils.translation import gettext as _

from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.asgi.feed import get_feed
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.views import Lately
from tenfold.techniques.dashboards.rules.happening import Watcher, describe_event


def get_lately(*, asker: Asker) -> Lately:
    """Return what is going on, as far as this process knows."""
    feed = get_feed()
    if feed is None:
        return Lately(version=0, per_minute=0, changed_at=None, latest=())
    news = feed.news()
    watcher = make_watcher(asker=asker)
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


def make_watcher(*, asker: Asker) -> Watcher:
    """Return how single events are shown to whoever asks."""
    return Watcher(
        formats=asker.formats,
        money=asker.viewer.allows(Permission.SEE_MONEY),
        hidden=_("hidden"),
    )
