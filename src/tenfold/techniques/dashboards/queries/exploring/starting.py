"""Questions to begin with, one click each, about the events that the company has."""

from django.utils.translation import gettext as _

from tenfold.techniques.dashboards.queries.breakdowns import choose_breakdown
from tenfold.techniques.dashboards.queries.exploring.desk import Desk
from tenfold.techniques.dashboards.queries.exploring.views import Start
from tenfold.techniques.dashboards.rules.exploring.addresses import write_draft
from tenfold.techniques.dashboards.rules.exploring.beginnings import Cast, Name, cast
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch
from tenfold.techniques.dashboards.rules.happening import name_in_words

_MOST = 0.5


def list_starts(desk: Desk) -> tuple[Start, ...]:
    """Return them; none while nobody has done anything."""
    names = [
        Name(
            name=one.name,
            events=one.events,
            persons=one.with_actor > 0,
            valued=one.with_value > _MOST * one.events,
        )
        for one in desk.events
    ]
    parts = cast(names)
    if not parts.order:
        return ()
    return (_repeated(parts), _funnel(parts, desk), _retained(parts), _lapsing(parts))


def _repeated(parts: Cast) -> Start:
    draft: Branch = {
        "kind": "retention",
        "start": {"event": parts.order},
        "return": {"event": parts.order},
        "grain": "month",
        "mode": "rolling",
        "range": "last_12_months",
    }
    return Start(
        title=_("Repeat purchase rate by month"),
        why=_("How many of those who bought first in a month bought again in a later one?"),
        query=write_draft(draft),
    )


def _funnel(parts: Cast, desk: Desk) -> Start:
    """Where only one event is known, the next step is left to whoever looks."""
    way = [name for name in (parts.visit, parts.cart, parts.order) if name]
    steps: list[Branch] = [{"event": name} for name in way]
    draft: Branch = {
        "kind": "conversion",
        "steps": steps if len(steps) > 1 else [*steps, {}],
        "within": "7d",
    }
    split = choose_breakdown(names=tuple(one.name for one in desk.properties(way[0])))
    if split:
        draft["split"] = split
    names = " \u2192 ".join(name_in_words(name=name) for name in way)
    return Start(
        title=_("%(steps)s within 7 days")
        % {"steps": names if len(way) > 1 else f"{names} \u2192 …"},
        why=_("Where do people stop on their way, and is it the same everywhere?"),
        query=write_draft(draft),
    )


def _retained(parts: Cast) -> Start:
    draft: Branch = {
        "kind": "retention",
        "start": {"event": parts.order},
        "return": {"event": parts.order},
        "range": "last_12_weeks",
    }
    return Start(
        title=_("Weekly retention of new customers"),
        why=_("How many of those who came first in a week come back in the weeks after?"),
        query=write_draft(draft),
    )


def _lapsing(parts: Cast) -> Start:
    bought: Branch = {"event": parts.order, "least": "2", "within": "365d"}
    lately: Branch = {"how": "not", "event": parts.order, "within": "60d"}
    draft: Branch = {"kind": "segment", "people": [bought, lately]}
    return Start(
        title=_("Customers about to lapse"),
        why=_("Who bought more than once in a year, and not in the last 60 days?"),
        query=write_draft(draft),
    )
