"""Pages of persons: one with its ids and events, and the merges."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tenfold.eventlog.current import get_log
from tenfold.kit import clock
from tenfold.people.permissions import Permission
from tenfold.techniques.interfaces.actions import persons as actions
from tenfold.techniques.interfaces.actions.erasing import erase_person
from tenfold.techniques.interfaces.queries import events, persons
from tenfold.techniques.interfaces.rules.remains import say_remains
from tenfold.techniques.interfaces.views.asking import do_and_return, get_sight, get_viewer, show


@require_GET
def show_person(request: HttpRequest, person: str) -> HttpResponse:
    """Show one person: which ids are theirs, what they did."""
    view = persons.get_person(log=get_log(), person=person)
    context = {
        "person": view,
        "asked": person,
        "events": events.list_events(
            log=get_log(), limit=30, person=view.id, sight=get_sight(request)
        ),
        "may_erase": get_viewer(request).allows(Permission.ERASE),
    }
    return show(request, "interfaces/person.html", context)


@require_GET
def find_person(request: HttpRequest) -> HttpResponse:
    """Go to the page of the person whose id was typed."""
    asked = request.GET.get("person", "").strip()
    return redirect("interfaces:person", person=asked) if asked else redirect("interfaces:merges")


@require_GET
def show_merges(request: HttpRequest) -> HttpResponse:
    """Show which ids were taken for one person, and which want a decision."""
    found = persons.list_merges(log=get_log(), limit=200)
    context = {
        "refused": [view for view in found if view.state == "refused"],
        "decided": [view for view in found if view.state != "refused"],
    }
    return show(request, "interfaces/merges.html", context)


@require_POST
def merge(request: HttpRequest) -> HttpResponse:
    """Join two ids because somebody decided it."""

    def do() -> str:
        done = actions.merge_persons(
            known=request.POST.get("known", "").strip(),
            alias=request.POST.get("alias", "").strip(),
            log=get_log(),
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
        return _("“%(alias)s” counts as “%(known)s” now, in everything that was and will be.") % {
            "alias": done.alias,
            "known": done.known,
        }

    return do_and_return(request, to=reverse("interfaces:merges"), do=do)


@require_POST
def keep_apart(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Keep two ids apart because somebody decided it."""

    def do() -> str:
        actions.keep_apart(merge_id=merge_id, by=get_viewer(request).account_id, at=clock.now())
        return _("They stay two persons.")

    return do_and_return(request, to=reverse("interfaces:merges"), do=do)


@require_POST
def undo_merge(request: HttpRequest, merge_id: int) -> HttpResponse:
    """Separate two ids again."""

    def do() -> str:
        done = actions.undo_merge(
            merge_id=merge_id, log=get_log(), by=get_viewer(request).account_id, at=clock.now()
        )
        return _("“%(alias)s” and “%(known)s” are two persons again.") % {
            "alias": done.alias,
            "known": done.known,
        }

    return do_and_return(request, to=reverse("interfaces:merges"), do=do)


@require_POST
def erase(request: HttpRequest) -> HttpResponse:
    """Erase a person for good, and show the proof."""
    person = request.POST.get("person", "")

    def do() -> str:
        done = erase_person(
            person=person,
            typed=request.POST.get("typed", "").strip(),
            log=get_log(),
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
        for said in say_remains(remains=done.remains):
            messages.warning(request, said)
        if done.left:
            messages.error(
                request,
                _("A search afterwards still found traces of this person. Run: tenfold doctor"),
            )
            return ""
        return ngettext(
            "Erased: %(count)s event. A search afterwards found nothing that this person did.",
            "Erased: %(count)s events. A search afterwards found nothing that this person did.",
            done.events,
        ) % {"count": number_format(done.events, force_grouping=True)}

    back = reverse("interfaces:person", args=[person]) if person else None
    return do_and_return(request, to=reverse("interfaces:merges"), do=do, otherwise=back)
