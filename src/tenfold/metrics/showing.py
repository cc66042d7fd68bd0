"""What a question shows beside its number, for the permissions to see persons and money.

A count is no secret; but split by e-mail address it names persons, and split by price, or asked for
only what costs more than 780, it tells what things cost.
"""

from tenfold.eventlog.current import get_log
from tenfold.metrics.definitions import Measure, Ratio, properties_of
from tenfold.metrics.definitions.kinds import OfNumbers
from tenfold.metrics.properties import list_properties
from tenfold.metrics.questions import Question
from tenfold.people.sight import may_be_money, may_be_personal


def names_persons(*, question: Question) -> bool:
    """Return whether single persons are asked for, or whether the groups may be persons."""
    if question.names_persons:
        return True
    looked_at = _looked_at(question)
    samples = {one.name: one.samples for one in list_properties(definition=question.definition)}
    return any(may_be_personal(name=name, samples=samples.get(name, ())) for name in looked_at)


def tells_money(*, question: Question) -> bool:
    """Return whether amounts of money can be read off the answer, whatever its unit says."""
    added_up = {one.property for one in question.measures if isinstance(one, OfNumbers)}
    looked_at = _looked_at(question)
    if any(may_be_money(name=name) for name in (looked_at | added_up) if name is not None):
        return True
    if "value" in looked_at and any(_is_money(one) for one in question.measures):
        return True
    return isinstance(question.definition, Ratio) and _is_one_sided(question.definition)


def _looked_at(question: Question) -> set[str]:
    filters = [*question.definition.where]
    for measure in question.measures:
        filters += measure.where
    return properties_of(filters) | ({question.breakdown} if question.breakdown else set())


def _is_one_sided(ratio: Ratio) -> bool:
    # Orders per euro tell as much as euros per order; euros per euro are a share.
    return _adds_money(ratio.of) != _adds_money(ratio.per)


def _adds_money(measure: Measure) -> bool:
    return isinstance(measure, OfNumbers) and measure.property is None and _is_money(measure)


def _is_money(measure: Measure) -> bool:
    known = get_log().reading().currencies
    of_events = [known.get(measure.event, frozenset())] if measure.event else known.values()
    return any(currencies - {None} for currencies in of_events)
