"""Metrics that the software brings: those of every company, and those of a technique.

A technique's `metrics.py` declares them as values, of the same definitions as everybody's:

    METRICS = (
        Metric(name="events-by-source", title=_("Events"), asks=_("…"), of=Count(event="order")),
    )

The names that a company has given to metrics of its own go before these.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tenfold.metrics.definitions import Count, Definition, Persons
from tenfold.metrics.rules import Better

Words = str | Promise
"""A text that is translated when it is shown."""

_TECHNIQUES = "tenfold.techniques."


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric as a technique declares it.

    name    as `metrics.rules.require_name` wants it
    asks    the question that it answers
    of      what is counted
    better  which way is good news
    """

    name: str
    title: Words
    asks: Words
    of: Definition
    better: Better = Better.UP


@dataclass(frozen=True, slots=True)
class Declared:
    """A declared metric and the technique that it comes from; "": every company has it."""

    metric: Metric
    technique: str = ""


_EVERYWHERE = (
    Metric(name="events", title=_("Events"), asks=_("How much happens?"), of=Count()),
    Metric(
        name="persons",
        title=_("Persons"),
        asks=_("How many different persons are there?"),
        of=Persons(),
    ),
)


@cache
def declared() -> Mapping[str, Declared]:
    """Return all of them by name. Raises `ValueError` where two techniques use one name."""
    found = {one.name: Declared(one) for one in _EVERYWHERE}
    for app in apps.get_app_configs():
        if not app.name.startswith(_TECHNIQUES) or find_spec(f"{app.name}.metrics") is None:
            continue
        for one in import_module(f"{app.name}.metrics").METRICS:
            if one.name in found:
                raise ValueError(f"the metric {one.name} of {app.label} is declared already")
            found[one.name] = Declared(one, technique=app.label)
    return found
