"""The second page of an import: check what the file means, answer what is not sure, begin."""

from dataclasses import replace
from uuid import UUID
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from tenfold.eventlog.current import get_log
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people.queries import get_company
from tenfold.techniques.interfaces.actions import imports
from tenfold.techniques.interfaces.actions import uploads as actions
from tenfold.techniques.interfaces.queries.imports import Examination
from tenfold.techniques.interfaces.queries.sources import list_source_names
from tenfold.techniques.interfaces.queries.uploads import (
    UploadView,
    count_rows,
    examine_upload,
    get_upload,
    name_source_of,
)
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.views.asking import do_and_return, get_viewer, show

ENCODINGS = ("utf-8", "cp1252", "iso-8859-15", "cp1250", "utf-16", "mac-roman", "cp437")


@require_GET
def show_check(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show the first rows as the events they would become, and what is still to be answered."""
    upload = get_upload(upload_id=upload_id)
    if upload.import_id is not None:
        return redirect("interfaces:import_run", import_id=upload.import_id)
    examination, refusal = _examine(upload)
    rows = upload.rows or (examination.total_rows if examination else None)
    context = {
        "upload": upload,
        "examination": examination,
        "refusal": refusal,
        "source_name": name_source_of(
            upload=upload, mapping=examination.mapping if examination else None
        ),
        "rows": rows,
        "steps": _steps(rows),
        "zones": sorted(available_timezones()),
        "encodings": ENCODINGS,
        "sources": [name for source, name in list_source_names().items() if source],
    }
    return show(request, "interfaces/import_check.html", context, status=422 if refusal else 200)


@require_GET
def show_count(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Count the file's rows, and say how many the button will import."""
    upload = get_upload(upload_id=upload_id)
    rows = count_rows(upload=upload)
    if rows is not None:
        actions.keep_count(upload_id=upload_id, rows=rows)
    context = {"upload": upload, "rows": rows, "steps": _steps(rows)}
    return show(request, "interfaces/import_count.html", context)


@require_POST
def answer(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Keep an answer to one of the questions."""

    def do() -> str:
        key, said = request.POST.get("key", ""), request.POST.get("answer", "").strip()
        if key and said:
            actions.answer_question(upload_id=upload_id, key=key, answer=said)
        return ""

    return do_and_return(request, to=_address(upload_id), do=do)


@require_POST
def change_settings(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Change which source the events belong to, how the text is read, or guess anew."""

    def do() -> str:
        if "source" in request.POST:
            actions.set_source_name(upload_id=upload_id, name=request.POST["source"])
        if "encoding" in request.POST:
            actions.set_encoding(upload_id=upload_id, encoding=request.POST["encoding"])
        if "guess" in request.POST:
            actions.set_mapping(upload_id=upload_id, mapping=None)
        return ""

    return do_and_return(request, to=_address(upload_id), do=do)


@require_POST
def choose_metric(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Keep whether a number is wanted, while other things are still being answered."""
    name = request.POST.get("number", "")
    wanted = name in request.POST.getlist("metric")
    actions.want_metric(upload_id=upload_id, name=name, wanted=wanted)
    return HttpResponse(status=204)


@require_POST
def begin(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Begin the import and go to where its progress shows."""
    upload = get_upload(upload_id=upload_id)
    by, at = get_viewer(request).account_id, clock.now()

    def do() -> str:
        examination = examine_upload(upload=upload, company=get_company(), at=at)
        import_id = actions.begin_upload(
            upload_id=upload_id,
            path=upload.path,
            mapping=_chosen(request, examination.mapping),
            source_name=name_source_of(upload=upload, mapping=examination.mapping),
            by=by,
            at=at,
        )
        imports.run_in_background(import_id=import_id, log=get_log())
        return ""

    return do_and_return(request, to=_address(upload_id), do=do)


@require_POST
def give_up(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Remove a file that is not to be imported after all."""

    def do() -> str:
        actions.give_up_upload(upload_id=upload_id)
        return _("The file was removed. Nothing of it was imported.")

    return do_and_return(request, to=reverse("interfaces:import"), do=do)


def _examine(upload: UploadView) -> tuple[Examination | None, Refusal | None]:
    try:
        return examine_upload(upload=upload, company=get_company(), at=clock.now()), None
    except Refusal as refusal:
        return None, refusal


def _chosen(request: HttpRequest, mapping: Mapping) -> Mapping:
    """Leave out the numbers whose box was emptied on the page."""
    if "choose" not in request.POST:
        return mapping
    wanted = request.POST.getlist("metric")
    return replace(mapping, metrics=tuple(one for one in mapping.metrics if one.name in wanted))


def _steps(rows: int | None) -> list[str]:
    read = _("Read the file")
    if rows:
        read = ngettext("Read %(count)s row", "Read %(count)s rows", rows) % {
            "count": number_format(rows, force_grouping=True)
        }
    return [read, _("Check what it means"), _("Import")]


def _address(upload_id: UUID) -> str:
    return reverse("interfaces:import_check", args=[upload_id])
