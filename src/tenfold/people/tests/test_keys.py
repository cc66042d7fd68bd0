"""Write keys and secret keys."""

from datetime import timedelta

import pytest

from tenfold.people import actions, keys, models, rules
from tests.members import AT


@pytest.mark.django_db
def test_write_key__added__is_listed_with_its_source():
    key = keys.add_write_key(source_id=3, at=AT)
    assert key.startswith("tfw_")
    assert keys.list_write_keys() == (keys.WriteKey(key=key, source_id=3),)


@pytest.mark.django_db
def test_write_key__replaced__stops_the_old_one_of_that_source_alone():
    other = keys.add_write_key(source_id=4, at=AT)
    old = keys.add_write_key(source_id=3, at=AT)
    new = keys.replace_write_key(source_id=3, at=AT)
    assert {key.key for key in keys.list_write_keys()} == {other, new}
    assert old != new


@pytest.mark.django_db
def test_key_version__with_every_change__grows():
    seen = [keys.key_version()]
    for change in (keys.add_write_key, keys.replace_write_key, keys.revoke_write_key):
        change(source_id=3, at=AT)
        seen.append(keys.key_version())
    assert seen == sorted(set(seen))


@pytest.mark.django_db(transaction=True)
def test_watcher__of_write_keys__is_called_after_each_change_until_it_is_stopped():
    seen = []
    stop = keys.watch_write_keys(watcher=lambda: seen.append(len(keys.list_write_keys())))
    keys.add_write_key(source_id=3, at=AT)
    keys.revoke_write_key(source_id=3, at=AT)
    stop()
    keys.add_write_key(source_id=3, at=AT)
    assert seen == [1, 0]


@pytest.mark.django_db(transaction=True)
def test_watcher__that_fails__does_not_undo_the_change():
    stop = keys.watch_write_keys(watcher=lambda: 1 / 0)
    keys.add_write_key(source_id=3, at=AT)
    stop()
    assert len(keys.list_write_keys()) == 1


@pytest.mark.django_db
def test_key_version__without_a_change__stays(django_assert_num_queries):
    keys.add_write_key(source_id=3, at=AT)
    with django_assert_num_queries(2):
        assert keys.key_version() == keys.key_version()


def test_secret_key__made__is_kept_as_a_hash_only(owner_id):
    added = keys.add_secret_key(account_id=owner_id, name="monthly report", at=AT)
    assert added.key.startswith("tfs_")
    assert added.key not in str(models.SecretKey.objects.get().__dict__)
    found = keys.use_secret_key(key=added.key, at=AT)
    assert found is not None
    assert found.id == owner_id


def test_secret_key__used__notes_when_but_not_every_time(owner_id):
    added = keys.add_secret_key(account_id=owner_id, name="report", at=AT)
    later = AT + timedelta(seconds=10), AT + timedelta(minutes=2)
    seen = []
    for at in (AT, *later):
        keys.use_secret_key(key=added.key, at=at)
        seen.append(keys.list_secret_keys(account_id=owner_id)[0].last_used_at)
    assert seen == [AT, AT, later[1]]


def test_secret_key__revoked__lets_nobody_in(owner_id):
    added = keys.add_secret_key(account_id=owner_id, name="report", at=AT)
    keys.revoke_secret_key(key_id=added.id, account_id=owner_id, at=AT)
    assert keys.use_secret_key(key=added.key, at=AT) is None
    with pytest.raises(rules.UnknownKey):
        keys.revoke_secret_key(key_id=added.id, account_id=owner_id, at=AT)


def test_secret_key__of_somebody_else__cannot_be_revoked(add, owner_id):
    added = keys.add_secret_key(account_id=owner_id, name="report", at=AT)
    with pytest.raises(rules.UnknownKey):
        keys.revoke_secret_key(key_id=added.id, account_id=add("member").id, at=AT)


def test_secret_key__of_a_member_whose_account_was_closed__lets_nobody_in(add, owner_id):
    member = add("member")
    added = keys.add_secret_key(account_id=member.id, name="report", at=AT)
    actions.deactivate_member(member_id=member.id, by=owner_id, at=AT)
    assert keys.use_secret_key(key=added.key, at=AT) is None
