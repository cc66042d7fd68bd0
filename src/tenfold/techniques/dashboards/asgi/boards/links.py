"""Tells whoever serves share links that one has ended."""

from collections.abc import Callable

_listeners: list[Callable[[int], None]] = []


def when_a_link_ends(*, listener: Callable[[int], None]) -> Callable[[], None]:
    """Call `listener` with the id of each link that is stopped; returns how to stop listening."""
    _listeners.append(listener)
    return lambda: _listeners.remove(listener)


def tell_that_a_link_ended(*, link_id: int) -> None:
    """Say that a link was stopped. Called after the transaction that stopped it."""
    for listener in tuple(_listeners):
        listener(link_id)
