"""What a question shows beside its number, for the permissions to see persons and money.

A count is no secret; but split by e-mail address it names persons, and split by price, or asked for
only what costs more than 780, it tells what things cost.
"""

from collections.abc import Iterable
from dataclasses import replace

from tenfold.eventlog.current import get_log
from tenfold.metrics.context import find_segments
from tenfold.metrics.definitions import (
    Condition,
    Definition,
    Did,
    Formula,
    Max,
    Measure,
    Min,
    Occurrence,
    OfNumbers,
    PerPerson,
    Quantile,
    Ratio,
    Rolling,
    Sum,
    Test,
    occurrences_of,
    properties_of,
)
from tenfold.metrics.definitions.names import Speaks, sent_name, split_name
from tenfold.metrics.definitions.segments import adds_up, own_property
from tenfold.metrics.expanding import mentions
from tenfold.metrics.properties import list_properties
from tenfold.metrics.questions import Question, measures_of
from tenfold.metrics.resolving import resolve
from tenfold.metrics.sql.segments import leaves_of
from tenfold.people.sight import may_be_money, may_be_personal


def names_persons(*, question: Question) -> bool:
    """Return whether single persons are asked for, or whether the groups may be persons."""
    question = _resolved(question)
    if question.names_persons or _are_personal(question.properties | _shown_as_they_are(question)):
        return True
    return any(segment_names_persons(condition=one) for one in _segments_of(question))


def _resolved(question: Question) -> Question:
    """A metric's name alone says nothing of what is looked at."""
    return replace(question, definition=resolve(question.definition).definition)


def _shown_as_they_are(question: Question) -> set[str]:
    """The largest telephone number is somebody's; what all of them add up to is nobody's."""
    picked = [one for one in question.measures if isinstance(one, Min | Max | Quantile)]
    return {one.property for one in picked if one.property}


def _are_personal(names: Iterable[str]) -> bool:
    """What a property holds is looked up among all events: a person's may come with any of them."""
    samples = {one.name: one.samples for one in list_properties(definition=Sum())}
    return any(
        may_be_personal(name=name, samples=samples.get(sent_name(name), ()))
        for name in _own_names(names)
    )


def tells_money(*, question: Question) -> bool:
    """Return whether amounts of money can be read off the answer, whatever its unit says."""
    question = _resolved(question)
    added_up = {one.property for one in question.measures if isinstance(one, OfNumbers)}
    looked_at = question.properties
    names = _own_names(name for name in (looked_at | added_up) if name is not None)
    if any(may_be_money(name=name) for name in names):
        return True
    if any(segment_tells_money(condition=one) for one in _segments_of(question)):
        return True
    if "value" in looked_at and any(map(_is_money, occurrences_of(question.definition))):
        return True
    return _tells(question.definition)


def _tells(definition: Definition) -> bool:
    """Whether amounts can be read off it; also off an answer that has none, and shows one before."""
    if isinstance(definition, Measure):
        return _adds_money(definition)
    if isinstance(definition, Rolling):
        return _tells(definition.of)
    if isinstance(definition, Formula):  # revenue / 1 is revenue
        return any(_adds_money(one) for one in measures_of(definition))
    return isinstance(definition, Ratio | PerPerson) and _is_one_sided(definition)


def _is_one_sided(ratio: Ratio | PerPerson) -> bool:
    # Orders per euro tell as much as euros per order; euros per euro are a share.
    return _adds_money(ratio.of) != _adds_money(ratio.per)


def _adds_money(measure: Measure) -> bool:
    own_value = isinstance(measure, OfNumbers) and measure.property in (None, "value")
    return own_value and _is_money(measure)


def _is_money(measure: Occurrence) -> bool:
    known = get_log().reading().currencies
    of_events = [known.get(measure.event, frozenset())] if measure.event else known.values()
    return any(currencies - {None} for currencies in of_events)


def segment_names_persons(*, condition: Condition) -> bool:
    """Return whether who is in a segment, or how many, says who somebody is."""
    return _are_personal(_looked_at(condition))


def segment_tells_money(*, condition: Condition) -> bool:
    """Return whether amounts of money can be read off who is in a segment, or off how many."""
    if any(may_be_money(name=name) for name in _own_names(_looked_at(condition))):
        return True
    return any(
        isinstance(leaf, Did) and _weighs_value(leaf) and _is_money(Sum(event=leaf.event))
        for leaf in leaves_of(condition)
    )


def _weighs_value(did: Did) -> bool:
    looks = "value" in properties_of(did.where)
    return looks or (adds_up(did) and did.property in (None, "value"))


def _looked_at(condition: Condition) -> set[str]:
    """The properties of events and persons that a condition is about; no segment is named in it."""
    names: set[str] = set()
    for leaf in leaves_of(condition):
        if isinstance(leaf, Test):
            names.add(own_property(leaf))
        elif isinstance(leaf, Occurrence):
            names |= properties_of(leaf.where)
            names |= {one for one in (getattr(leaf, "property", None),) if one}
    return names


def _segments_of(question: Question) -> tuple[Condition, ...]:
    return tuple(find_segments(mentions(question)).values())


def _own_names(names: Iterable[str]) -> set[str]:
    """What sources are called and which segments there are is no secret."""
    split = [split_name(name) for name in names]
    return {own for speaks, own in split if speaks in (Speaks.EVENT, Speaks.PERSON)}
