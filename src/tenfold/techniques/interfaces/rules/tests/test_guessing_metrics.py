"""Which numbers an unknown file makes, and how they fit beside those that are there."""

import pytest

from tenfold.metrics.rules import require_name
from tenfold.techniques.interfaces.rules.choosing import apply_choices, read_choices
from tenfold.techniques.interfaces.rules.formats import FileFormat
from tenfold.techniques.interfaces.rules.guessing import (
    Hints,
    Known,
    Sample,
    fit_metrics,
    propose,
)

SHOP = """InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID
536365,85123A,HOLDER,6,2010-12-01 08:26:00,2.55,17850.0
536365,71053,LANTERN,6,2010-12-01 08:26:00,3.39,17850.0
C536379,D,Discount,-1,2010-12-01 09:41:00,27.50,"""
SENSORS = """device,time,temperature
press-1,2026-01-01T00:00:00Z,20.5
press-2,2026-01-01T00:00:00Z,21.5"""
ACTIONS = """user_id,action,when
1,visit,2026-01-01T00:00:00Z
1,signup,2026-01-01T00:00:00Z
2,visit,2026-01-01T00:01:00Z"""
PAYMENTS = """customer_id,paid_at,amount,currency
a,2026-01-01T00:00:00Z,20.5,EUR
b,2026-01-01T00:00:00Z,21.5,NOK"""
REVENUE = {"kind": "sum", "event": "order_line"}


def mapping_of(text, *, file="file.csv"):
    header, *rows = [line.split(",") for line in text.strip().split("\n")]
    hints = Hints(timezone="Europe/Berlin", currency="EUR", now="2026-11-24T12:00:00")
    form = FileFormat()
    return propose(sample=Sample(form, tuple(header), rows, file), hints=hints).mapping


def specs(hints):
    return {one.name: one.spec for one in hints}


AGAIN = {
    "kind": "retention",
    "start": {"event": "order_line"},
    "return": {"event": "order_line"},
    "grain": "month",
    "mode": "rolling",
}


def test_repeat_purchases__of_rows_that_nobody_paid_for_or_nobody_did__are_no_number():
    assert "repeat_purchase_rate" not in specs(mapping_of(SENSORS).metrics)
    nobody = mapping_of(SHOP.replace("CustomerID", "Note"))
    assert nobody.actor is None
    assert "repeat_purchase_rate" not in specs(nobody.metrics)


def test_order_lines__guessed__make_revenue_orders_customers_and_lines():
    assert specs(mapping_of(SHOP).metrics) == {
        "revenue": REVENUE,
        "orders": {"kind": "unique", "event": "order_line", "property": "InvoiceNo"},
        "customers": {"kind": "persons", "event": "order_line"},
        "order_lines": {"kind": "count", "event": "order_line"},
        "repeat_purchase_rate": AGAIN,
    }


@pytest.mark.parametrize(
    ("column", "is_number"),
    [("Order", True), ("receipt_nr", True), ("Rechnung", True), ("OrderStatus", False)],
)
def test_orders__are_told_apart_by_what_is_called_like_their_number(column, is_number):
    found = specs(mapping_of(SHOP.replace("InvoiceNo", column)).metrics)
    assert ("orders" in found) is is_number


def test_readings__guessed__have_a_mean_but_no_revenue():
    assert specs(mapping_of(SENSORS).metrics) == {
        "average_temperature": {"kind": "mean", "event": "reading"},
        "devices": {"kind": "persons", "event": "reading"},
        "readings": {"kind": "count", "event": "reading"},
    }


def test_a_column_of_event_names__guessed__is_counted_by_name():
    assert specs(mapping_of(ACTIONS).metrics) == {
        "visit": {"kind": "count", "event": "visit"},
        "signup": {"kind": "count", "event": "signup"},
    }


def test_amounts_in_two_currencies__guessed__are_never_one_revenue():
    found = specs(mapping_of(PAYMENTS).metrics)
    assert "revenue" not in found
    assert found["revenue_nok"]["where"] == [{"property": "currency", "is": "NOK"}]


def test_names_in_other_letters__guessed__become_names_that_metrics_may_have():
    found = mapping_of(SENSORS.replace("temperature", "Messwert Größe"))
    assert found.metrics[0].name == "average_messwert_grosse"
    for name in ("日本", "überweisung", "a" * 200):
        hints = mapping_of(ACTIONS.replace("visit", name)).metrics
        for hint in fit_metrics(hints=hints, there=(Known(hints[0].name, REVENUE, 1),), event=name):
            require_name(name=hint.name)


def test_fitting__in_an_empty_company__fills_the_headline_places_in_order():
    hints = fit_metrics(hints=mapping_of(SHOP).metrics, there=(), event="order_line")
    assert [(one.name, one.headline) for one in hints] == [
        ("revenue", 1), ("orders", 2), ("customers", 3), ("order_lines", 4),
        ("repeat_purchase_rate", None),
    ]  # fmt: skip


def test_fitting__beside_other_metrics__takes_no_name_and_no_place_of_theirs():
    there = (
        Known("revenue", {"kind": "sum", "event": "invoice"}, 1),
        Known("buyers", {"kind": "persons", "event": "order_line"}, 2),
        Known("visits", {"kind": "count", "event": "visit"}, 4),
    )
    hints = fit_metrics(hints=mapping_of(SHOP).metrics, there=there, event="order_line")
    assert [(one.name, one.title, one.headline) for one in hints] == [
        ("revenue_order_line", "Revenue (order line)", 3),
        ("orders", "Orders", None),
        ("buyers", "Customers", 2),
        ("order_lines", "Order lines", None),
        ("repeat_purchase_rate", "Repeat purchase rate", None),
    ]


def test_choices__that_rename_the_event__take_the_guessed_numbers_with_them():
    mapping = mapping_of(SHOP)
    header = tuple(SHOP.split("\n", maxsplit=1)[0].split(","))
    choices = read_choices(mapping=mapping, header=header)
    renamed = apply_choices(mapping=mapping, choices=_with(choices, event="sale"))
    *counted, again = renamed.metrics
    assert {one.spec["event"] for one in counted} == {"sale"}
    assert again.spec["start"] == again.spec["return"] == {"event": "sale"}
    assert [one.headline for one in renamed.metrics] == [1, 2, 3, 4, None]
    worthless = apply_choices(mapping=mapping, choices=_with(choices, value=""))
    assert "revenue" not in specs(worthless.metrics)
    same = apply_choices(mapping=mapping, choices=_with(choices, zone="UTC"))
    assert same.metrics == mapping.metrics


def _with(choices, **changed):
    return type(choices)(**{**vars(choices), **changed})
