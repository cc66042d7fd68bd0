"""Which numbers make sense of the events of a file, so that an import leaves numbers behind."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.metrics.definitions import from_spec
from tenfold.metrics.rules import ALWAYS, MAX_HEADLINE
from tenfold.techniques.interfaces.rules.guessing.names import means, slug, split_name
from tenfold.techniques.interfaces.rules.mapping import Mapping, MetricHint
from tenfold.techniques.interfaces.rules.rows.properties import kept_columns

_MOST_NAMES = 3
_LONGEST = 40
_WHO = {
    "customer": ("customers", gettext_lazy("Customers")),
    "client": ("clients", gettext_lazy("Clients")),
    "user": ("users", gettext_lazy("Users")),
    "member": ("members", gettext_lazy("Members")),
    "visitor": ("visitors", gettext_lazy("Visitors")),
    "employee": ("employees", gettext_lazy("Employees")),
    "device": ("devices", gettext_lazy("Devices")),
    "sensor": ("sensors", gettext_lazy("Sensors")),
    "machine": ("machines", gettext_lazy("Machines")),
    "player": ("players", gettext_lazy("Players")),
    "patient": ("patients", gettext_lazy("Patients")),
}
_ROWS = {
    "order_line": ("order_lines", gettext_lazy("Order lines")),
    "order": ("orders", gettext_lazy("Orders")),
    "payment": ("payments", gettext_lazy("Payments")),
    "reading": ("readings", gettext_lazy("Readings")),
}


_OF_A_WEEK = ("sum", "mean", "count", "persons", "unique")
"""The kinds that say something about a week that is not over, as the numbers at the top do."""


@dataclass(frozen=True)
class Known:
    """A metric that the company has already."""

    name: str
    spec: dict[str, Any]
    headline: int | None


def guess_metrics(
    *,
    mapping: Mapping,
    header: tuple[str, ...],
    names: Sequence[str] = (),
    currencies: Sequence[str] = (),
) -> tuple[MetricHint, ...]:
    """Return the numbers that the events of a mapping make, the most telling first.

    `names` are event names where a column has them, `currencies` those of a column of currencies:
    amounts of different ones are never added, so each has its own revenue.
    """
    if mapping.native:
        return ()
    event = mapping.event.constant
    if not event:
        return tuple(_count(name) for name in names[:_MOST_NAMES])
    found = [*_worth(mapping, event, currencies), *_orders(mapping, event, header)]
    if mapping.actor is not None:
        found.append(_persons(mapping.actor.column, event))
    rows = _count(event)
    if all(one.spec != rows.spec for one in found):
        found.append(rows)
    return (*found, *_buying_again(mapping, event))


def _count(event: str) -> MetricHint:
    usual = _ROWS.get(event)
    name = usual[0] if usual else _name(event)
    title = str(usual[1]) if usual else event.replace("_", " ").capitalize()[:100]
    return MetricHint(
        name=name if name not in ALWAYS else f"{name}_sent",
        title=title,
        spec={"kind": "count", "event": event},
        asks=_("How many are there?"),
        better="none" if event == "reading" else "up",
    )


def _name(text: str) -> str:
    """Return a text as a metric may be called: Größe -> grosse."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return slug(text=plain.encode("ascii", "ignore").decode())[:_LONGEST].strip("_")


def _worth(mapping: Mapping, event: str, currencies: Sequence[str]) -> Iterator[MetricHint]:
    if mapping.value is None:
        return
    if mapping.currency is None:
        what = mapping.value.column or _("value")
        yield MetricHint(
            name=f"average_{_name(what)}",
            title=_("Average %(what)s") % {"what": what[:80]},
            spec={"kind": "mean", "event": event},
            asks=_("How high is it on average?"),
            better="none",
        )
        return
    asks = _("How much do we take in?")
    whole = MetricHint("revenue", _("Revenue"), {"kind": "sum", "event": event}, asks)
    if len(currencies) < 2:
        yield whole
        return
    for currency in currencies[:_MOST_NAMES]:
        only = [{"property": "currency", "is": currency}]
        yield replace(
            whole,
            name=f"revenue_{currency.lower()}",
            title=_("Revenue in %(currency)s") % {"currency": currency},
            spec={**whole.spec, "where": only},
        )


def _orders(mapping: Mapping, event: str, header: tuple[str, ...]) -> Iterator[MetricHint]:
    """Orders are told apart by their number, where rows have one; else each row may be one."""
    asks = _("How many orders are there?")
    if event == "order":
        yield replace(_count(event), asks=asks)
        return
    for column in kept_columns(mapping=mapping, header=header):
        if _is_order_number(column):
            name = mapping.properties.rename.get(column, column)
            spec = {"kind": "unique", "event": event, "property": name}
            yield MetricHint("orders", _("Orders"), spec, asks)
            return


def _is_order_number(column: str) -> bool:
    """Whether a column is called Order, InvoiceNo, receipt number, but not OrderStatus."""
    if not means(name=column, meaning="order"):
        return False
    return all(
        means(name=word, meaning="order") or means(name=word, meaning="id")
        for word in split_name(name=column)
    )


def _persons(column: str, event: str) -> MetricHint:
    words = split_name(name=column)
    joined = "".join(words)
    who = next((one for one in _WHO if one in words or joined.startswith(one)), "")
    name, title = _WHO.get(who, ("people", gettext_lazy("People")))
    spec = {"kind": "persons", "event": event}
    return MetricHint(name, str(title), spec, _("How many different ones are there?"))


def _buying_again(mapping: Mapping, event: str) -> Iterator[MetricHint]:
    """Who pays in a later month buys again; a second line of the same receipt is no second purchase."""
    if mapping.actor is None or mapping.value is None or mapping.currency is None:
        return
    yield MetricHint(
        name="repeat_purchase_rate",
        title=_("Repeat purchase rate"),
        spec={
            "kind": "retention",
            "start": {"event": event},
            "return": {"event": event},
            "grain": "month",
            "mode": "rolling",
        },
        asks=_("Of those who bought for the first time, how many bought again in a later month?"),
    )


def fit_metrics(
    *, hints: Sequence[MetricHint], there: Sequence[Known], event: str
) -> tuple[MetricHint, ...]:
    """Return the hints beside the company's own metrics: none overwrites one or takes its place.

    What the company counts already keeps its name and place. A name that stands for something else
    is taken; headline places are given while there are free ones.
    """
    same = {_meaning(one.spec): one for one in there}
    taken = {*ALWAYS, *(one.name for one in there)}
    free = [
        place for place in range(1, MAX_HEADLINE + 1) if all(one.headline != place for one in there)
    ]
    fitted: list[MetricHint] = []
    for hint in hints:
        known = same.get(_meaning(hint.spec))
        if known is not None:
            fitted.append(replace(hint, name=known.name, headline=known.headline))
            continue
        place = free.pop(0) if free and hint.spec["kind"] in _OF_A_WEEK else None
        named = _rename(hint, taken, event)
        taken.add(named.name)
        fitted.append(replace(named, headline=place))
    return tuple(fitted)


def _meaning(spec: dict[str, Any]) -> str:
    return repr(from_spec(spec))


def _rename(hint: MetricHint, taken: set[str], event: str) -> MetricHint:
    if hint.name not in taken:
        return hint
    stem = f"{hint.name[:_LONGEST]}_{_name(event)}"[:_LONGEST].strip("_") if event else hint.name
    tries = (stem, *(f"{stem}_{number}" for number in range(2, len(taken) + 3)))
    name = next(one for one in tries if one not in taken)
    return replace(hint, name=name, title=f"{hint.title} ({event.replace('_', ' ')})"[:120])
