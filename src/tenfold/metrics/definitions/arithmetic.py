"""Arithmetic as people write it: `(a - b) / a * 100`.

Numbers, names, + - * / and brackets; * and / bind closer than + and -, equal ones are reckoned from
left to right. `read_arithmetic` makes a tree of it, or says at which character it cannot.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from django.utils.translation import gettext as _

from tenfold.metrics.definitions.reading import refuse

MAX_FORMULA = 500
_MAX_DEPTH = 50
_MAX_DIGITS = 30
_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?(?![\w.]))|(?P<name>[A-Za-z_]\w*)|(?P<sign>[-+*/()]))", re.ASCII
)


@dataclass(frozen=True, slots=True)
class Constant:
    """A number in the text."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class Name:
    """What a name stands for."""

    name: str


@dataclass(frozen=True, slots=True)
class Negative:
    """The same with the other sign."""

    of: "Node"


@dataclass(frozen=True, slots=True)
class Operation:
    """Two numbers added, taken away, multiplied or divided. `sign`: + - * /"""

    sign: str
    left: "Node"
    right: "Node"


Node = Constant | Name | Negative | Operation


def read_arithmetic(text: str, *, field: str) -> Node:
    """Return the tree of a formula. Raises `InvalidDefinition`, naming the character."""
    if len(text) > MAX_FORMULA:
        raise refuse(
            _("A formula can have at most %(most)d characters.") % {"most": MAX_FORMULA},
            field=field,
        )
    return _Reader(text, field).read()


def names_in(node: Node) -> Iterator[str]:
    """Yield every name of a tree, from left to right."""
    if isinstance(node, Name):
        yield node.name
    elif isinstance(node, Negative):
        yield from names_in(node.of)
    elif isinstance(node, Operation):
        yield from names_in(node.left)
        yield from names_in(node.right)


class _Reader:
    """Recursive descent; one method for each rule of the grammar."""

    def __init__(self, text: str, field: str) -> None:
        self.text = text
        self.field = field
        self.position = 0
        self.kind = self.word = ""
        self.start = 0
        self.step()

    def read(self) -> Node:
        found = self.read_sum(0)
        if self.kind:
            self.refuse(_("expected + - * / or the end"))
        return found

    def step(self) -> None:
        """Go on to the next number, name or sign; to "" at the end."""
        rest = self.text[self.position :]
        self.start = self.position + len(rest) - len(rest.lstrip())
        found = _TOKEN.match(self.text, self.position)
        if found is None:
            self.kind = self.word = ""
            if rest.strip():
                self.refuse(_("“%(letter)s” is not understood") % {"letter": self.text[self.start]})
            return
        self.kind = str(found.lastgroup)
        self.word = found[self.kind]
        self.position = found.end()

    def refuse(self, problem: str) -> NoReturn:
        raise refuse(
            _("The formula cannot be read at character %(position)d: %(problem)s.")
            % {"position": self.start + 1, "problem": problem},
            field=self.field,
            next_step=_("For example: %(example)s") % {"example": "(a - b) / a * 100"},
        )

    def read_sum(self, depth: int) -> Node:
        found = self.read_product(depth)
        while self.word in ("+", "-"):
            found = Operation(self.take(), found, self.read_product(depth))
        return found

    def read_product(self, depth: int) -> Node:
        found = self.read_signed(depth)
        while self.word in ("*", "/"):
            found = Operation(self.take(), found, self.read_signed(depth))
        return found

    def read_signed(self, depth: int) -> Node:
        if depth > _MAX_DEPTH:
            self.refuse(_("nested too deep"))
        if self.word != "-":
            return self.read_one(depth)
        self.take()
        return Negative(self.read_signed(depth + 1))

    def read_one(self, depth: int) -> Node:
        if self.word == "(":
            self.take()
            inner = self.read_sum(depth + 1)
            if self.word != ")":
                self.refuse(_("expected a closing bracket"))
            self.take()
            return inner
        if self.kind == "number":
            if len(self.word) > _MAX_DIGITS:
                self.refuse(_("a number too long to read"))
            return Constant(Decimal(self.take()))
        if self.kind != "name":
            self.refuse(_("expected a number, a name or an opening bracket"))
        return Name(self.take())

    def take(self) -> str:
        word = self.word
        self.step()
        return word
