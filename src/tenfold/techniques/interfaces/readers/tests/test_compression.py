"""Compressed files, whole, damaged and malicious."""

import gzip
import io
import zipfile

import pytest
import zstandard

from tenfold.techniques.interfaces.readers import detect_format, open_table, opening
from tenfold.techniques.interfaces.readers.refusals import (
    ArchiveOfMany,
    FileDamaged,
    FileExpandsTooMuch,
    FileMissing,
)

PLAIN = b"a,b\n" + b"".join(b"%d,%d\n" % (n, n * 7919 % 1000) for n in range(5000))


def zipped(*members: tuple[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return held.getvalue()


def count(path) -> int:
    with open_table(path=path, form=detect_format(path=path)) as table:
        return sum(len(chunk.rows) for chunk in table.chunks(size=1000))


@pytest.mark.parametrize(
    "packed",
    [
        gzip.compress(PLAIN),
        gzip.compress(PLAIN[:5000]) + gzip.compress(PLAIN[5000:]),
        zstandard.compress(PLAIN),
        zipped(("a.csv", PLAIN)),
        zipped(("folder/", b""), ("folder/a.csv", PLAIN), ("__MACOSX/._a.csv", b"x")),
    ],
    ids=["gzip", "two gzip members", "zstandard", "zip", "zip of a mac"],
)
def test_compressed_file__of_any_usual_kind__is_read_whatever_its_name(write, packed):
    assert count(write(packed, name="anything")) == 5000


def test_archive__with_several_files__is_refused(write):
    with pytest.raises(ArchiveOfMany, match="2"):
        detect_format(path=write(zipped(("a.csv", PLAIN), ("b.csv", PLAIN))))


@pytest.mark.parametrize("pack", [gzip.compress, zstandard.compress, lambda b: zipped(("a", b))])
def test_compressed_file__cut_short__is_refused_as_damaged(write, pack):
    path = write(pack(PLAIN)[:-200])
    with pytest.raises(FileDamaged):
        count(path)


def test_small_file__that_bursts__is_refused(write, monkeypatch):
    monkeypatch.setattr(opening, "FREE_BYTES", 1024 * 1024)
    path = write(gzip.compress(b"a,b\n" + b"1,2\n" * 3_000_000))
    with pytest.raises(FileExpandsTooMuch):
        count(path)


def test_path__that_is_no_file__is_refused(tmp_path):
    for path in (tmp_path, tmp_path / "nowhere.csv"):
        with pytest.raises(FileMissing):
            detect_format(path=path)


def test_share__while_reading__grows_to_one(write):
    path = write(PLAIN)
    with open_table(path=path, form=detect_format(path=path)) as table:
        shares = [table.share() for _ in table.chunks(size=1000)]
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
