"""The pages of this room: read the request, make one call, draw."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.notices import forms, queries
from tenfold.notices.actions import (
    add_way,
    change_way,
    choose_hearing,
    is_mail_set_up,
    mark_read,
    mark_unread,
    open_notice,
    remove_way,
    send_test,
    try_again,
)
from tenfold.notices.actions import replace_secret as give_new_secret
from tenfold.notices.kinds import ADD_TITLES
from tenfold.notices.rules.ways import MOST_A_DAY, require_kind
from tenfold.people.forms import blame
from tenfold.people.permissions import Permission
from tenfold.people.queries import get_company, list_members


@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Show what somebody was told."""
    sees_money = request.viewer.allows(Permission.SEE_MONEY)  # type: ignore[attr-defined]
    found = queries.list_notices(account_id=_me(request), sees_money=sees_money)
    unread = queries.count_unread(account_id=_me(request))
    return render(request, "notices/inbox.html", {"notices": found, "unread": unread})


@require_safe
def open_one(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Go where a notice is dealt with; it counts as read."""
    path = open_notice(account_id=_me(request), notice_id=notice_id, at=clock.now())
    # The path was written by Tenfold itself and begins at its root.
    return HttpResponseRedirect(path or "/notices/")


@require_POST
def read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one notice as read."""
    mark_read(account_id=_me(request), notice_ids=[notice_id], at=clock.now())
    return redirect("notices:inbox")


@require_POST
def unread(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Put a notice back among those to be read."""
    mark_unread(account_id=_me(request), notice_id=notice_id)
    return redirect("notices:inbox")


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark all notices as read."""
    mark_read(account_id=_me(request), at=clock.now())
    messages.success(request, _("Everything is read."))
    return redirect("notices:inbox")


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Let somebody choose what they hear, by which way and when."""
    hearing = queries.get_hearing(account_id=_me(request))
    form = forms.HearingForm(
        request.POST or None,
        initial=_fields(hearing),
        company_zone=get_company().timezone,
    )
    if request.method == "POST" and form.is_valid():
        try:
            choose_hearing(
                account_id=_me(request),
                unwanted=forms.read_unwanted(hearing=hearing, sent=request.POST),
                at=clock.now(),
                **form.cleaned_data,
            )
        except Refusal as refusal:
            blame(form=form, refusal=refusal)
        else:
            messages.success(request, _("Saved. It counts from now on."))
            return redirect("notices:choose")
    context = {"form": form, "hearing": hearing, "has_mail": is_mail_set_up()}
    return render(request, "notices/choose.html", context)


@require_safe
def ways(request: HttpRequest) -> HttpResponse:
    """Show the ways out of the house, and what could not be handed over."""
    context = {
        "ways": queries.list_all_ways(),
        "failed": queries.list_failed(),
        "kinds": ADD_TITLES,
        "has_mail": is_mail_set_up(),
    }
    return render(request, "notices/ways.html", context)


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, kind: str) -> HttpResponse:
    """Set up a way; a webhook's secret is shown, once."""
    kind = require_kind(kind=kind)
    members = tuple((one.id, one.name) for one in list_members() if one.is_active)
    initial = {"most_a_day": MOST_A_DAY[kind]}
    form = forms.WayForm(request.POST or None, kind=kind, members=members, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = add_way(kind=kind, by=_me(request), at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            blame(form=form, refusal=refusal)
        else:
            if made.secret:
                return _show_secret(request, made.id, made.secret)
            messages.success(request, _("The way is ready. Send a test to see whether it arrives."))
            return redirect("notices:way", way_id=made.id)
    context = {"form": form, "kind": kind, "title": ADD_TITLES[kind]}
    return render(request, "notices/way_add.html", context)


@require_http_methods(["GET", "POST"])
def way(request: HttpRequest, way_id: int) -> HttpResponse:
    """Show a way and what went by it, and let it be changed."""
    view = queries.get_way(way_id=way_id)
    form = forms.WayForm(request.POST or None, kind=view.kind, is_new=False, initial=_fields(view))
    if request.method == "POST" and form.is_valid():
        try:
            change_way(way_id=way_id, by=_me(request), at=clock.now(), **form.cleaned_data)
        except Refusal as refusal:
            blame(form=form, refusal=refusal)
        else:
            messages.success(request, _("Saved."))
            return redirect("notices:way", way_id=way_id)
    context = {
        "way": view,
        "form": form,
        "sent": queries.list_messages(way_id=way_id),
        "waiting": queries.count_waiting(way_id=way_id),
    }
    return render(request, "notices/way.html", context)


@require_POST
def test(request: HttpRequest, way_id: int) -> HttpResponse:
    """Send a test by a way and say at once what became of it."""
    tested = send_test(way_id=way_id, at=clock.now())
    if tested.problem:
        messages.error(request, _("It did not arrive: %(problem)s") % {"problem": tested.problem})
    else:
        messages.success(request, _("The test was taken. See whether it arrived."))
    return redirect("notices:way", way_id=way_id)


@require_POST
def replace_secret(request: HttpRequest, way_id: int) -> HttpResponse:
    """Give a webhook a new secret and show it, once."""
    secret = give_new_secret(way_id=way_id, by=_me(request), at=clock.now())
    return _show_secret(request, way_id, secret)


@require_POST
def remove(request: HttpRequest, way_id: int) -> HttpResponse:
    """Tell a way nothing any more."""
    remove_way(way_id=way_id, by=_me(request), at=clock.now())
    messages.success(request, _("The way is gone. Nothing is told by it any more."))
    return redirect("notices:ways")


@require_POST
def again(request: HttpRequest, message_id: UUID) -> HttpResponse:
    """Try a message again that failed."""
    try_again(message_id=message_id, by=_me(request), at=clock.now())
    messages.success(request, _("It is tried again now."))
    return redirect("notices:ways")


def _show_secret(request: HttpRequest, way_id: int, secret: str) -> HttpResponse:
    context = {"way": queries.get_way(way_id=way_id), "secret": secret}
    return render(request, "notices/secret.html", context)


def _me(request: HttpRequest) -> int:
    assert request.user.pk is not None  # noqa: S101  the permission table lets nobody else in
    return int(request.user.pk)


def _fields(view: Any) -> dict[str, Any]:
    return {name: getattr(view, name) for name in view.__dataclass_fields__}
