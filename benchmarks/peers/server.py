"""Starting the peer: PostgreSQL filled beforehand, FastAPI in front of it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg

from ingesting.tenfold_up import free_port, wait_until_answering
from peers import postgres

FILL = """
INSERT INTO events (source, id, name, actor, at, value, properties)
SELECT 1, gen_random_uuid(), 'order_line', 'customer-' || n %% 50000,
       now() - n * interval '6 seconds', n %% 20000 / 100.0,
       jsonb_build_object('country', 'Norway', 'sku', 'SKU-' || n %% 4000, 'quantity', n %% 12,
           'page', 'https://shop.example.com/gifts/' || n %% 4000, 'currency', 'EUR')
FROM generate_series(1, %(events)s) AS n
"""
KEY = "peer"
WORKERS = (1, 2)


@contextmanager
def serving(*, stored: int) -> Iterator[dict[int, int]]:
    """Run FastAPI on PostgreSQL with so many events in it until the block ends.

    Yields the port for each number of worker processes: which one is better depends on the machine.
    """
    with postgres.running() as database:
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute(postgres.SCHEMA)
            connection.execute(FILL, {"events": stored})
            connection.execute(postgres.IDEMPOTENT)
            connection.execute("VACUUM ANALYZE events")
            connection.execute("CHECKPOINT")
        with ExitStack() as stack:
            yield {
                workers: stack.enter_context(_fastapi(database=database, workers=workers))
                for workers in WORKERS
            }


@contextmanager
def _fastapi(*, database: str, workers: int) -> Iterator[int]:
    port = free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "uvicorn", "fastapi_rows:app", "--no-access-log"),
            *("--port", str(port), "--workers", str(workers), "--loop", "uvloop"),
            *("--http", "httptools", "--log-level", "error"),
        ],
        cwd=Path(__file__).parent,
        env={**os.environ, "PEER_DATABASE": database},
    )
    try:
        wait_until_answering(f"http://127.0.0.1:{port}/docs")
        yield port
    finally:
        process.terminate()
        process.wait(timeout=20)
