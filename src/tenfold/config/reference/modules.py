"""Every module of the house, and the classes that grew from one of them."""

import importlib
import pkgutil
from collections.abc import Iterator

import tenfold

_LEFT_OUT = ("tests", "migrations", "__main__", "conftest")


def import_all() -> None:
    """Import every module of the house, so that every class in it is known."""
    for found in pkgutil.walk_packages(tenfold.__path__, "tenfold."):
        if not set(found.name.split(".")) & set(_LEFT_OUT):
            importlib.import_module(found.name)


def subclasses(of: type) -> Iterator[type]:
    """Yield every class that grew from `of`, however far, within the house, each once."""
    seen: set[type] = set()
    found: type
    waiting = [of]
    while waiting:
        for found in waiting.pop().__subclasses__():
            if found not in seen:
                seen.add(found)
                waiting.append(found)
                if found.__module__.startswith("tenfold."):
                    yield found


def room_of(of: type) -> str:
    """Return the room that a class lives in, in people's words: people, interfaces, collector."""
    parts = of.__module__.split(".")
    return parts[2] if parts[1] == "techniques" else parts[1]
