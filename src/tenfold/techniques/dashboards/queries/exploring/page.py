"""The left side of the page: what to look at, from which the question is made."""

from uuid import uuid4

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring import choices
from tenfold.techniques.dashboards.queries.exploring.blocks import first_event, kind_blocks
from tenfold.techniques.dashboards.queries.exploring.desk import Desk
from tenfold.techniques.dashboards.queries.exploring.starting import list_starts
from tenfold.techniques.dashboards.queries.exploring.views import (
    Block,
    Builder,
    Control,
    EventChoice,
    ExploreView,
    KindChoice,
    KindGroup,
    OptionGroup,
    Row,
)
from tenfold.techniques.dashboards.queries.lately import get_lately
from tenfold.techniques.dashboards.rules.exploring import times
from tenfold.techniques.dashboards.rules.exploring.addresses import FIRST_KIND, write_draft
from tenfold.techniques.dashboards.rules.exploring.shapes import OF_NUMBERS, SERIES, Branch, text_of
from tenfold.techniques.dashboards.rules.happening import name_in_words

_KEPT = ("view", "saved", "top", "tile")
"""Parts of a draft that have no field, and stay what they are."""

_SPLIT = (*SERIES, "conversion", "retention", "stickiness", "lifecycle")
_BY_PERIOD = (*SERIES, "conversion")
_ZONES = ("UTC", "Europe/London", "Europe/Berlin", "America/New_York", "America/Los_Angeles",
          "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo", "Australia/Sydney")  # fmt: skip


def get_explore(
    *, draft: Branch, asker: Asker, lost: tuple[str, ...] = (), problem: Refusal | None = None
) -> ExploreView:
    """Return the page of a draft. `problem`: what was wrong with the address."""
    desk = Desk(draft=draft, asker=asker)
    lately = get_lately(asker=asker)
    as_of = asker.formats.local(at=asker.until).date()
    begun = set(draft) > {"kind"} or text_of(draft, "kind") != FIRST_KIND
    return ExploreView(
        builder=_build(desk, lost, problem),
        events=_events(desk),
        starts=() if begun else list_starts(desk),
        page=uuid4().hex,
        version=lately.version,
        changed_at=lately.changed_at,
        empty=asker.volume.events == 0,
        as_of=asker.formats.day(on=as_of) if asker.looks_back else "",
    )


def get_builder(*, draft: Branch, asker: Asker, about: str = "") -> Builder:
    """Return the form of a draft. `about`: the path of what was changed, for the cursor."""
    return _build(Desk(draft=draft, asker=asker, about=about))


def _build(desk: Desk, lost: tuple[str, ...] = (), problem: Refusal | None = None) -> Builder:
    kind = choices.shown_kind(text_of(desk.draft, "kind"))
    return Builder(
        query=write_draft(desk.draft),
        kind=text_of(desk.draft, "kind"),
        kind_label=str({**choices.NUMBERS, **choices.PEOPLE}[kind]),
        kind_asks=str(choices.ASKS[kind]),
        kinds=(
            _kinds(_("A number"), choices.NUMBERS, kind),
            _kinds(_("What people do over time"), choices.PEOPLE, kind),
        ),
        blocks=(*kind_blocks(desk), *_split(desk), _time(desk)),
        lost=", ".join(lost),
        problem=problem.sentence if problem else "",
        problem_next=problem.next_step if problem else "",
        kept=tuple((name, text_of(desk.draft, name)) for name in _KEPT if name in desk.draft),
        kind_is_hidden=text_of(desk.draft, "kind") not in OF_NUMBERS,
    )


def _kinds(label: str, words: choices.Words, chosen: str) -> KindGroup:
    return KindGroup(
        label,
        tuple(
            KindChoice(f"set kind {kind}", str(name), str(choices.ASKS[kind]), kind == chosen)
            for kind, name in words.items()
        ),
    )


def _events(desk: Desk) -> tuple[EventChoice, ...]:
    formats = desk.asker.formats
    return tuple(
        EventChoice(
            name=one.name,
            label=name_in_words(name=one.name),
            volume=formats.number(value=one.events),
            also="" if name_in_words(name=one.name).lower() == one.name.lower() else one.name,
        )
        for one in desk.events
    )


def _split(desk: Desk) -> tuple[Block, ...]:
    """A metric that is looked at may be of any event, so any property may split it."""
    draft, kind = desk.draft, text_of(desk.draft, "kind")
    if kind not in _SPLIT:
        return ()
    event, first = first_event(draft), text_of(draft, "split")
    groups = desk.breakdown_groups(event, chosen=first, first=_("nothing"))
    fields: list[Control] = [desk.choose("split", _("Split by"), groups)]
    if first and kind in SERIES:
        second = text_of(draft, "split2")
        more = desk.breakdown_groups(event, chosen=second, first=_("nothing"))
        fields.append(desk.choose("split2", _("and by"), more))
    rows = [Row(tuple(fields))]
    if kind == "conversion" and first:
        rows.append(Row((_by_step(desk),)))
    return (Block(title=_("Split"), rows=tuple(rows)),)


def _by_step(desk: Desk) -> Control:
    steps = range(2, 11)
    words = {"": _("Step %(number)d") % {"number": 1}}
    words |= {str(at): _("Step %(number)d") % {"number": at} for at in steps}
    return desk.select("by_step", _("As said by"), words, chosen=text_of(desk.draft, "by_step"))


def _time(desk: Desk) -> Block:
    draft = desk.draft
    if text_of(draft, "kind") == "segment":
        chosen = text_of(draft, "by", "month")
        period = desk.select("by", _("By"), choices.PERIODS, chosen=chosen)
        return Block(title=_("How it changed"), rows=(Row((period,)),))
    chosen = _range(draft)
    groups = tuple(
        OptionGroup(str(label), choices.options(words, chosen=chosen)[: len(words)])
        for label, words in choices.RANGES
    )
    rows = [Row((desk.choose("range", _("Time"), groups),))]
    if chosen == times.OWN:
        dates = (
            desk.line("from", _("First day"), text_of(draft, "from"), type="date"),
            desk.line("to", _("Last day"), text_of(draft, "to"), type="date"),
        )
        rows.append(Row(dates))
    kind = text_of(draft, "kind")
    if kind in _BY_PERIOD:
        grains = choices.GRAINS if kind in SERIES else choices.GRAINS_OR_NONE
        by = desk.select("by", _("One point for each"), grains, chosen=text_of(draft, "by"))
        before = text_of(draft, "compare")
        compare = desk.select("compare", _("Compare with"), choices.COMPARES, chosen=before)
        rows.append(Row((by, compare)))
    zone = text_of(draft, "zone")
    own = desk.asker.company.timezone
    zones = {"": own, **{one: one for one in _ZONES if one != own}}
    rows.append(Row((desk.select("zone", _("Time zone"), zones, chosen=zone),)))
    return Block(title=_("When"), rows=tuple(rows))


def _range(draft: Branch) -> str:
    try:
        return times.range_of(draft)
    except Refusal:  # the answer says so
        return text_of(draft, "range")
