"""`{% load tenfold %}`: numbers, money and times as the company writes them, and the components.

Every tag reads `formats` from the context, where `ui.shell.shell` has put it.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import template
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from tenfold.kit import clock
from tenfold.ui.bars import Bars
from tenfold.ui.charts import Chart
from tenfold.ui.flows import Flow
from tenfold.ui.format import Formats, Value
from tenfold.ui.funnels import Funnel
from tenfold.ui.gauges import Gauge
from tenfold.ui.heat import HeatMap
from tenfold.ui.maps import WorldMap
from tenfold.ui.tables import NumberTable
from tenfold.ui.texts import write_markdown

register = template.Library()
_WIDTH, _HEIGHT, _MARGIN = 100.0, 34.0, 4.0


def _formats(context: Context) -> Formats:
    formats: Formats = context["formats"]
    return formats


@register.simple_tag(takes_context=True)
def number(context: Context, value: Value, digits: int | None = None) -> str:
    """Write a plain number: `{% number 541909 %}`."""
    return _formats(context).number(value=value, digits=digits)


@register.simple_tag(takes_context=True)
def money(context: Context, value: Value, currency: str | None = None, short: bool = False) -> str:
    """Write an amount: `{% money 48.5 "EUR" %}`; `short=True` leaves out cents from 1,000 on."""
    return _formats(context).money(value=value, currency=currency, short=short)


@register.simple_tag(takes_context=True)
def percent(context: Context, share: Value, digits: int = 0) -> str:
    """Write a share as per cent: `{% percent 0.124 %}`."""
    return _formats(context).percent(share=share, digits=digits)


@register.simple_tag(takes_context=True)
def measured(context: Context, value: Value, unit: str = "") -> str:
    """Write a number in its unit: a currency, "%", or any word."""
    return _formats(context).value(value=value, unit=unit)


@register.simple_tag(takes_context=True)
def day(context: Context, on: date) -> SafeString:
    """Write a day as a time element: `{% day order.placed_on %}`."""
    text = _formats(context).day(on=on)
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), text)


@register.simple_tag(takes_context=True)
def moment(context: Context, at: datetime) -> SafeString:
    """Write day and time in the company's zone: `{% moment event.at %}`."""
    text = _formats(context).moment(at=at)
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.simple_tag(takes_context=True)
def ago(context: Context, at: datetime) -> SafeString:
    """Write how long ago: "2 minutes ago". The page keeps it true; the full time is its title."""
    formats = _formats(context)
    return format_html(
        '<time datetime="{}" title="{}" data-relative>{}</time>',
        at.isoformat(),
        formats.moment(at=at),
        formats.relative(at=at, now=clock.now()),
    )


@register.simple_tag(takes_context=True)
def lasting(context: Context, of: timedelta) -> str:
    """Write a length of time: "90 seconds"; what is shorter than a second is that."""
    if of < timedelta(seconds=1):
        return _("under a second")
    return _formats(context).duration(of=of)


@register.simple_tag(takes_context=True)
def period(context: Context, of: timedelta) -> str:
    """Write how often something comes: "1 hour", where `lasting` says "60 minutes"."""
    return _formats(context).period(of=of)


@register.simple_tag
def sparkline(values: Sequence[Value | None]) -> SafeString:
    """Draw a small line without axes. Empty where there are fewer than two values."""
    known = [float(value) for value in values if value is not None]
    if len(known) < 2:
        return SafeString("")
    points = _place(known)
    line = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
    end_x, end_y = points[-1]
    return format_html(
        '<svg class="tf-spark" viewBox="0 0 {w} {h}" preserveAspectRatio="none" aria-hidden="true">'
        '<path class="area" d="M0,{h} L{line} L{end_x},{h} Z"/>'
        '<polyline class="line" points="{line}"/>'
        '<path class="dot" d="M{end_x},{end_y} h0.001"/></svg>',
        w=f"{_WIDTH:g}",
        h=f"{_HEIGHT:g}",
        line=line,
        end_x=f"{end_x:.2f}",
        end_y=f"{end_y:.2f}",
    )


def _place(values: list[float]) -> list[tuple[float, float]]:
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    step = (_WIDTH - 1.5) / (len(values) - 1)
    room = _HEIGHT - 2 * _MARGIN
    rest = 0.5 if high == low else 0.0
    return [
        (at * step, _HEIGHT - _MARGIN - room * ((value - low) / span + rest))
        for at, value in enumerate(values)
    ]


@register.inclusion_tag("ui/chart.html", takes_context=True)
def chart(context: Context, of: Chart, tall: bool = False) -> dict[str, Any]:
    """Draw a chart with its legend, and the same as a table behind a fold."""
    formats = _formats(context)
    return {
        **_frame(context, of),
        "chart": of,
        "tall": tall,
        "data": of.as_json(formats=formats),
        "data_id": f"{of.id}-data",
        "columns": of.columns(),
        "rows": of.rows(formats=formats),
        "keys": list(zip(of.colours(), (one.name for one in of.series), strict=True)),
        "has_doors": any(any(one.behind) for one in of.columns()),
        "spots": of.axis.spots() if of.axis else [],
        "has_legend": len(of.series) > 1 or of.before is not None,
    }


@register.inclusion_tag("ui/bars.html", takes_context=True)
def bars(context: Context, of: Bars) -> dict[str, Any]:
    """Draw a breakdown without time: a bar a group, each a link where it has an address."""
    return {**_frame(context, of), "bars": of, "lines": of.lines(formats=_formats(context))}


@register.inclusion_tag("ui/funnel.html", takes_context=True)
def funnel(context: Context, of: Funnel) -> dict[str, Any]:
    """Draw a funnel, its groups beside each other, and the same as a table behind a fold."""
    return {
        **_frame(context, of),
        "funnel": of,
        "lines": of.lines(formats=_formats(context)),
        "keys": of.keys(),
        "split": len(of.groups) > 1,
    }


@register.inclusion_tag("ui/heat_map.html", takes_context=True)
def heat_map(context: Context, of: HeatMap) -> dict[str, Any]:
    """Draw a heat map: a table whose cells are darker where the share is larger."""
    formats = _formats(context)
    return {
        **_frame(context, of),
        "heat": of,
        "rows": of.lines(formats=formats),
        "overall": of.overall_line(formats=formats),
        "scale": of.scale(formats=formats),
    }


@register.inclusion_tag("ui/flow.html", takes_context=True)
def flow(context: Context, of: Flow) -> dict[str, Any]:
    """Draw paths as a sankey, and the same as tables behind a fold."""
    formats = _formats(context)
    return {
        **_frame(context, of),
        "flow": of,
        "data": of.as_json(formats=formats),
        "data_id": f"{of.id}-data",
        "rows": of.rows(formats=formats),
        "stops": of.stops(formats=formats),
    }


@register.inclusion_tag("ui/number_table.html", takes_context=True)
def number_table(context: Context, of: NumberTable) -> dict[str, Any]:
    """Draw a table that can be sorted by each column and whose first column stays in sight."""
    formats = _formats(context)
    return {
        **_frame(context, of),
        "table": of,
        "lines": of.lines(formats=formats),
        "totals": of.totals_line(formats=formats),
    }


@register.inclusion_tag("ui/gauge.html", takes_context=True)
def gauge(context: Context, of: Gauge) -> dict[str, Any]:
    """Draw a number on its way to a target, and say how far it is."""
    return {**_frame(context, of), "gauge": of, "drawn": of.drawn(formats=_formats(context))}


@register.inclusion_tag("ui/map.html", takes_context=True)
def world_map(context: Context, of: WorldMap) -> dict[str, Any]:
    """Draw a map that is darker where more is, and the same as a table beside it."""
    formats = _formats(context)
    return {
        **_frame(context, of),
        "map": of,
        "data": of.as_json(formats=formats),
        "data_id": f"{of.id}-data",
        "rows": of.rows(formats=formats),
        "others": of.others(formats=formats),
        "scale": of.scale(formats=formats),
    }


@register.filter
def as_json(value: Any) -> str:
    """Write a value for a script to read from an attribute: `data-names="{{ names|as_json }}"`."""
    return json.dumps(value, ensure_ascii=False)


@register.filter
def markdown(text: str) -> SafeString:
    """Write a member's text as safe HTML: `{{ tile.text|markdown }}`."""
    return write_markdown(text=text)


Figure = Chart | Bars | Funnel | HeatMap | Flow | NumberTable | Gauge | WorldMap


def _frame(context: Context, of: Figure) -> dict[str, Any]:
    """What every figure has: how it is called, where its CSV is, and whose it is, since when."""
    shell = context.get("shell")
    company = getattr(shell, "company", "")
    now = _formats(context).moment(at=clock.now())
    return {"figure": of, "stamp": f"{company} \u00b7 {now}" if company else now}


@register.simple_tag(takes_context=True)
def tile(context: Context, template_name: str, values: Mapping[str, Any]) -> SafeString:
    """Draw what another technique offers: its template sees its own values, and no other's."""
    return render_to_string(template_name, dict(values), request=context["request"])


@register.inclusion_tag("ui/field.html")
def field(bound: Any, hint: str = "") -> dict[str, Any]:
    """Draw a bound form field with label, hint and what is wrong with it."""
    classes = {"select": "form-select", "checkbox": "form-check-input"}
    kind = getattr(bound.field.widget, "input_type", "text")
    described = [f"{bound.auto_id}-hint"] if hint or bound.help_text else []
    wrong = bool(bound.errors)
    attributes = {
        "class": classes.get(kind, "form-control") + (" is-invalid" if wrong else ""),
        "aria-describedby": " ".join([*described, *([f"{bound.auto_id}-wrong"] if wrong else [])]),
    }
    if wrong:
        attributes["aria-invalid"] = "true"
    if str(bound.field.widget.attrs.get("placeholder", "")) == str(bound.label):
        del bound.field.widget.attrs["placeholder"]  # it says the label twice
    drawn = bound.as_widget(attrs={name: text for name, text in attributes.items() if text})
    return {
        "bound": bound,
        "drawn": drawn,
        "hint": hint or bound.help_text,
        "check": kind == "checkbox",
    }
