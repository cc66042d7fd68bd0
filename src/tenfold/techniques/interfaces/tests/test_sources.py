"""Sources: adding, naming, archiving, their keys, and how they are."""

from datetime import timedelta

import pytest

from tenfold.outbox.models import OutboxRow
from tenfold.people import keys
from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.queries import sources
from tenfold.techniques.interfaces.queries.refused import RefusedEvent, install_refused
from tenfold.techniques.interfaces.rules import sources as rules


@pytest.fixture
def shop(owner_id, at) -> actions.SourceAdded:
    return actions.add_source(name="Web shop", kind="web", by=owner_id, at=at)


def told() -> list[str]:
    return list(OutboxRow.objects.order_by("at", "id").values_list("name", flat=True))


def test_source__added__has_a_key_and_is_told(shop, owner_id):
    assert shop.write_key.startswith("tfw_")
    assert keys.list_write_keys()[0].source_id == shop.id
    row = OutboxRow.objects.get(name="SourceCreated")
    assert row.properties == {"source_id": shop.id, "kind": "web"}
    assert row.actor_id == owner_id


def test_source__of_a_name_that_is_taken__is_refused_and_leaves_nothing(shop, at):
    with pytest.raises(rules.SourceNameTaken):
        actions.add_source(name="WEB  shop", kind="server", by=None, at=at)
    assert len(keys.list_write_keys()) == 1
    assert told().count("SourceCreated") == 1


def test_source_ids__after_archiving__are_not_given_again(shop, at):
    actions.archive_source(source_id=shop.id, by=None, at=at)
    assert actions.add_source(name="Next", kind="web", by=None, at=at).id > shop.id


def test_file_source__asked_for_twice__is_the_same(owner_id, at):
    first = actions.ensure_file_source(name="orders", at=at)
    assert actions.ensure_file_source(name="Orders", at=at) == first
    assert keys.list_write_keys() == ()


def test_file_source__archived__is_taken_back_into_use(owner_id, at, log):
    first = actions.ensure_file_source(name="orders", at=at)
    actions.archive_source(source_id=first.id, by=None, at=at)
    actions.ensure_file_source(name="orders", at=at)
    assert sources.get_source(source_id=first.id, log=log, at=at).archived_at is None


def test_source__renamed__keeps_its_id_and_its_own_name_is_free_to_it(shop, at, log):
    actions.rename_source(source_id=shop.id, name="Web Shop", by=None, at=at)
    assert sources.get_source(source_id=shop.id, log=log, at=at).name == "Web Shop"
    assert "SourceRenamed" in told()


def test_source__archived_and_taken_back__has_a_new_key(shop, at):
    actions.archive_source(source_id=shop.id, by=None, at=at)
    assert keys.list_write_keys() == ()
    key = actions.unarchive_source(source_id=shop.id, by=None, at=at)
    assert key not in (None, shop.write_key)
    assert told()[-2:] == ["SourceArchived", "SourceUnarchived"]


def test_source__archived_twice__is_told_once(shop, at):
    for _time in range(2):
        actions.archive_source(source_id=shop.id, by=None, at=at)
    assert told().count("SourceArchived") == 1


def test_key__replaced__is_the_only_one(shop, at):
    key = actions.replace_write_key(source_id=shop.id, by=None, at=at)
    assert [each.key for each in keys.list_write_keys()] == [key]
    assert "WriteKeyReplaced" in told()


def test_key__of_an_archived_source__is_not_replaced(shop, at):
    actions.archive_source(source_id=shop.id, by=None, at=at)
    with pytest.raises(rules.SourceIsArchived):
        actions.replace_write_key(source_id=shop.id, by=None, at=at)


def test_key__revoked__leaves_none(shop, at, log):
    actions.revoke_write_key(source_id=shop.id, by=None, at=at)
    assert sources.get_source(source_id=shop.id, log=log, at=at).write_key is None


def test_unknown_source__whatever_is_asked__is_refused(owner_id, at, log):
    with pytest.raises(rules.UnknownSource):
        actions.archive_source(source_id=99, by=None, at=at)
    with pytest.raises(rules.UnknownSource):
        sources.get_source(source_id=99, log=log, at=at)
    with pytest.raises(rules.UnknownSource):
        sources.find_source(named="nope")


def test_source__meant_by_name_or_number__is_found(shop):
    assert sources.find_source(named="web SHOP").id == shop.id
    assert sources.find_source(named=str(shop.id)).name == "Web shop"


def test_source__that_sent_something__is_receiving_then_quiet(shop, log, happen, at):
    happen("visit", source=shop.id)
    view = sources.get_source(source_id=shop.id, log=log, at=at)
    assert (view.health.state, view.events) == ("receiving", 1)
    later = sources.get_source(source_id=shop.id, log=log, at=at + timedelta(days=2))
    assert later.health.state == "quiet"


def test_sources__listed_by_freshness__begin_with_the_latest(shop, log, happen, at):
    till = actions.add_source(name="A till", kind="device", by=None, at=at)
    happen("visit", source=shop.id)
    recent = sources.list_recent_sources(log=log, at=at)
    assert [view.name for view in recent] == ["Web shop", "A till"]
    assert [view.id for view in sources.list_sources(log=log, at=at)] == [till.id, shop.id]


def test_refused_events__remembered_by_the_door__are_counted_and_shown(shop, log, at):
    class Door:
        def count(self, *, source_id):
            return 3 if source_id == shop.id else 0

        def latest(self, *, source_id, limit):
            return (RefusedEvent(source_id=source_id, code="name_missing", detail="?", at=at),)

    install_refused(Door())
    try:
        assert sources.get_source(source_id=shop.id, log=log, at=at).refused == 3
        assert sources.list_source_refusals(source_id=shop.id)[0].code == "name_missing"
    finally:
        install_refused(None)
    assert sources.list_source_refusals(source_id=shop.id) == ()
