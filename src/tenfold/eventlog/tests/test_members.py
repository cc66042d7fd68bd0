"""Lists of persons beside the events: put whole, read with merges applied, gone with an erasure."""

import pytest


@pytest.fixture
def members(log):
    """Return how to read who is on a list."""

    def read(list_id, of=log):
        rows = of.read(
            f"SELECT person FROM {of.reading().members} WHERE list_id = $list", {"list": list_id}
        )
        return sorted(person for (person,) in rows)

    return read


def _count(log, list_id):
    reading = log.reading()
    [(events,)] = log.read(
        f"""SELECT count(*) FROM {reading.table} {reading.joins} WHERE {reading.person} IN
        (SELECT person FROM {reading.members} WHERE list_id = $list)""",
        {"list": list_id},
    )
    return events


def test_put__twice__replaces_and_leaves_other_lists_alone(log, members):
    assert log.put_members(list_id=1, persons=["ada", "bob", "ada"]) == 2
    log.put_members(list_id=2, persons=["eve"])

    assert log.put_members(list_id=1, persons=["bob", "zoë"]) == 2

    assert (members(1), members(2)) == (["bob", "zoë"], ["eve"])


def test_put__nobody__is_an_empty_list(log, members):
    log.put_members(list_id=1, persons=["ada"])

    assert log.put_members(list_id=1, persons=[]) == 0
    assert members(1) == []


def test_drop__a_list__leaves_the_others_and_may_be_repeated(log, members):
    log.put_members(list_id=1, persons=["ada"])
    log.put_members(list_id=2, persons=["bob"])

    log.drop_members(list_id=1)
    log.drop_members(list_id=1)

    assert (members(1), members(2)) == ([], ["bob"])


def test_put_and_drop__each__change_just_that_list(log):
    version = log.version()
    log.put_members(list_id=7, persons=["ada"])
    assert log.version() > version
    assert log.changes_since(version=version).lists == {7}
    assert not log.changes_since(version=version).everything

    version = log.version()
    log.drop_members(list_id=7)

    assert log.changes_since(version=version).lists == {7}


def test_members__merged_before_or_after__select_all_events_of_the_person(
    log, add, make_event, noon, members
):
    add(*[make_event(actor=who) for who in ("ada", "phone", "laptop", "bob")])
    log.identify(known="ada", alias="phone", source=1, at=noon)
    log.put_members(list_id=1, persons=["phone"])
    assert members(1) == ["ada"]
    assert _count(log, 1) == 2

    merge = log.merge_known(known="ada", alias="laptop", source=1, at=noon)
    assert _count(log, 1) == 3
    log.undo_merge(merge_id=merge.id, at=noon)

    assert _count(log, 1) == 2


def test_erase__a_member__leaves_the_list_and_never_returns(log, add, make_event, noon, members):
    add(make_event(actor="ada"), make_event(actor="phone"))
    log.identify(known="ada", alias="phone", source=1, at=noon)
    log.put_members(list_id=1, persons=["phone", "bob"])

    assert log.erase(person="ada", at=noon).left == 0

    assert members(1) == ["bob"]
    assert log.put_members(list_id=1, persons=["ada", "phone", "bob"]) == 1
    assert members(1) == ["bob"]


def test_erase__somebody_known_from_a_list_alone__leaves_the_list(log, noon, members):
    log.put_members(list_id=1, persons=["ada", "bob"])
    log.erase(person="ada", at=noon)
    tombstones = log.tombstones()

    assert members(1) == ["bob"]
    assert len(tombstones) == 1


def test_bury__of_a_log_that_knows_somebody_from_a_list__removes_it(
    log, open_again, tmp_path, noon, members
):
    log.put_members(list_id=1, persons=["ada", "bob"])
    log.backup(path=tmp_path / "before.duckdb")
    log.erase(person="ada", at=noon)
    tombstones = log.tombstones()

    restored = open_again(at=tmp_path / "before.duckdb")
    assert members(1, restored) == ["ada", "bob"]
    restored.bury(tombstones=tombstones, at=noon)

    assert members(1, restored) == ["bob"]


def test_put__while_somebody_is_erased__does_not_bring_them_back(log, noon, members, monkeypatch):
    writer, run = log._writer, log._writer.run

    def erase_first(job, *, changes):
        monkeypatch.setattr(writer, "run", run)
        log.erase(person="ada", at=noon)
        return run(job, changes=changes)

    monkeypatch.setattr(writer, "run", erase_first)

    assert log.put_members(list_id=1, persons=["ada", "bob"]) == 1
    assert members(1) == ["bob"]


def test_digest__with_lists__differs_and_is_kept_by_a_backup(log, open_again, tmp_path):
    empty = log.digest()
    log.put_members(list_id=1, persons=["ada"])
    filled = log.digest()
    log.backup(path=tmp_path / "copy.duckdb")

    assert filled != empty
    assert open_again(at=tmp_path / "copy.duckdb").digest() == filled
    copy = open_again(at=tmp_path / "copy.duckdb")
    copy.drop_members(list_id=1)
    assert copy.digest() == empty


def test_put__very_many__are_all_there(log):
    assert log.put_members(list_id=1, persons=[f"customer-{n}" for n in range(200_000)]) == 200_000

    assert log.read("SELECT count(DISTINCT person) FROM members") == [(200_000,)]


def test_put__half_a_character__stores_nothing(log, members):
    log.put_members(list_id=1, persons=["ada"])

    with pytest.raises(UnicodeEncodeError):
        log.put_members(list_id=1, persons=["\ud800"])

    assert members(1) == ["ada"]
