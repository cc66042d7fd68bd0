"""Questions that are being answered, by whose page asked them, so that they can be taken back.

A page asks one question at a time: a newer one takes the older one back.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tenfold.metrics.access import Cancellation

_Asker = tuple[int, str]
_guard = threading.Lock()
_running: dict[_Asker, Cancellation] = {}


@contextmanager
def under_way(*, viewer: int, page: str) -> Iterator[Cancellation]:
    """Take back what the page of this viewer asked before, and hand out what takes back the next.

    `page` "": a question that nobody can take back.
    """
    mine, asker = Cancellation(), (viewer, page)
    older = _take(asker, mine) if page else None
    if older is not None:
        older.cancel()
    try:
        yield mine
    finally:
        with _guard:
            if _running.get(asker) is mine:
                del _running[asker]


def cancel(*, viewer: int, page: str) -> bool:
    """Take back what the page of this viewer is asking; return whether there was something."""
    with _guard:
        found = _running.get((viewer, page))
    if found is None:
        return False
    found.cancel()
    return True


def _take(asker: _Asker, mine: Cancellation) -> Cancellation | None:
    with _guard:
        older = _running.get(asker)
        _running[asker] = mine
    return older
