"""Setting up ways: who may, where they may lead, and what stays secret."""

import logging
import socket

import pytest
from django.db import IntegrityError, connection, transaction

from tenfold.notices import models, queries
from tenfold.notices.actions import add_way, change_way, remove_way, replace_secret, send_test
from tenfold.notices.rules import ways
from tenfold.notices.rules.addresses import (
    AddressNotAllowed,
    AddressNotChecked,
    AddressNotUnderstood,
    Target,
)
from tenfold.notices.rules.missing import UnknownWay
from tenfold.notices.sealing import SealBroken, seal, unseal
from tenfold.notices.sending import chat, reaching
from tenfold.notices.sending.apart import Guard
from tenfold.notices.sending.letter import NotDelivered
from tenfold.outbox.models import OutboxRow
from tenfold.people.rules import NotAnAddress, UnknownMember
from tests.members import AT

TOKEN = "aaaaaaaaa/bbbbbbbbb/cccccccccccccccccccccccc"
HOOK = "https://hooks.example.com/services/very-secret-path"


def add_one(name="Program", *, kind="webhook", address=HOOK, by=None, **more):
    return add_way(name=name, kind=kind, address=address, by=by, at=AT, **more)


# Secrets


def test_way__in_the_database__holds_neither_its_address_nor_its_secret_in_clear(owner_id):
    made = add_one()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM notices_way")
        row = str(cursor.fetchall())
    assert made.secret.startswith("whsec_")
    assert "very-secret-path" not in row
    assert made.secret not in row
    assert made.secret.removeprefix("whsec_") not in row


def test_way__shown_again__says_only_where_it_leads_roughly(owner_id):
    add_one()
    add_one("Chat", kind="apprise", address=f"slack://{TOKEN}/#sales")
    assert [way.shown for way in queries.list_ways()] == [
        "slack://…",
        "https://hooks.example.com/…",
    ]
    assert TOKEN.partition("/")[0] not in str(queries.list_ways())


def test_seal__with_another_secret_key__cannot_be_broken(settings):
    sealed = seal(text="whsec_x")
    assert unseal(sealed=sealed) == "whsec_x"
    settings.SECRET_KEY = "another home"
    with pytest.raises(SealBroken):
        unseal(sealed=sealed)


def test_test__of_a_way_whose_seal_is_broken__says_what_to_do(owner_id, settings):
    made = add_one()
    settings.SECRET_KEY = "another home"
    assert "secret.key" in send_test(way_id=made.id, at=AT).problem


def test_way__that_fails__writes_no_address_into_the_log(owner_id, caplog, settings, monkeypatch):
    settings.NOTICES_INSIDE = {"127.0.0.1"}
    caplog.set_level(logging.DEBUG)
    address = "json://127.0.0.1:9/very-secret-path"
    chat = add_one("Chat", kind="apprise", address=address)
    hook = add_one("Hook", address="http://127.0.0.1:9/very-secret-path")
    for made in (chat, hook):
        assert "very-secret-path" not in send_test(way_id=made.id, at=AT).problem
    assert "very-secret-path" not in caplog.text


def test_way__removed__has_forgotten_where_it_led(owner_id):
    made = add_one()
    remove_way(way_id=made.id, by=None, at=AT)
    row = models.Way.objects.get()
    assert row.sealed_address == ""
    assert len(row.sealed_secret) < 2
    assert queries.list_all_ways() == ()
    with pytest.raises(UnknownWay):
        remove_way(way_id=made.id, by=None, at=AT)


# What is refused


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"name": " "}, ways.BlankWay),
        ({"kind": "pigeon"}, ways.UnknownKindOfWay),
        ({"address": "http://hooks.example.com/"}, AddressNotAllowed),
        ({"address": "https://127.0.0.1/"}, AddressNotAllowed),
        ({"address": "hooks"}, AddressNotUnderstood),
        ({"kind": "email", "address": "nobody"}, NotAnAddress),
        ({"kind": "apprise", "address": "nothing://x"}, AddressNotUnderstood),
        ({"kind": "apprise", "address": "slack://"}, AddressNotUnderstood),
        ({"kind": "apprise", "address": "syslog://"}, AddressNotAllowed),
        ({"kind": "apprise", "address": "json://hooks.example.com/"}, AddressNotAllowed),
        ({"kind": "apprise", "address": "jsons://127.0.0.1/"}, AddressNotAllowed),
        ({"kind": "apprise", "address": "gotifys://10.1.2.3/token"}, AddressNotAllowed),
        ({"kind": "apprise", "address": "mailto://u:p@a.example?pgpkey=/etc/x"}, AddressNotAllowed),
        ({"kind": "apprise", "address": f"slack://{TOKEN}/#a?template=/etc/x"}, AddressNotAllowed),
        ({"account_id": 424242}, UnknownMember),
        ({"most_a_day": 20_000}, ways.TooManyADay),
    ],
)  # fmt: skip
def test_way__that_cannot_be__is_refused(owner_id, said, refused):
    with pytest.raises(refused):
        add_one(**said)
    assert not models.Way.objects.exists()


@pytest.mark.parametrize(
    "address",
    [f"slack://{TOKEN}/#sales", "ntfys://ntfy.example.com/topic", "jsons://hooks.example.com/x",
     "tgram://123456789:abcdefghijklmnopqrstuvwxyzabcdefghi/1234", "ntfy://topic"],
)  # fmt: skip
def test_way__to_a_service_outside__is_set_up(owner_id, address):
    assert add_one("Chat", kind="apprise", address=address).secret == ""
    assert OutboxRow.objects.filter(name="WayAdded").exists()


def test_way__of_a_name_that_is_taken__is_refused_until_that_one_is_gone(owner_id):
    first = add_one("Sales")
    with pytest.raises(ways.WayNameTaken):
        add_one("sales")
    remove_way(way_id=first.id, by=None, at=AT)
    assert add_one("sales").id != first.id


def test_secret__of_something_that_is_not_a_webhook__cannot_be_replaced(owner_id):
    made = add_one("Team", kind="email", address="team@nordlys.example")
    with pytest.raises(ways.NotWebhook):
        replace_secret(way_id=made.id, by=None, at=AT)


# Money


def test_way__told_money_by_somebody_who_may_not_see_it__is_refused(add, owner_id):
    administrator = add("administrator").id
    with pytest.raises(ways.MoneyNotYours):
        add_one(hears_money=True, by=administrator)
    made = add_one(hears_money=True, by=owner_id)
    said = {"name": "Program", "most_a_day": 10, "by": administrator, "at": AT}
    with pytest.raises(ways.MoneyNotYours):
        change_way(way_id=made.id, hears_money=True, address="https://mine.example.com/", **said)
    change_way(way_id=made.id, hears_money=True, **said)
    assert queries.get_way(way_id=made.id).most_a_day == 10
    change_way(way_id=made.id, hears_money=False, address="https://mine.example.com/", **said)
    assert queries.get_way(way_id=made.id).shown == "https://mine.example.com/…"


# The database keeps its word


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "pigeon"}, {"most_a_day": 0}, {"sealed_secret": ""}, {"kind": "email"}],
)
def test_database__a_way_that_cannot_be__is_refused(owner_id, wrong):
    add_one()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Way.objects.update(**wrong)


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": "sending"},
        {"state": "waiting"},
        {"state": "lost"},
        {"ended_at": None},
        {"held_until": AT},
        {"next_try_at": AT},
    ],
)
def test_database__a_message_in_no_state__is_refused(owner_id, wrong, settings):
    settings.NOTICES_INSIDE = {"127.0.0.1"}
    send_test(way_id=add_one(address="http://127.0.0.1:9/").id, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Message.objects.update(**wrong)


def test_database__a_receiver_that_is_nobody_or_two__is_refused(owner_id):
    way_id = add_one().id
    for wrong in ({}, {"account_id": owner_id, "way_id": way_id}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Receiver.objects.create(**wrong)


# Names that lead inside


def names(monkeypatch, *addresses):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_a, **_k: found)


def target(*, is_inside=False) -> Target:
    return Target(scheme="https", host="a.example", port=443, path="/", is_inside=is_inside)


@pytest.mark.parametrize("addresses", [("127.0.0.1",), ("93.184.216.34", "10.0.0.1")])
def test_webhook__whose_name_leads_inside__is_not_called(monkeypatch, addresses):
    names(monkeypatch, *addresses)
    monkeypatch.setattr(socket, "create_connection", lambda *_a, **_k: pytest.fail("it was called"))
    with pytest.raises(NotDelivered, match="inside of your own network"):
        reaching.post(target=target(), body=b"", headers={})


def test_webhook__that_is_called__is_called_at_the_address_that_was_checked(monkeypatch):
    names(monkeypatch, "93.184.216.34")
    called = []

    def refuse(address, *_more):
        called.append(address)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(NotDelivered, match="could not be reached"):
        reaching.post(target=target(), body=b"", headers={})
    assert called == [("93.184.216.34", 443)]


def test_webhook__whose_name_nobody_knows__says_so(monkeypatch):
    def unknown(*_a, **_k):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotDelivered, match="name is not known"):
        reaching.post(target=target(), body=b"", headers={})


@pytest.mark.parametrize(
    "address",
    ["jsons://localhost:9/x", "mailto://u:p@nordlys.example?smtp=127.0.0.1", "ntfys://localhost/a"],
)
def test_apprise__that_would_reach_inside_in_some_way__is_stopped(owner_id, address):
    made = add_one("Chat", kind="apprise", address="ntfy://topic")
    models.Way.objects.update(sealed_address=seal(text=address))
    assert "inside of your own network" in send_test(way_id=made.id, at=AT).problem


def test_apprise__that_does_not_answer_in_time__is_ended(owner_id, settings, monkeypatch):
    monkeypatch.setattr(chat, "WHOLE_WITHIN", 0.05)
    with pytest.raises(AddressNotChecked):
        add_one("Chat", kind="apprise", address="ntfy://topic")


@pytest.mark.parametrize(
    ("event", "arguments"),
    [
        ("subprocess.Popen", ("sh", [], None, None)),
        ("socket.connect", (None, ("10.0.0.1", 80))),
        ("socket.connect", (None, ("fd00::1%eth0", 80, 0, 0))),
        ("socket.connect", (None, "/run/some.sock")),
        ("socket.connect", (None, ("localhost", 80))),
        ("socket.sendto", (None, ("192.168.1.1", 53))),
    ],
)
def test_guard__of_the_process_apart__lets_nothing_inside_through(event, arguments):
    with pytest.raises(PermissionError):
        Guard(inside=())._hear(event, arguments)


def test_guard__of_the_process_apart__lets_the_world_and_named_hosts_through():
    guard = Guard(inside=("127.0.0.1",))
    for address in ("127.0.0.1", "93.184.216.34"):
        guard._hear("socket.connect", (None, (address, 443)))
    assert not guard.has_stopped
