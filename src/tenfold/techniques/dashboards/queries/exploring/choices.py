"""What there is to choose from, in plain words: kinds, comparisons, times, events, properties."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import Op
from tenfold.techniques.dashboards.queries.exploring.views import Option, OptionGroup
from tenfold.techniques.dashboards.rules.exploring.shapes import OF_NUMBERS

Words = dict[str, Any]

NUMBERS: Words = {
    "count": _("How often"),
    "persons": _("How many people"),
    "sum": _("How much"),
    "unique": _("How many different"),
    "ratio": _("One number per another"),
    "per_person": _("Per person"),
    "rolling": _("Rolling"),
    "formula": _("Formula"),
    "metric": _("One of our numbers"),
}
PEOPLE: Words = {
    "conversion": _("Funnel: from step to step"),
    "retention": _("Coming back"),
    "stickiness": _("How regularly"),
    "lifecycle": _("New, returning, lost"),
    "paths": _("What happens next"),
    "segment": _("Who: a segment"),
}
ASKS: Words = {
    "count": _("How many times did it happen?"),
    "persons": _("How many different people did it?"),
    "sum": _("What do the amounts come to: together, on average, at most?"),
    "unique": _("How many different products, pages, orders …?"),
    "ratio": _("One number divided by another: orders per visit, revenue per order."),
    "per_person": _("How many, or how much, for each person who did it?"),
    "rolling": _("The number over the last days or months, reckoned anew for each period."),
    "formula": _("Reckon with several numbers: (a - b) / a."),
    "metric": _("A number that your company has saved, looked at in another way."),
    "conversion": _("How many of those who begin go on to each next step?"),
    "retention": _("How many of those who begin come back in the weeks after?"),
    "stickiness": _("On how many different days do people do it?"),
    "lifecycle": _("Who is new, who stayed, who came back, who went quiet?"),
    "paths": _("What do people do after something, or before it?"),
    "segment": _("Who did this often enough, and not that: who are they, how many?"),
}
MEASURE_KINDS: Words = {
    "count": _("How often"),
    "persons": _("How many people"),
    "unique": _("How many different"),
    "sum": _("Added up"),
    "mean": _("On average"),
    "quantile": _("The middle one, or another share"),
    "max": _("The largest"),
    "min": _("The smallest"),
}
HOW_MUCH: Words = {kind: MEASURE_KINDS[kind] for kind in ("sum", "mean", "quantile", "max", "min")}
SHARES: Words = {
    "": _("half are below (the median)"),
    "0.9": _("90 % are below"),
    "0.95": _("95 % are below"),
    "0.99": _("99 % are below"),
    "0.75": _("75 % are below"),
    "0.25": _("25 % are below"),
    "0.1": _("10 % are below"),
}
OPS: Words = {
    Op.IS: _("is"),
    Op.IS_NOT: _("is not"),
    Op.IN: _("is one of"),
    Op.NOT_IN: _("is none of"),
    Op.CONTAINS: _("contains"),
    Op.NOT_CONTAINS: _("does not contain"),
    Op.STARTS_WITH: _("begins with"),
    Op.ABOVE: _("is above"),
    Op.AT_LEAST: _("is at least"),
    Op.BELOW: _("is below"),
    Op.AT_MOST: _("is at most"),
    Op.EXISTS: _("is said"),
    Op.IS_MISSING: _("is not said"),
}
RANGES: tuple[tuple[Any, Words], ...] = (
    (
        _("Up to now"),
        {
            "today": _("Today"),
            "this_week": _("This week"),
            "this_month": _("This month"),
            "this_quarter": _("This quarter"),
            "this_year": _("This year"),
        },
    ),
    (
        _("The last"),
        {
            "last_24_hours": _("Last 24 hours"),
            "last_7_days": _("Last 7 days"),
            "last_30_days": _("Last 30 days"),
            "last_90_days": _("Last 90 days"),
            "last_12_weeks": _("Last 12 weeks"),
            "last_12_months": _("Last 12 months"),
        },
    ),
    (
        _("The one before"),
        {
            "yesterday": _("Yesterday"),
            "last_week": _("Last week"),
            "last_month": _("Last month"),
            "last_quarter": _("Last quarter"),
            "last_year": _("Last year"),
        },
    ),
    (_("Other"), {"all": _("Everything"), "own": _("From … to …")}),
)
GRAINS: Words = {
    "": _("Automatic"),
    Grain.MINUTE: _("Minute"),
    Grain.HOUR: _("Hour"),
    Grain.DAY: _("Day"),
    Grain.WEEK: _("Week"),
    Grain.MONTH: _("Month"),
    Grain.QUARTER: _("Quarter"),
    Grain.YEAR: _("Year"),
    "none": _("Only one number"),
}
GRAINS_OR_NONE: Words = {
    "": _("Only one number"),
    **{grain: words for grain, words in GRAINS.items() if grain not in ("", "none")},
}
COMPARES: Words = {
    "": _("Nothing"),
    "before": _("The time before"),
    "week": _("A week before"),
    "month": _("A month before"),
    "quarter": _("A quarter before"),
    "year": _("A year before"),
}
VIEWS: Words = {
    "": _("Bars"),
    "line": _("Lines"),
    "area": _("Areas"),
    "bar": _("Bars"),
    "stacked": _("Bars"),
    "map": _("Map"),
    "table": _("Table"),
}
PERIODS: Words = {Grain.DAY: _("Day"), Grain.WEEK: _("Week"), Grain.MONTH: _("Month")}
WINDOWS: Words = {
    "30m": _("30 minutes"),
    "1h": _("1 hour"),
    "1d": _("1 day"),
    "3d": _("3 days"),
    "7d": _("7 days"),
    "14d": _("14 days"),
    "30d": _("30 days"),
    "90d": _("90 days"),
    "365d": _("365 days"),
}
GAPS: Words = {
    "10m": _("10 minutes"),
    "30m": _("30 minutes"),
    "2h": _("2 hours"),
    "1d": _("1 day"),
    "7d": _("7 days"),
    "30d": _("30 days"),
}
OVERS: Words = {
    "7d": _("7 days"),
    "14d": _("14 days"),
    "28d": _("28 days"),
    "30d": _("30 days"),
    "3mo": _("3 months"),
    "12mo": _("12 months"),
}
ORDERS: Words = {
    "": _("In this order; other things may lie between"),
    "strict": _("In this order, with nothing in between"),
    "unordered": _("In any order"),
}
ENTRIES: Words = {
    "": _("The first time ever"),
    "recurring": _("Each time anew"),
}
COUNTINGS: Words = {
    "": _("In exactly that period"),
    "rolling": _("In that period or any later one"),
}
MEMBERSHIP: Words = {"in_segment": _("is in"), "not_in_segment": _("is not in")}
HOW: Words = {
    "": _("did"),
    "not": _("did not do"),
    "is": _("are"),
}
TIMES: Words = {
    "": _("at least once"),
    "2": _("at least twice"),
    "3": _("at least 3 times"),
    "5": _("at least 5 times"),
    "10": _("at least 10 times"),
}
RECENTLY: Words = {
    "": _("ever"),
    "7d": _("in the last 7 days"),
    "30d": _("in the last 30 days"),
    "60d": _("in the last 60 days"),
    "90d": _("in the last 90 days"),
    "180d": _("in the last 180 days"),
    "365d": _("in the last 365 days"),
}
MATCHES: Words = {"": _("All of this is true of them"), "any": _("At least one of this is")}
DIRECTIONS: Words = {"": _("After"), "before": _("Before")}


def options(words: Words, *, chosen: str) -> tuple[Option, ...]:
    """Return the options; what is chosen and not among them stands there, too, as it is written."""
    found = [Option(str(value), str(label), str(value) == chosen) for value, label in words.items()]
    if not any(one.chosen for one in found):
        found.append(Option(chosen, chosen, chosen=True))
    return tuple(found)


def one_group(words: Words, *, chosen: str) -> tuple[OptionGroup, ...]:
    """Return the options under no heading."""
    return (OptionGroup("", options(words, chosen=chosen)),)


def shown_kind(kind: str) -> str:
    """Return the kind under which the page offers a kind: all amounts are "How much"."""
    return "sum" if kind in OF_NUMBERS else kind
