"""Founding a company: `tenfold init`."""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tenfold.config.database import address_of_rows
from tenfold.config.home import CompanyAlreadyHere, Home, make_secret
from tenfold.config.leftovers import mark_rows_elsewhere
from tenfold.config.lock import HomeLock
from tenfold.config.rows import empty_database
from tenfold.kit.refusal import Refusal

if TYPE_CHECKING:
    from tenfold.config.company import Company

Furnish = Callable[["Company"], None]
"""What else to put into a new company before it can be seen (the demo's two years)."""


def leave_empty(_: "Company") -> None:
    """Put nothing into a new company."""


_WHAT_IS_MADE = ("secret.key", "tenfold.toml", "log.duckdb", "rows.sqlite3", "rows.postgresql")


class DatabaseNotEmpty(Refusal):
    """There are tables already where the rows of a new company should go."""

    code = "database_not_empty"


@dataclass(frozen=True)
class Founding:
    """What has to be known to found a company."""

    company: str
    timezone: str
    currency: str
    owner: str
    password: str
    purpose: str = ""
    week_starts: str = "monday"
    language: str = "en"
    settings: str = ""


def found(*, home: Home, founding: Founding, furnish: Furnish = leave_empty) -> None:
    """Make `home` the home of a new company. All or nothing; other files in the folder stay.

    Raises `CompanyAlreadyHere`, and what `people` refuses of the answers.
    """
    from tenfold.config.leftovers import finish_what_was_begun, move_aside

    require_room(home=home)  # at once: a running server holds the lock for good
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with HomeLock(home=home) as lock:
        lock.take()
        finish_what_was_begun(home=home)
        require_room(home=home)
        move_aside(home=home)  # a log whose rows are gone is still somebody's
        _found_in_staging(home=home, founding=founding, furnish=furnish)


def require_room(*, home: Home) -> None:
    """Raise `CompanyAlreadyHere` where a company lives already."""
    if home.exists():
        raise CompanyAlreadyHere(
            f"{home.folder} already holds a company.",
            next_step="Use another folder: TENFOLD_HOME=/path/to/folder tenfold init ...",
        )


def _found_in_staging(*, home: Home, founding: Founding, furnish: Furnish) -> None:
    # Everything is made in a folder beside the place where it will stand and moved there at the
    # end, the rows last: a home either holds a whole company or none.
    staging = Home(Path(tempfile.mkdtemp(prefix=".founding-", dir=home.folder)))
    try:
        make_secret(home=staging)
        if founding.settings:
            staging.settings.write_text(founding.settings, encoding="utf-8")
        _fill(staging=staging, founding=founding, furnish=furnish)
        for name in _WHAT_IS_MADE:
            made = staging.folder / name
            if made.exists():
                made.replace(home.folder / name)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)


def _fill(*, staging: Home, founding: Founding, furnish: Furnish) -> None:
    from tenfold.config.company import set_up_django
    from tenfold.config.upgrade import migrate_rows

    set_up_django(home=staging)
    with _place_for_rows(staging=staging):
        migrate_rows()
        _found(staging=staging, founding=founding, furnish=furnish)


@contextmanager
def _place_for_rows(*, staging: Home) -> Iterator[None]:
    # A file is thrown away with the folder that it is in; a database has to be emptied again.
    from django.db import connection

    if not address_of_rows():
        yield
        return
    if connection.introspection.table_names():
        raise DatabaseNotEmpty(
            "The database that TENFOLD_DATABASE_URL names is not empty.",
            next_step="Name one of its own for each company, made with: createdb NAME",
        )
    try:
        yield
    except BaseException:
        empty_database()
        raise
    mark_rows_elsewhere(home=staging)


def _found(*, staging: Home, founding: Founding, furnish: Furnish) -> None:
    from tenfold.config.company import opened_log
    from tenfold.kit import clock
    from tenfold.people.actions import found_company

    with opened_log(home=staging) as company:
        found_company(
            name=founding.company,
            timezone=founding.timezone,
            currency=founding.currency,
            week_starts=founding.week_starts,
            purpose=founding.purpose,
            language=founding.language,
            owner_email=founding.owner,
            password=founding.password,
            at=clock.now(),
        )
        furnish(company)
