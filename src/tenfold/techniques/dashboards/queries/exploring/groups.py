"""A group of people: what they did and did not do, how many they are, how that changed."""

import json
from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.metrics.asking import calendar_of
from tenfold.metrics.behind import Behind
from tenfold.metrics.calendar import Calendar, Grain
from tenfold.metrics.context import find_segments
from tenfold.metrics.definitions import Condition, Op, condition_from_spec
from tenfold.metrics.expanding import expand, mentions
from tenfold.metrics.rules import require_visible
from tenfold.metrics.segments.queries import SizePoint, get_size, get_sizes_over_time, list_persons
from tenfold.metrics.showing import segment_names_persons, segment_tells_money
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.queries.annotations.marking import find_axis_of_moments
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring import choices
from tenfold.techniques.dashboards.queries.exploring.desk import Desk, name_event
from tenfold.techniques.dashboards.queries.exploring.filters import (
    add_filter,
    filter_rows,
    test_fields,
)
from tenfold.techniques.dashboards.queries.exploring.views import (
    AnswerView,
    Block,
    Figure,
    Row,
    Written,
)
from tenfold.techniques.dashboards.rules.exploring.addresses import write_draft
from tenfold.techniques.dashboards.rules.exploring.edits import MOST
from tenfold.techniques.dashboards.rules.exploring.groups import IS, condition_of
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, list_of, text_of
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.ui.charts import Axis, Chart, Kind, Series
from tenfold.ui.tables import Column, NumberTable
from tenfold.ui.tables import Row as TableRow

_PERIODS = {Grain.DAY: 30, Grain.WEEK: 12, Grain.MONTH: 12}

# The form


def group_blocks(desk: Desk) -> tuple[Block, ...]:
    """Return the fields of the draft's conditions."""
    draft = desk.draft
    people = list_of(draft, "people") or [{}]
    blocks = tuple(_person(desk, one, f"people.{at}") for at, one in enumerate(people, 1))
    full = len(people) >= MOST["people"]
    add = () if full else (desk.button("add people", _("And something else")),)
    match = desk.select("match", _("Who counts"), choices.MATCHES, chosen=text_of(draft, "match"))
    rows = (Row((match,)),) if len(people) > 1 else ()
    return (
        Block(title=_("People who …"), blocks=blocks, buttons=add),
        *((Block(title=_("Together"), rows=rows),) if rows else ()),
    )


def _person(desk: Desk, one: Branch, path: str) -> Block:
    remove = desk.button(f"remove {path}", "×", title=_("Take this away"), icon=True)
    if text_of(one, "json"):
        written = Written(name=f"{path}.json", label=_("Condition"), value=text_of(one, "json"))
        return Block(title=_("… are"), rows=(Row((written,)),), heads=(remove,), inner=True)
    how = desk.select(f"{path}.how", _("Who"), choices.HOW, chosen=text_of(one, "how"))
    if text_of(one, "how") == IS:
        rows = (Row((how,)), Row(test_fields(desk, one, path, "")))
        return Block(title=_("… are"), rows=rows, heads=(remove,), inner=True)
    event = text_of(one, "event")
    least = desk.select(
        f"{path}.least", _("How often"), choices.TIMES, chosen=text_of(one, "least")
    )
    within = desk.select(
        f"{path}.within", _("When"), choices.RECENTLY, chosen=text_of(one, "within")
    )
    pick = desk.event(f"{path}.event", one, label=_("What"))
    return Block(
        title=_("… did not") if text_of(one, "how") else _("… did"),
        rows=(
            Row((how, pick)),
            Row((least, within)),
            *filter_rows(desk, one, path=f"{path}.", event=event),
        ),
        buttons=(add_filter(desk, path=f"{path}."),),
        heads=(remove,),
        inner=True,
    )


# The answer


def get_group(*, draft: Branch, asker: Asker) -> AnswerView:
    """Return how many people are in the group, and how many were. Raises what it is refused for."""
    spec = condition_of(draft)
    condition = condition_from_spec(spec)
    require_seen(condition, asker, names_persons=False)
    formats = asker.formats
    size = get_size(condition=condition, calendar=_calendar(draft, asker))
    query = write_draft(draft)
    value = formats.number(value=size)
    return AnswerView(
        title=name_group_of(draft),
        over=_("as of the newest event"),
        query=query,
        say=ngettext(
            "%(count)s person is in this segment now.",
            "%(count)s people are in this segment now.",
            size,
        )
        % {"count": value},
        value=value,
        figures=(_figure(draft, list_sizes(draft, asker), asker),),
        behind=f"{reverse('dashboards:explore_who')}?{query}" if size else "",
        spec=json.dumps(spec, ensure_ascii=False, indent=2),
        fresh_at=asker.volume.newest_at,
        may_save=asker.viewer.allows(Permission.DEFINE_METRICS),
        live=True,
        is_group=True,
    )


def _grain(draft: Branch) -> Grain:
    said = text_of(draft, "by")
    return Grain(said) if said in list(_PERIODS) else Grain.MONTH


def _calendar(draft: Branch, asker: Asker) -> Calendar:
    return calendar_of(company=asker.company, timezone=text_of(draft, "zone"))


def list_sizes(draft: Branch, asker: Asker) -> tuple[SizePoint, ...]:
    """Return how many people were in the group at the end of each of the last periods."""
    condition = condition_from_spec(condition_of(draft))
    require_seen(condition, asker, names_persons=False)
    grain = _grain(draft)
    return get_sizes_over_time(
        condition=condition, calendar=_calendar(draft, asker), grain=grain, periods=_PERIODS[grain]
    )


def _figure(draft: Branch, points: Sequence[SizePoint], asker: Asker) -> Figure:
    formats = asker.formats
    frame: dict[str, Any] = {
        "id": "explored",
        "title": name_group_of(draft),
        "csv_url": f"{reverse('dashboards:explore_csv')}?{write_draft(draft)}",
    }
    labels = [formats.local(at=one.at).date() for one in points]
    full = tuple(formats.day(on=day) for day in labels)
    counts = tuple(one.persons for one in points)
    if text_of(draft, "view") == "table":
        rows = tuple(TableRow(day, (count,)) for day, count in zip(full, counts, strict=True))
        columns = (Column(_("Persons")),)
        return Figure(
            "table", NumberTable(first_column=_("At"), columns=columns, rows=rows, **frame)
        )
    return Figure(
        "chart",
        Chart(
            kind=Kind.LINE,
            labels=tuple(formats.skeleton(on=day, pattern="dMMM") for day in labels),
            full_labels=full,
            series=(Series(_("Persons"), counts),),
            first_column=_("At"),
            axis=_axis(draft, points, asker),
            **frame,
        ),
    )


def _axis(draft: Branch, points: Sequence[SizePoint], asker: Asker) -> Axis | None:
    """Whoever looks from outside sees none of the company's notes."""
    if not asker.follows:
        return None
    return find_axis_of_moments(
        moments=[one.at for one in points],
        grain=_grain(draft),
        calendar=_calendar(draft, asker),
        formats=asker.formats,
    )


def name_group_of(draft: Branch) -> str:
    """Return the group in words: "Order at least twice, not Order in the last 60 days"."""
    said = (_name(one) for one in list_of(draft, "people"))
    word = _(" or ") if text_of(draft, "match") == "any" else ", "
    return word.join(one for one in said if one) or _("A segment")


def _name(one: Branch) -> str:
    if text_of(one, "how") == IS:
        op = choices.OPS.get(Op(text_of(one, "op", Op.IS.value)), "")
        return (
            f"{name_in_words(name=text_of(one, 'property'))} {op} {text_of(one, 'value')}".strip()
        )
    if not text_of(one, "event"):
        return ""
    parts = [name_event(text_of(one, "event"), none="")]
    if text_of(one, "least"):
        parts.append(str(choices.TIMES.get(text_of(one, "least"), text_of(one, "least"))))
    if text_of(one, "within"):
        parts.append(str(choices.RECENTLY.get(text_of(one, "within"), text_of(one, "within"))))
    said = " ".join(parts)
    return _("not: %(what)s") % {"what": said} if text_of(one, "how") else said


# Who they are


def list_group(draft: Branch, asker: Asker, *, limit: int) -> Behind:
    """Return the people of a group. Raises `PersonsHidden` where they may not be seen."""
    condition = condition_from_spec(condition_of(draft))
    require_seen(condition, asker, names_persons=True)
    return list_persons(condition=condition, calendar=_calendar(draft, asker), limit=limit)


def require_seen(condition: Condition, asker: Asker, *, names_persons: bool) -> None:
    """Raise `PersonsHidden` or `MoneyHidden` where the group tells what may not be seen."""
    meant = expand(condition, segments=find_segments(mentions(condition)))
    require_visible(
        is_money=segment_tells_money(condition=meant),
        names_persons=names_persons or segment_names_persons(condition=meant),
        sees_money=asker.viewer.allows(Permission.SEE_MONEY),
        sees_persons=asker.viewer.allows(Permission.SEE_PERSONS),
    )
