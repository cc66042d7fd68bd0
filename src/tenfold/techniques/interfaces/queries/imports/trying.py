"""What would come of a file as a whole, without writing anything."""

from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from tenfold.eventlog.envelope import INTERNAL_SOURCE, Envelope
from tenfold.eventlog.store import EventLog
from tenfold.kit.operations import Progress
from tenfold.techniques.interfaces.readers import open_table
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.rows import make_mapper

_CHUNK_ROWS = 5_000
_LISTED = 20


def try_file(
    *,
    path: Path,
    mapping: Mapping,
    source_id: int | None,
    log: EventLog,
    at: datetime,
    progress: Progress,
    cancelled: Event,
) -> dict[str, Any]:
    """Read a file to its end and return the counts, and the first rows that would be rejected.

    The log is asked what it would make of each event; it gets none. `source_id` None: the source
    is not there yet, and so none of its events are.
    """
    counts = {"read": 0, "accepted": 0, "duplicates": 0, "rejected": 0, "left_out": 0, "erased": 0}
    problems: list[dict[str, Any]] = []
    source = INTERNAL_SOURCE if source_id is None else source_id
    foresee = _Foresight(log=log, source=source, repeats=bool(mapping.id) or mapping.native)
    with open_table(path=path, form=mapping.format) as table:
        mapper = make_mapper(mapping=mapping, table=table, source=source, at=at)
        for chunk in table.chunks(size=_CHUNK_ROWS):
            if cancelled.is_set():
                break
            mapped = mapper(chunk)
            faults = sorted([*chunk.faults, *mapped.faults], key=lambda fault: fault.line)
            counts["read"] += len(chunk.rows) + len(chunk.faults)
            for name, count in foresee.count(envelopes=mapped.envelopes).items():
                counts[name] += count
            counts["rejected"] += len(faults)
            counts["left_out"] += mapped.left_out
            problems += [
                {"line": one.line, "column": one.column, "value": one.value, "reason": one.reason}
                for one in faults[: max(0, _LISTED - len(problems))]
            ]
            progress({**counts, "share": table.share()})
    return {
        **counts,
        "report": None,
        "same_time": mapping.time.part.constant or None,
        "dry_run": True,
        "problems": problems,
    }


class _Foresight:
    """What the log would make of the chunks of one file, one after the other.

    repeats  whether an id may come again in the same file: the log does not get to see the first
    """

    def __init__(self, *, log: EventLog, source: int, repeats: bool) -> None:
        self._log = log
        self._source = source
        self._seen: set[bytes] | None = set() if repeats else None

    def count(self, *, envelopes: list[Envelope]) -> dict[str, int]:
        """Return how many would be accepted, are duplicates, of erased persons, or too old."""
        found = self._log.foresee(source=self._source, envelopes=envelopes)
        accepted = found.accepted
        if self._seen is not None:
            aside = {*found.duplicates, *found.erased, *found.too_old}
            new = {one.event_id for place, one in enumerate(envelopes) if place not in aside}
            accepted = len(new - self._seen)
            self._seen |= new
        return {
            "accepted": accepted,
            "duplicates": len(found.duplicates) + found.accepted - accepted,
            "erased": len(found.erased),
            "rejected": len(found.too_old),
        }
