"""Nordlys Gifts while somebody looks: a believable event every few seconds.

The rates are constants, and what happens is drawn from a stream seeded with the moment of the
start. It knows no numpy: the demo's server stays as small as any other.
"""

import heapq
import logging
import threading
from bisect import bisect
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, count
from random import Random
from typing import TYPE_CHECKING, Any

import msgspec

from tenfold.config.demo import truth
from tenfold.config.demo.products import PRODUCTS, Product
from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock
from tenfold.kit.ids import new_id
from tenfold.kit.refusal import Refusal

if TYPE_CHECKING:
    from tenfold.config.company import Company

log = logging.getLogger("tenfold.demo")

TICK_SECONDS = 1.0
SECONDS_BETWEEN_VISITS = 6.0
ORDER_SHARE = 0.12
"""Of the visits. About one order a minute: more than the company has, so that a page moves."""
CLUB_SHARE = 0.5
READING_SECONDS = 20
SENT_AFTER_SECONDS = (90, 400)
LONGEST_PAUSE_SECONDS = 600
"""A computer that slept longer wakes to the last ten minutes, not to all that it missed."""
SHOP = "Web shop"
_KNOWN_MEMBERS = 1_000
_FIRST_MEMBER = len(truth.WHOLESALE_COUNTRIES) + 1
_SECOND = 1_000_000


@dataclass(frozen=True, order=True)
class Due:
    """An event that will happen at `at` (microseconds since the epoch)."""

    at: int
    number: int
    source: str = field(compare=False)
    name: str = field(compare=False)
    actor: str | None = field(compare=False)
    cents: int | None = field(compare=False)
    value: float | None = field(compare=False)
    properties: dict[str, Any] = field(compare=False)

    def to_envelope(self) -> Envelope:
        """Return the event as the log takes it."""
        money = self.cents is not None
        said = {**self.properties, "currency": truth.CURRENCY} if money else self.properties
        return Envelope(
            event_id=new_id().bytes,
            at=self.at,
            name=self.name,
            actor=self.actor,
            value=self.cents / 100 if self.cents is not None else self.value,
            currency=truth.CURRENCY if money else None,
            properties=msgspec.json.encode(said).decode(),
        )


@dataclass(frozen=True)
class Visitor:
    """Somebody in the shop."""

    actor: str
    country: str
    channel: str


class Story:
    """What happens next. Ask it what came due; it thinks of more as time goes on."""

    def __init__(self, *, starts: int) -> None:
        self._random = Random(truth.SEED ^ starts)  # noqa: S311  a demo, not a secret
        self._numbers = count()
        self._run = f"{starts // _SECOND:x}"
        self._due: list[Due] = []
        self._next_visit = starts
        self._next_reading = starts

    def until(self, *, at: int) -> list[Due]:
        """Return everything that happens up to and including `at` and was not returned before."""
        earliest = at - LONGEST_PAUSE_SECONDS * _SECOND
        self._next_visit = max(self._next_visit, earliest)
        self._next_reading = max(self._next_reading, earliest)
        while self._next_visit <= at:
            self._visit(at=self._next_visit)
            wait = self._random.expovariate(1 / SECONDS_BETWEEN_VISITS)
            self._next_visit += int(wait * _SECOND) + 1
        while self._next_reading <= at:
            self._read(at=self._next_reading)
            self._next_reading += READING_SECONDS * _SECOND
        happened = []
        while self._due and self._due[0].at <= at:
            happened.append(heapq.heappop(self._due))
        return happened

    def _add(
        self,
        *,
        at: int,
        source: str,
        name: str,
        actor: str | None = None,
        cents: int | None = None,
        value: float | None = None,
        said: dict[str, Any],
    ) -> None:
        due = Due(at, next(self._numbers), source, name, actor, cents, value, said)
        heapq.heappush(self._due, due)

    def _visit(self, *, at: int) -> None:
        random = self._random
        orders = random.random() < ORDER_SHARE
        shares = truth.CHANNELS_OF_ORDERS if orders else truth.CHANNELS_OF_VISITS
        visitor = Visitor(
            actor=f"visitor-live-{self._run}-{next(self._numbers)}",
            country=_pick(random, truth.COUNTRIES, truth.COUNTRY_SHARES),
            channel=_pick(random, truth.CHANNELS, shares),
        )
        device = _pick(random, truth.DEVICES, truth.DEVICES_OF_VISITS)
        where = {"country": visitor.country, "channel": visitor.channel, "device": device}
        self._add(at=at, source=SHOP, name="visit", actor=visitor.actor, said=where)
        basket = _basket(random)
        for product in basket if orders else basket[: random.randrange(3)]:
            at += random.randrange(4, 15) * _SECOND
            self._look(at=at, visitor=visitor, product=product, takes=orders)
        if orders:
            at += random.randrange(5, 20) * _SECOND
            self._order(at=at, visitor=visitor, basket=basket)

    def _look(self, *, at: int, visitor: Visitor, product: Product, takes: bool) -> None:
        said = {
            "product": product.key,
            "category": product.category,
            "country": visitor.country,
        }
        self._add(at=at, source=SHOP, name="product_view", actor=visitor.actor, said=said)
        if takes:
            later = at + 2 * _SECOND
            self._add(at=later, source=SHOP, name="cart_add", actor=visitor.actor, said=said)

    def _order(self, *, at: int, visitor: Visitor, basket: list[Product]) -> None:
        order_id = f"live-{self._run}-{next(self._numbers)}"
        club = self._random.random() < CLUB_SHARE
        member = _FIRST_MEMBER + self._random.randrange(_KNOWN_MEMBERS)
        customer = f"customer-{member:05d}" if club else f"customer-{order_id}"
        kind = truth.KIND_NAMES[truth.Kind.CLUB if club else truth.Kind.GUEST]
        who = {"country": visitor.country, "customer_kind": kind}
        said = {"order_id": order_id, **who}
        self._add(
            at=at - 1000,
            source=SHOP,
            name="$identify",
            actor=customer,
            said={"anonymous_id": visitor.actor, **who},
        )
        self._add(
            at=at,
            source=SHOP,
            name="order",
            actor=customer,
            cents=sum(product.cents for product in basket),
            said={**said, "channel": visitor.channel, "items": len(basket)},
        )
        self._add_lines(at=at, customer=customer, basket=basket, said=said)
        wait = self._random.randrange(*SENT_AFTER_SECONDS)
        self._add(
            at=at + wait * _SECOND,
            source="Packing",
            name="order_sent",
            actor=customer,
            value=round(wait / 3600, 1),
            said={**said, "within_a_day": True},
        )

    def _add_lines(
        self, *, at: int, customer: str, basket: list[Product], said: dict[str, Any]
    ) -> None:
        for product in basket:
            line = {
                "product": product.key,
                "category": product.category,
                "quantity": 1,
                "unit_price": product.cents / 100,
            }
            self._add(
                at=at,
                source=SHOP,
                name="order_line",
                actor=customer,
                cents=product.cents,
                said={**said, **line},
            )

    def _read(self, *, at: int) -> None:
        for machine in truth.MACHINES:
            shown = round(self._random.gauss(64.0, 0.6), 1)
            vibration = round(0.8 + 0.05 * (shown - 52.0) + self._random.gauss(0, 0.08), 2)
            said = {"machine": machine, "vibration": vibration}
            self._add(at=at, source=f"Sensor {machine}", name="reading", value=shown, said=said)


def _pick(random: Random, names: Sequence[str], shares: Sequence[float]) -> str:
    edges = list(accumulate(shares))
    return names[min(bisect(edges, random.random() * edges[-1]), len(names) - 1)]


def _basket(random: Random) -> list[Product]:
    """Return one to three different products, the popular ones more often."""
    weights = [product.popularity for product in PRODUCTS]
    drawn = random.choices(PRODUCTS, weights, k=random.choice((1, 1, 2, 2, 3)))
    return list(dict.fromkeys(drawn))


class Moving:
    """A thread that appends what the story tells, as it comes due, until it is stopped."""

    def __init__(self, *, company: "Company", sources: dict[str, int]) -> None:
        self._log = company.log
        self._sources = sources
        self._story = Story(starts=clock.to_micros(at=clock.now()))
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="demo", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the tick that is on and stop. Idempotent."""
        self._stop.set()
        self._thread.join(timeout=3)

    def _run(self) -> None:
        while not self._stop.wait(TICK_SECONDS):
            now = clock.now()
            happened = self._story.until(at=clock.to_micros(at=now))
            try:
                self._append(happened)
            except Refusal as refusal:
                # What cannot be written is invented anyway: the demo goes on with what comes next.
                log.warning("the demo's events were not written: %s", refusal.sentence)

    def _append(self, happened: Iterable[Due]) -> None:
        by_source: dict[str, list[Envelope]] = {}
        for due in happened:
            by_source.setdefault(due.source, []).append(due.to_envelope())
        waiting = [
            self._log.append(
                source=self._sources[source], envelopes=envelopes, received_at=clock.now()
            )
            for source, envelopes in by_source.items()
        ]
        for future in waiting:
            future.result()


def keep_moving(company: "Company") -> Callable[[], None]:
    """Let events come while the demo's server runs; return how to stop them."""
    from tenfold.techniques.interfaces.queries.sources import list_sources

    found = list_sources(log=company.log, at=clock.now())
    moving = Moving(company=company, sources={source.name: source.id for source in found})
    moving.start()
    return moving.stop
