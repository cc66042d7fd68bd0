"""What could be seen after an import: the metrics it defines, with figures of the first rows."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from django.utils.translation import gettext as _

from tenfold.eventlog.envelope import Envelope
from tenfold.metrics.queries import list_metrics
from tenfold.techniques.interfaces.rules.guessing import Known
from tenfold.techniques.interfaces.rules.mapping import Mapping, MetricHint

_FEW = range(2, 200)
_MOST_BREAKDOWNS = 4
_KINDS = frozenset({"count", "sum", "mean", "persons", "unique"})


@dataclass(frozen=True)
class Glimpse:
    """A number that could be seen after the import; `value` None: only the log can tell it.

    metric   the name of the metric that the import defines for it; "" is none
    there    whether the company has a metric of that name already: it stays as it is
    """

    label: str
    value: Decimal | int | None
    currency: str | None = None
    metric: str = ""
    there: bool = False


@dataclass(frozen=True)
class Breakdown:
    """A property by which the numbers can be broken down, and how many values it has."""

    name: str
    values: int


def known_metrics() -> tuple[Known, ...]:
    """Return the metrics that the company has."""
    return tuple(Known(one.name, one.spec, one.headline) for one in list_metrics())


def look_ahead(
    *, envelopes: Sequence[Envelope], mapping: Mapping, there: Sequence[Known]
) -> tuple[Glimpse, ...]:
    """Return the numbers that could be seen after the import."""
    names = {one.name for one in there}
    glimpses = tuple(_glimpse(hint, envelopes, hint.name in names) for hint in mapping.metrics)
    return glimpses or _without_metrics(envelopes)


def list_breakdowns(*, envelopes: Sequence[Envelope]) -> tuple[Breakdown, ...]:
    """Return the properties that have few texts: countries, channels."""
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for envelope in envelopes:
        for name, value in msgspec.json.decode(envelope.properties).items():
            if isinstance(value, str) and len(seen[name]) < _FEW.stop:
                seen[name][value] += 1
    few = [Breakdown(name, len(values)) for name, values in seen.items() if len(values) in _FEW]
    return tuple(sorted(few, key=lambda one: one.values)[:_MOST_BREAKDOWNS])


def _without_metrics(envelopes: Sequence[Envelope]) -> tuple[Glimpse, ...]:
    glimpses = [Glimpse(_("Events"), len(envelopes))]
    worth: dict[str | None, Decimal] = defaultdict(Decimal)
    for envelope in envelopes:
        if envelope.value is not None:
            worth[envelope.currency] += Decimal(repr(envelope.value))
    glimpses += [
        Glimpse(_("Worth") if currency else _("Sum of the values"), total, currency)
        for currency, total in list(worth.items())[:2]
    ]
    actors = {envelope.actor for envelope in envelopes} - {None}
    if actors:
        glimpses.append(Glimpse(_("Persons or devices"), len(actors)))
    return tuple(glimpses)


def _glimpse(hint: MetricHint, envelopes: Sequence[Envelope], there: bool) -> Glimpse:
    spec = hint.spec
    wanted = _wanted_currency(spec.get("where", []))
    if (
        spec.get("kind") not in _KINDS
        or wanted is None
        or ("property" in spec) != (spec["kind"] == "unique")
    ):
        return Glimpse(hint.title, None, metric=hint.name, there=there)
    name = spec.get("event")
    meant = [
        one
        for one in envelopes
        if (name is None or one.name == name) and wanted in ("", one.currency)
    ]
    value, currency = _compute(spec, meant)
    return Glimpse(hint.title, value, currency, hint.name, there)


def _wanted_currency(where: Any) -> str | None:
    """Return the one currency that a filter wants, "" where there is no filter, None for others."""
    if not where:
        return ""
    if len(where) == 1 and where[0].keys() == {"property", "is"}:
        return where[0]["is"] if where[0]["property"] == "currency" else None
    return None


def _compute(
    spec: dict[str, Any], envelopes: Sequence[Envelope]
) -> tuple[Decimal | int | None, str | None]:
    kind = spec["kind"]
    if kind == "count":
        return len(envelopes), None
    if kind == "persons":
        return len({one.actor for one in envelopes} - {None}), None
    if kind == "unique":
        found = (msgspec.json.decode(one.properties).get(spec["property"]) for one in envelopes)
        return len({str(value) for value in found if value is not None}), None
    worth = [Decimal(repr(one.value)) for one in envelopes if one.value is not None]
    currencies = {one.currency for one in envelopes if one.value is not None}
    if len(currencies) > 1 or (kind == "mean" and not worth):
        return None, None
    total = sum(worth, Decimal())
    (currency,) = currencies or {None}
    return (total if kind == "sum" else total / len(worth)), currency
