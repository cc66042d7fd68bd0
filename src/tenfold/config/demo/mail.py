"""What the company says to the world: campaigns to club members, and advertising."""

import numpy as np

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.days import Days, Ints, Random
from tenfold.config.demo.tables import Table, names_of
from tenfold.config.demo.truth import Kind
from tenfold.config.demo.visits import Sessions

_SECOND = 1_000_000
OPENED_SHARE = 0.41
CLICKED_SHARE = 0.18
"""Of opened mails; they lead to a visit."""
NINE_O_CLOCK = 9 / 24


def _recipients(*, book: Book, number: int) -> Ints:
    """Return the club members who had ordered before that day."""
    purchases = book.purchases
    known = (purchases.day < number) & (book.kind == Kind.CLUB) & (purchases.nth == 0)
    customers: Ints = purchases.customer[known]
    return customers


def _later(*, random: Random, at: Ints, hours: float) -> Ints:
    wait = random.standard_exponential(len(at)) * hours * 3600
    return at + (wait.astype(np.int64) + 20) * _SECOND


def _mail_table(*, book: Book, name: str, at: Ints, customer: Ints, campaign: list[str]) -> Table:
    return Table(
        name=name,
        at=at,
        actor=names_of(names=book.customers.names, places=customer),
        properties={
            "campaign": campaign,
            "country": names_of(names=truth.COUNTRIES, places=book.customers.country[customer]),
        },
    )


def campaign_tables(*, book: Book, random: Random) -> tuple[tuple[Table, ...], Sessions]:
    """Return mails sent, opened and clicked, and the visits that the clicks led to."""
    days = book.days
    sent = [(n, _recipients(book=book, number=n)) for n in calendar.mail_days(days=days).tolist()]
    day = np.concatenate([np.full(len(who), number) for number, who in sent])
    customer = np.concatenate([who for _, who in sent])
    campaign = np.array([f"letter-{days.on(number=number):%Y-%m-%d}" for number in day.tolist()])
    at = days.moments(day=day, fraction=np.full(len(day), NINE_O_CLOCK))
    at = at + np.arange(len(at)) % 600 * (_SECOND // 2)
    opened = np.flatnonzero(random.random(len(at)) < OPENED_SHARE)
    opened_at = _later(random=random, at=at[opened], hours=6.0)
    clicked = np.flatnonzero(random.random(len(opened)) < CLICKED_SHARE)
    clicked_at = _later(random=random, at=opened_at[clicked], hours=0.02)
    clicker = customer[opened[clicked]]
    tables = tuple(
        _mail_table(
            book=book,
            name=name,
            at=when,
            customer=customer[place],
            campaign=campaign[place].tolist(),
        )
        for name, when, place in (
            ("email_sent", at, np.arange(len(at))),
            ("email_opened", opened_at, opened),
            ("email_clicked", clicked_at, opened[clicked]),
        )
    )
    return tables, _visits(book=book, random=random, at=clicked_at + 2 * _SECOND, customer=clicker)


def _visits(*, book: Book, random: Random, at: Ints, customer: Ints) -> Sessions:
    number = len(at)
    return Sessions(
        at=at,
        actor=names_of(names=book.customers.names, places=customer),
        country=book.customers.country[customer],
        channel=np.full(number, truth.CHANNELS.index("email")),
        device=calendar.pick(random=random, shares=truth.DEVICES_OF_VISITS, size=number),
        views=1 + random.poisson(1.2, number),
        carts=np.zeros(number, np.int64),
    )


def spend_table(*, days: Days, random: Random, visits: Ints) -> Table:
    """Return what each channel cost each day, booked at five to midnight.

    `visits` counts them by day (rows) and channel (columns).
    """
    paid = [truth.CHANNELS.index(channel) for channel in truth.CENTS_PER_VISIT]
    price = np.array(list(truth.CENTS_PER_VISIT.values()))
    noise = random.normal(1.0, 0.06, (days.count, len(paid)))
    cents = np.rint(visits[:, paid] * price * noise).astype(np.int64)
    day = np.repeat(np.arange(days.count), len(paid))
    return Table(
        name="ad_spend",
        at=days.moments(day=day, fraction=np.full(len(day), 1 - 5 / 1440)),
        cents=cents.reshape(-1),
        properties={"channel": list(truth.CENTS_PER_VISIT) * days.count},
    )
