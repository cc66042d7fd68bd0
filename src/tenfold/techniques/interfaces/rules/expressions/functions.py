"""The functions of the expression language: all there are."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Function:
    """How a function is called, and what it gives: text, number, truth or whatever it was given."""

    usage: str
    says: str
    gives: str
    least: int
    most: int


_MANY = 20

FUNCTIONS: dict[str, Function] = {
    "lower": Function("lower(text)", "The text in small letters.", "text", 1, 1),
    "upper": Function("upper(text)", "The text in capital letters.", "text", 1, 1),
    "trim": Function("trim(text)", "The text without blanks at its ends.", "text", 1, 1),
    "replace": Function(
        "replace(text, old, new)", "The text with every `old` replaced by `new`.", "text", 3, 3
    ),
    "left": Function("left(text, count)", "The first letters of the text.", "text", 2, 2),
    "right": Function("right(text, count)", "The last letters of the text.", "text", 2, 2),
    "concat": Function("concat(a, b, ...)", "The texts, one after the other.", "text", 1, _MANY),
    "number": Function("number(text)", "The number that the text says.", "number", 1, 1),
    "if": Function(
        "if(condition, a, b)", "`a` where the condition holds, else `b`.", "either", 3, 3
    ),
    "coalesce": Function(
        "coalesce(a, b, ...)", "The first of them that is not empty.", "either", 1, _MANY
    ),
    "starts_with": Function(
        "starts_with(text, part)", "Whether the text begins with the part.", "truth", 2, 2
    ),
    "contains": Function(
        "contains(text, part)", "Whether the part is somewhere in the text.", "truth", 2, 2
    ),
}
