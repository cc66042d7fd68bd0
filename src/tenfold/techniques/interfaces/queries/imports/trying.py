"""What would come of a file as a whole, without writing anything."""

from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

from tenfold.kit.operations import Progress
from tenfold.techniques.interfaces.readers import open_table
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.rows import make_mapper

_CHUNK_ROWS = 5_000
_LISTED = 20


def try_file(
    *, path: Path, mapping: Mapping, at: datetime, progress: Progress, cancelled: Event
) -> dict[str, Any]:
    """Read a file to its end and return the counts, and the first rows that would be rejected.

    Nothing is looked up in the log: `duplicates` and `erased` are 0.
    """
    counts = {"read": 0, "accepted": 0, "duplicates": 0, "rejected": 0, "left_out": 0, "erased": 0}
    problems: list[dict[str, Any]] = []
    with open_table(path=path, form=mapping.format) as table:
        mapper = make_mapper(mapping=mapping, table=table, source=0, at=at)
        for chunk in table.chunks(size=_CHUNK_ROWS):
            if cancelled.is_set():
                break
            mapped = mapper(chunk)
            faults = sorted([*chunk.faults, *mapped.faults], key=lambda fault: fault.line)
            counts["read"] += len(chunk.rows) + len(chunk.faults)
            counts["accepted"] += len(mapped.envelopes)
            counts["rejected"] += len(faults)
            counts["left_out"] += mapped.left_out
            problems += [
                {"line": one.line, "column": one.column, "value": one.value, "reason": one.reason}
                for one in faults[: max(0, _LISTED - len(problems))]
            ]
            progress({**counts, "share": table.share()})
    return {**counts, "report": None, "dry_run": True, "problems": problems}
