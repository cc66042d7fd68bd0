"""Giving an objective key results: choose a number, see what it is now, say where it is to be."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.actions import goals as actions
from tenfold.techniques.dashboards.actions.goals import Wanted
from tenfold.techniques.dashboards.models import KeyResult, Objective
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals import choosing
from tenfold.techniques.dashboards.queries.goals.choosing import Chosen, Preview
from tenfold.techniques.dashboards.queries.goals.viewing import period_of
from tenfold.techniques.dashboards.rules.goals import results, states
from tenfold.techniques.dashboards.rules.goals.results import InvalidKeyResult, Kind, Shape
from tenfold.techniques.dashboards.views.goals.forms import ResultForm
from tenfold.techniques.dashboards.views.goals.objectives import me, to_goal
from tenfold.techniques.dashboards.views.pages import read_asker


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Add a key result."""
    goal, asker = _get(objective_id), read_asker(request)
    first = {"kind": "metric", "due_on": goal.ends_on, "metric": request.GET.get("metric", "")}
    form = _form(request, asker, {**first, "shape": "line"})
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_key_result(
                objective_id=objective_id,
                wanted=_wanted(form, goal, asker),
                by=me(request),
                at=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return to_goal(objective_id)
    return _draw(request, form, goal, None, asker)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, result_id: int) -> HttpResponse:
    """Make a key result another one."""
    row = _get_result(result_id)
    goal, asker = row.objective, read_asker(request)
    form = _form(request, asker, _initial(row, asker))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_key_result(
                result_id=result_id,
                wanted=_wanted(form, goal, asker, _kept(row, form)),
                by=me(request),
                at=clock.now(),
                version=form.cleaned_data["version"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return to_goal(goal.id)
    return _draw(request, form, goal, row, asker)


@require_POST
def remove(request: HttpRequest, result_id: int) -> HttpResponse:
    """Take a key result away."""
    goal = _get_result(result_id).objective_id
    actions.remove_key_result(result_id=result_id, by=me(request), at=clock.now())
    return to_goal(goal)


@require_POST
def preview(request: HttpRequest, objective_id: int) -> HttpResponse:
    """What the chosen number is now, while somebody chooses."""
    goal, asker = _get(objective_id), read_asker(request)
    return render(request, "dashboards/goals/preview.html", _preview(request, goal, asker))


def _preview(request: HttpRequest, goal: Objective, asker: Asker) -> dict[str, object]:
    chosen = _chosen(request.POST)
    if request.POST.get("kind", "metric") != "metric" or not chosen.metric:
        return {"preview": None}
    form = _form(request, asker, {})
    try:
        shown = choosing.preview(chosen=chosen, period=period_of(goal), asker=asker)
    except Refusal as refusal:
        problem = f"{refusal.sentence} {refusal.next_step}".strip()
        return {"preview": None, "problem": problem, "form": form}
    return {"preview": shown, "form": form}


def _draw(
    request: HttpRequest,
    form: ResultForm,
    goal: Objective,
    row: KeyResult | None,
    asker: Asker,
) -> HttpResponse:
    names = ("metric", "over", "count", "property", "value")
    chosen = _chosen({name: form[name].value() for name in names})
    if row is not None and row.query:
        chosen = replace(chosen, query=chosen.query or row.query)
    shown: Preview | None = None
    if chosen.metric and form["kind"].value() == "metric":
        try:
            shown = choosing.preview(chosen=chosen, period=period_of(goal), asker=asker)
        except Refusal:
            shown = None
    newer = row is not None and choosing.is_newer(
        metric=row.metric, version=row.metric_version or 0
    )
    larger = row is not None and choosing.is_larger(query=row.query)
    context = {
        "form": form,
        "goal": goal,
        "result": row,
        "preview": shown,
        "newer": newer,
        "larger": larger,
    }
    return render(request, "dashboards/goals/result.html", context)


def _form(request: HttpRequest, asker: Asker, initial: dict[str, object]) -> ResultForm:
    metric = str(request.POST.get("metric") or initial.get("metric") or "")
    return ResultForm(
        request.POST or None,
        initial=initial,
        metrics=choosing.list_numbers(asker=asker),
        properties=choosing.list_properties_of(metric=metric, asker=asker),
    )


def _chosen(given: Mapping[str, Any], *, version: int | None = None) -> Chosen:
    get = given.get
    count = str(get("count") or "")
    metric = str(get("metric") or "")
    query = choosing.write_query(
        property_name=str(get("property") or ""), value=str(get("value") or "")
    )
    return Chosen(
        metric=metric,
        query=query,
        over=str(get("over") or ""),
        count=int(count) if count.isdigit() else None,
        version=version,
    )


@dataclass(frozen=True)
class _Kept:
    """What stays of a key result that is changed: the version of its number, and its filter.

    query  a filter of more than the one row that the form shows
    """

    version: int | None = None
    query: str = ""


def _kept(row: KeyResult, form: ResultForm) -> _Kept:
    """The same number goes on counting as it was defined when it was chosen, unless told."""
    if row.metric != form.cleaned_data["metric"]:
        return _Kept()
    version = None if form.cleaned_data["renew"] else row.metric_version
    return _Kept(version, row.query if choosing.is_larger(query=row.query) else "")


def _wanted(form: ResultForm, goal: Objective, asker: Asker, kept: _Kept | None = None) -> Wanted:
    given = form.cleaned_data
    kind = Kind(given["kind"])
    if kind is Kind.MILESTONE:
        return Wanted(kind=kind, title=given["title"], due_on=given["due_on"])
    if kind is Kind.MANUAL:
        unit = given["unit"].strip()
        return Wanted(
            kind=kind,
            title=given["title"],
            due_on=given["due_on"],
            unit=unit,
            start=_number(given["start"] or "0", unit, asker, "start"),
            target=_number(given["target"], unit, asker, "target"),
        )
    return _wanted_metric(given, goal, asker, kept or _Kept())


def _wanted_metric(given: Mapping[str, Any], goal: Objective, asker: Asker, kept: _Kept) -> Wanted:
    chosen = _chosen(given, version=kept.version)
    chosen = replace(chosen, query=chosen.query or kept.query)
    if not chosen.metric:
        raise InvalidKeyResult(_("Choose the number."), field="metric")
    found = choosing.preview(chosen=chosen, period=period_of(goal), asker=asker)
    if found.withheld:
        raise InvalidKeyResult(
            _("You cannot see this number, and so set no goal on it."),
            next_step=found.withheld,
            field="metric",
        )
    return Wanted(
        kind=Kind.METRIC,
        title=str(given["title"] or choosing.title_of(metric=chosen.metric)),
        due_on=given["due_on"],
        metric=chosen.metric,
        version=kept.version,
        query=chosen.query,
        reading=found.way,
        unit=found.unit,
        shape=Shape(given["shape"] or "line"),
        start=_start(str(given["start"]), found, asker),
        target=_number(str(given["target"]), found.unit, asker, "target"),
    )


def _start(text: str, found: Preview, asker: Asker) -> Decimal:
    if text:
        return _number(text, found.unit, asker, "start")
    if found.counted:
        return Decimal(0)
    if found.value is None:
        raise InvalidKeyResult(
            _("There is no number yet to begin with."),
            next_step=_("Say yourself where it begins."),
            field="start",
        )
    return found.value.quantize(Decimal("0.000001"))


def _number(text: str, unit: str, asker: Asker, field: str) -> Decimal:
    if not text.strip():
        raise InvalidKeyResult(_("Say where it is to be."), field=field)
    return results.read_number(text=text, unit=unit, language=asker.company.language, field=field)


def _get(objective_id: int) -> Objective:
    row = Objective.objects.filter(id=objective_id).first()
    if row is None:
        raise states.unknown_objective()
    return row


def _get_result(result_id: int) -> KeyResult:
    found = KeyResult.objects.select_related("objective")
    row = found.filter(id=result_id, removed_at__isnull=True).first()
    if row is None:
        raise states.unknown_objective()
    return row


def _initial(row: KeyResult, asker: Asker) -> dict[str, object]:
    name, value = choosing.read_query(query=row.query) if row.query else ("", "")
    start, target = (_typed(one, row.unit, asker) for one in (row.start, row.target))
    return {
        "kind": row.kind, "metric": row.metric, "over": row.over if row.metric else "",
        "count": row.count or None, "property": name, "value": value, "unit": row.unit,
        "start": start, "target": target, "due_on": row.due_on, "shape": row.shape,
        "title": row.title, "version": row.objective.version,
    }  # fmt: skip


def _typed(value: Decimal | None, unit: str, asker: Asker) -> str:
    """Return a number as it would be typed: of a share per cent, without sign and unit."""
    if value is None:
        return ""
    shown = value * 100 if unit == "%" else value
    return asker.formats.number(value=shown, digits=6)
