"""The small language in which columns combine: `Quantity * UnitPrice`, `lower(trim([E-mail]))`.

    parsed = parse_expression(text="Quantity * UnitPrice")
    parsed.columns                        # ("Quantity", "UnitPrice")
    compute = compile_number(expression=parsed, scope=scope)
    compute(row)                          # Decimal("15.30")

It has numbers (exact), texts, truth values, columns, arithmetic, comparisons, and / or / not, and the
functions of `functions.FUNCTIONS`. It has no variables, loops, attributes or imports, so it can
reach nothing but the row; a text is limited in length, so it costs what it looks like.
"""

from tenfold.techniques.interfaces.rules.expressions.compiling import (
    compile_condition,
    compile_number,
    compile_text,
)
from tenfold.techniques.interfaces.rules.expressions.parsing import Expression, parse_expression
from tenfold.techniques.interfaces.rules.expressions.tokens import ExpressionInvalid
from tenfold.techniques.interfaces.rules.expressions.values import Scope

__all__ = [
    "Expression",
    "ExpressionInvalid",
    "Scope",
    "compile_condition",
    "compile_number",
    "compile_text",
    "parse_expression",
]
