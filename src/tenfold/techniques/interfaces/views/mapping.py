"""Changing by hand what the columns mean, with the rows as they would become beside it."""

from pathlib import PurePosixPath
from uuid import UUID
from zoneinfo import available_timezones

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.people.queries import get_company
from tenfold.techniques.interfaces.actions import uploads as actions
from tenfold.techniques.interfaces.queries.imports import Examination, known_metrics
from tenfold.techniques.interfaces.queries.uploads import UploadView, examine_upload, get_upload
from tenfold.techniques.interfaces.rules.choosing import (
    ROLES,
    Choices,
    apply_choices,
    read_choices,
)
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.mapping.reading import LONGEST_YAML
from tenfold.techniques.interfaces.views.asking import do_and_return, show

ROLE_LABELS = {
    "property": _("kept as property"),
    "time": _("when it happened"),
    "actor": _("who did it"),
    "event": _("what happened (the event's name)"),
    "currency": _("currency of the value"),
    "id": _("identifies the row, kept"),
    "dropped": _("left out"),
}
TIME_FORMATS = (
    ("iso", "2026-11-24 14:05"),
    ("%d.%m.%Y %H:%M", "24.11.2026 14:05"),
    ("%d/%m/%Y %H:%M", "24/11/2026 14:05"),
    ("%m/%d/%Y %H:%M", "11/24/2026 14:05"),
    ("%d.%m.%Y", "24.11.2026"),
    ("%d/%m/%Y", "24/11/2026"),
    ("%m/%d/%Y", "11/24/2026"),
    ("epoch", "1795874700"),
    ("epoch_ms", "1795874700000"),
    ("excel", "46350.587"),
)


def edit_mapping(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show the form, or keep what was chosen and go back to the check."""
    upload = get_upload(upload_id=upload_id)
    examined = _examine(upload)
    if request.method != "POST":
        choices = read_choices(mapping=examined.mapping, header=_header(examined))
        return _show(request, upload, examined, choices)
    choices = _read(request, _header(examined))
    try:
        mapping = _apply(examined, choices)
        _examine(upload, mapping=mapping)
    except Refusal as refusal:
        return _show(request, upload, examined, choices, refusal=refusal)
    actions.set_mapping(upload_id=upload_id, mapping=mapping.to_spec())
    return redirect("interfaces:import_check", upload_id=upload_id)


@require_POST
def take_mapping_file(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Take a mapping that was written down in a file, such as one of another company."""

    def do() -> str:
        file = request.FILES.get("mapping")
        text = b"" if file is None else file.read(LONGEST_YAML + 1)
        mapping = Mapping.from_yaml(text.decode("utf-8", errors="replace"))
        _examine(get_upload(upload_id=upload_id), mapping=mapping)
        actions.set_mapping(upload_id=upload_id, mapping=mapping.to_spec())
        return str(_("The mapping of the file is used now. Look whether the rows are right."))

    return do_and_return(request, to=reverse("interfaces:import_check", args=[upload_id]), do=do)


@require_GET
def send_mapping_file(request: HttpRequest, upload_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Send the mapping as it is now, to be kept or used with `tenfold import --mapping`."""
    upload = get_upload(upload_id=upload_id)
    name = PurePosixPath(upload.file_name).name.split(".")[0] or "mapping"
    return HttpResponse(
        _examine(upload).mapping.to_yaml(),
        content_type="application/yaml",
        headers={"Content-Disposition": content_disposition_header(True, f"{name}.yaml") or ""},
    )


@require_POST
def preview_mapping(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Show what the choices would make of the first rows, or why they make nothing."""
    upload = get_upload(upload_id=upload_id)
    before = _examine(upload)
    context: dict[str, object] = {"upload": upload}
    try:
        mapping = _apply(before, _read(request, _header(before)))
        context["examined"] = _examine(upload, mapping=mapping)
    except Refusal as refusal:
        context["refusal"] = refusal
    return show(request, "interfaces/import_preview.html", context)


def _show(
    request: HttpRequest,
    upload: UploadView,
    examined: Examination,
    choices: Choices,
    refusal: Refusal | None = None,
) -> HttpResponse:
    context = {
        "upload": upload,
        "examined": examined,
        "choices": choices,
        "refusal": refusal,
        "columns": [
            (place, column.name, choices.roles[column.name], column.samples)
            for place, column in enumerate(examined.columns)
        ],
        "roles": [(role, ROLE_LABELS[role]) for role in ROLES],
        "time_formats": TIME_FORMATS,
        "zones": sorted(available_timezones()),
    }
    return show(request, "interfaces/import_mapping.html", context, status=422 if refusal else 200)


def _read(request: HttpRequest, header: tuple[str, ...]) -> Choices:
    said = {key: value.strip() for key, value in request.POST.items() if isinstance(value, str)}
    roles = {
        name: role if (role := said.get(f"role-{place}", "")) in ROLES else "property"
        for place, name in enumerate(header)
    }
    return Choices(
        roles=roles,
        time=said.get("time", ""),
        event=said.get("event", ""),
        actor=said.get("actor", ""),
        value=said.get("value", ""),
        currency=said.get("currency", "").upper(),
        where=said.get("where", ""),
        time_format=said.get("time_format") or "iso",
        zone=said.get("zone") or "UTC",
        decimal=said.get("decimal") or ".",
    )


def _examine(upload: UploadView, *, mapping: Mapping | None = None) -> Examination:
    return examine_upload(upload=upload, company=get_company(), at=clock.now(), mapping=mapping)


def _apply(examined: Examination, choices: Choices) -> Mapping:
    return apply_choices(mapping=examined.mapping, choices=choices, there=known_metrics())


def _header(examined: Examination) -> tuple[str, ...]:
    return tuple(column.name for column in examined.columns)
