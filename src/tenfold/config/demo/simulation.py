"""Two years of Nordlys Gifts: the same day and seed always give the same events."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from zoneinfo import ZoneInfo

import msgspec
import numpy as np

from tenfold.config.demo import (
    baskets,
    customers,
    experiment,
    machines,
    mail,
    packing,
    staff,
    truth,
    visits,
)
from tenfold.config.demo import days as calendar
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.days import Days, Ints
from tenfold.config.demo.tables import Table, to_envelopes
from tenfold.config.demo.truth import Kind
from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock


class Place(StrEnum):
    """Where the events come from: the company's sources."""

    WEB_SHOP = "Web shop"
    MARKETING = "Marketing"
    PACKING = "Packing"
    STAFF = "Staff app"
    PRESS_1 = "Sensor press-1"
    PRESS_2 = "Sensor press-2"


Simulated = Mapping[Place, list[Envelope]]


@dataclass(frozen=True)
class _Stream:
    """Random numbers for each part of the simulation, none disturbing another."""

    seed: int

    def of(self, part: str) -> calendar.Random:
        return calendar.random_for(seed=self.seed, part=part)


def draw_book(*, days: Days, seed: int = truth.SEED) -> Book:
    """Return the order book: who bought what, when."""
    stream = _Stream(seed)
    everybody, purchases = customers.draw_customers(days=days, random=stream.of("customers"))
    lines = baskets.draw_lines(
        days=days, random=stream.of("lines"), customers=everybody, purchases=purchases
    )
    channel = calendar.pick(
        random=stream.of("channels"), shares=truth.CHANNELS_OF_ORDERS, size=len(purchases.at)
    )
    wholesale = everybody.kind[purchases.customer] == Kind.WHOLESALE
    return Book(
        days=days,
        customers=everybody,
        purchases=purchases,
        lines=lines,
        channel=np.where(wholesale, len(truth.CHANNELS), channel),
    )


def _shop_tables(*, book: Book, stream: _Stream) -> tuple[list[Table], list[visits.Sessions]]:
    found = visits.checkouts(book=book, random=stream.of("checkouts"))
    failed, failures = visits.failed_payments(book=book, random=stream.of("failures"))
    others = [
        visits.looking_around(days=book.days, random=stream.of("visits")),
        visits.earlier_visits(book=book, random=stream.of("earlier"), found=found),
        failed,
    ]
    retail = np.isin(book.lines.order, found.order)
    bought = book.lines.product[retail]
    tables = [
        *visits.product_tables(sessions=found.sessions, random=stream.of("views"), bought=bought),
        visits.identify_table(book=book, found=found),
        baskets.order_table(book=book),
        baskets.line_table(book=book),
        failures,
    ]
    for number, sessions in enumerate(others):
        tables += visits.product_tables(sessions=sessions, random=stream.of(f"views {number}"))
    return tables, [found.sessions, *others]


def _visits_by_channel(*, days: Days, sessions: list[visits.Sessions]) -> Ints:
    counts = np.zeros((days.count + 1, len(truth.CHANNELS)), np.int64)
    for some in sessions:
        day = np.minimum(days.day_of(moments=some.at), days.count)
        np.add.at(counts, (day, some.channel), 1)
    return counts[:-1]


def draw_tables(*, days: Days, seed: int = truth.SEED) -> dict[Place, list[Table]]:
    """Return all events of the days, by source, as columns."""
    stream = _Stream(seed)
    book = draw_book(days=days, seed=seed)
    shop, sessions = _shop_tables(book=book, stream=stream)
    mails, clicked = mail.campaign_tables(book=book, random=stream.of("mail"))
    shop += visits.product_tables(sessions=clicked, random=stream.of("views of mails"))
    sessions = [*sessions, clicked]
    shop += [visits.visit_table(sessions=some) for some in sessions]
    shop.append(
        experiment.exposure_table(
            days=days, random=stream.of("experiment"), buying=sessions[0], looking=sessions[1:]
        )
    )
    sent_at = packing.sent_moments(book=book, random=stream.of("packing"))
    shop.append(baskets.refund_table(book=book, random=stream.of("refunds"), sent_at=sent_at))
    by_channel = _visits_by_channel(days=days, sessions=sessions)
    spend = mail.spend_table(days=days, random=stream.of("spend"), visits=by_channel)
    return {
        Place.WEB_SHOP: shop,
        Place.MARKETING: [*mails, spend],
        Place.PACKING: [packing.sent_table(book=book, sent_at=sent_at)],
        Place.STAFF: [
            *staff.shift_tables(days=days, random=stream.of("shifts")),
            *staff.suggestion_tables(days=days, random=stream.of("suggestions")),
        ],
        **_machine_tables(days=days, stream=stream),
    }


def _machine_tables(*, days: Days, stream: _Stream) -> dict[Place, list[Table]]:
    first, second = (
        machines.reading_table(days=days, machine=machine, random=stream.of(machine))
        for machine in truth.MACHINES
    )
    return {
        Place.PRESS_1: [first],
        Place.PRESS_2: [second, *machines.downtime_tables(days=days)],
    }


def simulate(*, at: datetime, seed: int = truth.SEED) -> Simulated:
    """Return every event of the two years that end at `at`, by source, oldest first.

    Deterministic: the same seed and the same day (in the company's zone) give the same events, and
    an earlier `at` on that day gives a part of them.
    """
    days = calendar.days_until(last_on=at.astimezone(ZoneInfo(truth.TIMEZONE)).date())
    return {
        place: to_envelopes(
            tables=tables,
            random=calendar.random_for(seed=seed, part=f"ids of {place}"),
            until=clock.to_micros(at=at),
        )
        for place, tables in draw_tables(days=days, seed=seed).items()
    }


def digest(*, simulated: Simulated) -> str:
    """Return a fingerprint of all events: the same events, the same fingerprint."""
    fingerprint = sha256()
    for place, events in simulated.items():
        fingerprint.update(place.encode())
        fingerprint.update(msgspec.msgpack.encode(events))
    return fingerprint.hexdigest()
