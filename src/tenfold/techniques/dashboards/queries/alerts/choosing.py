"""What there is to watch, for whoever makes an alert without Explore."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Grain
from tenfold.metrics.properties import list_events
from tenfold.metrics.queries import list_metrics
from tenfold.metrics.sources import list_sources
from tenfold.techniques.dashboards.queries.alerts import watching, words
from tenfold.techniques.dashboards.queries.alerts.paces import name_result
from tenfold.techniques.dashboards.queries.alerts.views import BuilderView, Choice, ChoiceGroup
from tenfold.techniques.dashboards.queries.alerts.watching import Seen
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.breakdowns import list_breakdowns
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.naming import title_of
from tenfold.techniques.dashboards.queries.goals.paces import list_open_results
from tenfold.techniques.dashboards.rules.alerts.conditions import Rule, Side, Threshold
from tenfold.techniques.dashboards.rules.alerts.windows import LIVED
from tenfold.techniques.dashboards.rules.exploring.addresses import write_draft
from tenfold.techniques.dashboards.rules.exploring.shapes import SERIES, Branch, text_of
from tenfold.techniques.dashboards.rules.happening import name_in_words

MOST_EVENTS = 30
GOAL = "goal"
"""What the address of a page calls a key result."""

_ANY = Threshold(side=Side.ABOVE, value=0)


def get_builder(
    *, query: str, asker: Asker, key_result: int | None = None, grain: Grain = Grain.DAY
) -> BuilderView:
    """Return what can be watched, and what is. What cannot be watched says why."""
    groups = list_to_watch(query=query, asker=asker, key_result=key_result)
    if key_result is not None:
        return BuilderView(
            query="",
            watched=name_result(result_id=key_result),
            unit="",
            to_watch=groups,
            splits=(),
            key_result=key_result,
        )
    if not query:
        return BuilderView(query="", watched="", unit="", to_watch=groups, splits=())
    try:
        draft = watching.read_watched(query=query)
        watch = watching.make_watch(
            query=query,
            rule=Rule(condition=_ANY, grain=grain),
            asker=asker,
            periods=LIVED[grain],
        )
        seen = watching.look(watch=watch, answer=asker.ask(watch.question))
    except Refusal as refusal:
        return BuilderView(
            query=query,
            watched="",
            unit="",
            to_watch=groups,
            splits=(),
            withheld=refusal.sentence,
            next_step=refusal.next_step,
        )
    kept = write_draft(draft)
    return BuilderView(
        query=kept,
        watched=title_of(watch.asked),
        unit=seen.unit,
        to_watch=list_to_watch(query=kept, asker=asker),
        splits=_splits(draft, watch.asked, asker),
        lay=_say_range(seen, grain, asker),
    )


def _say_range(seen: Seen, grain: Grain, asker: Asker) -> str:
    """Say between what the number lay lately: whoever sets a limit wants to know."""
    values = [
        one.value for mine in seen.judged.values() for one in mine.verdicts if one.value is not None
    ]
    if not values:
        return ""
    low, high = (
        words.write(value=value, unit=seen.unit, formats=asker.formats)
        for value in (min(values), max(values))
    )
    return _("In the last %(periods)s it lay between %(low)s and %(high)s.") % {
        "periods": words.count_periods(count=LIVED[grain], grain=grain),
        "low": low,
        "high": high,
    }


def list_to_watch(
    *, query: str, asker: Asker, key_result: int | None = None
) -> tuple[ChoiceGroup, ...]:
    """Return the company's numbers, its goals, what happens, and where it comes from.

    Each as an address: a goal as `goal=12`.
    """
    goals = tuple(
        Choice(f"{GOAL}={one.id}", f"{one.objective}: {one.title}", chosen=one.id == key_result)
        for one in list_open_results(calendar=asker.calendar, at=asker.at)
    )
    numbers = tuple(
        _choice({"kind": "metric", "name": one.name}, one.title, query)
        for one in list_metrics()
        if one.definition.kind in (*SERIES, "conversion")
    )
    events = tuple(
        _choice({"kind": "count", "event": one.name}, name_in_words(name=one.name), query)
        for one in list_events()[:MOST_EVENTS]
    )
    sources = tuple(
        _choice(
            {"kind": "count", "where": [{"property": "source", "op": "is", "value": one.name}]},
            one.name,
            query,
        )
        for one in list_sources()
    )
    named = (
        (_("Numbers of the company"), numbers),
        (_("Goals"), goals),
        (_("How often something happens"), events),
        (_("Whatever comes from"), sources),
    )
    return tuple(ChoiceGroup(label, choices) for label, choices in named if choices)


def _choice(draft: Branch, label: str, query: str) -> Choice:
    value = write_draft(draft)
    return Choice(value, label, chosen=value == query)


def _splits(draft: Branch, asked: Asked, asker: Asker) -> tuple[Choice, ...]:
    """The same number by each property; whatever it is broken down by now is among them."""
    now = text_of(draft, "split")
    names = list_breakdowns(definition=asked.definition, viewer=asker.viewer)
    bare: Branch = {
        name: node for name, node in draft.items() if name not in ("split", "split2", "top")
    }
    known = tuple(dict.fromkeys(name for name in ("", now, *names)))
    return tuple(
        Choice(
            write_draft({**bare, "split": name} if name else bare),
            name_in_words(name=name) if name else _("nothing: all together"),
            chosen=name == now,
        )
        for name in known
    )
