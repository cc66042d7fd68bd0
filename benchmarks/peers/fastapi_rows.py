"""FastAPI and PostgreSQL: events as rows, checked by pydantic, idempotent, acknowledged on commit.

Written as its users would write it, and tuned: psycopg 3 with kept connections, executemany (which
pipelines) or COPY into a temporary table, one transaction a request, uvloop and httptools.

    PEER_DATABASE=postgresql://... uvicorn fastapi_rows:app
"""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
from fastapi import FastAPI, Header, HTTPException
from psycopg.types.json import Jsonb
from pydantic import BaseModel, Field

DATABASE = os.environ["PEER_DATABASE"]
CONNECTIONS = int(os.environ.get("PEER_CONNECTIONS", "16"))
KEYS = {"Bearer peer": 1}
COLUMNS = "source, id, name, actor, at, value, properties"
INSERT = (
    f"INSERT INTO events ({COLUMNS}) VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
STAGE = "CREATE TEMPORARY TABLE staged (LIKE events INCLUDING DEFAULTS) ON COMMIT DELETE ROWS"
MOVE = (
    f"INSERT INTO events ({COLUMNS}, received_at) SELECT {COLUMNS}, received_at FROM staged "
    "ON CONFLICT DO NOTHING"
)
Connection = psycopg.AsyncConnection[Any]


class Event(BaseModel):
    """An event as it is sent."""

    id: UUID
    name: str = Field(min_length=1, max_length=200)
    actor: str | None = None
    time: datetime
    value: float | None = None
    properties: dict[str, Any] = {}

    def row(self, *, source: int) -> tuple[Any, ...]:
        """Return the columns of its row."""
        properties = Jsonb(self.properties)
        return (source, self.id, self.name, self.actor, self.time, self.value, properties)


free: "asyncio.Queue[Connection]" = asyncio.Queue()


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[None]:
    """Keep connections open while the server runs."""
    connections = []
    for _number in range(CONNECTIONS):
        connection = await psycopg.AsyncConnection.connect(DATABASE)
        await connection.execute(STAGE)
        await connection.commit()
        connections.append(connection)
        free.put_nowait(connection)
    yield
    for connection in connections:
        await connection.close()


@asynccontextmanager
async def connected() -> AsyncIterator[Connection]:
    """Borrow a connection for one transaction; it is committed at the end."""
    connection = await free.get()
    try:
        async with connection.transaction():
            yield connection
    finally:
        free.put_nowait(connection)


app = FastAPI(lifespan=lifespan)


def source_of(authorization: str) -> int:
    """Return the source that the key stands for."""
    if authorization not in KEYS:
        raise HTTPException(401)
    return KEYS[authorization]


@app.post("/executemany")
async def take_rows(events: list[Event], authorization: str = Header()) -> dict[str, int]:
    """Store a batch with executemany."""
    rows = [event.row(source=source_of(authorization)) for event in events]
    async with connected() as connection, connection.cursor() as cursor:
        await cursor.executemany(INSERT, rows)
        return {"accepted": cursor.rowcount}


@app.post("/copy")
async def take_copy(events: list[Event], authorization: str = Header()) -> dict[str, int]:
    """Store a batch with COPY."""
    rows = [event.row(source=source_of(authorization)) for event in events]
    async with connected() as connection, connection.cursor() as cursor:
        async with cursor.copy(f"COPY staged ({COLUMNS}) FROM STDIN") as copy:
            for row in rows:
                await copy.write_row(row)
        await cursor.execute(MOVE)
        return {"accepted": cursor.rowcount}


@app.post("/single")
async def take_one(event: Event, authorization: str = Header()) -> dict[str, int]:
    """Store one event."""
    row = event.row(source=source_of(authorization))
    async with connected() as connection:
        cursor = await connection.execute(INSERT, row)
        return {"accepted": cursor.rowcount}
