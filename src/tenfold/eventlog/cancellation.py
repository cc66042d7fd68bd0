"""How whoever asked a question takes it back, from any thread."""

import threading
from collections.abc import Callable


class Cancellation:
    """Given along with a question; `cancel` stops it wherever it is, waiting or running."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._cancelled = False
        self._callbacks: dict[int, Callable[[], None]] = {}
        self._next = 0

    @property
    def is_cancelled(self) -> bool:
        """Whether it was cancelled."""
        return self._cancelled

    def cancel(self) -> None:
        """Cancel, and call whoever registered, once. Idempotent; never waits for the question."""
        with self._lock:
            self._cancelled = True
            callbacks = list(self._callbacks.values())
            self._callbacks.clear()
        for callback in callbacks:
            callback()

    def on_cancel(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Have `callback` called when it is cancelled, at once where it was already.

        Returns how to take the callback away again. A callback must be quick and not raise.
        """
        with self._lock:
            number = self._next
            self._next += 1
            late = self._cancelled
            if not late:
                self._callbacks[number] = callback
        if late:
            callback()

        def take_away() -> None:
            with self._lock:
                self._callbacks.pop(number, None)

        return take_away
