"""The words of an expression."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

LONGEST = 2_000

_TOKEN = re.compile(
    r"""
    (?P<space>\s+)
  | (?P<number>[0-9]+(?:\.[0-9]+)?|\.[0-9]+)
  | (?P<text>"(?:[^"]|"")*"|'(?:[^']|'')*')
  | (?P<quoted>`(?:[^`]|``)+`|\[[^\]]+\])
  | (?P<name>[^\W\d]\w*)
  | (?P<sign><=|>=|!=|<>|==|[-+*/=<>(),×÷−])
    """,
    re.VERBOSE,
)
_SAME_SIGN = {"×": "*", "÷": "/", "−": "-", "<>": "!=", "==": "="}


class ExpressionInvalid(Refusal):
    """An expression that cannot be read; says where."""

    code = "expression_invalid"

    def __init__(self, reason: str, *, text: str, at: int) -> None:
        before = text[max(0, at - 21) : at - 1]
        place = f"{before}▸{text[at - 1 : at + 19]}"
        super().__init__(
            _("The expression cannot be read at position %(at)s (%(place)s): %(reason)s")
            % {"at": at, "place": place, "reason": reason},
            next_step=_("See docs/reference/mapping.md for what an expression may say."),
        )
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """A word: its kind (number, text, column, name, sign, end), what it says, and where."""

    kind: str
    says: str
    at: int


def split_tokens(*, text: str) -> Iterator[Token]:
    """Yield the words of an expression and an end. Raises `ExpressionInvalid`."""
    if len(text) > LONGEST:
        reason = _("it is longer than %(most)s characters.") % {"most": LONGEST}
        raise ExpressionInvalid(reason, text=text, at=LONGEST + 1)
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise ExpressionInvalid(_reason(text[position]), text=text, at=position + 1)
        if found.lastgroup != "space":
            yield _token(str(found.lastgroup), found.group(), position + 1)
        position = found.end()
    yield Token(kind="end", says="", at=len(text) + 1)


def _token(kind: str, says: str, at: int) -> Token:
    if kind == "text":
        return Token(kind, says[1:-1].replace(says[0] * 2, says[0]), at)
    if kind == "quoted":
        name = says[1:-1].replace("``", "`") if says[0] == "`" else says[1:-1]
        return Token("column", name, at)
    return Token(kind, _SAME_SIGN.get(says, says), at)


def _reason(letter: str) -> str:
    if letter in "\"'":
        return _("a text begins here and does not end.")
    if letter in "`[":
        return _("a column's name begins here and does not end.")
    return _("“%(letter)s” means nothing here.") % {"letter": letter}
