"""The pages of alerts and incidents: read the address, ask once, draw."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.metrics.asking import read_time
from tenfold.techniques.dashboards.actions.alerts import handling, looking, making, telling
from tenfold.techniques.dashboards.queries.alerts import pages
from tenfold.techniques.dashboards.views.pages import read_asker

_PUT_OFF = {"hour": timedelta(hours=1), "tomorrow": timedelta(days=1), "week": timedelta(days=7)}


@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """Every alert: what fired first."""
    page = pages.list_page(asker=read_asker(request))
    return render(request, "dashboards/alerts/list.html", {"page": page})


@require_safe
def show(request: HttpRequest, alert_id: int) -> HttpResponse:
    """One alert: what it watches for, how often it fired, who is told."""
    page = pages.get_page(alert_id=alert_id, asker=read_asker(request))
    return render(request, "dashboards/alerts/one.html", {"page": page})


@require_safe
def incident(request: HttpRequest, incident_id: int) -> HttpResponse:
    """One incident: what happened, what to do, who has it."""
    page = pages.get_incident_page(incident_id=incident_id, asker=read_asker(request))
    return render(request, "dashboards/alerts/incident.html", {"page": page})


@require_POST
def look(request: HttpRequest, alert_id: int) -> HttpResponse:  # noqa: ARG001  Django's way
    """Look at once instead of at the next minute."""
    pages.find_alert(alert_id=alert_id)
    at = clock.now()
    looking.look_at_alerts(at=at, only=[alert_id])
    telling.tell_of_incidents(at=at)
    return HttpResponseRedirect(reverse("dashboards:alert", args=[alert_id]))


@require_POST
def pause(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Let an alert rest."""
    making.pause_alert(alert_id=alert_id, by=me(request), at=clock.now())
    messages.success(request, _("It rests until you wake it."))
    return HttpResponseRedirect(reverse("dashboards:alert", args=[alert_id]))


@require_POST
def wake(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Have a resting alert look again."""
    making.wake_alert(alert_id=alert_id, by=me(request), at=clock.now())
    messages.success(request, _("It looks again from now on."))
    return HttpResponseRedirect(reverse("dashboards:alert", args=[alert_id]))


@require_POST
def take_over(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Make an alert one's own."""
    making.hand_over_alert(alert_id=alert_id, to=me(request), by=me(request), at=clock.now())
    messages.success(request, _("It is yours, and looks with your eyes now."))
    return HttpResponseRedirect(reverse("dashboards:alert", args=[alert_id]))


@require_POST
def remove(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Take an alert away."""
    making.remove_alert(alert_id=alert_id, by=me(request), at=clock.now())
    messages.success(request, _("The alert is gone. What became of its incidents is kept."))
    return HttpResponseRedirect(reverse("dashboards:alerts"))


@require_POST
def take(request: HttpRequest, incident_id: int) -> HttpResponse:
    """It is mine."""
    note = request.POST.get("note", "").strip()
    return _handled(
        request,
        incident_id,
        lambda at: handling.acknowledge(incident_id=incident_id, by=me(request), at=at, note=note),
        _("You have it."),
    )


@require_POST
def give_back(request: HttpRequest, incident_id: int) -> HttpResponse:
    """It is nobody's again."""
    return _handled(
        request,
        incident_id,
        lambda at: handling.give_back(incident_id=incident_id, by=me(request), at=at),
        _("It waits for somebody again."),
    )


@require_POST
def put_off(request: HttpRequest, incident_id: int) -> HttpResponse:
    """Not now."""
    said = request.POST.get("until", "tomorrow")
    return _handled(
        request,
        incident_id,
        lambda at: handling.put_off(
            incident_id=incident_id, until=_until(request, said, at), by=me(request), at=at
        ),
        _("Put off. If it is still so then, it is told again."),
    )


def _until(request: HttpRequest, said: str, at: datetime) -> datetime:
    if said in _PUT_OFF:
        return at + _PUT_OFF[said]
    return read_time(text=said, calendar=read_asker(request).calendar, field="until")


@require_POST
def resolve(request: HttpRequest, incident_id: int) -> HttpResponse:
    """It is dealt with."""
    note = request.POST.get("note", "").strip()
    return _handled(
        request,
        incident_id,
        lambda at: handling.resolve(incident_id=incident_id, by=me(request), at=at, note=note),
        _("Dealt with."),
    )


def _handled(
    request: HttpRequest, incident_id: int, do: Callable[[datetime], None], done: str
) -> HttpResponse:
    """Do it and go back to the page; what is refused is said there."""
    try:
        do(clock.now())
        messages.success(request, done)
    except Refusal as refusal:
        if refusal.status == 404:
            raise
        messages.error(request, f"{refusal.sentence} {refusal.next_step}".strip())
    return HttpResponseRedirect(reverse("dashboards:incident", args=[incident_id]))


def me(request: HttpRequest) -> int:
    """Return the account of whoever is signed in."""
    return int(request.user.pk or 0)
