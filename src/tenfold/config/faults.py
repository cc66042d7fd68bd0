"""What the machine reports about rows and folders becomes a refusal with a next step.

The log names its own faults (`eventlog.refusals`); these are those of everything else in the home.
"""

import errno
import sqlite3

from tenfold.kit.refusal import Refusal

_FULL = {errno.ENOSPC, errno.EDQUOT}
_FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}
_UNUSABLE = {errno.ENOTDIR, errno.EISDIR, errno.EEXIST, errno.ELOOP, errno.ENAMETOOLONG, errno.EIO}

_UNREACHABLE = {"OperationalError", "ConnectionTimeout", "AdminShutdown", "CannotConnectNow"}


class DiskFull(Refusal):
    """There is no room left where something should be written. Nothing was written."""

    code = "disk_full"
    status = 503


class NotWritable(Refusal):
    """A file or folder may not be read or written. Nothing was written."""

    code = "not_writable"
    status = 503


class RowsDamaged(Refusal):
    """The file of the rows is not what was written."""

    code = "rows_damaged"
    status = 500


class RowsUnreachable(Refusal):
    """PostgreSQL, where the rows are, does not answer or does not let Tenfold in."""

    code = "rows_unreachable"
    status = 503


class RowsBusy(Refusal):
    """Somebody else is writing the rows for longer than anybody should."""

    code = "rows_busy"
    status = 503


def name_fault(error: BaseException) -> Refusal | None:
    """Return the refusal that says it in plain words; None where it is not an expected failure."""
    if isinstance(error, Refusal):
        return error
    # Django raises errors of its own because of those of SQLite.
    for each in (error, error.__cause__):
        if isinstance(each, sqlite3.DatabaseError):
            return _name_row_fault(str(each).lower())
        if type(each).__module__.startswith("psycopg") and type(each).__name__ in _UNREACHABLE:
            return RowsUnreachable(
                "The database with the company's rows cannot be reached, or does not let Tenfold in.",
                next_step="Is PostgreSQL running, and is TENFOLD_DATABASE_URL right? Then try again.",
            )
    if isinstance(error, OSError):
        return _name_system_fault(error)
    return None


def _name_row_fault(said: str) -> Refusal | None:
    if "disk is full" in said or "disk i/o error" in said:
        return _full("the company's rows")
    if "readonly" in said or "unable to open database" in said:
        return _forbidden("the company's rows (rows.sqlite3) and their folder")
    if "malformed" in said or "not a database" in said:
        return RowsDamaged(
            "The company's rows (rows.sqlite3) are damaged: the file does not hold what was written.",
            next_step="Bring back the last backup with: tenfold restore PATH. Keep the damaged file.",
        )
    if "is locked" in said:
        return RowsBusy(
            "Another program keeps the company's rows (rows.sqlite3) locked.",
            next_step="Close whatever has the file open, then try again.",
        )
    return None


def _name_system_fault(error: OSError) -> Refusal | None:
    where = str(error.filename2 or error.filename or "the company's folder")
    if error.errno in _FULL:
        return _full(where)
    if error.errno in _FORBIDDEN:
        return _forbidden(where)
    if error.errno in _UNUSABLE:
        return NotWritable(
            f"Tenfold cannot use {where}: {error.strerror}.",
            next_step="Name another place, or mend this one, then try again.",
        )
    return None


def _full(what: str) -> DiskFull:
    return DiskFull(
        f"The disk is full: {what} could not be written.",
        next_step="Make room on it, then try again. Nothing that was acknowledged is lost.",
    )


def _forbidden(what: str) -> NotWritable:
    return NotWritable(
        f"Tenfold may not write {what}.",
        next_step="Let the user who runs Tenfold read and write it, or mount its disk writable.",
    )
