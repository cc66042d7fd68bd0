"""Text to tree, by recursive descent. Depth and length are bounded."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.rules.expressions.functions import FUNCTIONS
from tenfold.techniques.interfaces.rules.expressions.tokens import (
    ExpressionInvalid,
    Token,
    split_tokens,
)
from tenfold.techniques.interfaces.rules.expressions.tree import (
    Binary,
    Call,
    Column,
    Literal,
    Node,
    Unary,
)

DEEPEST = 50
MOST_DIGITS = 40
_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_WORDS = frozenset({"and", "or", "not", "true", "false"})


@dataclass(frozen=True)
class Expression:
    """An expression that has been read: its tree, and the columns it speaks of, in that order."""

    text: str
    root: Node
    columns: tuple[str, ...]


def parse_expression(*, text: str) -> Expression:
    """Read an expression. Raises `ExpressionInvalid`, which says where and why."""
    parser = _Parser(text)
    root = parser.parse()
    return Expression(text=text, root=root, columns=tuple(parser.columns))


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = list(split_tokens(text=text))
        self._next = 0
        self._depth = 0
        self.columns: dict[str, None] = {}

    def parse(self) -> Node:
        if self._peek().kind == "end":
            raise self._invalid(_("there is nothing to compute."), self._peek())
        root = self._alternatives()
        if self._peek().kind != "end":
            raise self._invalid(_("nothing more is expected here."), self._peek())
        return root

    def _peek(self) -> Token:
        return self._tokens[self._next]

    def _take(self) -> Token:
        token = self._tokens[self._next]
        self._next += 1
        return token

    def _invalid(self, reason: str, token: Token) -> ExpressionInvalid:
        return ExpressionInvalid(reason, text=self._text, at=token.at)

    def _is_word(self, word: str) -> bool:
        token = self._peek()
        return token.kind == "name" and token.says.lower() == word

    def _alternatives(self) -> Node:
        return self._chain(self._conditions, lambda: self._is_word("or"))

    def _conditions(self) -> Node:
        return self._chain(self._negation, lambda: self._is_word("and"))

    def _chain(self, operand: Callable[[], Node], joins: Callable[[], bool]) -> Node:
        """Read operands joined by a sign of one strength, from left to right."""
        node = operand()
        while joins():
            token = self._take()
            node = Binary(token.says.lower(), node, operand(), token.at)
        return node

    def _negation(self) -> Node:
        if self._is_word("not"):
            token = self._take()
            return Unary("not", self._deeper(self._negation, token), token.at)
        return self._comparison()

    def _comparison(self) -> Node:
        left = self._sum()
        token = self._peek()
        if token.kind != "sign" or token.says not in _COMPARISONS:
            return left
        self._take()
        return Binary(token.says, left, self._sum(), token.at)

    def _sum(self) -> Node:
        return self._chain(self._product, lambda: self._is_sign("+", "-"))

    def _product(self) -> Node:
        return self._chain(self._signed, lambda: self._is_sign("*", "/"))

    def _is_sign(self, *signs: str) -> bool:
        token = self._peek()
        return token.kind == "sign" and token.says in signs

    def _signed(self) -> Node:
        if self._is_sign("-"):
            token = self._take()
            return Unary("-", self._deeper(self._signed, token), token.at)
        return self._single()

    def _deeper(self, read: Callable[[], Node], token: Token) -> Node:
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._invalid(_("it is nested too deeply."), token)
        node = read()
        self._depth -= 1
        return node

    def _single(self) -> Node:
        token = self._take()
        if token.kind == "number":
            return self._number(token)
        if token.kind == "text":
            return Literal(token.says, token.at)
        if token.kind == "column":
            return self._column(token)
        if token.kind == "name":
            return self._named(token)
        if token.says == "(":
            node = self._deeper(self._alternatives, token)
            self._expect(")")
            return node
        raise self._invalid(_("a number, a text or a column is expected here."), token)

    def _number(self, token: Token) -> Node:
        if len(token.says) > MOST_DIGITS:
            raise self._invalid(_("the number is too long."), token)
        return Literal(Decimal(token.says), token.at)

    def _column(self, token: Token) -> Node:
        self.columns[token.says] = None
        return Column(token.says, token.at)

    def _named(self, token: Token) -> Node:
        if self._is_sign("("):
            return self._call(token)
        word = token.says.lower()
        if word in ("true", "false"):
            return Literal(word == "true", token.at)
        if word in _WORDS:
            raise self._invalid(_("a number, a text or a column is expected here."), token)
        return self._column(token)

    def _call(self, token: Token) -> Node:
        function = FUNCTIONS.get(token.says.lower())
        if function is None:
            reason = _("there is no function “%(name)s”; there are %(names)s.")
            names = ", ".join(FUNCTIONS)
            raise self._invalid(reason % {"name": token.says, "names": names}, token)
        arguments = self._arguments()
        if not function.least <= len(arguments) <= function.most:
            reason = _("the function is used like this: %(usage)s.")
            raise self._invalid(reason % {"usage": function.usage}, token)
        return Call(token.says.lower(), arguments, token.at)

    def _arguments(self) -> tuple[Node, ...]:
        opening = self._take()
        if self._is_sign(")"):
            self._take()
            return ()
        arguments = [self._deeper(self._alternatives, opening)]
        while self._is_sign(","):
            comma = self._take()
            arguments.append(self._deeper(self._alternatives, comma))
        self._expect(")")
        return tuple(arguments)

    def _expect(self, sign: str) -> None:
        token = self._take() if self._peek().kind != "end" else self._peek()
        if token.says != sign or token.kind != "sign":
            raise self._invalid(_("“%(sign)s” is expected here.") % {"sign": sign}, token)
