"""What is asked, as a title, and the answer, as a sentence."""

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import (
    Conversion,
    Count,
    Definition,
    Every,
    Filter,
    Formula,
    InSegment,
    Lifecycle,
    Max,
    Mean,
    Measure,
    Min,
    Named,
    Not,
    Occurrence,
    OfNumbers,
    Paths,
    PerPerson,
    Persons,
    Quantile,
    Ratio,
    Retention,
    Rolling,
    Some,
    Stickiness,
    Sum,
    Unique,
)
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.choices import OPS, OVERS, RANGES
from tenfold.techniques.dashboards.rules.exploring import times
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.ui.format import Formats

_BY: dict[Grain, Any] = {
    Grain.MINUTE: gettext_lazy("by minute"),
    Grain.HOUR: gettext_lazy("by hour"),
    Grain.DAY: gettext_lazy("by day"),
    Grain.WEEK: gettext_lazy("by week"),
    Grain.MONTH: gettext_lazy("by month"),
    Grain.QUARTER: gettext_lazy("by quarter"),
    Grain.YEAR: gettext_lazy("by year"),
}
_AMOUNTS: dict[type[OfNumbers], Any] = {
    Sum: gettext_lazy("%(what)s, added up"),
    Mean: gettext_lazy("%(what)s, on average"),
    Min: gettext_lazy("%(what)s, the smallest"),
    Max: gettext_lazy("%(what)s, the largest"),
}


def title_of(asked: Asked) -> str:
    """Return what is asked: "Order, how often, by country"."""
    title = asked.metric.title if asked.metric else name_definition(asked.definition, asked.formats)
    if asked.question.breakdown:
        names = _(" and ").join(name_in_words(name=name) for name in asked.question.breakdown)
        title = _("%(title)s, by %(names)s") % {"title": title, "names": names}
    only = name_filters(getattr(asked.definition, "where", ()))
    if only and not asked.metric and not isinstance(asked.definition, Occurrence):
        title = _("%(title)s; only %(what)s") % {"title": title, "what": only}
    return title


def over_of(asked: Asked) -> str:
    """Return over what: "last 30 days, by day"."""
    stretch = name_stretch(asked)
    if asked.grain is None:
        return stretch
    return f"{stretch}, {_BY[asked.grain]}"


def name_stretch(asked: Asked) -> str:
    """Return the time that is asked for: "Last 30 days", "1 Nov 2026 – 24 Nov 2026"."""
    name = times.range_of(asked.draft)
    if name == times.OWN and asked.span.start is not None and asked.span.end is not None:
        days = (asked.span.start, asked.span.end - times.MOMENT)
        texts = (asked.formats.day(on=asked.formats.local(at=at).date()) for at in days)
        return " \u2013 ".join(texts)
    return next(str(words[name]) for _label, words in RANGES if name in words)


def name_definition(definition: Definition, formats: Formats) -> str:
    """Return a definition in words: "Order, how often", "Visit → Cart → Order"."""
    for kind, name in _NAMES:
        if isinstance(definition, kind):
            return name(definition, formats)
    raise TypeError(definition)


def name_occurrence(one: Occurrence | None) -> str:
    """Return what happens: "Order"."""
    if one is None:
        return _("Anything")
    name = _("Anything") if one.event is None else name_in_words(name=one.event)
    only = name_filters(one.where)
    return f"{name} ({only})" if only else name


def name_filters(where: Iterable[Filter]) -> str:
    """Return filters in words: "Country is Norway, Price is above 3"; "" where there are none."""
    return ", ".join(_filter(one) for one in where)


def _filter(one: Filter) -> str:
    if isinstance(one, Some):
        return _(" or ").join(_filter(part) for part in one.of)
    if isinstance(one, Every):
        return f"({name_filters(one.of)})"
    if isinstance(one, Not):
        return _("not: %(what)s") % {"what": _filter(one.of)}
    if isinstance(one, InSegment):
        return _("in the group “%(name)s”") % {"name": one.segment}
    values = one.value if isinstance(one.value, tuple) else (one.value,)
    value = ", ".join(str(each) for each in values if each is not None)
    return f"{name_in_words(name=one.property)} {OPS[one.op]} {value}".strip()


def _measure(measure: Measure, formats: Formats) -> str:
    event = name_occurrence(measure)
    if isinstance(measure, Count) and measure == Count():
        return _("All events")
    if isinstance(measure, Persons):
        return _("People with: %(event)s") % {"event": event}
    if isinstance(measure, Unique):
        names = {"event": event, "property": name_in_words(name=measure.property)}
        return _("%(event)s, different %(property)s") % names
    if isinstance(measure, OfNumbers):
        what = event
        if measure.property is not None:
            what = f"{event}: {name_in_words(name=measure.property)}"
        if isinstance(measure, Quantile):
            return _quantile(measure, what, formats)
        return str(_AMOUNTS[type(measure)]) % {"what": what}
    return _("%(event)s, how often") % {"event": event}


def _quantile(measure: Quantile, what: str, formats: Formats) -> str:
    if measure.q == 0.5:
        return _("%(what)s, the middle one") % {"what": what}
    share = formats.percent(share=measure.q, digits=1)
    return _("%(what)s, %(share)s are below") % {"what": what, "share": share}


def _ratio(ratio: Ratio, formats: Formats) -> str:
    both = {
        "of": name_definition(ratio.of, formats),
        "per": name_definition(ratio.per, formats),
    }
    return _("%(of)s \u00f7 %(per)s") % both


def _per_person(one: PerPerson, formats: Formats) -> str:
    return _("%(of)s, per person") % {"of": name_definition(one.of, formats)}


def _rolling(one: Rolling, formats: Formats) -> str:
    over = OVERS.get(str(one.over), one.over)
    return _("%(of)s, over the last %(over)s") % {
        "of": name_definition(one.of, formats),
        "over": over,
    }


def _formula(one: Formula, formats: Formats) -> str:
    parts = ", ".join(f"{letter}: {name_definition(part, formats)}" for letter, part in one.of)
    return f"{one.text} ({parts})"


def _conversion(one: Conversion, _formats: Formats) -> str:
    return " \u2192 ".join(map(name_occurrence, one.steps))


def _retention(one: Retention, _formats: Formats) -> str:
    both = {"start": name_occurrence(one.start), "back": name_occurrence(one.back)}
    if both["start"] == both["back"]:
        return _("Coming back: %(start)s") % both
    return _("Coming back: %(start)s, then %(back)s") % both


def _paths(one: Paths, _formats: Formats) -> str:
    if one.before is not None:
        return _("What happens before: %(event)s") % {"event": name_occurrence(one.before)}
    if one.after is not None:
        return _("What happens after: %(event)s") % {"event": name_occurrence(one.after)}
    return _("What happens in a visit")


def _stickiness(one: Stickiness, _formats: Formats) -> str:
    return _("How regularly: %(event)s") % {"event": name_occurrence(one)}


def _lifecycle(one: Lifecycle, _formats: Formats) -> str:
    return _("New, returning, lost: %(event)s") % {"event": name_occurrence(one)}


def _named(one: Named, _formats: Formats) -> str:
    return name_in_words(name=one.name)


_NAMES: tuple[tuple[type[Any], Callable[[Any, Formats], str]], ...] = (
    (Measure, _measure),
    (Ratio, _ratio),
    (PerPerson, _per_person),
    (Rolling, _rolling),
    (Formula, _formula),
    (Conversion, _conversion),
    (Retention, _retention),
    (Paths, _paths),
    (Stickiness, _stickiness),
    (Lifecycle, _lifecycle),
    (Named, _named),
)
