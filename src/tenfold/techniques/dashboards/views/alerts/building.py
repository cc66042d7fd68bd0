"""Making and changing an alert: the form, and beside it what the past says of it."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people.queries import get_viewer
from tenfold.techniques.dashboards.actions.alerts import making
from tenfold.techniques.dashboards.models import Alert
from tenfold.techniques.dashboards.queries.alerts import pages
from tenfold.techniques.dashboards.queries.alerts.choosing import GOAL, get_builder
from tenfold.techniques.dashboards.queries.alerts.past import get_past
from tenfold.techniques.dashboards.queries.alerts.views import BuilderView, Past
from tenfold.techniques.dashboards.rules.alerts import owning
from tenfold.techniques.dashboards.views.alerts.forms import (
    LISTS,
    AlertForm,
    first_values,
    values_of,
)
from tenfold.techniques.dashboards.views.alerts.pages import me
from tenfold.techniques.dashboards.views.exploring import read_pairs
from tenfold.techniques.dashboards.views.pages import read_asker

_OF_THE_PAGE = frozenset({"watch", "as", GOAL})
_LONGEST_ID = 19


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Say what to be warned of. The address says what is watched, as Explore's does."""
    builder = _builder(request, row=None)
    if request.method == "POST":
        return _save(request, builder, alert_id=None)
    kind = "goal" if builder.key_result else request.GET.get("as", "threshold")
    form = _form(builder, initial=first_values(me=me(request), kind=kind))
    return _draw(request, builder, form, alert_id=None)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Change an alert."""
    row = pages.find_alert(alert_id=alert_id)
    owning.require_may_change(viewer=get_viewer(account_id=me(request)), owner_id=row.owner_id)
    builder = _builder(request, row=row)
    if request.method == "POST":
        return _save(request, builder, alert_id=alert_id)
    return _draw(request, builder, _form(builder, initial=values_of(row=row)), alert_id=alert_id)


def _builder(request: HttpRequest, *, row: Alert | None) -> BuilderView:
    """Return what is watched: by what was posted, by the address, by what the alert says."""
    said = request.POST.get("query", "") if request.method == "POST" else _asked_for(request)
    goal = _goal(request, said)
    if row is not None and not said and goal is None:
        said, goal = row.query, row.key_result
    query = "" if goal is not None else said
    return get_builder(query=query, asker=read_asker(request), key_result=goal)


def _goal(request: HttpRequest, said: str) -> int | None:
    """Return the key result that is named, alone or as what was chosen of the list."""
    given = request.POST if request.method == "POST" else request.GET
    text = given.get(GOAL, "")
    if not text and said.startswith(f"{GOAL}="):
        text = said.removeprefix(f"{GOAL}=")
    return int(text) if text.isascii() and text.isdigit() and len(text) < _LONGEST_ID else None


def _form(builder: BuilderView, *args: Any, **given: Any) -> AlertForm:
    return AlertForm(*args, unit=builder.unit, key_result=builder.key_result, **given)


@require_POST
@vary_on_headers("HX-Target")
def preview(request: HttpRequest) -> HttpResponse:
    """What the past says of what stands in the form; or the form anew, for another kind."""
    query, asker = request.POST.get("query", ""), read_asker(request)
    if request.headers.get("HX-Target") == "alert-rule":
        builder = get_builder(query=query, asker=asker)
        form = AlertForm(initial=_typed(request), unit=builder.unit)
        context = {"form": form, "builder": builder, "past": _past(request, form, query)}
        return render(request, "dashboards/alerts/rule.html", context)
    form = AlertForm(request.POST, unit=request.POST.get("unit", ""))
    context = {"past": _past(request, form, query)}
    return render(request, "dashboards/alerts/past.html", context)


def _typed(request: HttpRequest) -> dict[str, object]:
    """Return what was typed, over what a new form of that kind begins with."""
    kind = request.POST.get("kind", "threshold")
    typed: dict[str, object] = {
        name: value for name, value in request.POST.items() if name not in LISTS
    }
    lists = {name: request.POST.getlist(name) for name in LISTS}
    first = first_values(me=me(request), kind=kind)
    return {**first, **typed, **lists, "by": first["by"], "hold": first["hold"]}


def _asked_for(request: HttpRequest) -> str:
    """Return what the address watches: in Explore's words, or as one text (`watch`)."""
    chosen = request.GET.get("watch", "")
    if chosen:
        return chosen
    pairs = [(name, text) for name, text in read_pairs(request) if name not in _OF_THE_PAGE]
    return urlencode(pairs) if pairs else ""


def _save(request: HttpRequest, builder: BuilderView, *, alert_id: int | None) -> HttpResponse:
    form = _form(builder, request.POST)
    if request.POST.get("do") != "save" or not form.is_valid():
        return _draw(request, builder, form, alert_id=alert_id)
    try:
        wanted, at = form.wanted(query=builder.query), clock.now()
        if alert_id is None:
            alert_id = making.make_alert(wanted=wanted, by=me(request), at=at)
        else:
            making.change_alert(alert_id=alert_id, wanted=wanted, by=me(request), at=at)
    except Refusal as refusal:
        _say_at(form, refusal)
        return _draw(request, builder, form, alert_id=alert_id)
    return HttpResponseRedirect(reverse("dashboards:alert", args=[alert_id]))


def _say_at(form: AlertForm, refusal: Refusal) -> None:
    named = {"for": "hold"}.get(refusal.field or "", refusal.field)
    field = named if named in form.fields else None
    form.add_error(field, f"{refusal.sentence} {refusal.next_step}".strip())


def _draw(
    request: HttpRequest, builder: BuilderView, form: AlertForm, *, alert_id: int | None
) -> HttpResponse:
    address = (
        reverse("dashboards:alert_new")
        if alert_id is None
        else reverse("dashboards:alert_change", args=[alert_id])
    )
    context = {
        "builder": builder,
        "form": form,
        "alert_id": alert_id,
        "action": address,
        "past": _past(request, form, builder.query) if builder.query else Past(),
    }
    return render(request, "dashboards/alerts/build.html", context)


def _past(request: HttpRequest, form: AlertForm, query: str) -> Past:
    """Return what the past says, as far as the form says enough already."""
    bound = form if form.is_bound else AlertForm(_as_posted(form), unit=form.unit)
    bound.is_valid()
    try:
        rule = bound.rule()
    except Refusal as refusal:
        return Past(withheld=refusal.sentence, next_step=refusal.next_step)
    return get_past(query=query, rule=rule, asker=read_asker(request))


def _as_posted(form: AlertForm) -> dict[str, object]:
    return {name: form[name].value() for name in form.fields if form[name].value() is not None}
