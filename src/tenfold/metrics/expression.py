"""Filters as people type them: `Country = "Norway" and (price > 3 or not sku contains "X")`.

    parse(text='Country = "Norway" and Description exists')

gives the same values as the JSON form. A property with a space in its name is put in quotes. What
can stand between property and value: = != > >= < <=, is, is not, in (…), not in (…), contains,
not contains, starts with; and after a property alone: exists, is missing. `in segment "lapsing"`
and `not in segment "lapsing"` ask who did it. `and` binds closer than `or`. Words may be in
capitals.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import Every, Filter, InSegment, Not, Op, Some, Test
from tenfold.metrics.definitions.filters import MAX_DEPTH, MAX_TESTS, make_test
from tenfold.metrics.definitions.refusals import InvalidDefinition

MAX_EXPRESSION = 10_000
MAX_DIGITS = 300

_TOKEN = re.compile(
    r"""\s*(?:
        (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<number>[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?(?![\w.]))
      | (?P<sign>!=|<>|>=|<=|==|[=<>(),])
      | (?P<word>[^\W\d][\w.$-]*|\$[\w.$-]+)
    )""",
    re.VERBOSE,
)
_SIGNS = {
    "=": Op.IS,
    "==": Op.IS,
    "!=": Op.IS_NOT,
    "<>": Op.IS_NOT,
    ">": Op.ABOVE,
    ">=": Op.AT_LEAST,
    "<": Op.BELOW,
    "<=": Op.AT_MOST,
}
_RESERVED = frozenset({"and", "or", "not", "in", "is", "contains", "exists"})


class InvalidExpression(Refusal):
    """A filter that was typed cannot be read. The sentence says at which character."""

    code = "invalid_expression"


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    position: int

    @property
    def word(self) -> str:
        return self.text.lower() if self.kind == "word" else ""


def parse(*, text: str) -> Filter:
    """Return the filter that `text` says. Raises `InvalidExpression`, naming the character."""
    if len(text) > MAX_EXPRESSION:
        raise InvalidExpression(
            _("A filter can have at most %(most)d characters.") % {"most": MAX_EXPRESSION},
            field="where",
        )
    reader = _Reader(_tokens(text))
    found = reader.read_some(0)
    if reader.now.kind != "end":
        reader.refuse(_("expected “and”, “or” or the end"))
    return found


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    position = 0
    while text[position:].strip():
        found = _TOKEN.match(text, position)
        if found is None:
            start = position + len(text[position:]) - len(text[position:].lstrip())
            _refuse(start, _("“%(letter)s” is not understood") % {"letter": text[start]})
        kind = str(found.lastgroup)
        tokens.append(_Token(kind, found[kind], found.start(kind)))
        position = found.end()
    return [*tokens, _Token("end", "", len(text))]


def _refuse(position: int, problem: str) -> NoReturn:
    raise InvalidExpression(
        _("The filter cannot be read at character %(position)d: %(problem)s.")
        % {"position": position + 1, "problem": problem},
        next_step=_("For example: %(example)s")
        % {"example": 'Country = "Norway" and (price > 3 or not sku contains "X")'},
        field="where",
    )


class _Reader:
    """Recursive descent over the tokens; one method for each rule of the grammar."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens = tokens
        self.at = 0
        self.tests = 0

    @property
    def now(self) -> _Token:
        return self.tokens[self.at]

    def refuse(self, problem: str) -> NoReturn:
        _refuse(self.now.position, problem)

    def take(self, *words: str) -> bool:
        """Step over these words or signs where they come next."""
        coming = self.tokens[self.at : self.at + len(words)]
        if [one.word or one.text for one in coming] != list(words):
            return False
        if any(one.kind == "text" for one in coming):
            return False
        self.at += len(words)
        return True

    def read_some(self, depth: int) -> Filter:
        if depth > MAX_DEPTH:
            self.refuse(_("nested too deep"))
        parts = [self.read_every(depth)]
        while self.take("or"):
            parts.append(self.read_every(depth))
        return parts[0] if len(parts) == 1 else Some(tuple(parts))

    def read_every(self, depth: int) -> Filter:
        parts = [self.read_one(depth)]
        while self.take("and"):
            parts.append(self.read_one(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def read_one(self, depth: int) -> Filter:
        if depth > MAX_DEPTH:
            self.refuse(_("nested too deep"))
        if self.take("not"):
            return Not(self.read_one(depth + 1))
        if not self.take("("):
            return self.read_test()
        inner = self.read_some(depth + 1)
        if not self.take(")"):
            self.refuse(_("expected a closing bracket"))
        return inner

    def read_test(self) -> Test | InSegment:
        self.tests += 1
        if self.tests > MAX_TESTS:
            self.refuse(_("too many comparisons"))
        if self.take("in", "segment"):
            return InSegment(self.read_segment())
        name = self.read_property()
        start = self.now.position
        op = self.read_operator()
        given: Any = True
        if op in (Op.IN, Op.NOT_IN):
            given = self.read_values()
        elif op not in (Op.EXISTS, Op.IS_MISSING):
            start = self.now.position
            given = self.read_value()
        try:
            return make_test(property_name=name, op=op, given=given, field=_("the value"))
        except InvalidDefinition as refused:
            _refuse(start, refused.sentence.rstrip("."))

    def read_property(self) -> str:
        token = self.now
        if token.kind not in ("word", "text") or token.word in _RESERVED:
            self.refuse(_("expected the name of a property"))
        self.at += 1
        name = _unquoted(token) if token.kind == "text" else token.text
        if not name.strip():
            _refuse(token.position, _("a property must have a name"))
        return name

    def read_segment(self) -> str:
        token = self.now
        if token.kind not in ("word", "text"):
            self.refuse(_("expected the name of a segment"))
        self.at += 1
        return _unquoted(token) if token.kind == "text" else token.text

    def read_operator(self) -> Op:
        for words, op in _WORDED:
            if self.take(*words):
                return op
        if self.now.kind != "sign" or self.now.text not in _SIGNS:
            self.refuse(_("expected a comparison, such as = or contains"))
        self.at += 1
        return _SIGNS[self.tokens[self.at - 1].text]

    def read_values(self) -> list[Any]:
        if not self.take("("):
            self.refuse(_("expected values in brackets"))
        values = [self.read_value()]
        while self.take(","):
            values.append(self.read_value())
        if not self.take(")"):
            self.refuse(_("expected a comma or a closing bracket"))
        return values

    def read_value(self) -> Any:
        token = self.now
        if token.kind in ("end", "sign"):
            self.refuse(_("expected a value"))
        self.at += 1
        if token.kind == "text":
            return _unquoted(token)
        if token.kind == "number":
            if len(token.text) > MAX_DIGITS:
                _refuse(token.position, _("a number too long to read"))
            return float(token.text) if re.search(r"[.eE]", token.text) else int(token.text)
        if token.word in ("true", "false"):
            return token.word == "true"
        _refuse(token.position, _("put texts in quotes"))


_WORDED: tuple[tuple[tuple[str, ...], Op], ...] = (
    (("is", "missing"), Op.IS_MISSING),
    (("is", "not"), Op.IS_NOT),
    (("is",), Op.IS),
    (("in",), Op.IN),
    (("not", "in"), Op.NOT_IN),
    (("contains",), Op.CONTAINS),
    (("not", "contains"), Op.NOT_CONTAINS),
    (("starts", "with"), Op.STARTS_WITH),
    (("starts_with",), Op.STARTS_WITH),
    (("exists",), Op.EXISTS),
)


def _unquoted(token: _Token) -> str:
    inner = token.text[1:-1]
    return re.sub(r"\\(.)", r"\1", inner, flags=re.DOTALL)


def render(one: Filter) -> str:
    """Return the filter as text that `parse` reads into a filter of the same meaning."""
    if isinstance(one, Test):
        return _render_test(one)
    if isinstance(one, Not):
        return f"not ({render(one.of)})"
    if isinstance(one, InSegment):
        return f"in segment {_quoted(one.segment)}"
    word = " and " if isinstance(one, Every) else " or "
    return "(" + word.join(render(part) for part in one.of) + ")"


def _render_test(test: Test) -> str:
    plain = re.fullmatch(r"[A-Za-z_][\w.-]*", test.property)
    reserved = test.property.lower() in _RESERVED
    name = test.property if plain and not reserved else _quoted(test.property)
    words = {op: " ".join(words) for words, op in _WORDED} | {
        op: sign for sign, op in reversed(_SIGNS.items())
    }
    if test.value is None:
        return f"{name} {words[test.op]}"
    if isinstance(test.value, tuple):
        return f"{name} {words[test.op]} ({', '.join(map(_render_value, test.value))})"
    return f"{name} {words[test.op]} {_render_value(test.value)}"


def _render_value(value: str | float | bool) -> str:
    return _quoted(value) if isinstance(value, str) else json.dumps(value)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
