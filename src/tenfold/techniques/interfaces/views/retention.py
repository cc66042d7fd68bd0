"""How long a source keeps its single events: what it would mean, then saying it."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.eventlog.current import get_log
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.forms import RetentionForm
from tenfold.techniques.interfaces.queries import retention, sources
from tenfold.techniques.interfaces.rules.retention import read_days
from tenfold.techniques.interfaces.views.asking import do_and_return, get_viewer, show


def source_retention(request: HttpRequest, source_id: int) -> HttpResponse:
    """Show what it would mean, or do it where it was confirmed."""
    if request.method == "POST":
        return _set(request, source_id)
    return _preview(request, source_id)


def _preview(request: HttpRequest, source_id: int) -> HttpResponse:
    view = sources.get_source(source_id=source_id, log=get_log(), at=clock.now())
    said = request.GET.get("days")
    form = RetentionForm(
        initial={"days": view.keep_days} if said is None else None,
        data=None if said is None else {"days": said},
    )
    context: dict[str, object] = {"source": view, "form": form, "preview": None}
    status = 200
    try:
        if said is not None:
            context["preview"] = retention.preview_retention(
                source_id=source_id, days=read_days(said=said), log=get_log(), at=clock.now()
            )
    except Refusal as refusal:
        form.add_error("days", f"{refusal.sentence} {refusal.next_step}".strip())
        status = 422
    return show(request, "interfaces/source_retention.html", context, status=status)


def _set(request: HttpRequest, source_id: int) -> HttpResponse:
    def do() -> str:
        days = read_days(said=request.POST.get("days", ""))
        actions.set_retention(
            source_id=source_id, days=days, by=get_viewer(request).account_id, at=clock.now()
        )
        if days is None:
            return _("This source keeps its events for ever.")
        return ngettext(
            "This source keeps its events for %(days)d day. Older ones become totals within the hour;"
            " until then you can still change it.",
            "This source keeps its events for %(days)d days. Older ones become totals within the hour;"
            " until then you can still change it.",
            days,
        ) % {"days": days}

    return do_and_return(request, to=reverse("interfaces:source", args=[source_id]), do=do)
