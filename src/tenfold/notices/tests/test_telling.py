from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tenfold.notices import models, queries
from tenfold.notices.actions import tell
from tenfold.notices.notice import Audience, Kind, Notice, Picture
from tenfold.outbox.models import OutboxRow
from tenfold.people import actions as people
from tenfold.people.models import Account
from tests.members import AT

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def notice(key="alert:1:opened:1", **more) -> Notice:
    said = {"kind": Kind.ALERT, "subject": "Orders fell by a third", "path": "/alerts/1/"} | more
    return Notice(key=key, **said)


def told(key="alert:1:opened:1", *, to: Audience, at=AT, **more) -> None:
    with transaction.atomic():
        tell(notice=notice(key, **more), to=to, at=at)


@pytest.fixture
def member(add) -> int:
    return add("member").id


def test_tell__outside_of_a_transaction__is_a_bug(transactional_db):
    with pytest.raises(RuntimeError, match="outside of a transaction"):
        tell(notice=notice(), to=Audience(), at=AT)


def test_tell__a_member__is_in_their_inbox_and_nobody_elses(member, owner_id):
    told(to=Audience(accounts=(member,)), lines=("12 instead of 18.",), verb="Look into it")
    (one,) = queries.list_notices(account_id=member, sees_money=False)
    assert (one.subject, one.lines, one.path, one.verb, one.is_read) == (
        "Orders fell by a third", ("12 instead of 18.",), "/alerts/1/", "Look into it", False,
    )  # fmt: skip
    assert queries.list_notices(account_id=owner_id, sees_money=True) == ()


def test_tell__rolled_back__has_told_nobody(member):
    with transaction.atomic():
        tell(notice=notice(), to=Audience(accounts=(member,)), at=AT)
        transaction.set_rollback(True)
    assert queries.count_unread(account_id=member) == 0
    assert not OutboxRow.objects.filter(name="NoticeTold").exists()


def test_tell__the_same_key_again__changes_nothing(member):
    told(to=Audience(accounts=(member,)))
    told(to=Audience(accounts=(member,)), subject="Something else")
    assert [one.subject for one in queries.list_notices(account_id=member, sees_money=False)] == [
        "Orders fell by a third"
    ]
    assert OutboxRow.objects.filter(name="NoticeTold").count() == 1


def test_tell__the_same_key_to_somebody_more__tells_only_them(member, owner_id):
    told(to=Audience(accounts=(member,)))
    told(to=Audience(accounts=(member, owner_id)), at=AT + timedelta(hours=1))
    assert models.Entry.objects.count() == 2
    assert models.Told.objects.count() == 1


def test_tell__a_closed_account_or_a_guest__hears_nothing(add, member, settings):
    settings.EMAIL_HOST = "mail.example"
    guest = add("guest").id
    Account.objects.filter(id=member).update(is_active=False)
    told(to=Audience(accounts=(member, guest, 424242)))
    assert not models.Entry.objects.exists()
    assert not models.Delivery.objects.exists()


def test_tell__a_team__is_heard_once_by_each_who_is_in_it(add, member, owner_id):
    team = people.make_team(name="Packing", by=owner_id, at=AT)
    people.add_to_team(team_id=team, account_id=member, leads=False, by=owner_id, at=AT)
    told(to=Audience(accounts=(member,), teams=(team, 424242)))
    assert [row.account_id for row in models.Entry.objects.all()] == [member]


def test_tell__with_a_mail_server__also_goes_out_by_mail(member, settings):
    settings.EMAIL_HOST = "mail.example"
    told(to=Audience(accounts=(member,)))
    assert models.Delivery.objects.get().receiver.account_id == member


def test_tell__without_a_mail_server__stays_in_the_house(member, settings):
    settings.EMAIL_HOST = ""
    told(to=Audience(accounts=(member,)))
    assert not models.Delivery.objects.exists()


def test_tell__somebody_who_does_not_want_the_kind__leaves_them_in_peace(member, settings):
    settings.EMAIL_HOST = "mail.example"
    for by in ("app", "email"):
        models.Unwanted.objects.create(account_id=member, kind="alert", by=by)
    told(to=Audience(accounts=(member,)))
    told("goal:1", kind=Kind.GOAL, to=Audience(accounts=(member,)))
    assert [row.told.key for row in models.Entry.objects.all()] == ["goal:1"]
    assert [row.told.key for row in models.Delivery.objects.all()] == ["goal:1"]


def test_tell__of_money__is_heard_without_it_by_whoever_may_not_see_it(member):
    told(
        to=Audience(accounts=(member,)),
        subject="Revenue fell to 1,200 kr",
        lines=("It was 1,800 kr.",),
        subject_without_money="Revenue fell by a third",
        lines_without_money=(),
    )
    (blind,) = queries.list_notices(account_id=member, sees_money=False)
    (seeing,) = queries.list_notices(account_id=member, sees_money=True)
    assert (blind.subject, blind.lines) == ("Revenue fell by a third", ())
    assert (seeing.subject, seeing.lines) == ("Revenue fell to 1,200 kr", ("It was 1,800 kr.",))


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": " "},
        {"subject": "x" * 301},
        {"path": "//elsewhere.example/"},
        {"path": "https://elsewhere.example/"},
        {"path": "/\\\\elsewhere.example/"},
        {"path": "/alerts/\r\nSet-Cookie: a=b"},
        {"pictures": (Picture(name="a.png", png=b"GIF89a", says="a"),)},
        {"pictures": (Picture(name="a.png", png=PNG + b"0" * 200_000, says="a"),)},
    ],
)
def test_tell__something_that_cannot_be_told__is_a_bug(member, wrong):
    with pytest.raises(ValueError, match=r"."):
        told(to=Audience(accounts=(member,)), **wrong)


def test_tell__a_subject_of_two_lines__becomes_one(member):
    told(to=Audience(accounts=(member,)), subject="Orders\r\nBcc: everybody@example.com")
    assert models.Told.objects.get().subject == "Orders Bcc: everybody@example.com"


def test_database__the_same_notice_twice_for_one_receiver__is_refused(member, settings):
    settings.EMAIL_HOST = "mail.example"
    told(to=Audience(accounts=(member,)))
    one = models.Delivery.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Delivery.objects.create(told=one.told, receiver=one.receiver, due_at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.Entry.objects.create(told=one.told, account_id=member)
