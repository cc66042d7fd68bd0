"""The pages of teams: all of them, and one with who is in it."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people import actions, forms, queries
from tenfold.people.permissions import Permission
from tenfold.people.views.drawing import get_me, get_viewer, page


@require_GET
def teams(request: HttpRequest) -> HttpResponse:
    """Show all teams, one's own marked."""
    return page(
        request,
        "people/teams.html",
        teams=queries.list_teams(),
        archived=queries.list_teams(archived=True),
        mine=queries.get_teams_of(account_id=get_me(request)),
        may_make=get_viewer(request).allows(Permission.MANAGE_MEMBERS),
    )


@require_GET
def team(request: HttpRequest, team_id: int) -> HttpResponse:
    """Show a team: what it is for, who is in it, who was."""
    return _team_page(request, queries.get_team(team_id=team_id))


@require_http_methods(["GET", "POST"])
def team_new(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    form = forms.TeamForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = _try(
            form, lambda: actions.make_team(**form.cleaned_data, by=get_me(request), at=clock.now())
        )
        if made is not None:
            return redirect("people:team", team_id=made)
    return page(request, "people/team_new.html", form=form)


@require_http_methods(["GET", "POST"])
def team_change(request: HttpRequest, team_id: int) -> HttpResponse:
    """Call a team otherwise, or say otherwise what it is for."""
    view = queries.get_team(team_id=team_id)
    form = forms.TeamForm(request.POST or None, initial={"name": view.name, "about": view.about})
    if request.method == "POST" and form.is_valid():
        changed = _try(form, lambda: _change(request, team_id, form))
        if changed is not None:
            messages.success(request, _("Saved."))
            return redirect("people:team", team_id=team_id)
    return page(request, "people/team_change.html", form=form, team=view)


@require_POST
def team_archive(request: HttpRequest, team_id: int) -> HttpResponse:
    """Take a team out of use."""
    actions.archive_team(team_id=team_id, by=get_me(request), at=clock.now())
    return redirect("people:team", team_id=team_id)


@require_POST
def team_unarchive(request: HttpRequest, team_id: int) -> HttpResponse:
    """Bring a team back."""
    actions.unarchive_team(team_id=team_id, by=get_me(request), at=clock.now())
    messages.success(request, _("The team is back, with everybody who was in it."))
    return redirect("people:team", team_id=team_id)


@require_POST
def team_add(request: HttpRequest, team_id: int) -> HttpResponse:
    """Put somebody into a team."""
    view = queries.get_team(team_id=team_id)
    form = forms.AddToTeamForm(request.POST, team=view)
    if form.is_valid():
        added = _try(form, lambda: _add(request, team_id, form))
        if added is not None:
            return redirect("people:team", team_id=team_id)
    return _team_page(request, view, form=form)


@require_POST
def team_remove(request: HttpRequest, team_id: int, account_id: int) -> HttpResponse:
    """End that somebody is in a team."""
    actions.take_from_team(
        team_id=team_id, account_id=account_id, by=get_me(request), at=clock.now()
    )
    messages.success(request, _("They are no longer in the team. That they were stays below."))
    return redirect("people:team", team_id=team_id)


@require_POST
def team_lead(request: HttpRequest, team_id: int, account_id: int) -> HttpResponse:
    """Let a member lead the team, or no longer."""
    actions.set_lead(
        team_id=team_id,
        account_id=account_id,
        leads=request.POST.get("leads") == "yes",
        by=get_me(request),
        at=clock.now(),
    )
    return redirect("people:team", team_id=team_id)


def _change(request: HttpRequest, team_id: int, form: forms.TeamForm) -> int:
    actions.change_team(team_id=team_id, **form.cleaned_data, by=get_me(request), at=clock.now())
    return team_id


def _add(request: HttpRequest, team_id: int, form: forms.AddToTeamForm) -> int:
    actions.add_to_team(team_id=team_id, **form.cleaned_data, by=get_me(request), at=clock.now())
    return team_id


def _try(form: Form, do: Callable[[], int]) -> int | None:
    """Do it; where it is refused, say so in the form and return None."""
    try:
        return do()
    except Refusal as refusal:
        forms.blame(form=form, refusal=refusal)
        return None


def _team_page(
    request: HttpRequest, view: queries.TeamView, form: forms.AddToTeamForm | None = None
) -> HttpResponse:
    viewer = get_viewer(request)
    manages = viewer.allows(Permission.MANAGE_MEMBERS)
    return page(
        request,
        "people/team.html",
        team=view,
        past=queries.list_past_members(team_id=view.id),
        me=viewer.account_id,
        may_change=manages or view.is_led_by(account_id=viewer.account_id),
        may_invite=manages,
        form=form or forms.AddToTeamForm(team=view),
    )
