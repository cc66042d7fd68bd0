"""Proposing objectives, changing them, deciding about them: parse, one call, draw."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.actions import goals as actions
from tenfold.techniques.dashboards.models import Objective
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals import pages
from tenfold.techniques.dashboards.queries.goals.viewing import period_of
from tenfold.techniques.dashboards.queries.goals.whose import someone
from tenfold.techniques.dashboards.rules.goals import states
from tenfold.techniques.dashboards.rules.goals.results import InvalidKeyResult
from tenfold.techniques.dashboards.views.goals.forms import (
    OWN,
    ObjectiveForm,
    Options,
    period_options,
)
from tenfold.techniques.dashboards.views.pages import read_asker


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose an objective; whoever may decide can take it on at once."""
    asker = read_asker(request)
    known = period_options(today=_today(asker), formats=asker.formats)
    first = {"period": request.GET.get("period") or known[0][0], "owner": me(request)}
    form = _form(request, asker, known, {**first, "parent": request.GET.get("parent", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_objective(
                said=form.said(), by=me(request), at=clock.now(), adopt="adopt" in request.POST
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It stands. Now say what it is measured by."))
            metric = request.GET.get("metric", "")
            address = reverse("dashboards:goal_result_new", args=[made])
            return HttpResponseRedirect(f"{address}?metric={metric}" if metric else address)
    who = someone(viewer=asker.viewer)
    context = {"form": form, "goal": None, "may_adopt": who.defines or bool(who.leads)}
    return render(request, "dashboards/goals/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Let an objective say something else."""
    asker = read_asker(request)
    row = Objective.objects.filter(id=objective_id).first()
    if row is None:
        raise states.unknown_objective()
    period = period_of(row)
    known = period_options(today=_today(asker), formats=asker.formats, also=period)
    form = _form(request, asker, known, _initial(row, known), besides=row.id)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_objective(
                objective_id=row.id,
                said=form.said(),
                by=me(request),
                at=clock.now(),
                version=form.cleaned_data["version"],
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return to_goal(objective_id)
    return render(request, "dashboards/goals/edit.html", {"form": form, "goal": row})


@require_POST
def adopt(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Take a proposal on."""
    return _do(
        request,
        objective_id,
        lambda: actions.adopt_objective(objective_id=objective_id, by=me(request), at=clock.now()),
        _("Adopted."),
    )


@require_POST
def decline(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Say no to a proposal, and why."""
    return _do(
        request,
        objective_id,
        lambda: actions.decline_objective(
            objective_id=objective_id,
            reason=request.POST.get("reason", ""),
            by=me(request),
            at=clock.now(),
        ),
        _("Declined. Whoever proposed it sees the reason."),
    )


@require_POST
def archive(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Put an objective away, or take it out again."""
    back = "back" in request.POST
    write = actions.unarchive_objective if back else actions.archive_objective
    return _do(
        request,
        objective_id,
        lambda: write(objective_id=objective_id, by=me(request), at=clock.now()),
        _("It is back.") if back else _("Put away. You can take it out again."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def close(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Score an objective, say what was learned, carry it over."""
    asker = read_asker(request)
    problem = ""
    if request.method == "POST":
        try:
            into = _close(request, objective_id, asker)
        except Refusal as refusal:
            problem = f"{refusal.sentence} {refusal.next_step}".strip()
        else:
            messages.success(request, _("Scored. The numbers it ended with are kept."))
            return to_goal(into or objective_id)
    page = pages.get_objective(objective_id=objective_id, asker=asker)
    scores = [
        (f"{tenth / 10:.1f}", asker.formats.number(value=tenth / 10, digits=1))
        for tenth in range(11)
    ]
    context = {
        "page": page,
        "goal": page.objective,
        "scores": scores,
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "dashboards/goals/close.html", context)


@require_POST
def reopen(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Take the score back."""
    return _do(
        request,
        objective_id,
        lambda: actions.reopen_objective(objective_id=objective_id, by=me(request), at=clock.now()),
        _("It is under way again."),
    )


@require_POST
def carry_over(request: HttpRequest, objective_id: int) -> HttpResponse:
    """Go on with it in the next period."""
    try:
        into = actions.carry_over(objective_id=objective_id, by=me(request), at=clock.now())
    except Refusal as refusal:
        messages.error(request, f"{refusal.sentence} {refusal.next_step}".strip())
        return to_goal(objective_id)
    messages.success(request, _("It goes on here."))
    return to_goal(into)


def me(request: HttpRequest) -> int:
    """Return who asks."""
    return int(request.user.pk or 0)


def to_goal(objective_id: int) -> HttpResponseRedirect:
    """Return the way to an objective's page."""
    return HttpResponseRedirect(reverse("dashboards:goal", args=[objective_id]))


def _do(
    request: HttpRequest, objective_id: int, write: Callable[[], None], said: str
) -> HttpResponse:
    try:
        write()
    except Refusal as refusal:
        messages.error(request, f"{refusal.sentence} {refusal.next_step}".strip())
    else:
        messages.success(request, said)
    return to_goal(objective_id)


def _close(request: HttpRequest, objective_id: int, asker: Asker) -> int | None:
    text = request.POST.get("score", "")
    try:
        score = Decimal(text) if text else None
    except InvalidOperation as error:
        raise InvalidKeyResult(_("A score is 0.0 to 1.0, in tenths."), field="score") from error
    version = request.POST.get("version", "")
    return actions.close_objective(
        objective_id=objective_id,
        calendar=asker.calendar,
        by=me(request),
        at=clock.now(),
        score=score,
        learned=request.POST.get("learned", ""),
        carry_over="carry" in request.POST,
        version=int(version) if version.isdigit() else None,
    )


def _form(
    request: HttpRequest,
    asker: Asker,
    known: Options,
    initial: dict[str, object],
    besides: int | None = None,
) -> ObjectiveForm:
    parents = [(one.value, one.label) for one in pages.list_parents(besides=besides, asker=asker)]
    return ObjectiveForm(
        request.POST or None, initial=initial, periods_known=known, parents=parents
    )


def _initial(row: Objective, known: Options) -> dict[str, object]:
    key = period_of(row).key
    keys = {one for one, _label in known}
    return {
        "title": row.title, "about": row.about, "period": key if key in keys else OWN,
        "starts_on": row.starts_on, "ends_on": row.ends_on, "owner": row.owner_id,
        "team": row.team_id or "", "parent": row.parent_id or "",
        "serves_purpose": row.serves_purpose, "serves": row.serves, "version": row.version,
    }  # fmt: skip


def _today(asker: Asker) -> date:
    return asker.calendar.to_local(at=asker.at).date()
