"""The slow twin of conversion: every chain of steps there is, one after another, without SQL."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from tenfold.metrics.definitions import Conversion, Order
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.world import Event


@dataclass(frozen=True)
class Chain:
    """Events that were the first steps, in the order in which they were taken, and their places."""

    places: tuple[int, ...]
    events: tuple[Event, ...]
    labels: tuple[str | None, ...] | None

    @property
    def rank(self):
        """The furthest first, then the latest beginning, then the earliest steps."""
        return (len(self.places), self.places[0], [-place for place in self.places])


class Conversions:
    """Chains over the events of a reference. `sizes` says how many events each group has."""

    def __init__(self, reference: Reference, definition: Conversion, breakdown, codes) -> None:
        self.reference = reference
        self.definition = definition
        self.breakdown = breakdown
        self.codes = codes

    def is_one(self, event: Event, occurrence) -> bool:
        named = occurrence.event in (None, event.name)
        return named and all(self.reference.passes(event, one) for one in occurrence.where)

    def steps_of(self, event: Event) -> list[int]:
        """The steps that an event can be."""
        steps = self.definition.steps
        found = [n for n, step in enumerate(steps) if self.is_one(event, step)]
        if self.definition.order is Order.UNORDERED and found:
            return [n for n, step in enumerate(steps) if step == steps[found[0]]]
        return found

    def labels_of(self, event: Event):
        return tuple(self.reference.text(event, name) for name in self.breakdown)

    def universe(self, start: datetime, end: datetime) -> list[Event]:
        """The events that matter to chains that begin in [start, end)."""
        until = end + self.definition.within.length
        strict = self.definition.order is Order.STRICT
        return [
            event
            for event in self.reference.events
            if start <= event.at < until
            and all(self.reference.passes(event, one) for one in self.definition.where)
            and (strict or self.steps_of(event) or self.excluded(event))
        ]

    def excluded(self, event: Event) -> list:
        return [one for one in self.definition.exclude if self.is_one(event, one)]

    def persons(self, start: datetime, end: datetime) -> dict[str, list[list[Event]]]:
        """For each person the lists of events in which chains are looked for, each in order."""
        lists = defaultdict(lambda: defaultdict(list))
        for event in self.universe(start, end):
            person = self.reference.person(event)
            held = self.definition.hold and self.reference.text(event, self.definition.hold)
            if person is not None and (held is not None or not self.definition.hold):
                lists[person][held].append(event)
        return {
            person: [sorted(own[held], key=self.order_of) for held in sorted(own, key=str)]
            for person, own in lists.items()
        }

    def order_of(self, event: Event):
        """Earlier steps first, what is none last; what else decides is arbitrary, but fixed."""
        steps = self.definition.steps
        different = list(dict.fromkeys(steps))
        met = sorted({different.index(steps[n]) for n in self.steps_of(event)})
        excluded = list(dict.fromkeys((e.event, e.where) for e in self.definition.exclude))
        flags = sum(2 ** excluded.index((e.event, e.where)) for e in set(self.excluded(event)))
        said = self.definition.by_step - 1 in self.steps_of(event)
        code = self.codes.get(self.labels_of(event), 0) if self.breakdown and said else 0
        first = met[0] if met else len(different)
        return (event.at, first, sum(2**n for n in met), flags, code)

    def best(self, start: datetime, end: datetime) -> dict[str, tuple[Chain, int]]:
        """The chain that counts for each person who has one, and how many events they have."""
        found = {}
        for person, lists in self.persons(start, end).items():
            chains = []
            for number, events in enumerate(lists):
                for chain in self.chains(events, start, end):
                    first = self.order_of(events[chain[0]])
                    rank = (len(chain), first, -number, [-place for place in chain])
                    chains.append((rank, self.make(events, chain)))
            if chains:
                found[person] = max(chains, key=lambda one: one[0])[1]
        return found

    def make(self, events, chain) -> Chain:
        taken = tuple(events[place] for place in chain)
        said = self.event_of_step(taken)
        return Chain(chain, taken, None if said is None else self.labels_of(said))

    def event_of_step(self, taken):
        step = self.definition.by_step - 1
        if self.definition.order is not Order.UNORDERED:
            return taken[step] if step < len(taken) else None
        wanted = self.definition.steps[step]
        same = self.definition.steps[: step + 1].count(wanted) - 1
        found = [event for event in taken if step in self.steps_of(event)]
        return found[same] if same < len(found) else None

    def chains(self, events, start, end):
        """Every chain, of whatever length, as places in the list."""
        for place, event in enumerate(events):
            if not start <= event.at < end:
                continue
            if self.definition.order is Order.UNORDERED:
                if self.steps_of(event):
                    yield self.collected(events, place)
            elif 0 in self.steps_of(event):
                yield from self.longer(events, (place,))

    def longer(self, events, chain):
        yield chain
        step = len(chain)
        if step == len(self.definition.steps):
            return
        for place in range(chain[-1] + 1, len(events)):
            late = events[place].at - events[chain[0]].at > self.definition.within.length
            if late or (self.definition.order is Order.STRICT and place > chain[-1] + 1):
                return
            if step in self.steps_of(events[place]):
                longer = (*chain, place)
                if not self.is_broken(events, longer):
                    yield from self.longer(events, longer)

    def is_broken(self, events, chain) -> bool:
        """Whether something excluded lies between two steps of the chain."""
        if self.definition.order is Order.STRICT:
            return False
        for exclusion in self.definition.exclude:
            before = exclusion.before or len(self.definition.steps)
            if len(chain) <= exclusion.after:
                continue
            upto = chain[min(before, len(chain)) - 1]
            for place in range(chain[exclusion.after - 1] + 1, upto):
                if place not in chain and exclusion in self.excluded(events[place]):
                    return True
        return False

    def collected(self, events, first):
        """In any order: as many different steps as there are in the window, the earliest of each."""
        free = list(range(len(self.definition.steps)))
        taken = []
        for place in range(first, len(events)):
            if events[place].at - events[first].at > self.definition.within.length:
                break
            due = [step for step in self.steps_of(events[place]) if step in free]
            if due:
                free.remove(due[0])
                taken.append(place)
        return tuple(taken)


def is_open(conversions: Conversions, lists, start, end, newest: datetime) -> bool:
    """Whether any chain of a person may still get longer after the newest event."""
    definition = conversions.definition
    last = len(definition.steps)
    for events in lists:
        for chain in conversions.chains(events, start, end):
            over = events[chain[0]].at + definition.within.length <= newest
            if over or (len(chain) == last and definition.order is not Order.UNORDERED):
                continue
            if definition.order is Order.STRICT and chain[-1] != len(events) - 1:
                continue
            if ended(conversions, events, chain):
                continue
            return True
    return False


def ended(conversions: Conversions, events, chain) -> bool:
    """Whether something excluded has ended the chain for good."""
    if conversions.definition.order is not Order.ORDERED:
        return False
    for exclusion in conversions.definition.exclude:
        before = exclusion.before or len(conversions.definition.steps)
        if exclusion.after <= len(chain) < before:
            after = range(chain[exclusion.after - 1] + 1, len(events))
            if any(
                place not in chain and exclusion in conversions.excluded(events[place])
                for place in after
            ):
                return True
    return False


def quartiles(values: list[timedelta]) -> tuple[float, float, float] | None:
    """Definition 7 of Hyndman and Fan, in seconds."""
    if not values:
        return None
    seconds = sorted(value.total_seconds() for value in values)

    def at(q: float) -> float:
        place = (len(seconds) - 1) * q
        low = int(place)
        high = min(low + 1, len(seconds) - 1)
        return seconds[low] + (seconds[high] - seconds[low]) * (place - low)

    return at(0.25), at(0.5), at(0.75)
