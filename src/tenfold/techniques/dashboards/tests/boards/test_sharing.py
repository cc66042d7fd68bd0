"""Links that show one board to whoever has them: nothing else, no persons, and not for ever."""

import re
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tenfold.config.permissions import ANYONE, TABLE
from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.outbox.models import OutboxRow
from tenfold.people.models import Account
from tenfold.techniques.dashboards.actions.boards import archive_board
from tenfold.techniques.dashboards.actions.boards.sharing import revoke_link, share_board
from tenfold.techniques.dashboards.asgi.boards.links import when_a_link_ends
from tenfold.techniques.dashboards.models import ShareLink
from tenfold.techniques.dashboards.queries.boards.sharing import list_links, open_link
from tenfold.techniques.dashboards.tests.boards.conftest import EVERY_KIND
from tenfold.techniques.dashboards.tests.conftest import NOW
from tests.contracts.test_permissions import ADDRESSES

LATER = NOW + timedelta(days=32)


def test_link__that_was_made__shows_its_board_and_only_its_hash_is_kept(share, shared_board):
    made = share()
    assert open_link(token=made.token, at=NOW).board_id == shared_board
    row = ShareLink.objects.get()
    assert made.token not in str(row.__dict__)
    assert len(row.token_hash) == 64


def test_link__that_was_made_and_stopped__is_told_as_facts_without_its_secret(share, company):
    made = share()
    revoke_link(board_id=1, link_id=made.link_id, by=company, at=NOW)
    rows = OutboxRow.objects.filter(name__in=("BoardShared", "ShareLinkRevoked"))
    assert [row.name for row in rows.order_by("id")] == ["BoardShared", "ShareLinkRevoked"]
    assert made.token not in str([row.properties for row in rows])


def test_shared_page__opened_by_a_stranger__shows_the_board_without_money(share, stranger):
    page = stranger.get(f"/shared/{share().token}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "“Order” happened 2 times" in text
    assert "68.5" not in text
    assert "hidden" in text


def test_shared_page__of_a_link_that_shows_money__shows_it(share, stranger):
    assert "€68.50" in stranger.get(f"/shared/{share(money=True).token}/").content.decode()


def test_shared_page__and_its_wall__lead_nowhere_but_to_each_other(share, stranger):
    token = share(money=True).token
    for path in (f"/shared/{token}/", f"/shared/{token}/wall/"):
        text = stranger.get(path).content.decode()
        led = set(re.findall(r'(?:href|action|hx-get|data-board-live)="([^"]*)"', text))
        own = {one for one in led if not one.startswith("/static/")}
        assert own <= {f"/shared/{token}/wall/", f"/live/shared/{token}"}
        assert "explore" not in text
        assert "/csv/" not in text


def test_shared_page__of_every_kind_of_tile__leads_nowhere_and_names_nobody(
    every_kind, company, stranger, sell
):
    sell(48.5, days=8, country="Norway", email="anna@example.org")
    made = share_board(
        board_id=every_kind, label="All", lasts="day", money=True, by=company, at=NOW
    )
    text = stranger.get(f"/shared/{made.token}/").content.decode()
    assert text.count("<article") == len(EVERY_KIND)
    led = set(re.findall(r'(?:href|action|hx-get|src)="([^"]*)"', text))
    assert {one for one in led if not one.startswith("/static/")} == {f"/shared/{made.token}/wall/"}
    for secret in ("customer-1", "anna@example.org", "A note for us alone", "/annotations/"):
        assert secret not in text


def test_shared_page__says_to_search_engines_caches_and_other_sites__nothing(share, stranger):
    for end in ("", "wall/"):
        answer = stranger.get(f"/shared/{share().token}/{end}")
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["Cache-Control"] == "private, no-store"


def test_link__that_was_stopped_or_is_over__opens_nothing(share, shared_board, company, stranger):
    stopped, short = share(), share(lasts="day")
    revoke_link(board_id=shared_board, link_id=stopped.link_id, by=company, at=NOW)
    assert stranger.get(f"/shared/{stopped.token}/").status_code == 404
    with pytest.raises(Refusal) as refused:
        open_link(token=short.token, at=NOW + timedelta(days=1))
    assert refused.value.code == "unknown_share_link"


def test_link__that_lasts_until_it_is_stopped__lasts(share):
    assert open_link(token=share(lasts="always").token, at=NOW + timedelta(days=9_999))


def test_link__to_a_board_that_was_put_away__opens_nothing(share, shared_board, company, stranger):
    made = share()
    archive_board(board_id=shared_board, by=company, at=NOW)
    assert stranger.get(f"/shared/{made.token}/").status_code == 404


def test_link__brought_to_every_other_address__opens_none_of_them(share, stranger):
    token = share(money=True).token
    key = {"HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_ACCEPT": "application/json"}
    stranger.cookies["token"] = token
    for address in ADDRESSES:
        entry = TABLE[address.name]
        if entry is not ANYONE:
            answer = stranger.get(f"{address.path}?token={token}", **key)
            assert answer.status_code in {401, 405}, address


def test_link__that_is_stopped__is_told_to_whoever_serves_it(
    share, shared_board, company, django_capture_on_commit_callbacks
):
    ended: list[int] = []
    deafen = when_a_link_ends(listener=ended.append)
    made = share()
    with django_capture_on_commit_callbacks(execute=True):
        revoke_link(board_id=shared_board, link_id=made.link_id, by=company, at=NOW)
    deafen()
    assert ended == [made.link_id]


def test_link__of_somebody_who_does_not_see_money__shows_none(shared_board, company):
    Account.objects.filter(pk=company).update(role="administrator", sees_money=False)
    with pytest.raises(Refusal) as refused:
        share_board(board_id=shared_board, label="Kim", lasts="day", money=True, by=company, at=NOW)
    assert refused.value.code == "money_not_yours"
    assert not ShareLink.objects.exists()


def test_link__to_somebody_elses_board__is_refused(shared_board, colleague):
    with pytest.raises(Refusal) as refused:
        share_board(
            board_id=shared_board, label="Kim", lasts="day", money=False, by=colleague.id, at=NOW
        )
    assert refused.value.code == "not_your_board"


def test_link__without_a_name__is_refused(share):
    with pytest.raises(Refusal) as refused:
        share(label="  ")
    assert (refused.value.code, refused.value.field) == ("blank_label", "label")


def test_stranger__who_tries_one_link_after_the_other__has_to_wait(share, stranger):
    made = share()
    codes = [stranger.get(f"/shared/guess-{at}/").status_code for at in range(25)]
    assert codes.count(404) == 20
    assert codes[-1] == 429
    assert stranger.get(f"/shared/{made.token}/").status_code == 429


def test_screen__that_goes_on_asking_for_a_stopped_link__keeps_nobody_out(
    share, shared_board, company, stranger
):
    stopped, other = share(), share()
    revoke_link(board_id=shared_board, link_id=stopped.link_id, by=company, at=NOW)
    for _ in range(40):
        assert stranger.get(f"/shared/{stopped.token}/").status_code == 404
    assert stranger.get(f"/shared/{other.token}/").status_code == 200


def test_list__of_links__says_who_made_each_whether_it_works_and_when_it_was_used(
    share, shared_board, company, stranger, monkeypatch
):
    used, stopped = share(label="Hall"), share(label="Bank")
    revoke_link(board_id=shared_board, link_id=stopped.link_id, by=company, at=NOW)
    stranger.get(f"/shared/{used.token}/")
    found = {one.label: one for one in list_links(board_id=shared_board, at=NOW)}
    assert (found["Hall"].state, found["Hall"].last_used_at) == ("open", NOW)
    assert (found["Bank"].state, found["Bank"].last_used_at) == ("stopped", None)
    assert {one.state for one in list_links(board_id=shared_board, at=LATER)} == {"over", "stopped"}


def test_use__within_a_minute__is_noted_once(share, stranger, monkeypatch):
    made = share()
    stranger.get(f"/shared/{made.token}/")
    monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(seconds=30))
    stranger.get(f"/shared/{made.token}/")
    assert ShareLink.objects.get().last_used_at == NOW


def test_page__of_links__makes_one_shows_it_once_and_stops_it(client, shared_board, stranger):
    page = f"/boards/{shared_board}/share/"
    said = client.post(page, {"label": "Hall", "lasts": "week", "money": "on"}).content.decode()
    link = re.search(r"http://[^<\s]*/shared/(tfb_[\w-]+)/", said)
    assert link
    assert stranger.get(f"/shared/{link[1]}/").status_code == 200
    assert link[1] not in client.get(page).content.decode()
    made = ShareLink.objects.get()
    client.post(f"{page}{made.id}/stop/")
    assert stranger.get(f"/shared/{link[1]}/").status_code == 404


def test_page__of_links__for_somebody_who_does_not_see_money__does_not_offer_it(
    as_member, shared_board
):
    assert 'name="money"' not in as_member().get(f"/boards/{shared_board}/share/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"token_hash": "not a hash"},
        {"expires_at": NOW - timedelta(days=1)},
    ],
)
def test_rows__of_links__cannot_say_what_makes_no_sense(share, wrong):
    link = share().link_id
    with pytest.raises(IntegrityError), transaction.atomic():
        ShareLink.objects.filter(id=link).update(**wrong)
