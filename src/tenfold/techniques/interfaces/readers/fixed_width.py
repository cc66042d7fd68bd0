"""Files whose columns stand at fixed places in the line."""

from itertools import pairwise

from django.utils.translation import gettext as _

from tenfold.techniques.interfaces.readers.decoding import Lines, open_text
from tenfold.techniques.interfaces.readers.opening import Opened
from tenfold.techniques.interfaces.readers.refusals import FileEmpty
from tenfold.techniques.interfaces.readers.table import (
    Items,
    Table,
    name_columns,
    number_columns,
)
from tenfold.techniques.interfaces.rules.faults import Fault
from tenfold.techniques.interfaces.rules.formats import FileFormat


def read_fixed_width(*, opened: Opened, form: FileFormat) -> Table:
    """Return a file of fixed width as a table: cells trimmed, lines that do not fit are faults."""
    lines = Lines(text=open_text(opened=opened, encoding=form.encoding))
    rows = _rows(lines, form)
    if form.header:
        first = next((row for row in rows if isinstance(row, tuple)), None)
        if first is None:
            raise FileEmpty(_("The file holds no rows."), next_step=_("Export it once more."))
        names = name_columns(first[1])
    else:
        names = name_columns(list(form.columns)) if form.columns else number_columns(len(form.ends))
    return Table(
        header=names,
        items=rows,
        share=opened.share,
        close=opened.close,
        taken=lambda: lines.taken,
    )


def _rows(lines: Lines, form: FileFormat) -> Items:
    slices = [slice(start, end) for start, end in pairwise((0, *form.ends))]
    inner_ends = form.ends[:-1]
    for line in lines:
        lines.held = 0
        if lines.number <= form.skip:
            continue
        body = line.rstrip("\r\n")
        if not body.strip():
            continue
        if _is_cut(body, inner_ends) or body[form.ends[-1] :].strip():
            yield _fault(lines.number, body)
        else:
            yield lines.number, [body[part].strip() for part in slices]


def _is_cut(line: str, ends: tuple[int, ...]) -> bool:
    """Return whether a column's end falls into the middle of a word."""
    length = len(line)
    return any(end < length and line[end - 1] != " " and line[end] != " " for end in ends)


def _fault(number: int, line: str) -> Fault:
    return Fault(
        line=number,
        column="",
        value=line[:200],
        reason=_("The columns of this line stand elsewhere than in the lines before."),
    )


def guess_ends(*, lines: list[str]) -> tuple[int, ...]:
    """Return where the columns end, from columns of blanks that run through all the lines.

    Numbers stand flush right and may grow to the left, so the blanks before them are theirs; the
    blanks after a text are the text's. Returns () where no such columns are seen.
    """
    bodies = [line.rstrip("\r\n") for line in lines if line.strip()]
    width = max((len(body) for body in bodies), default=0)
    if len(bodies) < 2 or width > 10_000:
        return ()
    used = [False] * width
    for body in bodies:
        for position, letter in enumerate(body):
            if letter != " ":
                used[position] = True
    spans = _spans(used)
    if len(spans) < 2:
        return ()
    ends = [
        span[1] if _is_flush_right(bodies, following) else following[0]
        for span, following in pairwise(spans)
    ]
    return (*ends, width)


def _spans(used: list[bool]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for position, is_used in enumerate([*used, False]):
        if is_used and start is None:
            start = position
        elif not is_used and start is not None:
            spans.append((start, position))
            start = None
    return spans


def _is_flush_right(bodies: list[str], span: tuple[int, int]) -> bool:
    return all(len(body) >= span[1] and body[span[1] - 1] != " " for body in bodies)
