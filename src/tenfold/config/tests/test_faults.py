"""What the machine reports becomes a refusal; what is a bug stays one."""

import errno
import os
import sqlite3
from contextlib import closing

import pytest
from django.db import DatabaseError, OperationalError

from tenfold.config.faults import name_fault


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "disk_full"),
        (errno.EDQUOT, "disk_full"),
        (errno.EROFS, "not_writable"),
        (errno.EACCES, "not_writable"),
        (errno.ENOTDIR, "not_writable"),
    ],
)
def test_fault__of_the_machine__names_the_file_and_the_way_out(number, code):
    named = name_fault(OSError(number, os.strerror(number), "/data/tenfold/reports/1.csv"))
    assert named is not None
    assert named.code == code
    assert "/data/tenfold/reports/1.csv" in named.sentence
    assert named.next_step


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("database or disk is full", "disk_full"),
        ("attempt to write a readonly database", "not_writable"),
        ("unable to open database file", "not_writable"),
        ("database disk image is malformed", "rows_damaged"),
        ("file is not a database", "rows_damaged"),
        ("database is locked", "rows_busy"),
    ],
)
def test_fault__of_the_rows__is_named_under_either_name_of_the_error(said, code):
    named = name_fault(sqlite3.OperationalError(said))
    assert named is not None
    assert named.code == code
    wrapped = OperationalError(said)
    wrapped.__cause__ = sqlite3.OperationalError(said)
    again = name_fault(wrapped)
    assert again is not None
    assert again.code == code


def test_fault__of_sqlite_itself__is_named_as_it_says_it(tmp_path):
    (tmp_path / "rows").write_bytes(b"nonsense" * 1000)
    with closing(sqlite3.connect(tmp_path / "rows")) as rows, pytest.raises(sqlite3.Error) as error:
        rows.execute("SELECT * FROM sqlite_master")
    named = name_fault(error.value)
    assert named is not None
    assert named.code == "rows_damaged"


@pytest.mark.parametrize(
    "bug",
    [
        ZeroDivisionError(),
        FileNotFoundError(errno.ENOENT, "no", "x"),
        DatabaseError("no such table"),
    ],
)
def test_fault__that_is_a_bug__has_no_name(bug):
    assert name_fault(bug) is None
