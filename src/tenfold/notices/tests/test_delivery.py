"""From what was told to what arrived by webhook, in a chat, together, or after a death."""

import json
from datetime import timedelta

import pytest
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from tenfold.notices import models, queries
from tenfold.notices.actions import add_way, remove_way, replace_secret, send_test, try_again
from tenfold.notices.jobs import look
from tenfold.notices.notice import Audience
from tenfold.notices.rules.missing import UnknownMessage
from tenfold.notices.rules.retrying import HELD_FOR, PAUSES
from tenfold.notices.sending import reaching
from tenfold.outbox.models import OutboxRow


@pytest.fixture
def member(add) -> int:
    return add("member").id


def message() -> models.Message:
    return models.Message.objects.get()


# Webhooks


def test_webhook__told__is_signed_by_the_standard(say, hook, receiver):
    say("a", to=Audience(ways=(hook.id,)), lines=("12 instead of 18.",))
    (request,) = receiver.received
    said = Webhook(hook.secret).verify(request.body, request.headers)
    (notice,) = said["data"]["notices"]
    assert said["type"] == "notices.told"
    assert (notice["key"], notice["subject"], notice["lines"]) == (
        "a", "Orders fell (a)", ["12 instead of 18."],
    )  # fmt: skip
    assert notice["url"].endswith("/alerts/1/")
    assert request.headers["webhook-id"] == str(message().id)


def test_webhook__changed_on_the_way__is_not_verified(say, hook, receiver):
    say("a", to=Audience(ways=(hook.id,)))
    (request,) = receiver.received
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(request.body + b" ", request.headers)


def test_webhook__down_and_up_again__gets_it_once_under_one_id(say, hook, receiver, hands):
    receiver.go_down()
    say("a", to=Audience(ways=(hook.id,)))
    assert message().problem == "The receiver could not be reached."
    receiver.come_up()
    hands.move(minutes=1)
    assert [one.headers["webhook-id"] for one in receiver.received] == [str(message().id)]
    assert message().state == "sent"
    hands.move(days=2)
    assert len(receiver.received) == 1


def test_webhook__answering_an_error__gets_the_same_id_and_body_again(say, hook, receiver, hands):
    receiver.answers = [500, 503]
    say("a", to=Audience(ways=(hook.id,)))
    hands.move(minutes=1)
    hands.move(minutes=5)
    assert len(receiver.received) == 3
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    assert len({one.body for one in receiver.received}) == 1
    assert message().state == "sent"


def test_webhook__that_never_takes_it__fails_after_the_last_pause_and_can_be_tried_again(
    say, hook, receiver, hands
):
    receiver.answers = [500] * 50
    say("a", to=Audience(ways=(hook.id,)))
    for pause in PAUSES:
        assert message().state == "waiting"
        hands.move(seconds=pause.total_seconds())
    assert len(receiver.received) == len(PAUSES) + 1
    assert [one.problem for one in queries.list_failed()] == ["The receiver answered with 500."]
    assert queries.get_way(way_id=hook.id).failed == 1
    receiver.answers = []
    try_again(message_id=message().id, by=None, at=hands.at)
    hands.work()
    assert message().state == "sent"
    assert receiver.received[-1].headers["webhook-id"] == str(message().id)


def test_try_again__of_what_did_not_fail__is_refused(say, hook, hands):
    say("a", to=Audience(ways=(hook.id,)))
    with pytest.raises(UnknownMessage):
        try_again(message_id=message().id, by=None, at=hands.at)


def test_webhook__that_redirects__is_not_followed(say, hook, receiver):
    receiver.answers, receiver.location = [302], receiver.url + "/elsewhere"
    say("a", to=Audience(ways=(hook.id,)))
    assert [one.path for one in receiver.received] == ["/hook"]
    assert "redirects are not followed" in message().problem


def test_webhook__gone_for_good__is_not_tried_again(say, hook, receiver, hands):
    receiver.answers = [410]
    say("a", to=Audience(ways=(hook.id,)))
    assert message().state == "failed"
    hands.move(days=2)
    assert len(receiver.received) == 1


def test_webhook__that_does_not_answer_in_time__is_tried_again(say, hook, receiver, monkeypatch):
    monkeypatch.setattr(reaching, "ANSWERS_WITHIN", 0.2)
    receiver.waits = 1
    say("a", to=Audience(ways=(hook.id,)))
    assert message().problem == "The receiver did not answer in time."


def test_webhook__that_answers_a_letter_at_a_time__is_cut_off(say, hook, receiver, monkeypatch):
    monkeypatch.setattr(reaching, "WHOLE_WITHIN", 0.3)
    receiver.drips = True
    say("a", to=Audience(ways=(hook.id,)))
    assert message().problem == "The receiver did not answer in time."


def test_webhook__whose_secret_is_replaced__is_signed_with_both_for_a_day(
    say, hook, receiver, hands
):
    new = replace_secret(way_id=hook.id, by=None, at=hands.at)
    say("a", to=Audience(ways=(hook.id,)))
    (request,) = receiver.received
    for secret in (hook.secret, new):
        assert Webhook(secret).verify(request.body, request.headers)
    models.Way.objects.update(former_secret_until=hands.at)
    say("b", to=Audience(ways=(hook.id,)))
    Webhook(new).verify(receiver.received[-1].body, receiver.received[-1].headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(hook.secret).verify(receiver.received[-1].body, receiver.received[-1].headers)


def test_webhook__removed_meanwhile__is_told_nothing(say, hook, receiver, hands):
    say("a", to=Audience(ways=(hook.id,)), group="g")
    remove_way(way_id=hook.id, by=None, at=hands.at)
    hands.move(minutes=1)
    assert not receiver.received


def test_test__of_a_way__says_at_once_what_became_of_it(hook, receiver, hands):
    receiver.answers = [403]
    assert send_test(way_id=hook.id, at=hands.at).problem == "The receiver answered with 403."
    assert send_test(way_id=hook.id, at=hands.at).problem == ""
    assert json.loads(receiver.received[-1].body)["type"] == "notices.test"
    assert [one.state for one in queries.list_messages(way_id=hook.id)] == ["sent", "failed"]
    assert queries.list_failed() == ()


def test_way__is_told_money_only_where_somebody_said_so(say, receiver, hands, owner_id):
    blind, seeing = (
        add_way(
            name=str(money), kind="webhook", address=receiver.url, hears_money=money,
            by=owner_id, at=hands.at,
        ).id
        for money in (False, True)
    )  # fmt: skip
    money = {"subject": "Revenue fell to 1200 kr", "subject_without_money": "Revenue fell"}
    say("a", to=Audience(ways=(blind,)), **money)
    say("b", to=Audience(ways=(seeing,)), **money)
    assert ["1200" in one.body.decode() for one in receiver.received] == [False, True]


def test_mail__to_an_address_of_nobody_in_particular__leads_straight_there(
    say, post, hands, owner_id, settings
):
    settings.PUBLIC_URL = "https://numbers.nordlys.example"
    made = add_way(
        name="Office", kind="email", address="office@nordlys.example", by=None, at=hands.at
    )
    say("a", to=Audience(ways=(made.id,)))
    (mail,) = post.mails
    assert mail["To"] == "office@nordlys.example"
    assert mail["List-Unsubscribe"] is None
    assert "https://numbers.nordlys.example/alerts/1/" in mail.get_body(("plain",)).get_content()


# apprise


def test_apprise__told__hands_it_to_the_service(say, receiver, hands, owner_id):
    address = receiver.url.replace("http://", "json://")
    way = add_way(name="Chat", kind="apprise", address=address, by=None, at=hands.at)
    say("a", to=Audience(ways=(way.id,)), lines=("12 instead of 18.",), verb="Look into it")
    (request,) = receiver.received
    said = json.loads(request.body)
    assert said["title"] == "Orders fell (a)"
    assert "12 instead of 18." in said["message"]
    assert "Look into it: http" in said["message"]
    assert message().state == "sent"


def test_apprise__that_fails_or_redirects__is_tried_again(say, receiver, hands, owner_id):
    receiver.answers, receiver.location = [302, 500], receiver.url + "/elsewhere"
    address = receiver.url.replace("http://", "json://") + "?redirect=yes&retry=5"
    way = add_way(name="Chat", kind="apprise", address=address, by=None, at=hands.at)
    say("a", to=Audience(ways=(way.id,)))
    assert message().problem == "The service did not take it, or could not be reached."
    hands.move(minutes=1)
    assert [one.path for one in receiver.received] == ["/hook", "/hook"]
    hands.move(minutes=5)
    assert message().state == "sent"


# Together


def test_group__that_waits_together__goes_out_as_one_message(say, hook, receiver, hands):
    for key in ("a", "b", "c"):
        say(key, to=Audience(ways=(hook.id,)), group="alert:1")
    assert not receiver.received
    hands.move(minutes=1)
    (request,) = receiver.received
    said = json.loads(request.body)["data"]["notices"]
    assert [one["key"] for one in said] == ["a", "b", "c"]


def test_mail__of_several_notices__names_the_first_and_says_how_many_more(say, post, member, hands):
    for key in ("a", "b", "c"):
        say(key, to=Audience(accounts=(member,)), group="alert:1")
    hands.move(minutes=1)
    (mail,) = post.mails
    assert mail["Subject"] == "Orders fell (a) – and 2 more"
    assert "Orders fell (c)" in mail.get_body(("plain",)).get_content()


def test_storm__of_a_hundred__is_few_messages_and_loses_nothing(say, hook, receiver, hands):
    models.Way.objects.update(most_a_day=6)
    for number in range(100):
        say(f"n{number}", to=Audience(ways=(hook.id,)))
    assert len(receiver.received) == 3
    for _ in range(24):
        hands.move(hours=1)
    assert len(receiver.received) <= 6 + 1
    keys = [
        one["key"]
        for request in receiver.received
        for one in json.loads(request.body)["data"]["notices"]
    ]
    assert sorted(keys) == sorted(f"n{number}" for number in range(100))


# Somebody dies in the middle


def test_sender__that_died_in_the_middle__leaves_a_row_that_is_taken_again(
    say, hook, receiver, hands
):
    receiver.answers = [500]
    say("a", to=Audience(ways=(hook.id,)))
    models.Message.objects.update(
        state="sending", attempts=2, next_try_at=None, held_until=hands.at + HELD_FOR
    )
    hands.move(minutes=4)
    look(at=hands.at)
    assert (message().state, len(receiver.received)) == ("sending", 1)
    hands.move(minutes=1)
    look(at=hands.at)
    hands.work()
    assert (message().state, message().attempts, len(receiver.received)) == ("sent", 2, 2)


def test_sender__that_comes_back_late__writes_nothing_over_what_happened_since(say, hook, hands):
    from tenfold.notices.actions.handing_over import _end

    say("a", to=Audience(ways=(hook.id,)))
    late = message()
    late.attempts = 1
    _end(late, state="failed", at=hands.at + timedelta(hours=1), problem="too late")
    assert (message().state, message().problem) == ("sent", "")
    assert not OutboxRow.objects.filter(name="MessageFailed").exists()
