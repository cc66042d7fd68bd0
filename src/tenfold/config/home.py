"""The folder that holds everything of one company, and what is called what in it."""

import os
import secrets
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tenfold.config.database import require_place
from tenfold.config.options import BadSettings
from tenfold.kit.refusal import Refusal

LEAVING = ".restored"  # a backup made ready here; the company that is in the home has to leave
ARRIVING = ".arriving"  # the same, when it has left


class NoCompanyHere(Refusal):
    """The home holds no company yet."""

    code = "no_company"


class CompanyAlreadyHere(Refusal):
    """The home holds a company already."""

    code = "company_exists"


class SecretMissing(Refusal):
    """The home has lost the key that signs sessions and hashes erased persons."""

    code = "secret_missing"


@dataclass(frozen=True)
class Home:
    """The paths of one company. A folder becomes a home when `tenfold init` writes `rows` in it."""

    folder: Path

    @property
    def rows(self) -> Path:
        """Everything but events: SQLite, write-ahead log beside it."""
        return self.folder / "rows.sqlite3"

    @property
    def marker(self) -> Path:
        """Stands where `rows` would, when they are in PostgreSQL."""
        return self.folder / "rows.postgresql"

    @property
    def dump(self) -> Path:
        """Rows that are on their way into PostgreSQL: see `leftovers`."""
        return self.folder / "rows.pgdump"

    @property
    def log(self) -> Path:
        """The event log: one DuckDB file."""
        return self.folder / "log.duckdb"

    @property
    def settings(self) -> Path:
        """What the administrator may set; see docs/reference/settings.md."""
        return self.folder / "tenfold.toml"

    @property
    def secret(self) -> Path:
        """The key that signs sessions and hashes erased persons. Mode 0600."""
        return self.folder / "secret.key"

    @property
    def lock(self) -> Path:
        """Held by the one process that has the company open."""
        return self.folder / "lock"

    @property
    def socket(self) -> Path:
        """Where commands reach the running server. Mode 0600."""
        return self.folder / "tenfold.sock"

    @property
    def backups(self) -> Path:
        """Where backups go unless told otherwise."""
        return self.folder / "backups"

    @property
    def uploads(self) -> Path:
        """Files that were dropped on the import page, until they are imported or given up."""
        return self.folder / "uploads"

    @property
    def reports(self) -> Path:
        """What imports refused, row by row."""
        return self.folder / "reports"

    def exists(self) -> bool:
        """Return whether a company lives here, or is on its way: see `restoring`."""
        folders = (self.folder, self.folder / LEAVING, self.folder / ARRIVING)
        signs = (self.rows.name, self.marker.name, self.dump.name)
        return any((folder / sign).exists() for folder in folders for sign in signs)

    def has_rows_in_postgres(self) -> bool:
        """Return whether a company lives here whose rows are in PostgreSQL."""
        return self.exists() and not any(
            (folder / self.rows.name).exists()
            for folder in (self.folder, self.folder / LEAVING, self.folder / ARRIVING)
        )

    def require(self) -> None:
        """Raise `NoCompanyHere` where no company lives here, `RowsElsewhere` where its rows do not."""
        if not self.exists():
            raise NoCompanyHere(
                f"There is no company in {self.folder}.",
                next_step="Make one with: tenfold init --help, or look around with: tenfold demo",
            )
        require_place(in_postgres=self.has_rows_in_postgres())


def current_home() -> Home:
    """Return the home that TENFOLD_HOME names, or ~/.tenfold."""
    return Home(Path(os.environ.get("TENFOLD_HOME") or Path.home() / ".tenfold").expanduser())


def read_settings(*, home: Home) -> dict[str, Any]:
    """Return what tenfold.toml says; an empty dict where there is none. Raises `BadSettings`."""
    if not home.settings.exists():
        return {}
    try:
        return tomllib.loads(home.settings.read_text(encoding="utf-8"))
    except ValueError as error:
        raise BadSettings(
            f"{home.settings} cannot be read: {error}.",
            next_step="Correct the file; docs/reference/settings.md lists every setting.",
        ) from error


def read_secret(*, home: Home) -> str:
    """Return the home's secret. A process without a home gets one that dies with it.

    Raises `SecretMissing` where a company lives here: under another secret, its erased persons
    would come back.
    """
    secret = home.secret.read_text(encoding="ascii").strip() if home.secret.exists() else ""
    if secret:
        return secret
    if home.exists():
        raise SecretMissing(
            f"{home.secret} is missing or empty: without it, Tenfold would not know erased persons.",
            next_step="Copy secret.key from a backup of this company, or run: tenfold restore PATH",
        )
    return secrets.token_urlsafe(48)


def make_secret(*, home: Home) -> None:
    """Write a fresh secret that only the owner of the folder can read."""
    descriptor = os.open(home.secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
        file.flush()
        os.fsync(file.fileno())
