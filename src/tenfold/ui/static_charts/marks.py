"""What a picture is made of: boxes, lines, shapes and words, at places in pixels of its own room."""

from dataclasses import dataclass
from typing import Literal

Point = tuple[float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True)
class Box:
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0


@dataclass(frozen=True)
class Stroke:
    """A line through points."""

    points: tuple[Point, ...]
    colour: str
    width: float = 1.0
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True)
class Shape:
    """A filled outline."""

    points: tuple[Point, ...]
    fill: str


@dataclass(frozen=True)
class Dot:
    """A filled circle."""

    at: Point
    radius: float
    fill: str


@dataclass(frozen=True)
class Words:
    """One line of text; `at` is where its baseline begins, has its middle, or ends."""

    at: Point
    text: str
    size: float
    colour: str
    anchor: Anchor = "start"
    strong: bool = False


Mark = Box | Stroke | Shape | Dot | Words


@dataclass(frozen=True)
class Picture:
    """A room, and what is in it: the first lies lowest."""

    width: int
    height: int
    ground: str
    marks: tuple[Mark, ...]
