"""What happens in the web shop: visits, products looked at, carts, failed payments, who is who."""

from dataclasses import dataclass

import numpy as np

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.days import Days, Flags, Floats, Ints, Random
from tenfold.config.demo.products import CATEGORIES, KEYS, PRODUCTS
from tenfold.config.demo.tables import Table, names_of
from tenfold.config.demo.truth import Kind

_SECOND = 1_000_000
_DAY = 24 * 3600 * _SECOND
_POPULARITY = tuple(product.popularity for product in PRODUCTS)


@dataclass(frozen=True)
class Sessions:
    """Visits, as columns.

    at        when the visit begins
    actor     a visitor's id, or a customer's where they are signed in
    views     how many products are looked at
    carts     how many of those are put in the cart
    """

    at: Ints
    actor: list[str]
    country: Ints
    channel: Ints
    device: Ints
    views: Ints
    carts: Ints


def visitor_names(*, prefix: str, numbers: Ints) -> list[str]:
    """Return anonymous ids. Each part of the shop deals out its own, by its prefix."""
    return [f"visitor-{prefix}{number:06d}" for number in numbers.tolist()]


def visits_per_day(*, days: Days) -> Floats:
    """Return the expected visits without an order: a failing payment keeps nobody from looking."""
    demand = calendar.season(days=days) * calendar.weekly(days=days) * calendar.growth(days=days)
    lift = np.where(calendar.promotion_days(days=days), truth.PROMOTION_VISITS, 1.0)
    return truth.VISITS * demand * lift


def _devices(*, random: Random, size: int) -> Ints:
    return calendar.pick(random=random, shares=truth.DEVICES_OF_VISITS, size=size)


def looking_around(*, days: Days, random: Random) -> Sessions:
    """Return the visits that end without an order. Of five visitors, about two come again."""
    per_day = visits_per_day(days=days)[:, None] * calendar.country_weights(days=days)
    counts = random.poisson(per_day)
    day, country = np.nonzero(counts)
    times = counts[day, country]
    day, country = np.repeat(day, times), np.repeat(country, times)
    number = len(day)
    fraction = calendar.hours_at(share=random.random(number))
    cart = random.random(number) < truth.CART_SHARE
    views = random.poisson(truth.VIEWS_PER_VISIT, number)
    return Sessions(
        at=days.moments(day=day, fraction=fraction),
        actor=visitor_names(prefix="a", numbers=_same_visitors(random=random, country=country)),
        country=country,
        channel=calendar.pick(random=random, shares=truth.CHANNELS_OF_VISITS, size=number),
        device=_devices(random=random, size=number),
        views=np.maximum(views, cart),
        carts=cart.astype(np.int64),
    )


def _same_visitors(*, random: Random, country: Ints) -> Ints:
    """Return a visitor's number for each visit: 0.3 of them repeat one of the last 400 visits' own.

    Only visits from the same country are taken for the same visitor.
    """
    number = len(country)
    visitor = np.arange(number)
    earlier = visitor - random.integers(1, 401, number)
    comes_back = (random.random(number) < 0.3) & (earlier >= 0)
    comes_back &= country[np.maximum(earlier, 0)] == country
    return np.where(comes_back, earlier, visitor)


@dataclass(frozen=True)
class Checkouts:
    """The visits that end in an order, and who turns out to be whom.

    order       places in the order book: all retail orders
    sessions    one visit for each
    recognised  which of them began as an unknown visitor
    """

    order: Ints
    sessions: Sessions
    recognised: Flags


def checkouts(*, book: Book, random: Random) -> Checkouts:
    """Return the visit in which each retail order was placed."""
    order = np.flatnonzero(book.kind != Kind.WHOLESALE)
    number = len(order)
    new_device = random.random(number) < truth.NEW_DEVICE_SHARE
    recognised = (book.purchases.nth[order] == 0) | new_device
    visitors = visitor_names(prefix="b", numbers=order)
    customers = book.actors(orders=order)
    lines = np.bincount(book.lines.order, minlength=len(book.kind))[order]
    views = lines + random.poisson(1.0, number)
    minutes = 2.0 + views * (0.5 + random.random(number))
    return Checkouts(
        order=order,
        recognised=recognised,
        sessions=Sessions(
            at=book.purchases.at[order] - (minutes * 60).astype(np.int64) * _SECOND,
            actor=[
                visitor if unknown else customer
                for visitor, customer, unknown in zip(
                    visitors, customers, recognised.tolist(), strict=True
                )
            ],
            country=book.country[order],
            channel=book.channel[order],
            device=_devices(random=random, size=number),
            views=views,
            carts=lines,
        ),
    )


def earlier_visits(*, book: Book, random: Random, found: Checkouts) -> Sessions:
    """Return what new customers looked at before they first ordered, as the same visitor."""
    first = np.flatnonzero(book.purchases.nth[found.order] == 0)
    visit = np.repeat(first, random.geometric(0.5, len(first)) - 1)
    number = len(visit)
    before = (random.standard_exponential(number) * 4 + 0.05) * _DAY
    at = found.sessions.at[visit] - before.astype(np.int64)
    inside = at >= book.days.midnights[0]
    visit, at = visit[inside], at[inside]
    return Sessions(
        at=at // 1000 * 1000,
        actor=visitor_names(prefix="b", numbers=found.order[visit]),
        country=found.sessions.country[visit],
        channel=calendar.pick(random=random, shares=truth.CHANNELS_OF_ORDERS, size=len(visit)),
        device=found.sessions.device[visit],
        views=1 + random.poisson(1.5, len(visit)),
        carts=np.zeros(len(visit), np.int64),
    )


def failed_payments(*, book: Book, random: Random) -> tuple[Sessions, Table]:
    """Return the visits whose payment failed, and the failures: few, but in the bad week many."""
    bad = (1 - truth.BAD_WEEK_PASSES) / truth.BAD_WEEK_PASSES
    order = np.flatnonzero(book.kind != Kind.WHOLESALE)
    day = book.purchases.day[order]
    rate = np.where(calendar.bad_days(days=book.days)[day], bad, truth.FAILED_PER_ORDER)
    failed = np.repeat(order, random.poisson(rate))
    number = len(failed)
    day = book.purchases.day[failed]
    at = book.days.moments(day=day, fraction=calendar.hours_at(share=random.random(number)))
    sessions = Sessions(
        at=at,
        actor=visitor_names(prefix="c", numbers=np.arange(number)),
        country=book.country[failed],
        channel=book.channel[failed],
        device=_devices(random=random, size=number),
        views=1 + random.poisson(1.5, number),
        carts=np.ones(number, np.int64),
    )
    table = Table(
        name="checkout_failed",
        at=at + 6 * 60 * _SECOND,
        actor=sessions.actor,
        properties={**_where(sessions=sessions), "reason": ["card_declined"] * number},
    )
    return sessions, table


def _where(*, sessions: Sessions) -> dict[str, list[str]]:
    return {
        "country": names_of(names=truth.COUNTRIES, places=sessions.country),
        "channel": names_of(names=truth.CHANNELS, places=sessions.channel),
        "device": names_of(names=truth.DEVICES, places=sessions.device),
    }


def visit_table(*, sessions: Sessions) -> Table:
    """Return the beginning of each visit."""
    return Table(
        name="visit", at=sessions.at, actor=sessions.actor, properties=_where(sessions=sessions)
    )


def _of_product(*, name: str, sessions: Sessions, visit: Ints, at: Ints, product: Ints) -> Table:
    return Table(
        name=name,
        at=at,
        actor=[sessions.actor[place] for place in visit.tolist()],
        properties={
            "product": names_of(names=KEYS, places=product),
            "category": names_of(names=CATEGORIES, places=product),
            "country": names_of(names=truth.COUNTRIES, places=sessions.country[visit]),
        },
    )


def _ranks(*, counts: Ints) -> Ints:
    """Return 0, 1, ..., n-1 for each count n, one after the other."""
    ends = np.cumsum(counts)
    return np.arange(int(ends[-1])) - np.repeat(ends - counts, counts)


def product_tables(
    *, sessions: Sessions, random: Random, bought: Ints | None = None
) -> tuple[Table, Table]:
    """Return the products looked at and those put in the cart.

    The first `carts` products of a visit go into the cart, each a quarter of a minute later. Where
    the visit ended in an order, `bought` names the product of each line, and those come first.
    """
    visit = np.repeat(np.arange(len(sessions.at)), sessions.views)
    rank = _ranks(counts=sessions.views)
    product = calendar.pick(random=random, shares=_POPULARITY, size=len(visit))
    in_cart = rank < sessions.carts[visit]
    if bought is not None:
        product[in_cart] = bought
    at = sessions.at[visit] + (8 + rank * 28) * _SECOND
    views = _of_product(name="product_view", sessions=sessions, visit=visit, at=at, product=product)
    carts = _of_product(
        name="cart_add",
        sessions=sessions,
        visit=visit[in_cart],
        at=at[in_cart] + 15 * _SECOND,
        product=product[in_cart],
    )
    return views, carts


def identify_table(*, book: Book, found: Checkouts) -> Table:
    """Return the moments at which an unknown visitor turned out to be a customer."""
    order = found.order[found.recognised]
    return Table(
        name="$identify",
        at=book.purchases.at[order] - 1000,
        actor=book.actors(orders=order),
        properties={
            "anonymous_id": visitor_names(prefix="b", numbers=order),
            "country": names_of(names=truth.COUNTRIES, places=book.country[order]),
            "customer_kind": names_of(names=truth.KIND_NAMES, places=book.kind[order]),
        },
    )
