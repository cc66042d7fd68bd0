"""An import undone; a person erased, also from the bytes of the file."""

import errno
import json
import time

import pytest

from tenfold.eventlog.duckdb_log import copies
from tenfold.eventlog.refusals import LogUnwritable


def _identify(make_event, known, alias, **given):
    properties = json.dumps({"anonymous_id": alias})
    return make_event(name="$identify", actor=known, properties=properties, **given)


def test_undo_import__removes_its_events_and_they_may_come_again(log, add, make_event):
    brought = [make_event(name="line", sent_at=5) for _ in range(10)]
    add(make_event())
    add(*brought, import_id=4)

    assert log.undo_import(import_id=4) == 10
    assert log.undo_import(import_id=4) == 0
    assert log.status().events == 1
    assert [entry.name for entry in log.catalogue()] == ["visit"]

    assert add(*brought, import_id=5).accepted == 10


def test_count_import__counts_what_is_left_of_an_import(log, add, make_event):
    brought = [make_event() for _ in range(10)]
    add(make_event())
    add(*brought, import_id=4)
    add(*brought, make_event(), import_id=5)
    assert [log.count_import(import_id=number) for number in (4, 5, 6)] == [10, 1, 0]
    log.undo_import(import_id=4)
    assert log.count_import(import_id=4) == 0


def test_foresee__says_what_append_would_and_adds_nothing(log, add, make_event, noon):
    there, gone = make_event(), make_event(actor="ada")
    add(there, gone)
    log.erase(person="ada", at=noon)
    batch = [make_event(), there, make_event(actor="ada"), make_event()]
    batch.append(batch[0])

    foreseen = log.foresee(source=1, envelopes=batch)

    assert (foreseen.accepted, foreseen.duplicates, foreseen.erased) == (2, (1, 4), (2,))
    assert log.foresee(source=2, envelopes=[there]).accepted == 1
    assert log.foresee(source=1, envelopes=[]).accepted == 0
    assert log.status().events == 1
    assert add(*batch) == foreseen


def test_undo_import__large_one__may_come_again(log, add, make_event):
    brought = [make_event() for _ in range(12_000)]
    add(*brought, import_id=4)

    assert log.undo_import(import_id=4) == 12_000
    assert add(*brought, import_id=4).accepted == 12_000


def test_undo_import__takes_its_merges_along(log, add, make_event):
    add(_identify(make_event, "ada", "till"), import_id=4)
    add(_identify(make_event, "bob", "till"))
    assert [merge.state for merge in log.list_merges()] == ["refused", "active"]

    log.undo_import(import_id=4)

    [left] = log.list_merges()
    assert (left.known, left.state) == ("bob", "active")
    assert log.latest(limit=1, person="till")[0].person == "bob"


def test_undo_import__keeps_merges_that_others_claimed_too(log, add, make_event):
    for import_id in (4, None, 5):
        add(_identify(make_event, "ada", "cookie"), import_id=import_id)

    log.undo_import(import_id=4)
    log.undo_import(import_id=5)

    assert [merge.state for merge in log.list_merges()] == ["active"]
    assert log.identify(known="bob", alias="ada", source=1, at=log.latest(limit=1)[0].at).state == (
        "refused"
    )


def test_undo_import__both_imports_that_claimed__leave_nothing(open_again, make_event, noon):
    log = open_again()
    for import_id in (4, 5):
        log.append(
            source=1,
            envelopes=[_identify(make_event, "ada", "cookie")],
            received_at=noon,
            import_id=import_id,
        ).result(30)

    log.undo_import(import_id=4)
    assert len(log.list_merges()) == 1
    log.undo_import(import_id=5)

    assert log.list_merges() == []
    assert open_again().identify(known="bob", alias="ada", source=1, at=noon).state == "active"


def test_forget_import__removes_just_these(log, add, make_event):
    brought = [make_event() for _ in range(5)]
    add(*brought, import_id=4)

    assert log.forget_import(import_id=4, envelopes=brought[:2]) == 2
    assert log.forget_import(import_id=9, envelopes=brought) == 0
    assert log.status().events == 3


@pytest.fixture
def filled(log, add, make_event):
    for number in range(10):
        add(
            *[
                make_event(actor=f"customer-{number}-{i}", properties='{"note": "hello"}')
                for i in range(200)
            ]
        )
    add(*[make_event(actor="cookie-7f3a9c", name="visit") for _ in range(50)])
    add(_identify(make_event, "erika@example.org", "cookie-7f3a9c"))
    add(make_event(actor="erika@example.org", properties='{"sample": "erika was here"}'))
    log.checkpoint()
    return log


def test_erase__by_any_id__removes_all_of_the_person(filled, noon):
    erased = filled.erase(person="cookie-7f3a9c", at=noon)

    assert (erased.events, erased.merges, erased.left) == (52, 1, 0)
    assert filled.latest(limit=9, person="erika@example.org") == []
    assert filled.list_merges() == []
    assert filled.status().events == 2000


def test_erase__samples_in_the_catalogue__are_gone(filled, noon):
    def samples():
        return [
            sample
            for entry in filled.catalogue()
            for found in entry.properties
            for sample in found.samples
        ]

    assert "cookie-7f3a9c" in samples()

    filled.erase(person="erika@example.org", at=noon)

    assert not {"cookie-7f3a9c", "erika was here"} & set(samples())


def test_erase__the_bytes_of_the_file__hold_the_person_no_more(filled, path, noon):
    def found():
        return [
            file.name
            for file in path.parent.iterdir()
            for needle in (b"erika@example.org", b"cookie-7f3a9c", b"erika was here")
            if needle in file.read_bytes()
        ]

    before = found()
    filled.erase(person="erika@example.org", at=noon)
    filled.close()

    assert before
    assert found() == []


def test_erase__interrupted_before_the_file_was_rewritten__rewrites_it_by_itself(
    filled, open_again, path, noon, monkeypatch
):
    def no_room(*_given):
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(copies, "_copy_into", no_room)
        with pytest.raises(LogUnwritable):
            filled.erase(person="erika@example.org", at=noon)
    assert copies.rewrite_is_due(path=path)

    log = open_again()
    until = time.monotonic() + 20
    while copies.rewrite_is_due(path=path) and time.monotonic() < until:
        time.sleep(0.05)
    log.close()

    assert not copies.rewrite_is_due(path=path)
    assert b"erika" not in path.read_bytes()


def test_erase__sent_again__does_not_come_back(open_again, filled, make_event, noon):
    filled.erase(person="erika@example.org", at=noon)
    log = open_again()

    events = [
        make_event(actor="somebody else"),
        make_event(actor="cookie-7f3a9c"),
        _identify(make_event, "bob", "erika@example.org"),
    ]
    appended = log.append(source=9, envelopes=events, received_at=noon, import_id=3).result(30)

    assert (appended.accepted, appended.erased) == (1, (1, 2))


def test_erase__somebody_unknown__leaves_a_tombstone_all_the_same(log, add, make_event, noon):
    assert log.erase(person="nobody", at=noon).events == 0
    assert add(make_event(actor="nobody")).erased == (0,)


def test_erase__twice__is_harmless(filled, noon):
    filled.erase(person="erika@example.org", at=noon)

    again = filled.erase(person="erika@example.org", at=noon)

    assert (again.events, again.merges, again.left) == (0, 0, 0)


def test_tombstones__say_nothing_without_the_key(open_again, filled, path, make_event, noon):
    filled.erase(person="erika@example.org", at=noon)
    hashes = filled.tombstones()

    assert len(hashes) == 2
    assert not any("erika" in tombstone for tombstone in hashes)
    other = open_again(key=b"another key")
    assert (
        other.append(source=1, envelopes=[make_event(actor="erika@example.org")], received_at=noon)
        .result(30)
        .accepted
        == 1
    )


def test_bury__in_a_restored_backup__erases_again(filled, open_again, tmp_path, make_event, noon):
    backup = tmp_path / "backup.duckdb"
    filled.backup(path=backup)
    filled.erase(person="erika@example.org", at=noon)
    hashes = filled.tombstones()

    restored = open_again(at=backup)
    assert restored.latest(limit=9, person="erika@example.org")
    buried = restored.bury(tombstones=hashes, at=noon)

    assert (buried.events, buried.left) == (52, 0)
    assert restored.tombstones() == hashes
    assert restored.latest(limit=9, person="erika@example.org") == []


def test_erase__while_others_read_and_write__disturbs_nobody(filled, make_event, noon):
    walking = filled.walk(batch=100)
    next(walking)
    futures = [
        filled.append(source=1, envelopes=[make_event()], received_at=noon) for _ in range(20)
    ]
    list(walking)

    filled.erase(person="erika@example.org", at=noon)
    futures += [
        filled.append(source=1, envelopes=[make_event()], received_at=noon) for _ in range(20)
    ]

    assert all(future.result(30).accepted == 1 for future in futures)
    assert filled.status().events == 2040
