"""The rows of a filter: a property, how it is compared, with what; "or" another one."""

from django.utils.translation import gettext as _

from tenfold.metrics.definitions import Op
from tenfold.metrics.definitions.filters import BARE, LISTED, NUMERIC
from tenfold.techniques.dashboards.queries.exploring.choices import MEMBERSHIP, OPS
from tenfold.techniques.dashboards.queries.exploring.desk import Desk
from tenfold.techniques.dashboards.queries.exploring.views import (
    Button,
    Control,
    Option,
    OptionGroup,
    Row,
    Written,
)
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, list_of, text_of
from tenfold.techniques.dashboards.rules.exploring.specs import IN_SEGMENT, SEGMENT


def filter_rows(desk: Desk, branch: Branch, *, path: str, event: str) -> tuple[Row, ...]:
    """Return the rows of the filters of a branch. `path` ends with a dot, or is ""."""
    rows: list[Row] = []
    for at, one in enumerate(list_of(branch, "where"), 1):
        rows += _rows_of(desk, one, f"{path}where.{at}", event, _("where") if at == 1 else _("and"))
    return tuple(rows)


def add_filter(desk: Desk, *, path: str) -> Button:
    """Return the button that adds a filter."""
    return desk.button(f"add {path}where", _("Only some of them"))


def _rows_of(desk: Desk, row: Branch, path: str, event: str, word: str) -> list[Row]:
    remove = desk.button(f"remove {path}", "×", title=_("Take this filter away"), icon=True)
    if text_of(row, "json"):
        written = Written(name=f"{path}.json", label=_("Filter"), value=text_of(row, "json"))
        return [Row((written,), (remove,), word)]
    either = desk.button(f"add {path}.or", _("or …"), title=_("Or something else"))
    rows = [Row(test_fields(desk, row, path, event), (either, remove), word)]
    for at, one in enumerate(list_of(row, "or"), 1):
        place = f"{path}.or.{at}"
        gone = desk.button(f"remove {place}", "×", title=_("Take this filter away"), icon=True)
        rows.append(Row(test_fields(desk, one, place, event), (gone,), _("or")))
    return rows


def test_fields(desk: Desk, row: Branch, path: str, event: str) -> tuple[Control, ...]:
    """Return the fields of one comparison."""
    name = text_of(row, "property")
    in_group = OptionGroup(_("People"), (Option(SEGMENT, _("In a segment"), name == SEGMENT),))
    groups = desk.property_groups(event, chosen=name, more=(in_group,) if desk.segments else ())
    fields: list[Control] = [
        desk.choose(f"{path}.property", _("Property"), groups, quiet=True),
    ]
    if not name:
        return tuple(fields)
    if name == SEGMENT:
        return (*fields, *_membership(desk, row, path))
    op = text_of(row, "op", Op.IS.value)
    fields.append(desk.select(f"{path}.op", _("Comparison"), OPS, chosen=op, quiet=True))
    if op not in BARE:
        fields.append(
            desk.line(
                f"{path}.value",
                _("Values, one a line") if op in LISTED else _("Value"),
                text_of(row, "value"),
                suggestions=() if op in NUMERIC else desk.samples(event, name),
                lines=op in LISTED,
                quiet=True,
            )
        )
    return tuple(fields)


def _membership(desk: Desk, row: Branch, path: str) -> tuple[Control, ...]:
    words = {"": _("Choose …"), **{one.name: one.title for one in desk.segments}}
    op, chosen = text_of(row, "op", IN_SEGMENT), text_of(row, "value")
    return (
        desk.select(f"{path}.op", _("Comparison"), MEMBERSHIP, chosen=op, quiet=True),
        desk.select(f"{path}.value", _("Segment"), words, chosen=chosen, quiet=True),
    )
