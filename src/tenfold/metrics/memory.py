"""What is remembered of a log until it changes."""

from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from tenfold.eventlog.current import get_log
from tenfold.eventlog.store import EventLog

Value = TypeVar("Value")


class PerVersion(Generic[Value]):
    """One value for each open log, read again when the log's version has changed."""

    def __init__(self, read: Callable[[EventLog], Value]) -> None:
        self._read = read
        self._lock = Lock()
        self._kept: WeakKeyDictionary[EventLog, tuple[int, Value]] = WeakKeyDictionary()

    def get(self, log: EventLog) -> Value:
        """Return the value as of the log's present version."""
        version = log.version()
        with self._lock:
            kept = self._kept.get(log)
            if kept is None or kept[0] != version:
                kept = (version, self._read(log))
                self._kept[log] = kept
            return kept[1]


class PerLog(Generic[Value]):
    """One object for each open log, made when it is first asked for."""

    def __init__(self, make: Callable[[], Value]) -> None:
        self._make = make
        self._lock = Lock()
        self._kept: WeakKeyDictionary[EventLog, Value] = WeakKeyDictionary()

    def get(self, log: EventLog) -> Value:
        """Return the log's own object."""
        with self._lock:
            kept = self._kept.get(log)
            if kept is None:
                kept = self._kept[log] = self._make()
            return kept

    def of_company(self) -> Value:
        """Return the object of the company's open log."""
        return self.get(get_log())
