"""The right side of the page: the answer to a draft, in words, in numbers, as a picture."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics.access import Cancellation
from tenfold.metrics.analyses.cohorts import Retained
from tenfold.metrics.analyses.funnel import Funnel
from tenfold.metrics.analyses.lifecycle import Lived
from tenfold.metrics.answers import Answer
from tenfold.metrics.queries import MetricView
from tenfold.metrics.rules import Better, MoneyHidden, PersonsHidden
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring import choices
from tenfold.techniques.dashboards.queries.exploring.asking import Asked, ask_of
from tenfold.techniques.dashboards.queries.exploring.doors import Doors, has_persons
from tenfold.techniques.dashboards.queries.exploring.figures import (
    cohorts,
    flow,
    funnel,
    lives,
    regularity,
    series,
)
from tenfold.techniques.dashboards.queries.exploring.groups import get_group, name_group_of
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.saying import say, say_sure
from tenfold.techniques.dashboards.queries.exploring.views import (
    AnswerView,
    Figure,
    Option,
    Save,
)
from tenfold.techniques.dashboards.queries.number import describe_lineage
from tenfold.techniques.dashboards.queries.views import Fact
from tenfold.techniques.dashboards.rules.exploring.addresses import write_draft
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, text_of
from tenfold.techniques.dashboards.rules.exploring.specs import UnfinishedQuestion
from tenfold.techniques.dashboards.rules.exploring.values import read_whole
from tenfold.ui.words import Change, describe_change

QUICK = 2_000.0
"""Milliseconds within which an answer must come to be asked for again by itself."""

Draw = Callable[..., list[Figure]]
_DRAWN: Mapping[str, Draw] = {
    "conversion": funnel.draw,
    "retention": cohorts.draw,
    "lifecycle": lives.draw,
    "paths": flow.draw,
    "stickiness": regularity.draw,
}


def get_answer(*, draft: Branch, asker: Asker, cancelled: Cancellation | None = None) -> AnswerView:
    """Return the answer to a draft; what is refused stands in it, with what to do."""
    if asker.volume.events == 0:
        return AnswerView(title="", over="", query="", empty=_("Nothing has happened here yet"))
    query = write_draft(draft)
    if text_of(draft, "kind") == "segment":
        return _group(draft, asker, query)
    try:
        asked = ask_of(draft=draft, asker=asker)
        asked_title, over = title_of(asked), over_of(asked)
    except Refusal as refusal:
        return view_refusal(refusal=refusal, query=query)
    try:
        answer = asker.ask(asked.question, calendar=asked.calendar, cancelled=cancelled)
    except Refusal as refusal:
        return view_refusal(refusal=refusal, title=asked_title, over=over, query=query)
    return view_answer(asked=asked, answer=answer, asker=asker)


def _group(draft: Branch, asker: Asker, query: str) -> AnswerView:
    try:
        found = get_group(draft=draft, asker=asker)
    except Refusal as refusal:
        return view_refusal(refusal=refusal, title=name_group_of(draft), query=query)
    views = _views(draft, table=text_of(draft, "view") == "table")
    return replace(found, views=views, tile_url=_tile_url(draft))


def view_refusal(
    *, refusal: Refusal, title: str = "", over: str = "", query: str = ""
) -> AnswerView:
    """Return what is shown where there is no answer: why, and what to do."""
    hidden = isinstance(refusal, MoneyHidden | PersonsHidden)
    return AnswerView(
        title=title,
        over=over,
        query=query,
        value=_("hidden") if hidden else "",
        withheld=refusal.sentence,
        next_step=refusal.next_step,
        unfinished=isinstance(refusal, UnfinishedQuestion),
    )


def view_answer(*, asked: Asked, answer: Answer, asker: Asker) -> AnswerView:
    """Return an answer that somebody may see, in words, in numbers, as a picture."""
    query = write_draft(asked.draft)
    unit = series.unit_of(asked, answer)
    value = "" if answer.value is None else asked.formats.value(value=answer.value, unit=unit)
    table = text_of(asked.draft, "view") == "table"
    follows = asker.follows
    doors = Doors(query=query, open=follows and has_persons(asked.definition), inside=follows)
    draw = _DRAWN.get(asked.kind, series.draw)
    figures = tuple(draw(asked, answer, doors=doors, csv_url=_csv_url(query), table=table))
    quick = answer.lineage.milliseconds < QUICK
    return AnswerView(
        title=title_of(asked),
        over=over_of(asked),
        query=query,
        say=say(asked, answer, value=value),
        value=value,
        change=_change(asked, answer, unit),
        sure="" if asked.kind == "retention" else say_sure(asked, answer, unit=unit),
        figures=figures,
        views=_views_of(asked, answer, table=table) if figures else (),
        csv_url=_csv_url(query),
        lineage=(*describe_lineage(answer, asked.formats), *_hidden_time(asked)),
        query_text=answer.lineage.sql,
        parameters=write_parameters(answer),
        spec=json.dumps(asked.spec, ensure_ascii=False, indent=2),
        fresh_at=answer.freshness.newest_event_at,
        live=quick and not asked.span.is_over,
        may_save=asker.viewer.allows(Permission.DEFINE_METRICS),
        saved=_saved(asked.metric),
        behind=_behind(answer, doors) if answer.value else "",
        tile_url=_tile_url(asked.draft),
    )


def _tile_url(draft: Branch) -> str:
    """A tile is said as "12-34": its board, then itself."""
    board_id, _dash, tile_id = text_of(draft, "tile").partition("-")
    ids = [read_whole(board_id), read_whole(tile_id)]
    return "" if None in ids else reverse("dashboards:tile_change", args=ids)


def _behind(answer: Answer, doors: Doors) -> str:
    """Return who is behind the one number: who went all the way, came back, is there now."""
    if isinstance(answer.detail, Funnel):
        return doors.to(step=len(answer.detail.funnel.steps))
    if isinstance(answer.detail, Retained):
        return doors.to(offset=1)
    if isinstance(answer.detail, Lived):
        now = answer.detail.periods.now
        return doors.to(start=now.start) if now else ""
    return doors.to()


def _hidden_time(asked: Asked) -> tuple[Fact, ...]:
    if asked.metric is None or not asked.metric.version:
        return ()
    return (Fact(_("Version of the number"), str(asked.metric.version)),)


def _csv_url(query: str) -> str:
    return f"{reverse('dashboards:explore_csv')}?{query}"


def _views_of(asked: Asked, answer: Answer, *, table: bool) -> tuple[Option, ...]:
    if asked.kind == "retention":
        return ()
    if asked.kind in _DRAWN:
        return _views(asked.draft, table=table)
    offered = series.list_views(asked, answer)
    if not answer.points:  # bars that lie, or a map
        offered = ("", *offered)
    if len(offered) < 2:
        return _views(asked.draft, table=table)
    chosen = "table" if table else series.chosen_view(asked, answer)
    picture = {name: node for name, node in asked.draft.items() if name != "view"}
    return tuple(
        Option(
            write_draft({**picture, "view": view} if view != offered[0] else picture),
            str(choices.VIEWS[view]),
            view == chosen,
        )
        for view in (*offered, "table")
    )


def _views(draft: Branch, *, table: bool) -> tuple[Option, ...]:
    picture = {name: node for name, node in draft.items() if name != "view"}
    return (
        Option(write_draft(picture), _("Picture"), not table),
        Option(write_draft({**picture, "view": "table"}), _("Table"), table),
    )


def _change(asked: Asked, answer: Answer, unit: str) -> Change | None:
    if answer.value is None or answer.previous is None:
        return None
    better = asked.metric.better if asked.metric else Better.NONE
    return describe_change(
        now=answer.value,
        before=answer.previous.value,
        unit=unit,
        better=better,
        period=_("the time before"),
        formats=asked.formats,
    )


def write_parameters(answer: Answer) -> str:
    """Return the parameters of an answer's query, one a line."""
    return "\n".join(
        f"${name} = {value if isinstance(value, str | int | float) else str(value)}"
        for name, value in answer.lineage.parameters.items()
    )


def _saved(metric: MetricView | None) -> Save | None:
    if metric is None or not metric.version:
        return None
    return Save(
        name=metric.name,
        title=metric.title,
        asks=metric.asks,
        better=metric.better.value,
        headline=metric.headline,
        version=metric.version,
    )
