"""What happened at Nordlys Gifts, and what depends on what."""

from datetime import date

import numpy as np
import pytest

from tenfold.config.demo import days as calendar
from tenfold.config.demo import machines, packing, staff, truth, visits
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.days import Days
from tenfold.config.demo.experiment import exposure_table
from tenfold.config.demo.products import CATEGORIES, PRODUCTS, index_of
from tenfold.config.demo.simulation import Place, draw_tables
from tenfold.config.demo.truth import Kind


def test_promotion__prices__are_ten_per_cent_lower_for_retail_alone(books: list[Book]) -> None:
    book = books[0]
    full = np.array([product.cents for product in PRODUCTS])[book.lines.product]
    during = calendar.promotion_days(days=book.days)[book.purchases.day[book.lines.order]]
    retail = book.kind[book.lines.order] != Kind.WHOLESALE
    assert np.abs(book.lines.unit_cents - full * 0.9)[during & retail].max() <= 0.5
    assert (book.lines.unit_cents == full)[~during & retail].all()
    assert np.abs(book.lines.unit_cents - full * 0.6)[~retail].max() <= 0.5


def test_baskets__with_the_holder__have_the_candles_as_stated(books: list[Book]) -> None:
    holder, candles, share = truth.TOGETHER
    together = apart = 0
    for book in books:
        retail = book.kind[book.lines.order] != Kind.WHOLESALE
        with_holder = book.lines.order[(book.lines.product == index_of(key=holder)) & retail]
        with_candles = book.lines.order[book.lines.product == index_of(key=candles)]
        both = np.isin(with_holder, with_candles).sum()
        together, apart = together + both, apart + len(with_holder) - both
    # Some of the others drew the candles by themselves.
    assert share < together / (together + apart) < share + 0.09


def test_new_box__before_its_launch__is_not_sold(books: list[Book], days: Days) -> None:
    box = index_of(key="celebration_box")
    launched = PRODUCTS[box].launched
    assert launched is not None
    sold = books[0].purchases.day[books[0].lines.order[books[0].lines.product == box]]
    assert days.back(launched) <= sold.min() < days.back(launched) + 3


def test_machine__before_it_fails__grows_warmer_by_the_stated_degrees(days: Days) -> None:
    at = machines.reading_moments(days=days, machine="press-2")
    shown = machines.temperatures(
        days=days, at=at, machine="press-2", random=np.random.default_rng(1)
    )
    hours = (at - machines.failed_at(days=days)) / 3.6e9
    working = machines.is_working(days=days, at=at)
    drifting = working & (hours < 0) & (hours > -24 * truth.DRIFT_DAYS)
    slope, at_failure = np.polyfit(hours[drifting] / 24, shown[drifting], 1)
    assert slope == pytest.approx(truth.DRIFT_CELSIUS / truth.DRIFT_DAYS, rel=0.05)
    assert at_failure == pytest.approx(machines.WORKING + truth.DRIFT_CELSIUS, abs=0.3)
    calm = working & (hours < -24 * truth.DRIFT_DAYS)
    assert shown[calm].mean() == pytest.approx(machines.WORKING, abs=0.1)


def test_machine__failure__on_the_stated_day_and_cold_for_three(days: Days) -> None:
    tables = {table.name: table for table in machines.downtime_tables(days=days)}
    stopped, started = (int(tables[name].at[0]) for name in ("machine_stopped", "machine_started"))
    assert days.on(number=int(days.day_of(moments=np.array([stopped]))[0])) == date(2026, 9, 22)
    assert 2.7 < (started - stopped) / 8.64e10 < 3
    at = machines.reading_moments(days=days, machine="press-2")
    shown = machines.temperatures(
        days=days, at=at, machine="press-2", random=np.random.default_rng(1)
    )
    assert shown[(at >= stopped) & (at < stopped + 60_000_000 * 3)].max() > 90
    assert shown[(at > stopped + 86_400_000_000) & (at < started)].max() < 22


def test_packing__norway_lately__waits_days_longer(books: list[Book], days: Days) -> None:
    book = books[0]
    sent_at = packing.sent_moments(book=book, random=np.random.default_rng(1))
    hours = (sent_at - book.purchases.at) / 3.6e9
    recent = calendar.norway_days(days=days)[book.purchases.day]
    norway = book.country == truth.NORWAY
    assert hours[recent & norway].mean() > hours[recent & ~norway].mean() + 48
    assert hours[~recent & norway].mean() == pytest.approx(
        hours[~recent & ~norway].mean(), rel=0.05
    )


def test_packing__while_press_2_stands_still__orders_wait(books: list[Book], days: Days) -> None:
    book = books[0]
    sent_at = packing.sent_moments(book=book, random=np.random.default_rng(1))
    hours = (sent_at - book.purchases.at) / 3.6e9
    down = packing.is_down(days=days, day=book.purchases.day)
    week_before = packing.is_down(days=days, day=book.purchases.day + 7)
    assert hours[down].mean() > hours[week_before].mean() + 12


def test_channels__search__converts_about_three_times_as_often_as_social(days: Days) -> None:
    tables = draw_tables(days=days)
    visits: dict[str, int] = {}
    orders: dict[str, int] = {}
    for table in tables[Place.WEB_SHOP]:
        found = {"visit": visits, "order": orders}.get(table.name)
        for channel in table.properties["channel"] if found is not None else ():
            found[channel] = found.get(channel, 0) + 1
    rates = {channel: orders[channel] / visits[channel] for channel in ("search", "social")}
    assert rates["search"] / rates["social"] == pytest.approx(2.8, rel=0.1)


def test_refunds__ceramics__come_back_most(days: Days) -> None:
    tables = draw_tables(days=days)[Place.WEB_SHOP]
    lines = next(table for table in tables if table.name == "order_line")
    refunds = next(table for table in tables if table.name == "refund")
    shares = {
        category: list(refunds.properties["category"]).count(category)
        / list(lines.properties["category"]).count(category)
        for category in set(CATEGORIES)
    }
    assert shares.pop("ceramics") == pytest.approx(truth.REFUND_SHARE_CERAMICS, rel=0.12)
    assert max(shares.values()) < 0.03


def test_decisions__time_from_suggestion__falls_from_six_days_to_two(days: Days) -> None:
    random = np.random.default_rng(1)
    took = []
    for _ in range(20):
        _, decided = staff.suggestion_tables(days=days, random=random)
        assert decided.value is not None
        took.append((decided.value[:20], decided.value[-25:-5]))
    first, last = (np.median(np.concatenate(part)) for part in zip(*took, strict=True))
    assert first == pytest.approx(truth.DECISION_DAYS_FIRST, rel=0.12)
    assert last == pytest.approx(truth.DECISION_DAYS_LAST, rel=0.12)


def test_warnings__before_the_failure__ingrid_wrote_three(days: Days) -> None:
    written, _ = staff.suggestion_tables(days=days, random=np.random.default_rng(1))
    about = [
        (who, at)
        for who, at, topic in zip(
            written.actor or (), written.at.tolist(), written.properties["topic"], strict=True
        )
        if topic == truth.FAILING_MACHINE
    ]
    failed = machines.failed_at(days=days)
    assert [who for who, _ in about] == [staff.actor_of(key=truth.WARNER)] * truth.WARNINGS
    assert all(0 < failed - at < truth.DRIFT_DAYS * 8.64e10 for _, at in about)


def test_experiment__second_variant__lifts_orders_of_whoever_meets_it(books: list[Book]) -> None:
    exposed, ordered = [0, 0], [0, 0]
    for book in books:
        random = np.random.default_rng(1)
        found = visits.checkouts(book=book, random=random).sessions
        looking = visits.looking_around(days=book.days, random=random)
        table = exposure_table(days=book.days, random=random, buying=found, looking=[looking])
        assert table.actor is not None
        assert len(set(table.actor)) == len(table.actor)
        buyers = set(found.actor)
        for actor, variant in zip(table.actor, table.properties["variant"], strict=True):
            second = truth.VARIANTS.index(variant)
            exposed[second] += 1
            ordered[second] += actor in buyers
    rates = [orders / visitors for orders, visitors in zip(ordered, exposed, strict=True)]
    assert rates[1] / rates[0] == pytest.approx(truth.EXPERIMENT_LIFT, rel=0.06)
    assert exposed[1] / exposed[0] == pytest.approx(1, abs=0.05)


def test_experiment__runs__for_the_last_four_weeks(days: Days) -> None:
    shop = draw_tables(days=days)[Place.WEB_SHOP]
    exposures = next(table for table in shop if table.name == "exposure")
    begins = int(days.midnights[days.back(27)])
    assert begins <= exposures.at.min() < begins + 86_400_000_000
    assert exposures.at.max() > days.midnights[-2]
