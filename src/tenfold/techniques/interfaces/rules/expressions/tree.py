"""What an expression is, once it is read. `at` is where in the text it begins, counted from 1."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text or a truth value."""

    value: Decimal | str | bool
    at: int


@dataclass(frozen=True, slots=True)
class Column:
    """The cell of a column."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Binary:
    """Two things and what stands between them: + - * / = != < <= > >= and or."""

    sign: str
    left: "Node"
    right: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Unary:
    """Minus, or not."""

    sign: str
    of: "Node"
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """A function and what it is given."""

    name: str
    arguments: tuple["Node", ...]
    at: int


Node = Literal | Column | Binary | Unary | Call
