"""Where the rows are: SQLite in the home, or PostgreSQL where TENFOLD_DATABASE_URL says so.

The address holds a password, so it is said in the environment and never written into the home.
"""

import os
from pathlib import Path
from typing import Any

from tenfold.kit.refusal import Refusal

VARIABLE = "TENFOLD_DATABASE_URL"
_OF_DJANGO = {
    "dbname": "NAME",
    "user": "USER",
    "password": "PASSWORD",
    "host": "HOST",
    "port": "PORT",
}


class DatabaseAddressWrong(Refusal):
    """TENFOLD_DATABASE_URL is not the address of a PostgreSQL database."""

    code = "database_address_wrong"


class PostgresNotInstalled(Refusal):
    """Tenfold was installed without what it needs to talk to PostgreSQL."""

    code = "postgres_not_installed"


class RowsElsewhere(Refusal):
    """The rows of this company are not where TENFOLD_DATABASE_URL, set or not, says."""

    code = "rows_elsewhere"


def address_of_rows() -> str:
    """Return what TENFOLD_DATABASE_URL says; "" where the rows are in SQLite."""
    return os.environ.get(VARIABLE, "")


def describe_database(*, rows: Path) -> dict[str, Any]:
    """Return Django's description of where the rows are: the file `rows` unless told otherwise.

    Raises `DatabaseAddressWrong` and `PostgresNotInstalled`.
    """
    address = address_of_rows()
    return _postgres(address) if address else _sqlite(rows)


def require_place(*, in_postgres: bool) -> None:
    """Raise `RowsElsewhere` unless the rows of a company are where this process would look."""
    if in_postgres and not address_of_rows():
        raise RowsElsewhere(
            f"The rows of this company are in PostgreSQL, and {VARIABLE} is not set.",
            next_step=f"Set {VARIABLE} to postgresql://user:password@host:5432/name.",
        )
    if address_of_rows() and not in_postgres:
        raise RowsElsewhere(
            f"The rows of this company are in SQLite, but {VARIABLE} is set.",
            next_step=f"Unset {VARIABLE}. It is for companies that were founded with it.",
        )


def _sqlite(rows: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": rows,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            ),
        },
    }


def _postgres(address: str) -> dict[str, Any]:
    said = read_address(address=address)
    known = {name: said.pop(key) for key, name in _OF_DJANGO.items() if key in said}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **known,
        "OPTIONS": said,
    }


def read_address(*, address: str) -> dict[str, Any]:
    """Return the parts of the address, as libpq calls them: host, port, dbname, user, password ..."""
    try:
        from psycopg import Error, conninfo
    except ImportError as error:
        raise PostgresNotInstalled(
            f"{VARIABLE} is set, but Tenfold was installed without PostgreSQL.",
            next_step="Install it with: pip install 'tenfold[postgres]'",
        ) from error
    wrong = DatabaseAddressWrong(
        f"{VARIABLE} is not the address of a PostgreSQL database.",
        next_step="It looks like postgresql://user:password@host:5432/name.",
    )
    if not address.startswith(("postgresql://", "postgres://")):
        raise wrong
    try:
        said = dict(conninfo.conninfo_to_dict(address))
    except Error as error:
        raise wrong from error
    if not said.get("dbname"):
        raise wrong
    return said
