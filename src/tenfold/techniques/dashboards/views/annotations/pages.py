"""The list of annotations, one of them, adding, changing, removing and bringing back."""

from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.metrics.properties import list_events
from tenfold.metrics.queries import list_metrics
from tenfold.people.permissions import Viewer
from tenfold.techniques.dashboards.actions.annotations.holidays import note_holidays
from tenfold.techniques.dashboards.actions.annotations.noting import (
    add_annotation,
    bring_back_annotation,
    change_annotation,
    remove_annotation,
)
from tenfold.techniques.dashboards.queries.annotations.listing import get_annotation, get_page
from tenfold.techniques.dashboards.rules.annotations.noting import Noted
from tenfold.techniques.dashboards.rules.happening import name_in_words
from tenfold.techniques.dashboards.views.annotations.forms import (
    AnnotationForm,
    begin,
    initial_of,
    list_concerns,
)
from tenfold.techniques.dashboards.views.pages import read_asker
from tenfold.ui.countries import country_of_zone

_LISTED_EVENTS = 200


@require_safe
def list_all(request: HttpRequest) -> HttpResponse:
    """Everything that was noted, the latest first."""
    asked = request.GET
    page = get_page(
        asker=read_asker(request), kind=asked.get("kind", ""), removed=asked.get("removed", "")
    )
    return render(request, "dashboards/annotations/list.html", {"page": page})


@require_safe
def show(request: HttpRequest, annotation_id: int) -> HttpResponse:
    """One annotation."""
    asker = read_asker(request)
    found = get_annotation(annotation_id=annotation_id, formats=asker.formats, viewer=asker.viewer)
    return render(request, "dashboards/annotations/one.html", {"annotation": found})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Note what happened."""
    asker = read_asker(request)
    asked = request.GET
    today = asker.calendar.to_local(at=asker.at).date()
    initial = begin(on=asked.get("on", ""), metric=asked.get("metric", ""), today=today)
    form = _form(request, {**initial, "back": asked.get("back", "")})
    noted = _read(request, form)
    if noted is None:
        return render(request, "dashboards/annotations/form.html", {"form": form})
    add_annotation(noted=noted, by=asker.viewer.account_id, at=clock.now())
    messages.success(request, _("Noted. It stands on the charts now."))
    return HttpResponseRedirect(_back(request, form))


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, annotation_id: int) -> HttpResponse:
    """Note it otherwise."""
    asker = read_asker(request)
    found = get_annotation(annotation_id=annotation_id, formats=asker.formats, viewer=asker.viewer)
    if not found.may_change or found.is_fact:
        return HttpResponseRedirect(reverse("dashboards:annotation", args=[annotation_id]))
    form = _form(request, initial_of(annotation=found))
    noted = _read(request, form)
    if noted is None:
        context = {"form": form, "annotation": found}
        return render(request, "dashboards/annotations/form.html", context)
    change_annotation(annotation_id=annotation_id, noted=noted, viewer=asker.viewer, at=clock.now())
    messages.success(request, _("Changed."))
    return HttpResponseRedirect(_back(request, form))


@require_POST
def remove(request: HttpRequest, annotation_id: int) -> HttpResponse:
    """Take a note off the charts; the list offers to bring it back."""
    remove_annotation(annotation_id=annotation_id, viewer=_viewer(request), at=clock.now())
    address = reverse("dashboards:annotations")
    return HttpResponseRedirect(f"{address}?{urlencode({'removed': annotation_id})}")


@require_POST
def bring_back(request: HttpRequest, annotation_id: int) -> HttpResponse:
    """Undo the removing."""
    bring_back_annotation(annotation_id=annotation_id, viewer=_viewer(request), at=clock.now())
    messages.success(request, _("It stands on the charts again."))
    return HttpResponseRedirect(reverse("dashboards:annotations"))


@require_POST
def holidays(request: HttpRequest) -> HttpResponse:
    """Note the public holidays of the company's country."""
    asker = read_asker(request)
    years = [int(one) for one in request.POST.getlist("year") if one.isdecimal() and len(one) == 4]
    try:
        added = note_holidays(
            country=country_of_zone(timezone=asker.company.timezone),
            years=years,
            language=asker.company.language,
            by=asker.viewer.account_id,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, f"{refusal.sentence} {refusal.next_step}".strip())
    else:
        said = ngettext("%(count)d day was noted.", "%(count)d days were noted.", added)
        messages.success(request, said % {"count": added})
    return HttpResponseRedirect(reverse("dashboards:annotations"))


def _form(request: HttpRequest, initial: dict[str, Any]) -> AnnotationForm:
    metrics = [(one.name, one.title) for one in list_metrics()]
    events = [(one.name, name_in_words(name=one.name)) for one in list_events()[:_LISTED_EVENTS]]
    chosen = str(initial.get("concerns", ""))
    concerns = list_concerns(metrics=metrics, events=events, chosen=chosen)
    return AnnotationForm(request.POST or None, initial=initial, concerns=concerns)


def _read(request: HttpRequest, form: AnnotationForm) -> Noted | None:
    return form.read() if request.method == "POST" and form.is_valid() else None


def _back(request: HttpRequest, form: AnnotationForm) -> str:
    """Back to the chart where somebody came from; never out of the house."""
    wanted = form.cleaned_data["back"]
    if wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()}):
        return str(wanted)
    return reverse("dashboards:annotations")


def _viewer(request: HttpRequest) -> Viewer:
    return cast(Viewer, request.viewer)  # type: ignore[attr-defined]
