"""Boards to begin with, filled from what a company has."""

import pytest

from tenfold.techniques.dashboards.rules.boards.grid import Place, require_layout
from tenfold.techniques.dashboards.rules.boards.offered import TEMPLATES, find_template
from tenfold.techniques.dashboards.rules.boards.roles import (
    EVENTS,
    METRICS,
    PROPERTIES,
    Known,
    KnownEvent,
    KnownProperty,
    find_event,
    find_metric,
    find_property,
)
from tenfold.techniques.dashboards.rules.boards.templates import draft_of, fill
from tenfold.techniques.dashboards.rules.boards.tiles import draft_of_tile


def event(name, *, valued=False, persons=True, **properties):
    return KnownEvent(
        name=name,
        events=10,
        persons=persons,
        valued=valued,
        properties=tuple(KnownProperty(one, words) for one, words in properties.items()),
    )


SHOP = Known(
    events=(
        event("visit", country=True, channel=True),
        event("product_view", product=True),
        event("order_line", valued=True, product=True),
        event("cart_add", product=True),
        event("order", valued=True, country=True),
        event("refund", valued=True, reason=True),
        event("order_sent", valued=True),
    ),
)
MACHINES = Known(
    events=(
        event("reading", valued=True, persons=False, machine=True, vibration=False),
        event("machine_stopped", machine=True, reason=True),
        event("piece_produced", valued=True),
    )
)


@pytest.mark.parametrize(
    ("names", "role", "expected"),
    [
        (["order_line", "order_sent", "order"], "order", "order"),
        (["OrderPlaced", "OrderCancelled"], "order", "OrderPlaced"),
        (["order_line"], "order", None),
        (["order_line"], "sold", "order_line"),
        (["order_line", "order"], "sold", "order"),
        (["order_sent"], "sold", None),
        (["Bestellung", "Besuch"], "order", "Bestellung"),
        (["page_view", "product_view"], "view", "product_view"),
        (["subscription_cancelled", "subscription_started"], "start", "subscription_started"),
        (["subscription_cancelled", "subscription_started"], "cancel", "subscription_cancelled"),
        (["payment_failed", "payment"], "payment", "payment"),
        (["Måling"], "reading", "Måling"),
        (["hello"], "order", None),
    ],
)
def test_event__of_a_role__is_known_by_its_words(names, role, expected):
    known = Known(events=tuple(event(one) for one in names))
    found = find_event(known=known, role=role)
    assert (found.name if found else None) == expected


def test_property__of_a_role__has_words_for_values():
    order = event("order", country=False, land=True)
    assert find_property(event=order, role="country") == "land"
    assert find_property(event=order, role="channel") is None


def test_metric__of_a_role__is_the_plainest_that_there_is():
    known = Known(metrics=("net-revenue-growth", "revenue", "visits"))
    assert find_metric(known=known, role="revenue") == "revenue"


def filled(name, known):
    template = find_template(name=name)
    assert template is not None
    return fill(template=template, known=known)


def asked(tiles):
    return {tile.title: draft_of_tile(query=tile.query) for tile in tiles}


def test_shop__of_a_company_with_orders_and_visits__is_filled():
    found = filled("shop", SHOP)
    said = asked(found.tiles)
    assert said["Revenue, 7 days"]["kind"] == "sum"
    assert said["Where orders come from"]["split"] == "country"
    assert [one["event"] for one in said["From a visit to an order"]["steps"]] == [
        "visit",
        "cart_add",
        "order",
    ]
    assert not found.missing


def test_shop__with_a_number_called_revenue__shows_that():
    known = Known(events=SHOP.events, metrics=("umsatz",))
    said = asked(filled("shop", known).tiles)
    assert said["Revenue, 7 days"] == {
        "kind": "metric",
        "name": "umsatz",
        "range": "last_7_days",
        "compare": "before",
    }


def test_shop__without_country_and_cart__leaves_one_out_and_shortens_the_way():
    known = Known(events=(event("visit"), event("order", valued=True)))
    found = filled("shop", known)
    said = asked(found.tiles)
    assert len(said["From a visit to an order"]["steps"]) == 2
    missing = {one.title: one.send for one in found.missing}
    assert missing["Where orders come from"] == "Add a property “country” to your orders."


def test_shop__that_imported_lines_of_orders__is_filled_with_what_lines_can_tell():
    lines = event("order_line", valued=True, country=True)
    found = filled("shop", Known(events=(lines,), metrics=("orders", "repeat_purchase_rate")))
    said = asked(found.tiles)
    assert said["Revenue, 7 days"]["event"] == "order_line"
    assert said["Where revenue comes from"]["split"] == "country"
    assert said["Orders, 7 days"]["name"] == "orders"
    assert said["Repeat purchase rate"]["name"] == "repeat_purchase_rate"
    assert said["Do customers come back?"]["start"] == {"event": "order_line"}
    assert "Value of an order" not in said


def test_shop__whose_orders_have_no_value__says_what_to_send():
    found = filled("shop", Known(events=(event("order"),)))
    assert "Revenue, 7 days" in {one.title for one in found.missing}
    assert "Orders, 7 days" in asked(found.tiles)


def test_maker__with_readings_and_stops__is_filled():
    said = asked(filled("maker", MACHINES).tiles)
    assert said["Readings, on average"] == {
        "kind": "mean",
        "event": "reading",
        "split": "machine",
        "range": "last_7_days",
    }
    assert said["Why machines stopped"]["split"] == "reason"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_template__of_an_empty_company__leaves_all_out_and_says_what_to_send(template):
    found = fill(template=template, known=Known())
    assert found.tiles == ()
    assert len(found.missing) == len(template.tiles)
    assert all(one.send for one in found.missing)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_template__of_a_company_with_everything__is_filled_without_a_gap(template):
    known = Known(
        events=tuple(
            event(words[0], valued=True, **{each[0]: True for each in PROPERTIES.values()})
            for words in EVENTS.values()
        ),
        metrics=tuple(words[0] for words in METRICS.values()),
    )
    found = fill(template=template, known=known)
    assert not found.missing
    require_layout(places={at: Place(*one.place) for at, one in enumerate(found.tiles)})


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda one: one.name)
def test_template__that_asks_for_a_role__asks_for_one_that_there_is(template):
    for tile in template.tiles:
        draft_of(tile=tile, known=SHOP)  # an unknown role would be a KeyError
        assert set(tile.steps) | set(tile.valued) <= set(EVENTS)
