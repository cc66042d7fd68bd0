"""What a key result can be made of, and what it would be: for the form and its preview."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from urllib.parse import parse_qsl

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.answers import Answer
from tenfold.metrics.definitions import Definition, Paths
from tenfold.metrics.figures import EVENTS, PERSONS, VALUES
from tenfold.metrics.queries import get_metric, list_metrics
from tenfold.metrics.questions import Question
from tenfold.techniques.dashboards.queries.asking import Asker, explain, unit_to_show
from tenfold.techniques.dashboards.queries.breakdowns import list_breakdowns
from tenfold.techniques.dashboards.queries.goals import saying
from tenfold.techniques.dashboards.queries.goals.measuring import (
    definition_of,
    exact,
    measure_now,
)
from tenfold.techniques.dashboards.rules.exploring.addresses import read_draft, write_draft
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, list_of, text_of
from tenfold.techniques.dashboards.rules.exploring.values import read_value, write_value
from tenfold.techniques.dashboards.rules.goals import reading as readings
from tenfold.techniques.dashboards.rules.goals.periods import Period
from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading

Options = tuple[tuple[str, str], ...]
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Chosen:
    """A number that somebody considers for a key result.

    over, count  "": as is usual for this number
    version      as it was defined then; None: as it is defined now
    """

    metric: str
    query: str = ""
    over: str = ""
    count: int | None = None
    version: int | None = None


@dataclass(frozen=True)
class Preview:
    """What that number is now: "31.4 %", read so.

    counted  whether it is counted from the first day on, and so begins at 0
    value    None where there is none, or where it must not be seen; `none` says why there is none
    """

    text: str
    reading: str
    unit: str
    counted: bool
    value: Decimal | None
    way: Reading
    withheld: str = ""
    none: str = ""


def list_numbers(*, asker: Asker) -> Options:
    """Return the company's numbers that can be a key result, by title."""
    del asker
    known = [one for one in list_metrics() if not isinstance(one.definition, Paths)]
    return tuple((one.name, one.title) for one in sorted(known, key=lambda one: one.title))


def list_properties_of(*, metric: str, asker: Asker) -> Options:
    """Return the properties that a number can be narrowed by, for this viewer."""
    if not metric:
        return ()
    try:
        definition = get_metric(name=metric).definition
    except Refusal:
        return ()  # the field of the number says that there is none
    return tuple(
        (name, name) for name in list_breakdowns(definition=definition, viewer=asker.viewer)
    )


def write_query(*, property_name: str, value: str) -> str:
    """Return a filter as the page Explore writes it into its address; "" for none."""
    if not property_name or not value:
        return ""
    row: Branch = {"property": property_name, "op": "is", "value": write_value(value)}
    return write_draft({"kind": "count", "where": [row]})


def read_query(*, query: str) -> tuple[str, str]:
    """Return property and value of such a filter; blanks where it is none, or more than one row."""
    draft, _lost = read_draft(parse_qsl(query, keep_blank_values=True))
    rows = list_of(draft, "where")
    if len(rows) != 1:
        return "", ""
    value = read_value(text_of(rows[0], "value"))
    return text_of(rows[0], "property"), str(value)


def is_larger(*, query: str) -> bool:
    """Return whether a filter says more than the one row that the form has fields for."""
    return bool(query) and not all(read_query(query=query))


def read_way(*, chosen: Chosen, definition: Definition) -> Reading:
    """Return how the number is read: as chosen, or as is usual for it. Raises `InvalidReading`."""
    if not chosen.over:
        found = readings.suggest(definition=definition)
    elif chosen.over == Over.SO_FAR:
        found = readings.SO_FAR
    else:
        usual = {Over.DAYS.value: 28, Over.WEEKS.value: 4}
        found = Reading(Over(chosen.over), chosen.count or usual[chosen.over])
    readings.require_reading(reading=found, definition=definition)
    return found


def preview(*, chosen: Chosen, period: Period, asker: Asker) -> Preview:
    """Return what the number is now, over the time over which it will be read.

    Before the period has begun, "so far" shows the period before, which is said.
    Raises what a broken filter or an unknown number is refused for.
    """
    definition = _definition(chosen)
    way = read_way(chosen=chosen, definition=definition)
    counted = way.over is Over.SO_FAR and readings.grows(definition=definition)
    said = readings.say(reading=way)
    try:
        answer = _ask(definition, way, period, asker)
    except Refusal as refusal:
        withheld = explain(refusal=refusal)
        return Preview(withheld.instead, said, "", counted, None, way, withheld.why)
    value = exact(answer.value)
    unit = _unit(definition, answer)
    text = saying.write(value=value, unit=unit, formats=asker.formats)
    none = "" if value is not None else _say_none(asker)
    return Preview(text, said, unit, counted, value, way, none=none)


def _say_none(asker: Asker) -> str:
    newest = asker.volume.newest_at
    if newest is None:
        return _("Nothing has happened yet.")
    day = asker.formats.day(on=asker.formats.local(at=newest).date())
    return _("There was nothing to reckon it from; the newest event is of %(day)s.") % {"day": day}


def _definition(chosen: Chosen) -> Definition:
    version = chosen.version or get_metric(name=chosen.metric).version
    return definition_of(metric=chosen.metric, version=version, query=chosen.query)


def _ask(definition: Definition, way: Reading, period: Period, asker: Asker) -> Answer:
    calendar = asker.calendar
    begins_at = calendar.instant_of_day(day=period.starts_on)
    until = min(asker.at, calendar.instant_of_day(day=period.ends_on + _DAY))
    start, end = readings.span(
        reading=way, begins_at=min(begins_at, until - _DAY), until=until, calendar=calendar
    )
    question = Question(definition=definition, start=start, end=end)
    return measure_now(question=question, calendar=calendar, at=asker.at, viewer=asker.viewer)


def _unit(definition: Definition, answer: Answer) -> str:
    unit = unit_to_show(definition=definition, unit=answer.unit, values=[answer.value])
    return "" if unit in (EVENTS, PERSONS, VALUES) else unit


def is_newer(*, metric: str, version: int) -> bool:
    """Return whether a number has been defined anew since that version; not where it is gone."""
    return any(one.name == metric and one.version != version for one in list_metrics())


def title_of(*, metric: str) -> str:
    """Return how a number is called. Raises `UnknownMetric`."""
    return get_metric(name=metric).title
