"""The first page of an import: drop a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO
from uuid import UUID, uuid4

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.actions import uploads as actions
from tenfold.techniques.interfaces.queries.imports import list_imports
from tenfold.techniques.interfaces.queries.uploads import list_uploads
from tenfold.techniques.interfaces.rules import uploads as rules
from tenfold.techniques.interfaces.views.asking import do_and_return, get_viewer, show


@require_GET
def show_start(request: HttpRequest) -> HttpResponse:
    """Show where to drop a file, the files that wait, and what was imported last."""
    actions.sweep_uploads(at=clock.now())
    context = {
        "uploads": list_uploads(),
        "imports": list_imports(limit=5),
        "most_gib": rules.LARGEST_BYTES // 1024**3,
    }
    return show(request, "interfaces/import_start.html", context)


class Uploading(FileUploadHandler):
    """Writes a dropped file straight to its place, piece by piece, whatever its size."""

    def __init__(self, request: HttpRequest, *, upload_id: UUID) -> None:
        super().__init__(request)
        self.upload_id = upload_id
        self.path: Path | None = None
        self.refusal: Refusal | None = None
        self.announced_bytes = int(request.META.get("CONTENT_LENGTH") or 0)
        self._file: BinaryIO | None = None
        self._written = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Open the place for the first file; a second one in the same request is not wanted."""
        super().new_file(*args, **kwargs)
        if self.path is not None:
            raise StopUpload(connection_reset=True)
        with self._refusing():
            self.path = actions.make_place(
                upload_id=self.upload_id,
                file_name=self.file_name or "",
                size_bytes=self.announced_bytes,
            )
            self._file = self.path.open("wb")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002  Django's
        """Write a piece; return nothing, so that no other handler sees it."""
        self._written += len(raw_data)
        with self._refusing():
            rules.require_size(size_bytes=self._written, free_bytes=rules.LARGEST_BYTES * 2)
            if self._file is not None:
                self._file.write(raw_data)

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002  Django's
        """Close the file. Nothing is handed on: it lies where it belongs."""
        self.close()

    def upload_interrupted(self) -> None:
        """Remove what has arrived."""
        self.close()
        actions.drop_place(upload_id=self.upload_id)

    def close(self) -> None:
        """Close what is open."""
        if self._file is not None:
            self._file.close()
            self._file = None

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        # A refusal inside of the parser would leave the request half read: stop it its own way.
        try:
            yield
        except Refusal as refusal:
            self.refusal = refusal
            raise StopUpload from refusal


@csrf_exempt  # the token stands in the body, which must not be read before the handler is set
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take a dropped file. Answers the page's script with JSON, a plain form with a redirect."""
    handler = Uploading(request, upload_id=uuid4())
    request.upload_handlers = [handler]
    return _upload(request, handler)


@csrf_protect
def _upload(request: HttpRequest, handler: Uploading) -> HttpResponse:
    checked = reverse("interfaces:import_check", args=[handler.upload_id])

    def keep() -> str:
        _keep(request, handler)
        return ""

    if request.headers.get("X-Requested-With") != "upload":
        return do_and_return(request, to=checked, do=keep, otherwise=reverse("interfaces:import"))
    try:
        keep()
    except Refusal as refusal:
        return JsonResponse(refusal.as_problem(), status=refusal.status)
    return JsonResponse({"next": checked}, status=201)


def _keep(request: HttpRequest, handler: Uploading) -> None:
    request.FILES  # noqa: B018  reading it is what makes the file arrive, where the token did not
    handler.close()
    try:
        if handler.refusal is not None:
            raise handler.refusal
        if handler.path is None or not handler.path.exists():
            raise rules.NothingUploaded(
                _("No file arrived."), next_step=_("Choose a file, then try again.")
            )
        actions.keep_upload(
            upload_id=handler.upload_id,
            path=handler.path,
            by=get_viewer(request).account_id,
            at=clock.now(),
        )
    except Refusal:
        actions.drop_place(upload_id=handler.upload_id)
        raise
