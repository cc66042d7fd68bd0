"""The slow twin of paths: every path on its own, without SQL."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta
from itertools import pairwise

from tenfold.metrics.definitions import Paths
from tenfold.metrics.tests.reference import Reference
from tenfold.metrics.tests.world import Event

MOST = 62


class Walks:
    """Paths over the events of a reference whose event lies in [start, end)."""

    def __init__(self, reference: Reference, definition: Paths, start, end, top: int) -> None:
        self.reference, self.definition = reference, definition
        self.start, self.end, self.top = start, end, top
        self.lists = self._lists()
        # An order of events at one moment that is always the same: by how frequent the label is.
        sizes = Counter(self.label(event) for own in self.lists.values() for event in own)
        sizes.pop("other", None)
        known = sorted(sizes, key=lambda label: (-sizes[label], label))[:MOST]
        self.places = {label: place for place, label in enumerate(known)}
        for own in self.lists.values():
            own.sort(key=self._order)

    def _order(self, event: Event):
        place = self.places.get(self.label(event), MOST)
        return (event.at, place, self.is_asked(event) and self.is_anchor(event))

    def is_anchor(self, event: Event) -> bool:
        end = self.definition.before or self.definition.after
        if end is None:
            return True
        named = end.event in (None, event.name)
        return named and all(self.reference.passes(event, one) for one in end.where)

    def is_asked(self, event: Event) -> bool:
        return self.start <= event.at < self.end

    def label(self, event: Event) -> str | None:
        if self.definition.show is None:
            return event.name
        said = self.reference.text(event, self.definition.show)
        ends = self.definition.before or self.definition.after
        return event.name if said is None and ends and self.is_anchor(event) else said

    def _lists(self) -> dict[str, list[Event]]:
        found = defaultdict(list)
        low, high = self._reach()
        for event in self.reference.events:
            person = self.reference.person(event)
            passes = all(self.reference.passes(event, one) for one in self.definition.where)
            near = low <= event.at < high
            if person is not None and passes and near and self.label(event) is not None:
                found[person].append(event)
        return found

    def _reach(self) -> tuple[datetime, datetime]:
        """Further away nothing can be on a path: it decides only which labels are frequent."""
        far = self.definition.steps * self.definition.gap.length
        if self.definition.before is not None:
            return self.start - far, self.end
        if self.definition.after is not None:
            return self.start, self.end + far
        return self.start - self.definition.gap.length - timedelta(microseconds=1), self.end + far

    def paths(self) -> dict[str, list[list[str | None]]]:
        """For each person the labels of each path, from its event on; None where it ends."""
        found = {}
        for person, events in self.lists.items():
            ahead = events[::-1] if self.definition.before is not None else events
            own = [self._path(ahead, n) for n in range(len(ahead)) if self._begins(ahead, n)]
            if own:
                found[person] = own
        return found

    def _begins(self, events, n: int) -> bool:
        if not (self.is_asked(events[n]) and self.is_anchor(events[n])):
            return False
        if self.definition.before is not None or self.definition.after is not None or n == 0:
            return True
        return events[n].at - events[n - 1].at > self.definition.gap.length

    def _path(self, events, n: int) -> list[str | None]:
        labels = [self._known(events[n])]
        for place in range(n + 1, n + 1 + self.definition.steps):
            over = place >= len(events)
            if over or abs(events[place].at - events[place - 1].at) > self.definition.gap.length:
                return [*labels, None]
            labels.append(self._known(events[place]))
        return labels

    def _known(self, event: Event) -> str:
        label = self.label(event)
        return label if label in self.places else "other"

    def shown(self, paths) -> dict[int, list[str]]:
        """The most frequent labels of each step."""
        sizes = defaultdict(Counter)
        for own in paths.values():
            for labels in own:
                for step, label in enumerate(labels):
                    if label not in (None, "other"):
                        sizes[step][label] += 1
        return {
            step: sorted(count, key=lambda label: (-count[label], self.places[label]))[: self.top]
            for step, count in sizes.items()
        }

    def edges(self) -> dict[tuple, tuple[set[str], int]]:
        """By step, source and target: who, and how many paths."""
        paths = self.paths()
        shown = self.shown(paths)
        persons, times = defaultdict(set), Counter()
        for person, own in paths.items():
            for labels in own:
                folded = [
                    label if label is None or label in shown.get(step, ()) else "other"
                    for step, label in enumerate(labels)
                ]
                for step, (near, far) in enumerate(pairwise(folded), start=1):
                    back = self.definition.before is not None
                    edge = (step, far, near) if back else (step, near, far)
                    persons[edge].add(person)
                    times[edge] += 1
        return {edge: (persons[edge], times[edge]) for edge in times}
