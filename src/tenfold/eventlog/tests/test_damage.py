"""A full disk, a read-only one, a locked or damaged file, a clock that goes back: for real."""

import contextlib
import os
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from tenfold.eventlog.duckdb_log import open_log
from tenfold.eventlog.refusals import LogDamaged, LogLocked, LogUnwritable

_root = pytest.mark.skipif(
    os.geteuid() != 0, reason="needs to mount a small disk, which only root may"
)


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own: 8 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount here: {mounted.stderr.decode().strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def _append(log, make_event, noon, count=200):
    events = [make_event(properties=f'{{"text": "{os.urandom(60).hex()}"}}') for _ in range(count)]
    log.append(source=1, envelopes=events, received_at=noon).result(30)
    return events


def _fill(disk):
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


def _append_until_refused(log, make_event, noon):
    stored = []
    while True:
        try:
            stored += _append(log, make_event, noon)
        except LogUnwritable as refusal:
            return stored, refusal


@_root
def test_full_disk__appends_are_refused_and_writing_recovers_by_itself(
    small_disk, make_event, noon
):
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    acknowledged = _append(log, make_event, noon)
    ballast = _fill(small_disk)

    stored, refused = _append_until_refused(log, make_event, noon)
    acknowledged += stored
    assert "full" in refused.sentence
    assert not log.status().writable
    assert "full" in log.status().problem
    assert log.read("SELECT count(*) FROM events") == [(len(acknowledged),)]

    ballast.unlink()
    acknowledged += _append(log, make_event, noon)

    assert log.status().writable
    log.close()
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    again = log.append(source=1, envelopes=acknowledged, received_at=noon).result(30)
    log.close()
    assert (again.accepted, len(again.duplicates)) == (0, len(acknowledged))


@_root
def test_full_disk__a_refused_batch_sent_again__counts_once(small_disk, make_event, noon):
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    stored, _ = _append_until_refused(log, make_event, noon)
    batch = [make_event() for _ in range(300)]
    with contextlib.suppress(LogUnwritable):
        log.append(source=1, envelopes=batch, received_at=noon).result(30)
    log.close()

    subprocess.run(["mount", "-o", "remount,size=64m", small_disk], check=True)
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    log.append(source=1, envelopes=batch, received_at=noon).result(30)
    log.append(source=1, envelopes=batch, received_at=noon).result(30)

    assert log.status().events == len(stored) + len(batch)
    log.close()


@_root
def test_full_disk__with_room_again__says_so_without_being_asked(
    small_disk, make_event, noon, monkeypatch
):
    from tenfold.eventlog.duckdb_log import writer

    monkeypatch.setattr(writer, "_QUIET_SECONDS", 0.05)
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    ballast = _fill(small_disk)
    _append_until_refused(log, make_event, noon)
    ballast.unlink()

    for _ in range(300):
        if log.status().writable:
            break
        time.sleep(0.02)

    assert log.status().writable
    log.close()


@_root
def test_read_only_disk__is_refused_with_a_clear_message(small_disk, make_event, noon):
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    _append(log, make_event, noon)
    log.close()
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)

    with pytest.raises(LogUnwritable, match="read-only"):
        open_log(path=small_disk / "log.duckdb", erasure_key=b"k")

    subprocess.run(["mount", "-o", "remount,rw", small_disk], check=True)
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    assert log.status().events == 200
    log.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write where nobody may")
def test_read_only_file__is_refused_with_a_clear_message(open_again, path):
    open_again().close()
    path.chmod(0o400)

    with pytest.raises(LogUnwritable, match="read-only"):
        open_again()


def test_locked__by_another_process__names_it_and_what_to_do(path, open_again):
    open_again().close()
    code = (
        "import sys; from pathlib import Path; from tenfold.eventlog.duckdb_log import open_log;"
        f"log = open_log(path=Path({str(path)!r}), erasure_key=b'k');"
        "print('open', flush=True); sys.stdin.read(); log.close()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    try:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(LogLocked) as refused:
            open_log(path=path, erasure_key=b"k")
    finally:
        holder.communicate()

    assert str(holder.pid) in refused.value.sentence
    assert "Stop that process" in refused.value.next_step
    open_again()


def test_damaged__header_overwritten__is_named_with_the_next_step(path, open_again):
    open_again().close()
    content = bytearray(path.read_bytes())
    content[0:4096] = bytes(4096)
    path.write_bytes(content)

    with pytest.raises(LogDamaged) as refused:
        open_again()

    assert "tenfold restore" in refused.value.next_step


def test_damaged__a_flipped_byte__is_found_wherever_data_lies(path, open_again, make_event, noon):
    log = open_again()
    for _ in range(10):
        _append(log, make_event, noon, count=2000)
    log.close()
    whole = path.read_bytes()
    block = 262_144
    found = 0
    blocks = range(12_288 + block // 2, len(whole), block)
    for place in blocks:
        content = bytearray(whole)
        content[place] ^= 0x40
        path.write_bytes(content)
        try:
            log = open_again()
            log.digest()
        except LogDamaged:
            found += 1
    path.write_bytes(whole)

    # Blocks that are free hold nothing that could be missed.
    assert found >= len(blocks) // 2
    assert open_again().status().events == 20_000


@pytest.fixture
def killed_with_ten_commits(path):
    """A log whose writer was killed: all of its ten commits are in the write-ahead log."""
    code = (
        "import os; from pathlib import Path; from datetime import datetime, UTC;"
        "from tenfold.eventlog.duckdb_log import open_log;"
        "from tenfold.eventlog.envelope import Envelope;"
        f"log = open_log(path=Path({str(path)!r}), erasure_key=b'k');"
        "[log.append(source=1, envelopes=[Envelope(os.urandom(16), 1, 'e') for _ in range(100)],"
        " received_at=datetime.now(UTC)).result() for _ in range(10)];"
        "os.kill(os.getpid(), 9)"
    )
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-c", code], env=environment, check=False)
    return path.with_name(path.name + ".wal")


@pytest.mark.parametrize("place", [0.1, 0.5, 0.95])
def test_damaged__flipped_byte_in_the_write_ahead_log__is_named_and_nothing_is_skipped(
    killed_with_ten_commits, open_again, place
):
    content = bytearray(killed_with_ten_commits.read_bytes())
    content[int(len(content) * place)] ^= 0x10
    killed_with_ten_commits.write_bytes(content)

    with pytest.raises(LogDamaged):
        open_again()


def test_killed__last_commit_half_written__keeps_all_that_were_whole(
    killed_with_ten_commits, open_again
):
    content = killed_with_ten_commits.read_bytes()
    killed_with_ten_commits.write_bytes(content[:-20])

    assert open_again().status().events == 900


@_root
def test_full_disk__while_erasing__deletes_and_can_be_tried_again(small_disk, make_event, noon):
    log = open_log(path=small_disk / "log.duckdb", erasure_key=b"k")
    for _ in range(3):
        _append(log, make_event, noon, count=2000)
    log.append(source=1, envelopes=[make_event(actor="ada")], received_at=noon).result(30)
    log.checkpoint()
    ballast = small_disk / "ballast"
    ballast.write_bytes(bytes(8_000_000 - log.status().bytes_on_disk - 400_000))

    with pytest.raises(LogUnwritable):
        log.erase(person="ada", at=noon)
    assert log.latest(limit=1, person="ada") == []
    assert [file.name for file in small_disk.iterdir() if "unfinished" in file.name] == []

    ballast.unlink()
    assert log.erase(person="ada", at=noon).left == 0
    _append(log, make_event, noon)
    log.close()


def test_damaged__truncated_file__is_named(path, open_again, make_event, noon):
    log = open_again()
    for _ in range(10):
        _append(log, make_event, noon, count=2000)
    log.close()
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])

    with pytest.raises(LogDamaged):
        open_again().digest()


def test_clock__going_back__loses_and_doubles_nothing(open_again, make_event, noon):
    log = open_again()
    event = make_event()
    log.append(source=1, envelopes=[event], received_at=noon).result(30)
    earlier = noon - timedelta(days=3)

    again = log.append(source=1, envelopes=[event, make_event()], received_at=earlier).result(30)
    log.merge_known(known="a", alias="b", source=1, at=noon)
    merge = log.merge_known(known="c", alias="a", source=1, at=earlier)
    log = open_again()
    log.undo_merge(merge_id=merge.id, at=earlier - timedelta(days=1))

    assert (again.accepted, again.duplicates) == (1, (0,))
    assert log.status().events == 2
    assert [m.state for m in log.list_merges()] == ["undone", "active"]
