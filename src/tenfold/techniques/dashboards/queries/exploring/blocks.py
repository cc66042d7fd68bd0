"""The fields of each kind of number."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from tenfold.techniques.dashboards.queries.exploring import choices
from tenfold.techniques.dashboards.queries.exploring.desk import Desk
from tenfold.techniques.dashboards.queries.exploring.filters import add_filter, filter_rows
from tenfold.techniques.dashboards.queries.exploring.groups import group_blocks
from tenfold.techniques.dashboards.queries.exploring.views import (
    Block,
    Button,
    Control,
    Hidden,
    Row,
    Written,
)
from tenfold.techniques.dashboards.rules.exploring.edits import MOST
from tenfold.techniques.dashboards.rules.exploring.shapes import (
    OF_NUMBERS,
    Branch,
    branch_of,
    list_of,
    text_of,
)
from tenfold.techniques.dashboards.rules.exploring.specs import FIRST_OVER, first_text

FIRST_WINDOW, FIRST_GAP, FIRST_STEPS = "7d", "30m", "4"


def kind_blocks(desk: Desk) -> tuple[Block, ...]:
    """Return the blocks of the draft's kind."""
    kind = text_of(desk.draft, "kind")
    return _MAKERS[kind](desk) if kind in _MAKERS else (_measure_block(desk),)


def first_event(draft: Branch) -> str:
    """Return the event that a draft is about first, as the draft writes it; "" is any."""
    if "event" in draft:
        return text_of(draft, "event")
    listed = list_of(draft, "steps") or list_of(draft, "parts")
    inner = [*listed, *(branch_of(draft, name) for name in ("of", "start", "at"))]
    return next((text_of(one, "event") for one in inner if one), "")


# Measures


def _measure_block(desk: Desk) -> Block:
    """The kind itself is chosen above; of amounts, how they are taken together is chosen here."""
    draft, kind = desk.draft, text_of(desk.draft, "kind")
    rows = [Row((desk.event("event", draft, label=_("Of what"), none=_("Any event")),))]
    if kind in OF_NUMBERS:
        how = desk.select("kind", _("How"), choices.HOW_MUCH, chosen=kind)
        rows.append(Row((how, *_property(desk, draft, kind, ""))))
    elif kind == "unique":
        rows.append(Row(_property(desk, draft, kind, "")))
    return Block(
        title=_("Which events"),
        rows=(*rows, *filter_rows(desk, draft, path="", event=text_of(draft, "event"))),
        buttons=(add_filter(desk, path=""),),
    )


def _property(desk: Desk, branch: Branch, kind: str, path: str) -> tuple[Control, ...]:
    event, chosen = text_of(branch, "event"), text_of(branch, "property")
    first = _("its own value") if kind in OF_NUMBERS else ""
    label = _("Of which amount") if kind in OF_NUMBERS else _("Of which property")
    found: list[Control] = [
        desk.property(f"{path}property", label, event=event, chosen=chosen, first=first)
    ]
    if kind == "quantile":
        share = text_of(branch, "q")
        shares = desk.select(f"{path}q", _("Which one"), choices.SHARES, chosen=share)
        found.append(shares)
    return tuple(found)


def _inner(desk: Desk, name: str, branch: Branch, *, title: str, first: str = "count") -> Block:
    """A measure within another number."""
    path = f"{name}."
    if text_of(branch, "json"):
        written = Written(name=f"{path}json", label=title, value=text_of(branch, "json"))
        change = desk.button(f"set {path}json", _("Choose another"))
        return Block(title=title, rows=(Row((written,)),), buttons=(change,), inner=True)
    kind = text_of(branch, "kind", first)
    rows = [
        Row(
            (
                desk.select(f"{path}kind", _("What"), choices.MEASURE_KINDS, chosen=kind),
                desk.event(f"{path}event", branch, label=_("Of what"), none=_("Any event")),
            )
        )
    ]
    if kind in (*OF_NUMBERS, "unique"):
        rows.append(Row(_property(desk, branch, kind, path)))
    event = text_of(branch, "event")
    return Block(
        title=title,
        rows=(*rows, *filter_rows(desk, branch, path=path, event=event)),
        buttons=(add_filter(desk, path=path),),
        inner=True,
    )


def _whole(desk: Desk, *, title: str) -> Block:
    """Filters that narrow everything."""
    event = first_event(desk.draft)
    return Block(
        title=title,
        rows=filter_rows(desk, desk.draft, path="", event=event),
        buttons=(add_filter(desk, path=""),),
    )


def _ratio(desk: Desk) -> tuple[Block, ...]:
    draft = desk.draft
    return (
        _inner(desk, "of", branch_of(draft, "of"), title=_("This number …")),
        _inner(desk, "per", branch_of(draft, "per"), title=_("… per this one"), first="persons"),
        _whole(desk, title=_("Both")),
    )


def _per_person(desk: Desk) -> tuple[Block, ...]:
    of = branch_of(desk.draft, "of")
    return (_inner(desk, "of", of, title=_("What, per person")),)


def _rolling(desk: Desk) -> tuple[Block, ...]:
    over = text_of(desk.draft, "over", FIRST_OVER)
    return (
        _inner(desk, "of", branch_of(desk.draft, "of"), title=_("Which number")),
        Block(
            title=_("Over which time, up to each day or month"),
            rows=(Row((desk.select("over", _("Over the last"), choices.OVERS, chosen=over),)),),
        ),
    )


# Formula


def _formula(desk: Desk) -> tuple[Block, ...]:
    draft = desk.draft
    parts = tuple(
        _part(desk, one, f"parts.{at}") for at, one in enumerate(list_of(draft, "parts"), 1)
    )
    text = desk.line(
        "text",
        _("How to reckon"),
        text_of(draft, "text", first_text(draft)),
        hint=_("Letters, numbers, + - * / and brackets."),
    )
    full = len(list_of(draft, "parts")) >= MOST["parts"]
    add = () if full else (desk.button("add parts", _("Another number")),)
    return (
        Block(title=_("The numbers"), blocks=parts, buttons=add),
        Block(title=_("The formula"), rows=(Row((text,)),)),
    )


def _part(desk: Desk, part: Branch, path: str) -> Block:
    letter = text_of(part, "letter", "?")
    remove = desk.button(f"remove {path}", "×", title=_("Take this number away"), icon=True)
    if text_of(part, "kind") == "metric":
        return Block(
            title=letter,
            rows=(Row((_letter(part, path), *_named(desk, part, f"{path}."))),),
            heads=(remove,),
            inner=True,
        )
    made = _inner(desk, path, part, title=letter)
    named = desk.button(f"set {path}.kind metric", _("One of our numbers"))
    rows = (Row((_letter(part, path),)), *made.rows)
    return Block(
        title=letter, rows=rows, buttons=(*made.buttons, named), heads=(remove,), inner=True
    )


def _letter(part: Branch, path: str) -> Control:
    return Hidden(name=f"{path}.letter", label="", value=text_of(part, "letter"))


def _named(desk: Desk, branch: Branch, path: str) -> tuple[Control, ...]:
    chosen = text_of(branch, "name")
    words = {"": _("Choose …"), **{one.name: one.title for one in desk.metrics}}
    kind: tuple[Control, ...] = ()
    if path:
        kind = (Hidden(name=f"{path}kind", label="", value="metric"),)
    return (*kind, desk.select(f"{path}name", _("Which number"), words, chosen=chosen))


def _metric(desk: Desk) -> tuple[Block, ...]:
    return (Block(title=_("Which number"), rows=(Row(_named(desk, desk.draft, "")),)),)


# What people do


def _occurrence(
    desk: Desk, branch: Branch, *, path: str, title: str, label: str, none: str = ""
) -> Block:
    event = text_of(branch, "event")
    return Block(
        title=title,
        rows=(
            Row((desk.event(f"{path}event", branch, label=label, none=none),)),
            *filter_rows(desk, branch, path=path, event=event),
        ),
        buttons=(add_filter(desk, path=path),),
        inner=True,
    )


def _conversion(desk: Desk) -> tuple[Block, ...]:
    draft = desk.draft
    steps = list_of(draft, "steps") or [{}, {}]
    blocks = tuple(_step(desk, one, at, len(steps)) for at, one in enumerate(steps, 1))
    add = () if len(steps) >= MOST["steps"] else (desk.button("add steps", _("Another step")),)
    within = text_of(draft, "within", FIRST_WINDOW)
    window = desk.select("within", _("From the first step, within"), choices.WINDOWS, chosen=within)
    order = desk.select(
        "order", _("In which order"), choices.ORDERS, chosen=text_of(draft, "order")
    )
    hold = desk.property(
        "hold",
        _("The same at all steps"),
        event=first_event(draft),
        chosen=text_of(draft, "hold"),
        first=_("nothing in particular"),
    )
    return (
        Block(title=_("The steps"), blocks=blocks, buttons=add),
        Block(
            title=_("How they belong together"), rows=(Row((window,)), Row((order,)), Row((hold,)))
        ),
        _excluded(desk, len(steps)),
    )


def _step(desk: Desk, step: Branch, at: int, of: int) -> Block:
    path = f"steps.{at}"
    made = _occurrence(
        desk,
        step,
        path=f"{path}.",
        title=_("Step %(number)d") % {"number": at},
        label=_("What happens"),
    )
    numbers = {"number": at}
    up = _("Move step %(number)d up") % numbers
    down = _("Move step %(number)d down") % numbers
    away = _("Take step %(number)d away") % numbers
    heads = (
        desk.button(f"up {path}", "↑", title=up, icon=True, disabled=at == 1),
        desk.button(f"down {path}", "↓", title=down, icon=True, disabled=at == of),
        desk.button(f"remove {path}", "×", title=away, icon=True),
    )
    return Block(title=made.title, rows=made.rows, buttons=made.buttons, heads=heads, inner=True)


def _excluded(desk: Desk, steps: int) -> Block:
    blocks = tuple(
        _exclusion(desk, one, at, steps) for at, one in enumerate(list_of(desk.draft, "exclude"), 1)
    )
    full = len(blocks) >= MOST["exclude"]
    add: tuple[Button, ...] = () if full else (desk.button("add exclude", _("Without …")),)
    return Block(title=_("What must not happen in between"), blocks=blocks, buttons=add)


def _exclusion(desk: Desk, one: Branch, at: int, steps: int) -> Block:
    path = f"exclude.{at}"
    made = _occurrence(
        desk, one, path=f"{path}.", title=_("Without"), label=_("What must not happen")
    )
    after = {"": _("Step %(number)d") % {"number": 1}}
    after |= {str(n): _("Step %(number)d") % {"number": n} for n in range(2, steps)}
    before = {"": _("the next step")}
    before |= {str(n): _("Step %(number)d") % {"number": n} for n in range(2, steps + 1)}
    between = Row(
        (
            desk.select(f"{path}.after", _("After"), after, chosen=text_of(one, "after")),
            desk.select(f"{path}.before", _("and before"), before, chosen=text_of(one, "before")),
        )
    )
    remove = desk.button(f"remove {path}", "×", title=_("Allow it again"), icon=True)
    rows = (*made.rows, between)
    return Block(title=made.title, rows=rows, buttons=made.buttons, heads=(remove,), inner=True)


def _retention(desk: Desk) -> tuple[Block, ...]:
    draft = desk.draft
    grain = text_of(draft, "grain", "week")
    rows = (
        Row((desk.select("grain", _("By"), choices.PERIODS, chosen=grain),)),
        Row((desk.select("of", _("Begins"), choices.ENTRIES, chosen=text_of(draft, "of")),)),
        Row(
            (desk.select("mode", _("Came back"), choices.COUNTINGS, chosen=text_of(draft, "mode")),)
        ),
    )
    begin, back = branch_of(draft, "start"), branch_of(draft, "return")
    whatever = _("Any event")
    return (
        _occurrence(
            desk,
            begin,
            path="start.",
            title=_("People begin with"),
            label=_("Of what"),
            none=whatever,
        ),
        _occurrence(
            desk,
            back,
            path="return.",
            title=_("and come back with"),
            label=_("Of what"),
            none=whatever,
        ),
        Block(title=_("How it is counted"), rows=rows),
    )


def _of_events(desk: Desk) -> tuple[Block, ...]:
    draft, kind = desk.draft, text_of(desk.draft, "kind")
    first = "day" if kind == "stickiness" else "week"
    label = _("On how many different") if kind == "stickiness" else _("By")
    grain = desk.select("grain", label, choices.PERIODS, chosen=text_of(draft, "grain", first))
    made = _occurrence(
        desk, draft, path="", title=_("Who does what"), label=_("Of what"), none=_("Any event")
    )
    return (
        Block(title=made.title, rows=made.rows, buttons=made.buttons),
        Block(title=_("How it is counted"), rows=(Row((grain,)),)),
    )


def _paths(desk: Desk) -> tuple[Block, ...]:
    draft = desk.draft
    direction = text_of(draft, "direction")
    at = branch_of(draft, "at")
    made = _occurrence(
        desk, at, path="at.", title="", label=_("What"), none=_("The beginning of a visit")
    )
    side = desk.select("direction", _("What happens"), choices.DIRECTIONS, chosen=direction)
    steps = desk.select(
        "steps",
        _("How many steps"),
        {str(number): str(number) for number in range(1, 11)},
        chosen=text_of(draft, "steps", FIRST_STEPS),
    )
    gap = desk.select(
        "gap", _("A visit ends after"), choices.GAPS, chosen=text_of(draft, "gap", FIRST_GAP)
    )
    show = desk.property(
        "show",
        _("Steps are told apart by"),
        event="",
        chosen=text_of(draft, "show"),
        first=_("the name of the event"),
    )
    first = (Row((side,)),) if text_of(at, "event") else ()
    return (
        Block(title=_("Where to look from"), rows=(*first, *made.rows), buttons=made.buttons),
        Block(title=_("How far"), rows=(Row((steps, gap)), Row((show,)))),
    )


_MAKERS: dict[str, Callable[[Desk], tuple[Block, ...]]] = {
    "ratio": _ratio,
    "per_person": _per_person,
    "rolling": _rolling,
    "formula": _formula,
    "metric": _metric,
    "conversion": _conversion,
    "retention": _retention,
    "stickiness": _of_events,
    "lifecycle": _of_events,
    "paths": _paths,
    "segment": group_blocks,
}
