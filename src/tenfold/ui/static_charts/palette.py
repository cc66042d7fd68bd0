"""The colours of the page, for pictures that no browser draws: read from the tokens, said once."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

_TOKENS = Path(__file__).parents[1] / "static/ui/tokens.css"
_PAIR = re.compile(r"--tf-([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
_SERIES = 6


class Theme(StrEnum):
    """Light ground with dark ink, or dark ground with light ink."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Palette:
    """Colours as #rrggbb. `series` counts as the tokens do: the first is the accent."""

    ground: str
    ink: str
    quiet: str
    line: str
    good: str
    bad: str
    series: tuple[str, ...]


@lru_cache(maxsize=2)
def read_palette(*, theme: Theme) -> Palette:
    """Return the colours of a theme, as tokens.css says them."""
    found = {
        name: light if theme is Theme.LIGHT else dark
        for name, light, dark in _PAIR.findall(_TOKENS.read_text("utf-8"))
    }
    return Palette(
        ground=found["card"],
        ink=found["ink"],
        quiet=found["quiet"],
        line=found["line"],
        good=found["good"],
        bad=found["bad"],
        series=tuple(found[f"series-{number}"] for number in range(1, _SERIES + 1)),
    )


def soften(*, colour: str, ground: str, share: float) -> str:
    """Return a colour as it looks on a ground through which so much of it is seen."""
    mixed = (
        round(share * int(colour[at : at + 2], 16) + (1 - share) * int(ground[at : at + 2], 16))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{one:02x}" for one in mixed)
