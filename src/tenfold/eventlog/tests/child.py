"""A process that appends until it is killed, and says what was acknowledged."""

import sys
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.envelope import Envelope


def make_batch(number: int, size: int) -> list[Envelope]:
    """Return the events of a numbered batch: always the same."""
    return [
        Envelope(
            event_id=UUID(int=number << 64 | i).bytes,
            at=1_700_000_000_000_000 + number,
            name=f"{number}/{i}",
            sent_at=1_700_000_000_000_000 + number if i % 2 else None,
        )
        for i in range(size)
    ]


def main() -> None:
    """Append from the given number on; print each number once it is on disk."""
    path, number, size = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    log = open_log(path=path, erasure_key=b"k")
    print("ready", flush=True)
    under_way: deque[tuple[int, object]] = deque()
    while True:
        future = log.append(
            source=1, envelopes=make_batch(number, size), received_at=datetime.now(UTC)
        )
        under_way.append((number, future))
        number += 1
        if len(under_way) > 5:
            oldest, waiting = under_way.popleft()
            waiting.result()  # type: ignore[attr-defined]
            print(oldest, flush=True)


if __name__ == "__main__":
    main()
