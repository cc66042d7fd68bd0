"""How wide a text is, and as much of it as fits: measured with the typeface that it is drawn in."""

from functools import lru_cache
from pathlib import Path

from PIL import ImageFont

_FONTS = Path(__file__).parents[1] / "static/ui/vendor"
_MEASURED_AT = 100


@lru_cache(maxsize=64)
def load_font(*, size: float, strong: bool) -> ImageFont.FreeTypeFont:
    """Return Inter in a size of pixels, regular or semibold. See licences/inter.txt beside it."""
    weight = 600 if strong else 400
    return ImageFont.truetype(str(_FONTS / f"inter-{weight}.ttf"), size)


def width_of(*, text: str, size: float, strong: bool = False) -> float:
    """Return how many pixels wide a text is."""
    return load_font(size=_MEASURED_AT, strong=strong).getlength(text) * size / _MEASURED_AT


def fit(*, text: str, size: float, room: float, strong: bool = False) -> str:
    """Return a text, or so much of its beginning as has room, with an ellipsis."""
    if width_of(text=text, size=size, strong=strong) <= room:
        return text
    while text and width_of(text=f"{text}…", size=size, strong=strong) > room:
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrap(*, text: str, size: float, room: float, most: int, strong: bool = False) -> list[str]:
    """Return a text in at most so many lines; the last one ends in an ellipsis where more follows."""
    lines = [""]
    words = text.split()
    for at, word in enumerate(words):
        longer = f"{lines[-1]} {word}".strip()
        if not lines[-1] or width_of(text=longer, size=size, strong=strong) <= room:
            lines[-1] = longer
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = " ".join([lines[-1], *words[at:]])
            break
    return [fit(text=line, size=size, room=room, strong=strong) for line in lines if line]
