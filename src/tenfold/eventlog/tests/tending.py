"""A process that appends and rolls up and puts in order all the time, until it is killed."""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from tenfold.eventlog.duckdb_log import clustering, rolling, upkeep
from tenfold.eventlog.duckdb_log.log import DuckDBLog
from tenfold.eventlog.envelope import Envelope

START = datetime(2026, 1, 1, tzinfo=UTC)
START_MICROS = 1_767_225_600_000_000
SOURCES = (1, 2)


def make_batch(number: int) -> list[Envelope]:
    """Return the events of a numbered batch, of six hours: always the same."""
    return [
        Envelope(
            event_id=UUID(int=number << 64 | place).bytes,
            at=START_MICROS + number * 6 * 3_600_000_000 + place * 60_000_000,
            name=("visit", "order", "cart")[place % 3],
            value=float(place),
        )
        for place in range(12)
    ]


def main() -> None:
    """Go on from the given number; print each number once both sources have it on disk."""
    path, number = Path(sys.argv[1]), int(sys.argv[2])
    upkeep._FIRST_SECONDS = 1e6
    rolling.SLICE_EVENTS = 40
    clustering.SLICE_EVENTS, clustering.WORTH_IT_EVENTS = 60, 20
    log = DuckDBLog(path=path, erasure_key=b"k")
    print("ready", flush=True)
    while True:
        for source in SOURCES:
            log.append(
                source=source, envelopes=make_batch(number), received_at=datetime.now(UTC)
            ).result()
        print(number, flush=True)
        log.retain(horizons={1: START + timedelta(hours=max(0, 6 * number - 24))})
        while log._caretaker.do_slice():
            pass
        number += 1


if __name__ == "__main__":
    main()
