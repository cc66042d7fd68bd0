"""The weekly check-in: one page, one submit."""

from collections.abc import Iterator
from decimal import Decimal
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.actions import goals as actions
from tenfold.techniques.dashboards.actions.goals import Entry
from tenfold.techniques.dashboards.actions.goals.checking_in import require_some
from tenfold.techniques.dashboards.models import KeyResult
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals.mine import Typed, get_check_in
from tenfold.techniques.dashboards.queries.goals.rhythm import list_day_choices
from tenfold.techniques.dashboards.rules.goals.checking import Confidence
from tenfold.techniques.dashboards.rules.goals.results import Kind, read_number
from tenfold.techniques.dashboards.views.goals.objectives import me
from tenfold.techniques.dashboards.views.pages import read_asker

_PREFIX = "confidence-"


@require_POST
def choose_day(request: HttpRequest) -> HttpResponse:
    """Choose on which day of the week a team is reminded."""
    team, day = (request.POST.get(name, "") for name in ("team", "weekday"))
    try:
        actions.choose_day(
            team_id=int(team) if team.isascii() and team.isdigit() and len(team) < 19 else None,
            weekday=int(day) if day.isascii() and day.isdigit() and len(day) < 3 else -1,
            by=me(request),
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, f"{refusal.sentence} {refusal.next_step}".strip())
    else:
        messages.success(request, _("The day is changed."))
    return HttpResponseRedirect(reverse("dashboards:goals_check_in"))


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_all(request: HttpRequest) -> HttpResponse:
    """Say how all that is mine goes."""
    asker, problem = read_asker(request), ""
    typed: dict[int, Typed] = {}
    if request.method == "POST":
        typed = {result_id: _typed(request.POST, result_id) for result_id in _ids(request.POST)}
        try:
            done = _check_in(request, asker, typed)
        except Refusal as refusal:
            problem = f"{refusal.sentence} {refusal.next_step}".strip()
        else:
            said = ngettext("%(count)d check-in saved.", "%(count)d check-ins saved.", done)
            messages.success(request, said % {"count": done})
            return HttpResponseRedirect(reverse("dashboards:goals_moved"))
    given = request.GET.get("goal", "")
    goal = int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None
    page = get_check_in(asker=asker, goal=goal, typed=typed)
    context = {"page": page, "problem": problem, "days": list_day_choices(asker=asker)}
    return render(request, "dashboards/goals/check_in.html", context)


def _ids(given: QueryDict) -> Iterator[int]:
    for name in given:
        text = name.removeprefix(_PREFIX)
        if name.startswith(_PREFIX) and text.isascii() and text.isdigit() and len(text) < 19:
            yield int(text)


def _typed(given: QueryDict, result_id: int) -> Typed:
    try:
        token = UUID(given.get(f"token-{result_id}", ""))
    except ValueError:
        token = None
    return Typed(
        confidence=given.get(f"confidence-{result_id}", ""),
        note=given.get(f"note-{result_id}", ""),
        value=given.get(f"value-{result_id}", ""),
        token=token,
    )


def _check_in(request: HttpRequest, asker: Asker, typed: dict[int, Typed]) -> int:
    rows = {row.id: row for row in KeyResult.objects.filter(id__in=typed)}
    entries = [
        _entry(request.POST, rows[result_id], said, asker)
        for result_id, said in typed.items()
        if result_id in rows and said.token and said.confidence in list(Confidence)
    ]
    require_some(entries=entries)
    actions.check_in(entries=entries, calendar=asker.calendar, by=me(request), at=clock.now())
    return len(entries)


def _entry(given: QueryDict, row: KeyResult, said: Typed, asker: Asker) -> Entry:
    assert said.token is not None  # noqa: S101  checked where it is called
    seen = given.get(f"seen-{row.id}", "")
    return Entry(
        result_id=row.id,
        confidence=Confidence(said.confidence),
        token=said.token,
        note=said.note,
        value=_value(row, said.value, asker),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else None,
    )


def _value(row: KeyResult, text: str, asker: Asker) -> Decimal | None:
    if row.kind == Kind.MILESTONE:
        return Decimal(1 if text else 0)
    if row.kind == Kind.METRIC or not text.strip():
        return None
    return read_number(
        text=text, unit=row.unit, language=asker.company.language, field=f"value-{row.id}"
    )
