"""The page of the purpose: what the company is for, how it stands the test, what it was before."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people import actions, forms, queries
from tenfold.people.permissions import Permission
from tenfold.people.queries.wording import describe_test
from tenfold.people.views.drawing import get_me, get_viewer, page
from tenfold.ui.manifest import get_tile

SERVING = "serving-the-purpose"
"""The tile with which whoever keeps objectives shows which of them serve the purpose."""


@dataclass(frozen=True, slots=True)
class ServingView:
    """What another technique shows beside the purpose; `problem` says why there is nothing."""

    title: str
    template: str
    context: dict[str, object]
    problem: str = ""


@require_GET
def purpose(request: HttpRequest) -> HttpResponse:
    """Show what the company is for."""
    view = queries.get_purpose()
    return page(
        request,
        "people/purpose.html",
        purpose=view,
        test=describe_test(purpose=view, me=get_me(request)),
        serving=_serving(request),
        may_change=get_viewer(request).allows(Permission.MANAGE_COMPANY),
    )


@require_http_methods(["GET", "POST"])
def purpose_change(request: HttpRequest) -> HttpResponse:
    """Put the purpose into new words, or say anew why it is so."""
    current = queries.get_purpose().current
    initial = {"text": current.text, "because": current.because} if current else {}
    form = forms.PurposeForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.adopt_purpose(**form.cleaned_data, by=get_me(request), at=clock.now())
        except Refusal as refusal:
            forms.blame(form=form, refusal=refusal)
        else:
            messages.success(request, _("Saved. The words before stay on this page."))
            return redirect("people:purpose")
    return page(request, "people/purpose_change.html", form=form)


@require_POST
def purpose_answer(request: HttpRequest) -> HttpResponse:
    """Keep what somebody says to the test."""
    form = forms.TestForm(request.POST)
    if form.is_valid():
        actions.answer_purpose(
            version=form.cleaned_data["version"],
            answers=form.read_answers(),
            by=get_me(request),
            at=clock.now(),
        )
        messages.success(request, _("Your answers are kept. You can change them at any time."))
    else:
        messages.error(request, _("That could not be read. Nothing was changed."))
    return redirect("people:purpose")


def _serving(request: HttpRequest) -> ServingView | None:
    """What serves the purpose is another's to tell: where they cannot, the page says so and stands."""
    tile = get_tile(name=SERVING)
    if tile is None or not get_viewer(request).allows(Permission(tile.permission)):
        return None
    title, template = str(tile.title), tile.template
    try:
        return ServingView(title, template, dict(tile.query(request=request, at=clock.now())))
    except Refusal as refusal:
        return ServingView(title, template, {}, problem=refusal.sentence)
