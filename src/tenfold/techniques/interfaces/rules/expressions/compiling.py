"""Tree to closures. A column that does not exist is found here, before the first row."""

from collections.abc import Callable
from decimal import Decimal, DecimalException
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.rules.expressions import texts
from tenfold.techniques.interfaces.rules.expressions.functions import FUNCTIONS
from tenfold.techniques.interfaces.rules.expressions.parsing import Expression
from tenfold.techniques.interfaces.rules.expressions.tokens import ExpressionInvalid
from tenfold.techniques.interfaces.rules.expressions.tree import (
    Binary,
    Call,
    Column,
    Literal,
    Node,
    Unary,
)
from tenfold.techniques.interfaces.rules.expressions.values import (
    DIVISION,
    EXACT,
    GetNumber,
    GetText,
    GetTruth,
    Remembered,
    Row,
    Scope,
    number_of,
    say,
    text_of,
)
from tenfold.techniques.interfaces.rules.faults import RowFault
from tenfold.techniques.interfaces.rules.numbers import NotANumber, read_number

__all__ = ["Scope", "compile_condition", "compile_number", "compile_text"]

_ARITHMETIC: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
    "+": EXACT.add,
    "-": EXACT.subtract,
    "*": EXACT.multiply,
    "/": DIVISION.divide,
}


def compile_number(*, expression: Expression, scope: Scope) -> GetNumber:
    """Return what computes the number of a row (None: empty). It raises `RowFault`."""
    return _Compiler(expression.text, scope).number(expression.root)


def compile_text(*, expression: Expression, scope: Scope) -> GetText:
    """Return what computes the text of a row (None: empty). It raises `RowFault`."""
    return _Compiler(expression.text, scope).text(expression.root)


def compile_condition(*, expression: Expression, scope: Scope) -> GetTruth:
    """Return what says whether a row meets the condition. It raises `RowFault`."""
    return _Compiler(expression.text, scope).truth(expression.root)


class _Compiler:
    """Turns nodes into closures of the type that is wanted where they stand."""

    def __init__(self, text: str, scope: Scope) -> None:
        self._text = text
        self._scope = scope

    # What is wanted

    def number(self, node: Node) -> GetNumber:
        """Return what computes the node as a number."""
        if isinstance(node, Column):
            return self._number_column(node)
        if isinstance(node, Literal) and isinstance(node.value, Decimal):
            literal = node.value
            return lambda _row: literal
        if isinstance(node, Binary) and node.sign in _ARITHMETIC:
            return _arithmetic(node.sign, self.number(node.left), self.number(node.right))
        if isinstance(node, Unary) and node.sign == "-":
            return _negative(self.number(node.of))
        if isinstance(node, Call) and FUNCTIONS[node.name].gives in ("number", "either"):
            return self._number_call(node)
        return self._number_of_text(node)

    def text(self, node: Node) -> GetText:
        """Return what computes the node as a text."""
        if isinstance(node, Column):
            return self._text_column(node)
        if isinstance(node, Literal):
            literal = say(value=node.value) or None
            return lambda _row: literal
        if isinstance(node, Call):
            return self._text_call(node)
        if self._is_number(node):
            number = self.number(node)
            return lambda row: None if (got := number(row)) is None else say(value=got)
        truth = self.truth(node)
        return lambda row: say(value=truth(row))

    def truth(self, node: Node) -> GetTruth:
        """Return what computes the node as a condition."""
        if isinstance(node, Binary) and node.sign in ("and", "or"):
            return _joined(node.sign, self.truth(node.left), self.truth(node.right))
        if isinstance(node, Binary) and node.sign not in _ARITHMETIC:
            return self._comparison(node)
        if isinstance(node, Unary) and node.sign == "not":
            inner = self.truth(node.of)
            return lambda row: not inner(row)
        if isinstance(node, Literal) and isinstance(node.value, bool):
            literal = node.value
            return lambda _row: literal
        if isinstance(node, Call) and FUNCTIONS[node.name].gives != "text":
            return self._truth_call(node)
        if isinstance(node, Column):
            return self._truth_column(node)
        raise self._invalid(_("a condition is expected here, such as Quantity > 0."), node)

    # Columns

    def _place(self, node: Column) -> int:
        place = self._scope.places.get(node.name)
        if place is None:
            names = ", ".join(list(self._scope.places)[:20])
            reason = _("there is no column “%(name)s”; there are: %(names)s.")
            raise self._invalid(reason % {"name": node.name, "names": names}, node)
        return place

    def _number_column(self, node: Column) -> GetNumber:
        place, scope, name = self._place(node), self._scope, node.name

        def read(cell: Any) -> Decimal | None:
            return number_of(cell=cell, column=name, scope=scope)

        if not scope.texts:
            return lambda row: read(row[place])
        remembered = Remembered(read, columns=len(scope.places))
        return lambda row: remembered[row[place]]

    def _text_column(self, node: Column) -> GetText:
        place, scope = self._place(node), self._scope
        if scope.texts and not scope.nothing:
            return lambda row: row[place] or None
        return lambda row: text_of(cell=row[place], scope=scope)

    def _truth_column(self, node: Column) -> GetTruth:
        text, name = self._text_column(node), node.name

        def read(row: Row) -> bool:
            said = (text(row) or "").strip().lower()
            truth = texts.TRUTHS.get(said)
            if truth is None:
                raise RowFault(column=name, value=said, reason=_("This is neither true nor false."))
            return truth

        return read

    # Comparisons

    def _is_number(self, node: Node) -> bool:
        """Return whether a node is a number by its nature, whatever the row says."""
        if isinstance(node, Literal):
            return isinstance(node.value, Decimal)
        if isinstance(node, (Binary, Unary)):
            return node.sign in _ARITHMETIC
        if isinstance(node, Call):
            if node.name in ("if", "coalesce"):
                return all(self._is_number(one) for one in _branches(node))
            return FUNCTIONS[node.name].gives == "number"
        return False

    def _comparison(self, node: Binary) -> GetTruth:
        if self._is_number(node.left) or self._is_number(node.right):
            return texts.compare_numbers(node.sign, self.number(node.left), self.number(node.right))
        left, right = self.text(node.left), self.text(node.right)
        if node.sign in ("=", "!="):
            return texts.compare_equal(node.sign, left, right)
        return texts.compare_order(node.sign, left, right, mark=self._scope.mark)

    # Calls

    def _number_call(self, node: Call) -> GetNumber:
        if node.name == "number":
            return self.number(node.arguments[0])
        parts = [self.number(one) for one in _branches(node)]
        if node.name == "coalesce":
            return texts.first(parts)
        return texts.either(self.truth(node.arguments[0]), parts[0], parts[1])

    def _text_call(self, node: Call) -> GetText:
        if node.name == "number":
            number = self.number(node.arguments[0])
            return lambda row: None if (got := number(row)) is None else say(value=got)
        if FUNCTIONS[node.name].gives == "truth":
            truth = self._truth_call(node)
            return lambda row: say(value=truth(row))
        if node.name in ("left", "right"):
            return texts.cut(
                node.name, self.text(node.arguments[0]), self.number(node.arguments[1])
            )
        parts = [self.text(one) for one in _branches(node)]
        if node.name == "if":
            return texts.either(self.truth(node.arguments[0]), parts[0], parts[1])
        return texts.TEXT_FUNCTIONS[node.name](parts)

    def _truth_call(self, node: Call) -> GetTruth:
        if node.name in ("starts_with", "contains"):
            return texts.search(node.name, *(self.text(one) for one in node.arguments))
        if node.name == "if":
            condition, one, other = (self.truth(part) for part in node.arguments)
            return lambda row: one(row) if condition(row) else other(row)
        raise self._invalid(_("a condition is expected here, such as Quantity > 0."), node)

    def _number_of_text(self, node: Node) -> GetNumber:
        text, mark = self.text(node), self._scope.mark

        def read(row: Row) -> Decimal | None:
            said = text(row)
            try:
                return None if said is None else read_number(text=said, mark=mark)
            except NotANumber as error:
                reason = _("This is no number.")
                raise RowFault(column="", value=said, reason=reason) from error

        return read

    def _invalid(self, reason: str, node: Node) -> ExpressionInvalid:
        return ExpressionInvalid(reason, text=self._text, at=node.at)


def _branches(node: Call) -> tuple[Node, ...]:
    """Return the arguments that a call may give back."""
    return node.arguments[1:] if node.name == "if" else node.arguments


def _arithmetic(sign: str, left: GetNumber, right: GetNumber) -> GetNumber:
    operate = _ARITHMETIC[sign]

    def compute(row: Row) -> Decimal | None:
        one = left(row)
        other = right(row)
        if one is None or other is None:
            return None
        try:
            return operate(one, other)
        except DecimalException as error:
            _refuse(sign, one, other, error)

    return compute


def _refuse(sign: str, one: Decimal, other: Decimal, error: DecimalException) -> NoReturn:
    reason = (
        _("It is divided by zero.") if sign == "/" and not other else _("The number is too large.")
    )
    raise RowFault(column="", value=f"{one} {sign} {other}", reason=reason) from error


def _negative(inner: GetNumber) -> GetNumber:
    return lambda row: None if (got := inner(row)) is None else EXACT.minus(got)


def _joined(sign: str, left: GetTruth, right: GetTruth) -> GetTruth:
    if sign == "and":
        return lambda row: left(row) and right(row)
    return lambda row: left(row) or right(row)
