"""What is in each order, what it costs, what comes back, and when it leaves the house."""

from dataclasses import dataclass

import numpy as np

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.customers import Customers, Purchases
from tenfold.config.demo.days import Days, Flags, Floats, Ints, Random
from tenfold.config.demo.products import CATEGORIES, KEYS, PRODUCTS, index_of
from tenfold.config.demo.tables import Table, names_of
from tenfold.config.demo.truth import Kind

_FIRST_ORDER_NUMBER = 10_001
_CENTS = np.array([product.cents for product in PRODUCTS])
OFFICE_HOURS = (*[0.0] * 8, *[1.0] * 8, *[0.0] * 8)
_IS_CERAMIC = np.array([category == "ceramics" for category in CATEGORIES])


@dataclass(frozen=True)
class Lines:
    """Every line of every order, in the order of the orders. `order` is a place in `Purchases`."""

    order: Ints
    product: Ints
    quantity: Ints
    unit_cents: Ints

    @property
    def cents(self) -> Ints:
        """What each line costs."""
        return self.quantity * self.unit_cents


def is_advent(*, days: Days) -> Flags:
    """Return the days from 1 October to 24 December."""
    return (days.day_of_year >= 274) & (days.day_of_year <= 358)


def _weights(*, kind: Kind, advent: bool, launched: bool) -> Floats:
    return np.array(
        [
            (product.wholesale if kind == Kind.WHOLESALE else product.popularity)
            * (product.advent if advent else 1.0)
            * (1.0 if launched or product.launched is None else 0.0)
            for product in PRODUCTS
        ]
    )


def _draw_products(*, days: Days, random: Random, kind: Ints, day: Ints) -> Ints:
    """Draw a product for each line: what is wanted depends on who asks, when, and what exists."""
    new = next(product.launched for product in PRODUCTS if product.launched is not None)
    advent, launched = is_advent(days=days)[day], day >= days.back(new)
    product = np.zeros(len(day), np.int64)
    for one in Kind:
        for in_advent in (False, True):
            for exists in (False, True):
                lines = np.flatnonzero((kind == one) & (advent == in_advent) & (launched == exists))
                weights = _weights(kind=one, advent=in_advent, launched=exists)
                product[lines] = calendar.pick(
                    random=random, shares=weights.tolist(), size=len(lines)
                )
    return product


def _with_companions(*, random: Random, order: Ints, product: Ints, retail: Flags) -> Ints:
    """Return the orders that get the candles because they have the holder."""
    holder, _, share = truth.TOGETHER
    with_holder = np.unique(order[(product == index_of(key=holder)) & retail[order]])
    return with_holder[random.random(len(with_holder)) < share]


def _quantities(*, random: Random, kind: Ints) -> Ints:
    retail = 1 + calendar.pick(random=random, shares=(0.78, 0.17, 0.05), size=len(kind))
    dozens = 6 * (1 + calendar.pick(random=random, shares=(3, 4, 2, 1, 1), size=len(kind)))
    return np.where(kind == Kind.WHOLESALE, dozens, retail)


def _unit_cents(*, product: Ints, kind: Ints, promoted: Flags) -> Ints:
    """Return prices in whole cents: each piece is rounded, so that lines add up exactly."""
    share = np.where(promoted, truth.PROMOTION_PRICE, 1.0)
    share = np.where(kind == Kind.WHOLESALE, truth.WHOLESALE_PRICE, share)
    cents: Ints = np.rint(_CENTS[product] * share).astype(np.int64)
    return cents


def is_promoted(*, days: Days, customers: Customers, purchases: Purchases) -> Flags:
    """Return which orders the promotion applies to: retail ones while it runs."""
    retail = customers.kind[purchases.customer] != Kind.WHOLESALE
    promoted: Flags = retail & calendar.promotion_days(days=days)[purchases.day]
    return promoted


def draw_lines(*, days: Days, random: Random, customers: Customers, purchases: Purchases) -> Lines:
    """Fill every basket. No product comes twice in one order."""
    kind = customers.kind[purchases.customer]
    mean = np.array(truth.EXTRA_LINES)[kind] * customers.size_factor[purchases.customer]
    order = np.repeat(np.arange(len(kind)), 1 + random.poisson(mean))
    product = _draw_products(days=days, random=random, kind=kind[order], day=purchases.day[order])
    more = _with_companions(
        random=random, order=order, product=product, retail=kind != Kind.WHOLESALE
    )
    candles = np.full(len(more), index_of(key=truth.TOGETHER[1]))
    pairs = np.unique(
        np.concatenate([order, more]) * len(PRODUCTS) + np.concatenate([product, candles])
    )
    order, product = pairs // len(PRODUCTS), pairs % len(PRODUCTS)
    promoted = is_promoted(days=days, customers=customers, purchases=purchases)
    return Lines(
        order=order,
        product=product,
        quantity=_quantities(random=random, kind=kind[order]),
        unit_cents=_unit_cents(product=product, kind=kind[order], promoted=promoted[order]),
    )


@dataclass(frozen=True)
class Book:
    """The order book: everything that the tables below are made from."""

    days: Days
    customers: Customers
    purchases: Purchases
    lines: Lines
    channel: Ints

    @property
    def kind(self) -> Ints:
        """The kind of customer of each order."""
        return self.customers.kind[self.purchases.customer]

    @property
    def country(self) -> Ints:
        """The country of each order."""
        return self.customers.country[self.purchases.customer]

    def actors(self, *, orders: Ints) -> list[str]:
        """Return who placed each of these orders."""
        return names_of(names=self.customers.names, places=self.purchases.customer[orders])

    def described(self, *, orders: Ints) -> dict[str, list[str]]:
        """Return the properties that every event about an order carries."""
        ids = np.arange(_FIRST_ORDER_NUMBER, _FIRST_ORDER_NUMBER + len(self.kind))
        return {
            "order_id": [str(number) for number in ids[orders].tolist()],
            "country": names_of(names=truth.COUNTRIES, places=self.country[orders]),
            "customer_kind": names_of(names=truth.KIND_NAMES, places=self.kind[orders]),
        }


def order_table(*, book: Book) -> Table:
    """Return the orders: value is what the customer pays."""
    every = np.arange(len(book.kind))
    cents = np.bincount(book.lines.order, weights=book.lines.cents, minlength=len(every))
    promoted = is_promoted(days=book.days, customers=book.customers, purchases=book.purchases)
    channels = [*truth.CHANNELS, "wholesale_portal"]
    return Table(
        name="order",
        at=book.purchases.at,
        actor=book.actors(orders=every),
        cents=cents.astype(np.int64),
        properties={
            **book.described(orders=every),
            "channel": names_of(names=channels, places=book.channel),
            "items": np.bincount(book.lines.order, minlength=len(every)).tolist(),
            "promotion": names_of(names=(None, truth.PROMOTION), places=promoted.astype(np.int64)),
        },
    )


def _line_properties(*, book: Book, lines: Ints) -> dict[str, list[str]]:
    product = book.lines.product[lines]
    return {
        **book.described(orders=book.lines.order[lines]),
        "product": names_of(names=KEYS, places=product),
        "category": names_of(names=CATEGORIES, places=product),
    }


def line_table(*, book: Book) -> Table:
    """Return a line for each product of each order; the lines of an order add up to its value."""
    every = np.arange(len(book.lines.order))
    return Table(
        name="order_line",
        at=book.purchases.at[book.lines.order],
        actor=book.actors(orders=book.lines.order),
        cents=book.lines.cents,
        properties={
            **_line_properties(book=book, lines=every),
            "quantity": book.lines.quantity.tolist(),
            "unit_price": (book.lines.unit_cents / 100).tolist(),
        },
    )


def refund_table(*, book: Book, random: Random, sent_at: Ints) -> Table:
    """Return what was given back: whole lines, days after the parcel left. Value is negative."""
    ceramic = _IS_CERAMIC[book.lines.product]
    share = np.where(ceramic, truth.REFUND_SHARE_CERAMICS, truth.REFUND_SHARE)
    lines = np.flatnonzero(random.random(len(share)) < share)
    day = book.days.day_of(moments=sent_at[book.lines.order[lines]])
    day = day + random.integers(3, 15, len(lines))
    fraction = calendar.hours_at(share=random.random(len(lines)), profile=OFFICE_HOURS)
    inside = day < book.days.count
    lines, day, fraction = lines[inside], day[inside], fraction[inside]
    broken = random.random(len(lines)) < np.where(ceramic[lines], 0.8, 0.1)
    return Table(
        name="refund",
        at=book.days.moments(day=day, fraction=fraction),
        actor=book.actors(orders=book.lines.order[lines]),
        cents=-book.lines.cents[lines],
        properties={
            **_line_properties(book=book, lines=lines),
            "reason": names_of(names=("not_wanted", "broken"), places=broken.astype(np.int64)),
        },
    )
