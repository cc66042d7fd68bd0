"""Decisions about dropped files: how large, how they are called, how long they stay."""

import unicodedata
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

LARGEST_BYTES = 4 * 1024**3
KEPT_FOR = timedelta(days=7)
ROOM_LEFT_BYTES = 200 * 1024**2
LONGEST_FILE_NAME = 120
ANEW = "guess.anew"
"""Among the answers about a file: no mapping of an earlier file of its shape is wanted."""
WITHOUT = "guess.without"
"""Among the answers about a file: the names of the numbers that are not wanted."""
OWN_ANSWERS = frozenset({ANEW, WITHOUT})
PACKED = (".gz", ".zst")


class UploadTooLarge(Refusal):
    """A file that is better imported on the command line."""

    code = "upload_too_large"
    status = 413


class NoRoomForUpload(Refusal):
    """The disk has no room for the file."""

    code = "no_room_for_upload"
    status = 507


class NothingUploaded(Refusal):
    """The request brought no file, or an empty one."""

    code = "nothing_uploaded"


class UnknownUpload(Refusal):
    """The file is not there any more."""

    code = "unknown_upload"
    status = 404


class UploadInUse(Refusal):
    """The import of the file has begun."""

    code = "upload_in_use"
    status = 409


def require_size(*, size_bytes: int, free_bytes: int) -> None:
    """Raise `UploadTooLarge` or `NoRoomForUpload` where a file of that size cannot be kept."""
    if size_bytes > LARGEST_BYTES:
        raise UploadTooLarge(
            _("The file is larger than %(most)d GiB, the most that a browser can bring.")
            % {"most": LARGEST_BYTES // 1024**3},
            next_step=_("Import it on the server instead: tenfold import FILE"),
        )
    if size_bytes + ROOM_LEFT_BYTES > free_bytes:
        raise NoRoomForUpload(
            _("The disk of the server has no room for this file."),
            next_step=_("Free some space in Tenfold's home, or import a smaller file."),
        )


def clean_file_name(*, name: str) -> str:
    """Return a name that is safe in any folder and still says which file it was."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(char for char in base if char.isprintable()).strip().lstrip(".")
    if len(kept) > LONGEST_FILE_NAME:
        suffix = PurePosixPath(kept).suffix[:12]
        kept = kept[: LONGEST_FILE_NAME - len(suffix)] + suffix
    return kept or "file"


def name_source(*, file_name: str) -> str:
    """Return what a source made for this file is called: its name without the ending."""
    path = PurePosixPath(file_name)
    stem = PurePosixPath(path.stem).stem if path.suffix in PACKED else path.stem
    return stem[:80].strip() or file_name[:80]


def is_stale(*, uploaded_at: datetime, at: datetime) -> bool:
    """Return whether a file that nobody imported has waited long enough."""
    return at - uploaded_at > KEPT_FOR
