"""What the address of a wall says: which boards, how long each, light or dark."""

from collections.abc import Iterable
from dataclasses import dataclass

FIRST_SECONDS, LEAST_SECONDS, MOST_SECONDS = 30, 5, 3_600
MOST_BOARDS = 24
THEMES = ("", "light", "dark")


@dataclass(frozen=True)
class Wall:
    """`boards` in their order; `theme` "": as the screen's system has it."""

    boards: tuple[int, ...]
    seconds: int
    theme: str


def read_wall(*, pairs: Iterable[tuple[str, str]]) -> Wall:
    """Return what an address says. What makes no sense is taken for what is usual: a screen on a
    wall shows something."""
    boards: dict[int, None] = {}
    seconds, theme = FIRST_SECONDS, ""
    for name, text in pairs:
        if name == "board" and _is_number(text):
            boards[int(text)] = None
        elif name == "seconds" and _is_number(text):
            seconds = min(MOST_SECONDS, max(LEAST_SECONDS, int(text)))
        elif name == "theme" and text in THEMES:
            theme = text
    return Wall(boards=tuple(boards)[:MOST_BOARDS], seconds=seconds, theme=theme)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
