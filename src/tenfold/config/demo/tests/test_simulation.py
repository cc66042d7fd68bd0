"""The simulation as a whole: the same day gives the same events, and they fit together."""

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tenfold.config.demo.simulation import Place, Simulated, digest, simulate
from tenfold.config.demo.truth import KIND_NAMES
from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)
PAGE = Path(__file__).parents[5] / "docs" / "explanation" / "demo-company.md"
FIVE_MINUTES = 300_000_000


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    return simulate(at=AT)


@pytest.fixture(scope="module")
def shop(simulated: Simulated) -> dict[str, list[Envelope]]:
    by_name: dict[str, list[Envelope]] = defaultdict(list)
    for event in simulated[Place.WEB_SHOP]:
        by_name[event.name].append(event)
    return by_name


def cents(event: Envelope) -> Decimal:
    return Decimal(str(event.value))


def test_simulate__same_day__same_events(simulated: Simulated) -> None:
    assert digest(simulated=simulate(at=AT)) == digest(simulated=simulated)


def test_simulate__known_day__known_digest(simulated: Simulated) -> None:
    assert digest(simulated=simulated) == (
        "bf60427033a07de1ec8a3404448b4ca75334e0a3fd966e91f2fa516ca309dd45"
    )


def test_simulate__other_seed__other_events(simulated: Simulated) -> None:
    assert digest(simulated=simulate(at=AT, seed=1)) != digest(simulated=simulated)


def test_simulate__earlier_the_same_day__the_same_events_but_fewer(simulated: Simulated) -> None:
    earlier = AT - timedelta(hours=9)
    until = clock.to_micros(at=earlier)
    for place, events in simulate(at=earlier).items():
        assert events == [event for event in simulated[place] if event.at <= until]


@pytest.mark.parametrize("at", [AT, datetime(2026, 4, 2, 3, 30, tzinfo=UTC)])
def test_simulate__any_moment__two_years_that_end_within_five_minutes(at: datetime) -> None:
    simulated = simulate(at=at)
    events = [event.at for events in simulated.values() for event in events]
    now = clock.to_micros(at=at)
    assert len(events) >= 300_000
    assert now - FIVE_MINUTES < max(events) <= now
    assert timedelta(days=730) <= at - clock.from_micros(micros=min(events)) < timedelta(days=732)


def test_simulate__every_source__oldest_first_with_ids_of_its_own(simulated: Simulated) -> None:
    for events in simulated.values():
        moments = [event.at for event in events]
        assert moments == sorted(moments)
        assert len({event.event_id for event in events}) == len(events)


def test_orders__lines_of_an_order__add_up_to_its_value_exactly(
    shop: dict[str, list[Envelope]],
) -> None:
    lines: dict[str, Decimal] = defaultdict(Decimal)
    for line in shop["order_line"]:
        read = json.loads(line.properties)
        assert cents(line) == read["quantity"] * Decimal(str(read["unit_price"]))
        lines[read["order_id"]] += cents(line)
    orders = {json.loads(order.properties)["order_id"]: cents(order) for order in shop["order"]}
    assert lines == orders
    assert min(orders.values()) > 0


def test_money__every_amount__in_euro_and_whole_cents(simulated: Simulated) -> None:
    money = [e for events in simulated.values() for e in events if e.currency is not None]
    assert {event.name for event in money} == {"order", "order_line", "refund", "ad_spend"}
    for event in money:
        assert event.currency == json.loads(event.properties)["currency"] == "EUR"
        assert round(float(event.value or 0), 2) == event.value


def test_refunds__each__gives_back_a_line_that_was_bought_before(
    shop: dict[str, list[Envelope]],
) -> None:
    bought = {
        (read["order_id"], read["product"]): (line.at, cents(line), line.actor)
        for line in shop["order_line"]
        for read in [json.loads(line.properties)]
    }
    assert shop["refund"]
    for refund in shop["refund"]:
        read = json.loads(refund.properties)
        at, paid, actor = bought[read["order_id"], read["product"]]
        assert (cents(refund), refund.actor) == (-paid, actor)
        assert refund.at > at


def test_identity__every_unknown_buyer__is_recognised_once_and_visited_before(
    shop: dict[str, list[Envelope]],
) -> None:
    aliases = [
        (json.loads(event.properties)["anonymous_id"], event.actor, event.at)
        for event in shop["$identify"]
    ]
    assert len({alias for alias, _, _ in aliases}) == len(aliases)
    first_visit: dict[str | None, int] = {}
    for visit in shop["visit"]:
        first_visit.setdefault(visit.actor, visit.at)
    ordered = {(order.actor, order.at) for order in shop["order"]}
    for alias, customer, at in aliases:
        assert first_visit[alias] < at
        assert (customer, at + 1000) in ordered


def test_packing__every_order_sent__was_placed_before(simulated: Simulated) -> None:
    placed = {
        json.loads(event.properties)["order_id"]: event.at
        for event in simulated[Place.WEB_SHOP]
        if event.name == "order"
    }
    sent = [(json.loads(e.properties)["order_id"], e.at) for e in simulated[Place.PACKING]]
    assert len(dict(sent)) == len(sent)
    assert all(placed[order] < at for order, at in sent)


def test_names__of_each_source__are_those_of_the_documentation(simulated: Simulated) -> None:
    names = {place: set(Counter(e.name for e in events)) for place, events in simulated.items()}
    assert names == {
        Place.WEB_SHOP: {
            *("visit", "product_view", "cart_add", "checkout_failed", "$identify", "exposure"),
            *("order", "order_line", "refund"),
        },
        Place.MARKETING: {"email_sent", "email_opened", "email_clicked", "ad_spend"},
        Place.PACKING: {"order_sent"},
        Place.STAFF: {"shift_started", "shift_ended", "suggestion", "suggestion_decided"},
        Place.PRESS_1: {"reading"},
        Place.PRESS_2: {"reading", "machine_stopped", "machine_started"},
    }


def test_documentation__its_counts_and_sums__are_those_of_the_simulation(
    simulated: Simulated,
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    said = {
        name: int(many.replace(",", ""))
        for name, many in re.findall(r"^\| `([\w$]+)` \| .* \| ([\d,]+) \|$", page, re.MULTILINE)
    }
    events = [event for events in simulated.values() for event in events]
    assert said == Counter(event.name for event in events)
    assert f"Together {len(events):,} events" in page
    for name in ("order", "refund"):
        total = sum((cents(event) for event in events if event.name == name), Decimal())
        assert f"EUR {total:,}" in page


def test_documentation__its_kinds_of_customers__are_those_of_the_simulation(
    shop: dict[str, list[Envelope]],
) -> None:
    page = PAGE.read_text(encoding="utf-8")
    for kind in KIND_NAMES:
        orders = [
            cents(order)
            for order in shop["order"]
            if json.loads(order.properties)["customer_kind"] == kind
        ]
        total = sum(orders, Decimal())
        row = f"| {len(orders):,} | {total:,} | {total / len(orders):,.2f} |"
        assert row in next(line for line in page.splitlines() if line.startswith(f"| `{kind}`"))
