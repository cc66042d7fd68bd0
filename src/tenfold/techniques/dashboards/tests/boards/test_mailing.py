"""Boards by e-mail: each occasion once, to each as they may see it, and no more when they say so."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.db import IntegrityError, transaction

from tenfold.jobs.running import run_due
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.notices.models import Told
from tenfold.people.models import Account
from tenfold.techniques.dashboards.actions.boards import archive_board, mailing, sending
from tenfold.techniques.dashboards.models import BoardMail, MailSent, MailTo
from tenfold.techniques.dashboards.queries.boards.letters import write_for_member
from tenfold.techniques.dashboards.queries.boards.mailing import list_mails
from tenfold.techniques.dashboards.rules.boards.occasions import Rhythm
from tenfold.techniques.dashboards.tests.conftest import NOW

DAILY, WEEKLY = Rhythm("day", 0, 7), Rhythm("week", 1, 7)
TOMORROW = datetime.fromisoformat("2026-11-26T06:00:00+00:00")
OUTSIDE = "bank@example.org"
Plan = Callable[..., int]


@pytest.fixture
def plan(shared_board, company, settings) -> Plan:
    """Plan a mail of the board: `plan(accounts=[1], addresses=["a@example.org"], money=True)`."""
    settings.EMAIL_HOST = "mail.example"

    def make(*, rhythm=DAILY, accounts=(), addresses=(), money=False, by=company) -> int:
        return mailing.plan_mail(
            board_id=shared_board, rhythm=rhythm, accounts=accounts, addresses=addresses,
            money=money, by=by, at=NOW,
        )  # fmt: skip

    return make


@pytest.fixture
def pass_time(monkeypatch) -> Callable[[datetime], None]:
    """Let it be a later moment, see what is due, and do all that is asked for then."""

    def go(at: datetime) -> None:
        monkeypatch.setattr(clock, "now", lambda: at)
        sending.plan_due(at=at)
        run_due(at=at, names={sending.JOB, sending.NOW})

    return go


def test_mail__that_is_due__reaches_each_once_however_often_it_is_looked(plan, pass_time, company):
    plan(accounts=[company], addresses=[OUTSIDE])
    for minutes in (0, 1, 2):
        pass_time(TOMORROW + timedelta(minutes=minutes))
    assert [one.to for one in django_mail.outbox] == [[OUTSIDE]]
    assert Told.objects.count() == 1
    assert MailSent.objects.count() == 2


def test_mail__before_its_time__is_not_sent(plan, pass_time):
    plan(addresses=[OUTSIDE])
    pass_time(TOMORROW - timedelta(minutes=1))
    assert django_mail.outbox == []


def test_mail__missed_for_five_days__is_sent_once_when_tenfold_is_back(plan, pass_time):
    plan(addresses=[OUTSIDE])
    pass_time(TOMORROW + timedelta(days=5, hours=3))
    assert len(django_mail.outbox) == 1
    assert BoardMail.objects.get().due_at == TOMORROW + timedelta(days=6)


def test_mail__on_the_next_occasion__is_another_one(plan, pass_time):
    plan(addresses=[OUTSIDE])
    pass_time(TOMORROW)
    pass_time(TOMORROW + timedelta(days=1))
    ids = [one.extra_headers["Message-ID"] for one in django_mail.outbox]
    assert len(set(ids)) == 2


def test_mail__tried_again_after_an_answer_that_was_lost__is_the_same_message(plan, pass_time):
    plan(addresses=[OUTSIDE])
    pass_time(TOMORROW)
    MailSent.objects.all().delete()  # as where the process was killed before it noted it
    sending.send_board(to_id=MailTo.objects.get().id, occasion=TOMORROW.isoformat())
    assert len(django_mail.outbox) == 2
    assert len({one.extra_headers["Message-ID"] for one in django_mail.outbox}) == 1


def test_mail__to_members__says_to_each_what_they_may_see(plan, pass_time, company, colleague):
    plan(accounts=[company, colleague.id])
    pass_time(TOMORROW)
    said = {told.entries.get().account_id: " ".join(told.lines) for told in Told.objects.all()}
    assert "€68.50" in said[company]
    assert "68.5" not in said[colleague.id]
    assert "1 tile is left out" in said[colleague.id]


def test_mail__to_a_member_who_may_not_see_money_any_more__has_a_version_without(
    plan, pass_time, company
):
    plan(accounts=[company])
    pass_time(TOMORROW)
    told = Told.objects.get()
    assert "€68.50" in " ".join(told.lines)
    assert "68.5" not in " ".join(told.lines_without_money)


@pytest.mark.parametrize(("money", "shown"), [(True, True), (False, False)])
def test_mail__to_an_address_outside__shows_money_where_it_was_granted(
    plan, pass_time, money, shown
):
    plan(addresses=[OUTSIDE], money=money)
    pass_time(TOMORROW)
    assert ("€68.50" in django_mail.outbox[0].body) is shown


def test_mail__to_an_address_outside__leads_into_the_house_by_no_link(plan, pass_time):
    plan(addresses=[OUTSIDE], money=True)
    pass_time(TOMORROW)
    body, html = django_mail.outbox[0].body, django_mail.outbox[0].alternatives[0][0]
    links = set(re.findall(r"https?://[^\s\"<]+", body + html))
    assert all("/leave/" in one for one in links)
    assert len(django_mail.outbox[0].attachments) == 1  # the bars by country, as a picture


def test_recipient_outside__who_follows_the_link__gets_it_no_more(plan, pass_time, stranger):
    plan(addresses=[OUTSIDE])
    pass_time(TOMORROW)
    sent = django_mail.outbox[0]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = re.search(r"https?://[^/]+(/leave/[^>]+)>", sent.extra_headers["List-Unsubscribe"])
    assert path
    assert "Get these mails no more?" in stranger.get(path[1]).content.decode()
    assert MailTo.objects.get().left_at is None
    assert stranger.post(path[1]).status_code == 200
    pass_time(TOMORROW + timedelta(days=1))
    assert len(django_mail.outbox) == 1


def test_link_to_leave__that_somebody_made_up__is_refused(plan, stranger):
    plan(addresses=[OUTSIDE])
    assert stranger.post("/leave/1:made-up/").status_code == 404
    assert MailTo.objects.get().left_at is None


def test_member__who_does_not_want_it__leaves_their_own_alone(
    plan, client, company, colleague, shared_board
):
    plan(accounts=[company, colleague.id])
    mine = MailTo.objects.get(account_id=company)
    theirs = MailTo.objects.get(account_id=colleague.id)
    client.post(f"/boards/{shared_board}/mails/leave/{mine.id}/")
    assert client.post(f"/boards/{shared_board}/mails/leave/{theirs.id}/").status_code == 404
    left = set(MailTo.objects.exclude(left_at=None).values_list("id", flat=True))
    assert left == {mine.id}


def test_mail__that_is_paused_or_whose_board_was_put_away__is_not_sent(
    plan, pass_time, shared_board, company
):
    paused = plan(addresses=[OUTSIDE])
    mailing.pause_mail(board_id=shared_board, mail_id=paused, by=company, at=NOW)
    pass_time(TOMORROW)
    mailing.pause_mail(board_id=shared_board, mail_id=paused, by=company, at=TOMORROW)
    archive_board(board_id=shared_board, by=company, at=TOMORROW)
    pass_time(TOMORROW + timedelta(days=1))
    assert django_mail.outbox == []


def test_mail__with_money__is_planned_by_nobody_who_does_not_see_it(plan, company):
    Account.objects.filter(pk=company).update(role="administrator", sees_money=False)
    with pytest.raises(Refusal) as refused:
        plan(addresses=[OUTSIDE], money=True)
    assert refused.value.code == "money_not_yours"


def test_mail__of_somebody_elses_board__is_refused(plan, colleague):
    with pytest.raises(Refusal) as refused:
        plan(accounts=[colleague.id], by=colleague.id)
    assert refused.value.code == "not_your_board"


def test_mail__to_a_guest_or_a_closed_account_alone__goes_to_nobody(plan, colleague):
    Account.objects.filter(pk=colleague.id).update(role="guest")
    with pytest.raises(Refusal) as refused:
        plan(accounts=[colleague.id])
    assert refused.value.code == "nobody_to_send_to"


def test_page__of_mails__plans_one_shows_what_it_says_and_when_it_comes(
    client, shared_board, company, settings
):
    settings.EMAIL_HOST = "mail.example"
    page = f"/boards/{shared_board}/mails/"
    said = {
        "every": "week", "weekday": "1", "monthday": "1", "hour": "7", "members": [str(company)],
        "addresses": OUTSIDE,
    }  # fmt: skip
    assert client.post(page, said).status_code == 302
    text = client.get(page).content.decode()
    assert "each Monday at 7:00" in text
    assert "outside, without money" in text
    assert "“Order” happened 2 times" in text
    assert "data:image/png;base64," in text
    assert list_mails(board_id=shared_board, account_id=company)[0].due_at


def test_page__of_mails__without_a_mail_server__refuses_addresses_outside(client, shared_board):
    said = {
        "every": "day", "weekday": "1", "monthday": "1", "hour": "7", "addresses": OUTSIDE
    }  # fmt: skip
    text = client.post(f"/boards/{shared_board}/mails/", said).content.decode()
    assert "No mail server is set up" in text
    assert not BoardMail.objects.exists()


def test_board__asked_for_now__reaches_whoever_asked(client, shared_board, company, pass_time):
    client.post(f"/boards/{shared_board}/mails/now/")
    pass_time(NOW)
    assert Told.objects.get().entries.get().account_id == company


def test_mail__that_is_ended__is_gone(plan, client, shared_board):
    client.post(f"/boards/{shared_board}/mails/{plan(addresses=[OUTSIDE])}/end/")
    assert not BoardMail.objects.exists()


def test_letter__of_an_empty_board__says_so(company):
    from tenfold.techniques.dashboards.actions.boards import make_board

    board = make_board(title="Empty", by=company, at=NOW)
    written = write_for_member(board_id=board, account_id=company, at=NOW)
    assert written.lines == ("There is nothing on this board yet.",)


@pytest.mark.parametrize(
    "wrong", [{"every": "year"}, {"on_day": 3}, {"hour": 24}, {"every": "month", "on_day": 31}]
)
def test_rows__of_mails__cannot_say_what_makes_no_sense(plan, wrong):
    mail_id = plan(addresses=[OUTSIDE])
    with pytest.raises(IntegrityError), transaction.atomic():
        BoardMail.objects.filter(id=mail_id).update(**wrong)


def test_rows__of_recipients__are_a_member_or_an_address_and_each_once(plan, company):
    mail_id = plan(accounts=[company], addresses=[OUTSIDE])
    for wrong in (
        {"account_id": company}, {"address": OUTSIDE.upper()}, {},
        {"account_id": company, "address": "other@example.org"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            MailTo.objects.create(mail_id=mail_id, **wrong)
