"""Writing events to a file."""

from datetime import datetime
from pathlib import Path
from typing import Literal, cast

from django.utils.translation import gettext as _

from tenfold.eventlog.store import EventLog
from tenfold.kit.refusal import Refusal
from tenfold.people.queries import get_company
from tenfold.techniques.interfaces.rules.spans import read_instant, require_span

Form = Literal["parquet", "csv", "jsonl"]
FORMS = ("parquet", "csv", "jsonl")


class UnknownExportForm(Refusal):
    """Events are written as Parquet, CSV or JSON lines."""

    code = "unknown_export_form"


class ExportInTheWay(Refusal):
    """There is a file of that name, or no folder to put it in."""

    code = "export_in_the_way"
    status = 409


def export_events(
    *,
    log: EventLog,
    path: Path,
    form: str,
    start: str | None = None,
    end: str | None = None,
    name: str | None = None,
    internal: bool = False,
) -> int:
    """Write events, oldest first, to the new file `path`; return how many.

    `start` and `end` are days or instants in the company's zone, half-open. Raises
    `UnknownExportForm`, `ExportInTheWay`, `UnreadableTime`, `EmptySpan`.
    """
    if form not in FORMS:
        raise UnknownExportForm(
            _("Events cannot be written as “%(form)s”.") % {"form": form},
            next_step=_("Choose one of: %(forms)s.") % {"forms": ", ".join(FORMS)},
            field="as",
        )
    _require_free(path=path)
    zone = get_company().timezone
    from_at = _read(text=start, timezone=zone, field="from")
    to_at = _read(text=end, timezone=zone, field="to")
    require_span(start=from_at, end=to_at)
    return log.export(
        path=path, format=cast(Form, form), start=from_at, end=to_at, name=name, internal=internal
    )


def _read(*, text: str | None, timezone: str, field: str) -> datetime | None:
    return None if text is None else read_instant(text=text, timezone=timezone, field=field)


def _require_free(*, path: Path) -> None:
    if path.exists():
        raise ExportInTheWay(
            _("%(path)s exists already.") % {"path": path},
            next_step=_("Choose another name, or move that file away."),
            field="path",
        )
    if not path.parent.is_dir():
        raise ExportInTheWay(
            _("There is no folder %(folder)s.") % {"folder": path.parent},
            next_step=_("Make it first, or choose another."),
            field="path",
        )
