"""Decisions about imports: what may be done with one in which state."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal

_ENDINGS = [
    ".gz",
    ".zst",
    ".zip",
    ".csv",
    ".tsv",
    ".txt",
    ".tab",
    ".jsonl",
    ".ndjson",
    ".json",
    ".parquet",
    ".xlsx",
    ".xlsm",
    ".xlsb",
    ".xls",
    ".ods",
]
CONTINUABLE = frozenset({"cancelled", "interrupted", "failed"})
UNDOABLE = frozenset({"finished", "cancelled", "interrupted", "failed"})


class UnknownImport(Refusal):
    """There is no such import."""

    code = "unknown_import"
    status = 404


class ImportRunning(Refusal):
    """The import is running."""

    code = "import_running"
    status = 409


class ImportNotRunning(Refusal):
    """The import is not running, so there is nothing to stop or to carry on with."""

    code = "import_not_running"
    status = 409


class ImportAlreadyUndone(Refusal):
    """The import was undone before."""

    code = "import_already_undone"
    status = 409


class ImportFinishedAlready(Refusal):
    """The file was read to its end; there is nothing to continue."""

    code = "import_finished_already"
    status = 409


class QuestionsOpen(Refusal):
    """The file leaves questions open, and nobody is there to ask."""

    code = "questions_open"


def name_source(*, file_name: str) -> str:
    """Return the name of the source for a file that none is given for: its name without endings."""
    stem = file_name
    while (ending := next((one for one in _ENDINGS if stem.lower().endswith(one)), None)) and (
        len(stem) > len(ending)
    ):
        stem = stem[: -len(ending)]
    return stem[:80].strip() or file_name[:80]


def unknown_import(*, import_id: int) -> UnknownImport:
    """Return the refusal for an import that does not exist."""
    return UnknownImport(
        _("There is no import %(id)s.") % {"id": import_id},
        next_step=_("Look at the list of imports for its number."),
    )


def require_continuable(*, state: str) -> None:
    """Raise `ImportRunning`, `ImportAlreadyUndone` or `ImportFinishedAlready`."""
    if state in CONTINUABLE:
        return
    _refuse_running(state)
    if state == "undone":
        raise _undone()
    raise ImportFinishedAlready(
        _("The import read its file to the end; there is nothing to continue."),
        next_step=_("Import the file again: rows that are there already are not added twice."),
    )


def require_undoable(*, state: str) -> None:
    """Raise `ImportRunning` or `ImportAlreadyUndone`."""
    if state not in UNDOABLE:
        _refuse_running(state)
        raise _undone()


def _refuse_running(state: str) -> None:
    if state == "running":
        raise ImportRunning(
            _("The import is running."), next_step=_("Cancel it, or wait until it has finished.")
        )


def _undone() -> ImportAlreadyUndone:
    return ImportAlreadyUndone(
        _("The import was undone already."), next_step=_("Import the file again where you want it.")
    )
