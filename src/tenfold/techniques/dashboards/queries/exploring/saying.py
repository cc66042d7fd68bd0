"""A number as a sentence: what it is of, how much, when."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.metrics.answers import Answer
from tenfold.metrics.definitions import Count, Definition, Formula, Mean, Persons, Sum
from tenfold.techniques.dashboards.queries.exploring.asking import Asked
from tenfold.techniques.dashboards.queries.exploring.naming import (
    name_occurrence,
    name_stretch,
    title_of,
)


def say(asked: Asked, answer: Answer, *, value: str) -> str:
    """Return the answer in plain words: "Order happened 400 times (last 30 days)."."""
    if answer.value is None:
        return _("There is nothing in this time that it could be reckoned from.")
    if answer.detail is not None and not isinstance(asked.definition, Formula):
        return answer.sentence  # the kind has words of its own
    definition: Definition = asked.definition
    said = {"what": title_of(asked), "value": value, "when": name_stretch(asked)}
    if asked.metric or not isinstance(definition, Count | Persons | Sum | Mean):
        return _("%(what)s: %(value)s (%(when)s).") % said
    said["what"] = name_occurrence(definition)
    return _sentence(definition, int(answer.value)) % said


def _sentence(definition: Definition, count: int) -> str:
    if isinstance(definition, Count):
        return ngettext(
            "%(when)s: “%(what)s” happened %(value)s time.",
            "%(when)s: “%(what)s” happened %(value)s times.",
            count,
        )
    if isinstance(definition, Persons):
        return ngettext(
            "%(when)s: %(value)s person did “%(what)s”.",
            "%(when)s: %(value)s different people did “%(what)s”.",
            count,
        )
    if isinstance(definition, Sum):
        return _("%(when)s: “%(what)s” comes to %(value)s together.")
    return _("%(when)s: “%(what)s” is %(value)s on average.")


def say_sure(asked: Asked, answer: Answer, *, unit: str) -> str:
    """Return between what the number very likely lies, and out of how many; "" where it is exact."""
    formats = asked.formats
    parts = []
    if answer.interval is not None:
        low, high = (formats.value(value=one, unit=unit) for one in answer.interval)
        parts.append(_("very likely between %(low)s and %(high)s") % {"low": low, "high": high})
    if answer.sample is not None:
        count = formats.number(value=answer.sample)
        parts.append(
            ngettext("out of %(count)s person", "out of %(count)s persons", answer.sample)
            % {"count": count}
        )
    return ", ".join(parts)
