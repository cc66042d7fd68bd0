"""Copies of the rows: a file of SQLite, or a dump of PostgreSQL made with PostgreSQL's own programs."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from tenfold.config.database import VARIABLE, address_of_rows, read_address
from tenfold.config.home import Home
from tenfold.kit.refusal import Refusal

_VARIABLES = {
    "dbname": "PGDATABASE",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "host": "PGHOST",
    "port": "PGPORT",
    "sslmode": "PGSSLMODE",
}
_OWN_FUNCTIONS = """
    SELECT oid::regprocedure::text FROM pg_proc
    WHERE pronamespace = current_schema()::regnamespace AND NOT EXISTS (
        SELECT 1 FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e'
    )
"""


class PostgresProgramsMissing(Refusal):
    """pg_dump or pg_restore is not installed."""

    code = "postgres_programs_missing"
    status = 503


class RowsNotCopied(Refusal):
    """PostgreSQL's own program could not copy the rows, or bring them back."""

    code = "rows_not_copied"
    status = 503


def copy_rows(*, home: Home, folder: Path) -> None:
    """Write the rows as they are at this instant into `folder`: rows.sqlite3 or rows.pgdump.

    Raises `PostgresProgramsMissing` and `RowsNotCopied`.
    """
    if address_of_rows():
        dump_rows(to=folder / home.dump.name)
        return
    with (
        closing(sqlite3.connect(home.rows)) as rows,
        closing(sqlite3.connect(folder / home.rows.name)) as copy,
    ):
        rows.backup(copy)


def dump_rows(*, to: Path) -> None:
    """Dump PostgreSQL's rows into the file `to`."""
    _run("pg_dump", "--format=custom", "--no-owner", "--no-acl", f"--file={to}")


def load_rows(*, dump: Path) -> None:
    """Make PostgreSQL's rows what the dump holds, whole or not at all."""
    name = read_address(address=address_of_rows())["dbname"]
    _run(
        *("pg_restore", "--clean", "--if-exists", "--no-owner", "--no-acl"),
        *("--single-transaction", f"--dbname={name}", str(dump)),
    )


def empty_database() -> None:
    """Remove every table and function of PostgreSQL's rows; what extensions brought stays."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(_OWN_FUNCTIONS)
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")


def _run(program: str, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise PostgresProgramsMissing(
            f"{program} is not installed: it copies rows that are in PostgreSQL.",
            next_step="Install PostgreSQL's client programs (Debian: apt install postgresql-client).",
        )
    done = subprocess.run(  # noqa: S603  a program of PostgreSQL, with nothing from users
        [found, *arguments], env=_environment(), check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RowsNotCopied(
            f"{program} failed: {done.stderr.strip().splitlines()[-1] if done.stderr else '?'}",
            next_step=f"Is it as new as the server that {VARIABLE} names, and is there room?",
        )


def _environment() -> dict[str, str]:
    # In the environment, because everybody on a machine sees the arguments of its processes.
    said = read_address(address=address_of_rows())
    return {**os.environ, **{_VARIABLES[key]: str(said[key]) for key in said if key in _VARIABLES}}
