"""Answers that are still true: one question of fifty viewers is computed once.

Each question is computed by at most one of those who ask, also while events keep arriving: whoever
needs a newer answer than the one under way waits for it, and then one of them brings it up to date
for all. What is kept is handed to the next computation, which may need only what came since.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _

from tenfold.eventlog.cancellation import Cancellation
from tenfold.eventlog.refusals import QueryCancelled
from tenfold.metrics.computed import Computed

ROOM = 512
MAX_POINTS = 5_000
"""Larger answers are not kept: they are rare, and would fill the memory."""

Outcome = Computed | Exception


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer, and the version of the log that it stands for (or an older one)."""

    version: int
    computed: Computed


ComputeAll = Callable[[Mapping[str, Kept | None]], Mapping[str, Outcome]]
"""From keys, with what is kept of each, to an outcome for each."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A computation that may still be under way."""

    version: int
    future: "Future[Outcome]"

    def kept(self) -> Kept | None:
        """Return what it came to; None where it is under way or failed."""
        if not self.future.done():
            return None
        found = self.future.result()
        return Kept(self.version, found) if isinstance(found, Computed) else None


class Cache:
    """The newest answer to each of the last `ROOM` questions."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._entries: OrderedDict[str, _Entry] = OrderedDict()

    def get(
        self, *, key: str, version: Callable[[], int], compute: Callable[[Kept | None], Computed]
    ) -> Computed:
        """Return the answer as of now, or newer; `version` is the log's.

        Raises whatever `compute` raises, to everybody who waited; a failure is not kept.
        """

        def compute_all(wanted: Mapping[str, Kept | None]) -> Mapping[str, Outcome]:
            return {key: compute(wanted[key])}

        found = self.get_all(keys=[key], version=version, compute=compute_all)[key]
        if isinstance(found, Exception):
            raise found
        return found

    def get_all(
        self,
        *,
        keys: Sequence[str],
        version: Callable[[], int],
        compute: ComputeAll,
        cancelled: Cancellation | None = None,
    ) -> dict[str, Outcome]:
        """Return an outcome for each key, as of now or newer.

        `compute` is called at most once a round with all that nobody else is at. Who is `cancelled`
        waits for nobody any more: what is missing then is `QueryCancelled`.
        """
        asked = cancelled or Cancellation()
        wanted, found = version(), dict[str, Outcome]()
        while missing := [key for key in dict.fromkeys(keys) if key not in found]:
            mine, entries = self._claim(missing, wanted, version())
            if mine:
                self._run({key: entries[key] for key in mine}, mine, compute)
            for key, entry in entries.items():
                outcome = _wait(entry.future, asked)
                by_other = isinstance(outcome, QueryCancelled) and key not in mine
                if asked.is_cancelled or (entry.version >= wanted and not by_other):
                    found[key] = outcome
        return found

    def clear(self) -> None:
        """Forget all answers."""
        with self._lock:
            self._entries.clear()

    def _claim(
        self, keys: Sequence[str], wanted: int, now: int
    ) -> tuple[dict[str, Kept | None], dict[str, _Entry]]:
        """Return what the caller is to compute, and the entries of all keys."""
        mine: dict[str, Kept | None] = {}
        entries: dict[str, _Entry] = {}
        with self._lock:
            for key in keys:
                entry = self._entries.get(key)
                if entry is None or (entry.version < wanted and entry.future.done()):
                    mine[key] = None if entry is None else entry.kept()
                    entry = self._entries[key] = _Entry(now, Future())
                self._entries.move_to_end(key)
                entries[key] = entry
            while len(self._entries) > ROOM:
                self._entries.popitem(last=False)
        return mine, entries

    def _run(
        self, entries: Mapping[str, _Entry], mine: Mapping[str, Kept | None], compute: ComputeAll
    ) -> None:
        try:
            came = compute(mine)
            # Whoever waits for one that was forgotten would wait for ever.
            outcomes = {key: came[key] for key in mine}
        except Exception as error:
            outcomes = dict.fromkeys(mine, error)
        except BaseException:
            self._settle(entries, dict.fromkeys(mine, QueryCancelled("It was interrupted.")))
            raise
        self._settle(entries, outcomes)

    def _settle(self, entries: Mapping[str, _Entry], outcomes: Mapping[str, Outcome]) -> None:
        for key, entry in entries.items():
            outcome = outcomes[key]
            if isinstance(outcome, Exception) or _is_large(outcome):
                self._drop(key, entry)
            entry.future.set_result(outcome)

    def _drop(self, key: str, entry: _Entry) -> None:
        with self._lock:
            if self._entries.get(key) is entry:
                del self._entries[key]


def _wait(future: "Future[Outcome]", cancelled: Cancellation) -> Outcome:
    """Return what a computation comes to, or that nobody wants to know any more."""
    taken_back: Future[Any] = Future()
    either: tuple[Future[Any], ...] = future, taken_back
    take_away = cancelled.on_cancel(lambda: taken_back.set_result(None))
    try:
        wait(either, return_when=FIRST_COMPLETED)
    finally:
        take_away()
    if future.done():
        return future.result()
    return QueryCancelled(_("The question was taken back before it was answered."))


def _is_large(computed: Computed) -> bool:
    return len(computed.points) * (1 + len(computed.groups)) > MAX_POINTS
