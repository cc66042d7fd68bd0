"""From what was told to what arrived by e-mail: a real mail server."""

import pytest

from tenfold.notices import models
from tenfold.notices.notice import Audience, Picture
from tenfold.outbox.models import OutboxRow
from tenfold.people.models import Account

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


@pytest.fixture
def member(add) -> int:
    return add("member").id


def message() -> models.Message:
    return models.Message.objects.get()


def test_mail__to_a_member__says_it_in_text_and_html_with_a_way_out(say, post, member, settings):
    settings.PUBLIC_URL = "https://numbers.nordlys.example"
    say("a", to=Audience(accounts=(member,)), lines=("12 instead of <18>.",), verb="Look into it")
    (mail,) = post.mails
    text = mail.get_body(("plain",)).get_content()
    html = mail.get_body(("html",)).get_content()
    assert mail["To"] == "member@nordlys.example"
    assert mail["Subject"] == "Orders fell (a)"
    assert mail["List-Unsubscribe"] == "<https://numbers.nordlys.example/notices/choose/>"
    link = f"https://numbers.nordlys.example/notices/{models.Told.objects.get().id}/"
    assert f"Look into it: {link}" in text
    assert "12 instead of <18>." in text
    assert f'href="{link}"' in html
    assert "12 instead of &lt;18&gt;." in html
    assert message().state == "sent"


def test_mail__with_a_picture__carries_it_inside(say, post, member):
    picture = Picture(name="orders.png", png=PNG, says="Orders since May")
    say("a", to=Audience(accounts=(member,)), pictures=(picture,))
    (mail,) = post.mails
    (image,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    (html,) = [one.get_content() for one in mail.walk() if one.get_content_type() == "text/html"]
    assert image.get_content() == PNG
    assert f'src="cid:{image["Content-ID"].strip("<>")}"' in html
    assert 'alt="Orders since May"' in html
    assert mail.get_content_type() == "multipart/related"
    assert "[Orders since May]" in mail.get_body(("plain",)).get_content()


def test_mail__to_somebody_who_may_not_see_money__holds_none(say, post, add):
    blind, seeing = add("member").id, add("member who sees money").id
    say(
        "a",
        to=Audience(accounts=(blind, seeing)),
        subject="Revenue fell to 1200 kr",
        lines=("It was 1800 kr.",),
        subject_without_money="Revenue fell by a third",
        lines_without_money=("It was more.",),
        pictures=(Picture(name="r.png", png=PNG, says="Revenue: 1200 kr", money=True),),
    )
    mails = {mail["To"]: mail.as_string() for mail in post.mails}
    assert "kr" not in mails["member@nordlys.example"].replace("kroner", "")
    assert "image/png" not in mails["member@nordlys.example"]
    assert "1200 kr" in mails["member-who-sees-money@nordlys.example"]


def test_mail__after_the_right_to_see_money_was_taken_away__holds_none(say, post, add, hands):
    seeing = add("member who sees money").id
    money = {"subject_without_money": "Revenue fell", "group": "g"}
    say("a", to=Audience(accounts=(seeing,)), subject="Revenue fell to 1200 kr", **money)
    Account.objects.filter(id=seeing).update(sees_money=False)
    hands.move(minutes=1)
    assert [mail["Subject"] for mail in post.mails] == ["Revenue fell"]


def test_mail__to_an_account_that_was_closed_meanwhile__is_not_sent(say, post, member, hands):
    say("a", to=Audience(accounts=(member,)), group="g")
    Account.objects.filter(id=member).update(is_active=False)
    hands.move(minutes=1)
    assert not post.mails
    assert models.Delivery.objects.get().dropped_at == hands.at


def test_mail__whose_retry_finds_the_account_closed__is_dropped(say, post, member, hands):
    post.answer = "451 come back later"
    say("a", to=Audience(accounts=(member,)))
    post.answer = ""
    Account.objects.filter(id=member).update(is_active=False)
    hands.move(minutes=1)
    assert not post.mails
    assert message().state == "dropped"


def test_mail__refused_for_now__comes_later_under_the_same_id(say, post, member, hands):
    post.answer = "451 come back later"
    say("a", to=Audience(accounts=(member,)))
    first = message()
    assert (first.state, first.attempts) == ("waiting", 1)
    post.answer = ""
    hands.move(seconds=59)
    assert not post.mails
    hands.move(seconds=1)
    (mail,) = post.mails
    assert mail["Message-ID"] == f"<{first.id}@nordlys.example>"
    assert (message().state, message().attempts) == ("sent", 2)


def test_mail__to_an_address_that_is_refused_for_good__fails_at_once(say, post, member):
    post.answer = "550 no such person"
    say("a", to=Audience(accounts=(member,)))
    assert message().state == "failed"
    assert "does not take this address" in message().problem
    assert OutboxRow.objects.filter(name="MessageFailed").count() == 1


def test_mail__without_a_server_that_answers__names_no_address(say, post, member, settings):
    settings.EMAIL_PORT = 9
    say("a", to=Audience(accounts=(member,)))
    assert message().problem == "The mail server could not be reached."


def test_mail__in_the_language_of_the_company__is_written_in_it(say, post, member):
    from tenfold.people.models import Company

    Company.objects.update(language="de")
    say("a", to=Audience(accounts=(member,)))
    assert '<html lang="de">' in post.mails[0].get_body(("html",)).get_content()
