"""Tables and paragraphs, as Markdown writes them."""

import inspect
from collections.abc import Iterable, Sequence

MADE = "<!-- Made from the code by `make reference`. What you change here is lost. -->\n"


def page(*, title: str, intro: str, parts: Iterable[str]) -> str:
    """Return a whole page; ends in one newline."""
    return "\n\n".join([f"{MADE}\n# {title}", intro.strip(), *parts]).rstrip() + "\n"


def table(*, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; what would break out of a cell is written so that it does not."""
    lines = [_row(columns), _row(["---"] * len(columns)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in cells) + " |"


def code(text: str) -> str:
    """Return text as it is typed; nothing for nothing."""
    return f"`{text}`" if text else ""


def docstring(of: object) -> str:
    """Return the first paragraph of a docstring, in one line."""
    said = inspect.getdoc(of) or ""
    return " ".join(said.split("\n\n")[0].split())
