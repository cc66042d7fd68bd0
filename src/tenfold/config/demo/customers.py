"""Who buys, and when: three kinds of customers, each with a law of its own."""

from dataclasses import dataclass

import numpy as np

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.days import Days, Floats, Ints, Random
from tenfold.config.demo.truth import Kind

_MOST_REPEATS = 400


@dataclass(frozen=True)
class Customers:
    """Everybody who ever buys, as columns. `size_factor` multiplies the lines of a basket."""

    names: tuple[str, ...]
    kind: Ints
    country: Ints
    size_factor: Floats


@dataclass(frozen=True)
class Purchases:
    """Every order, oldest first, as columns. `nth` counts a customer's orders from 0."""

    customer: Ints
    at: Ints
    day: Ints
    nth: Ints


@dataclass(frozen=True)
class _Arrivals:
    """New retail customers of one kind: the day and the share of the day's demand before them."""

    day: Ints
    share: Floats
    country: Ints


def _arrivals(*, days: Days, random: Random, per_day: float) -> _Arrivals:
    """Draw first orders: Poisson with the day's demand, growth and countries."""
    demand = calendar.retail_demand(days=days) * calendar.growth(days=days)
    rates = per_day * demand[:, None] * calendar.country_weights(days=days)
    counts = random.poisson(rates)
    day, country = np.nonzero(counts)
    times = counts[day, country]
    day, country = np.repeat(day, times), np.repeat(country, times)
    share = random.random(len(day))
    order = np.lexsort((share, day))
    return _Arrivals(day[order], share[order], country[order])


@dataclass(frozen=True)
class _Orders:
    """When the customers of one kind buy; `customer` counts from 0 within the kind."""

    customer: Ints
    day: Ints
    share: Floats
    nth: Ints


def club_repeats(*, first: Floats, end: float, random: Random) -> tuple[Ints, Floats, Ints]:
    """Return customer, business day and number of every repeat order, by the BG/NBD law.

    `first` is each customer's first order and `end` the end of the observation, both in business
    days. A customer can leave after a repeat order, never after the first (as in the paper).
    """
    count = len(first)
    rate = random.gamma(truth.CLUB_R, 1 / (truth.CLUB_ALPHA_WEEKS * 7), count)
    leaves = random.beta(truth.CLUB_A, truth.CLUB_B, count)
    who, when = np.arange(count), first
    found: list[tuple[Ints, Floats, Ints]] = []
    for nth in range(1, _MOST_REPEATS):
        when = when + random.standard_exponential(len(who)) / rate[who]
        inside = when < end
        who, when = who[inside], when[inside]
        found.append((who, when, np.full(len(who), nth)))
        stays = random.random(len(who)) >= leaves[who]
        who, when = who[stays], when[stays]
    customer, at, number = (np.concatenate(column) for column in zip(*found, strict=True))
    return customer, at, number


def _club_orders(*, days: Days, random: Random, new: _Arrivals) -> _Orders:
    demand = calendar.club_demand(days=days)
    business = np.concatenate([[0.0], np.cumsum(demand)])
    first = business[new.day] + new.share * demand[new.day]
    customer, when, nth = club_repeats(first=first, end=float(business[-1]), random=random)
    day = np.searchsorted(business, when, side="right").astype(np.int64) - 1
    share = (when - business[day]) / demand[day]
    return _Orders(
        customer=np.concatenate([np.arange(len(new.day)), customer]),
        day=np.concatenate([new.day, day]),
        share=np.concatenate([new.share, share]),
        nth=np.concatenate([np.zeros(len(new.day), np.int64), nth]),
    )


def _is_between(*, days: Days, first: tuple[int, int], last: tuple[int, int]) -> calendar.Flags:
    dates = [days.on(number=number) for number in range(days.count)]
    return np.array([first <= (d.month, d.day) <= last for d in dates])


def wholesale_demand(*, days: Days, country: int) -> Floats:
    """Return the business time that each day holds for a wholesaler of that country."""
    demand = (days.weekday < 5) * 7 / 5
    restock = _is_between(days=days, first=truth.RESTOCK_STARTS_ON, last=truth.RESTOCK_ENDS_ON)
    demand = np.where(restock, demand * truth.RESTOCK_LIFT, demand)
    if country == truth.NORWAY:
        advent = _is_between(
            days=days, first=truth.RESTOCK_NORWAY_STARTS_ON, last=truth.RESTOCK_ENDS_ON
        )
        demand = np.where(advent, demand * truth.RESTOCK_NORWAY_LIFT, demand)
    return demand


def _wholesale_orders(*, days: Days, random: Random) -> _Orders:
    scale = truth.WHOLESALE_EVERY_DAYS / truth.WHOLESALE_SHAPE
    found: list[tuple[Ints, Ints, Floats, Ints]] = []
    for place, country in enumerate(truth.WHOLESALE_COUNTRIES):
        business = np.cumsum(wholesale_demand(days=days, country=country))
        gaps = random.gamma(truth.WHOLESALE_SHAPE, scale, 4 * days.count // 26)
        start = random.random() * truth.WHOLESALE_EVERY_DAYS
        when = start + np.cumsum(gaps) - gaps[0]
        when = when[when < business[-1]]
        day = np.searchsorted(business, when, side="right").astype(np.int64)
        if place == truth.LOST_WHOLESALER:
            day = day[day <= days.back(truth.LOST_SINCE)]
        number = np.arange(len(day))
        found.append((np.full(len(day), place), day, random.random(len(day)), number))
    customer, day, share, nth = (np.concatenate(column) for column in zip(*found, strict=True))
    return _Orders(customer, day, share, nth)


HOURS_OFFICE = (*[0.0] * 8, *[1.0, 1.4, 1.5, 1.1, 0.7, 1.1, 1.2, 1.0, 0.6], *[0.0] * 7)
"""When wholesalers order: between eight and five."""


def draw_customers(*, days: Days, random: Random) -> tuple[Customers, Purchases]:
    """Return everybody who buys within the days, and every order of theirs."""
    wholesale = _wholesale_orders(days=days, random=random)
    members = _arrivals(days=days, random=random, per_day=truth.NEW_CLUB_MEMBERS)
    club = _club_orders(days=days, random=random, new=members)
    guests = _arrivals(days=days, random=random, per_day=truth.NEW_GUESTS)
    alone = np.arange(len(guests.day))
    guest = _Orders(alone, guests.day, guests.share, np.zeros(len(alone), np.int64))
    countries = (np.array(truth.WHOLESALE_COUNTRIES), members.country, guests.country)
    customers = _customers(countries=countries, random=random)
    return customers, _purchases(days=days, orders=(wholesale, club, guest), countries=countries)


def _customers(*, countries: tuple[Ints, ...], random: Random) -> Customers:
    counts = [len(country) for country in countries]
    spend = random.gamma(truth.CLUB_SPEND_SHAPE, 1 / truth.CLUB_SPEND_SHAPE, counts[Kind.CLUB])
    return Customers(
        names=tuple(f"customer-{number:05d}" for number in range(1, sum(counts) + 1)),
        kind=np.repeat(np.array(list(Kind)), counts),
        country=np.concatenate(countries),
        size_factor=np.concatenate(
            [np.ones(counts[Kind.WHOLESALE]), spend, np.ones(counts[Kind.GUEST])]
        ),
    )


def _purchases(
    *, days: Days, orders: tuple[_Orders, ...], countries: tuple[Ints, ...]
) -> Purchases:
    """Put the orders of all kinds on one time line."""
    begins = np.concatenate([[0], np.cumsum([len(country) for country in countries])])
    profiles = (HOURS_OFFICE, truth.HOURS_SHOP, truth.HOURS_SHOP)
    moments = [
        days.moments(day=kind.day, fraction=calendar.hours_at(share=kind.share, profile=profile))
        for kind, profile in zip(orders, profiles, strict=True)
    ]
    at = np.concatenate(moments)
    customer = np.concatenate([kind.customer + begins[n] for n, kind in enumerate(orders)])
    order = np.lexsort((customer, at))
    return Purchases(
        customer=customer[order],
        at=at[order],
        day=np.concatenate([kind.day for kind in orders])[order],
        nth=np.concatenate([kind.nth for kind in orders])[order],
    )
