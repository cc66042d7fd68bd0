"""Every page, as an owner and as a member who sees neither persons nor money; and what forms do."""

import html
import re

import pytest
from django.urls import reverse

from tenfold.techniques.interfaces import actions
from tenfold.techniques.interfaces.queries import persons, sources

pytestmark = pytest.mark.usefixtures("log")


@pytest.fixture
def shop(owner_id, at) -> actions.SourceAdded:
    return actions.add_source(name="Web shop", kind="web", by=owner_id, at=at)


@pytest.fixture
def order(shop, happen) -> str:
    return happen(
        "order",
        source=shop.id,
        actor="anna@example.org",
        value=48.5,
        currency="EUR",
        properties={"items": 3, "country": "Norway"},
    )


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


@pytest.mark.parametrize(
    "name",
    ["sources", "source_add", "import", "imports", "catalogue", "events", "merges"],
)
def test_page__of_an_empty_company__teaches_the_next_step(sign_in, name):
    answer = sign_in("owner").get(reverse(f"interfaces:{name}"))
    assert answer.status_code == 200
    assert "<h1>" in text(answer)


def test_sources_page__without_sources__shows_two_ways_to_begin(sign_in):
    page = text(sign_in("owner").get(reverse("interfaces:sources")))
    assert reverse("interfaces:import") in page
    assert reverse("interfaces:source_add") in page


def test_sources_page__to_a_member__offers_nothing_they_may_not_do(sign_in, shop):
    page = text(sign_in("member").get(reverse("interfaces:sources")))
    assert "Web shop" in page
    assert reverse("interfaces:source_add") not in page
    assert shop.write_key not in page


def test_source_page__without_events__waits_for_the_first_with_snippets(sign_in, shop):
    page = text(sign_in("owner").get(reverse("interfaces:source", args=[shop.id])))
    assert "Waiting for the first event" in page
    assert page.count(shop.write_key) == 3
    assert "http://testserver/v1/events" in page


def test_source_page__to_a_member__shows_no_key(sign_in, shop, order):
    page = text(sign_in("member").get(reverse("interfaces:source", args=[shop.id])))
    assert shop.write_key not in page
    assert "anna@example.org" not in page
    assert "hidden" in page


def test_first_event__arrived__is_shown_and_asks_no_more(sign_in, shop, order):
    page = text(sign_in("owner").get(reverse("interfaces:source_first_event", args=[shop.id])))
    assert "We have received your first event" in page
    assert "hx-get" not in page


def test_source__added_on_the_page__leads_to_its_key(sign_in, log, at):
    browser = sign_in("owner")
    answer = browser.post(
        reverse("interfaces:source_add"), {"name": "Till 2", "kind": "device"}, follow=True
    )
    assert "Till 2" in text(answer)
    assert "tfw_" in text(answer)


def test_source__its_first_order_to_copy__is_money(sign_in, shop):
    page = text(sign_in("owner").get(reverse("interfaces:source", args=[shop.id])))
    assert re.search(r"\"currency\": \"[A-Z]{3}\"", html.unescape(page))


def test_source__of_a_taken_name__is_said_at_the_field(sign_in, shop):
    answer = sign_in("owner").post(
        reverse("interfaces:source_add"), {"name": "web shop", "kind": "web"}
    )
    assert answer.status_code == 422
    assert "There is a source called" in text(answer)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("source_rename", {"name": "Shop"}, "new name"),
        ("source_replace_key", {}, "new write key"),
        ("source_revoke_key", {}, "has ended"),
        ("source_archive", {}, "This source is archived"),
        ("source_unarchive", {}, "in use again"),
    ],
)
def test_source__changed_on_its_page__says_so(sign_in, shop, name, data, said):
    answer = sign_in("owner").post(reverse(f"interfaces:{name}", args=[shop.id]), data, follow=True)
    assert said in text(answer)


def test_source__archived__can_be_taken_back(sign_in, shop, log, at):
    browser = sign_in("owner")
    browser.post(reverse("interfaces:source_archive", args=[shop.id]))
    assert "1 archived source" in text(browser.get(reverse("interfaces:sources")))
    browser.post(reverse("interfaces:source_unarchive", args=[shop.id]))
    assert sources.get_source(source_id=shop.id, log=log, at=at).write_key != shop.write_key


def test_events_page__filtered__shows_what_was_asked_for(sign_in, order, happen):
    happen("visit", actor="v-1")
    browser = sign_in("owner")
    page = text(browser.get(reverse("interfaces:events"), {"name": "order"}))
    assert "48.50" in page
    assert "anna@example.org" in page
    assert "/cups" not in page
    nothing = text(browser.get(reverse("interfaces:events"), {"person": "nobody"}))
    assert "There is no such event" in nothing


def test_events_page__to_a_member__hides_persons_and_money(sign_in, order):
    page = text(sign_in("member").get(reverse("interfaces:events")))
    assert "order" in page
    assert "48.5" not in page
    assert "anna@example.org" not in page


def test_events_page__with_many__leads_to_older_ones(sign_in, happen, at):
    from datetime import timedelta

    for minutes in range(51):
        happen("visit", at=at - timedelta(minutes=minutes))
    browser = sign_in("owner")
    page = text(browser.get(reverse("interfaces:events")))
    older = re.search(r'href="\?([^"]+)">Show older', page)[1].replace("&amp;", "&")
    assert text(browser.get(reverse("interfaces:events") + "?" + older)).count("<b>visit</b>") == 1


def test_events_page__before_nonsense__is_a_bad_request(sign_in):
    answer = sign_in("owner").get(reverse("interfaces:events"), {"before": "yesterday"})
    assert answer.status_code == 400


def test_event_page__of_an_event__shows_its_way(sign_in, order):
    page = text(sign_in("owner").get(reverse("interfaces:event", args=[order])))
    assert "Its way" in page
    assert "committed" in page
    assert "Norway" in page


def test_event_page__of_what_never_was__is_not_found(sign_in):
    answer = sign_in("owner").get(reverse("interfaces:event", args=["nonsense"]))
    assert answer.status_code == 404


def test_catalogue__described_required_and_hidden__says_so(sign_in, order):
    browser = sign_in("owner")
    of_order = {"name": "order"}
    describe = reverse("interfaces:catalogue_describe")
    browser.post(describe, {**of_order, "description": "Somebody pays."})
    browser.post(describe, {**of_order, "property": "items", "description": "How many."})
    browser.post(
        reverse("interfaces:catalogue_require"),
        {**of_order, "property": "voucher", "required": "yes"},
    )
    page = text(browser.get(reverse("interfaces:catalogue_name", args=["order"])))
    assert "Somebody pays." in page
    assert "How many." in page
    assert "Missing in 1 event." in page
    assert "1 wants a look" in text(browser.get(reverse("interfaces:catalogue")))
    browser.post(reverse("interfaces:catalogue_hide"), {**of_order, "hidden": "yes"})
    assert "1 hidden name" in text(browser.get(reverse("interfaces:catalogue")))


def test_catalogue__to_a_member__cannot_be_changed(sign_in, order):
    browser = sign_in("member")
    page = text(browser.get(reverse("interfaces:catalogue_name", args=["order"])))
    assert "Nobody has described it yet" in page
    answer = browser.post(reverse("interfaces:catalogue_describe"), {"name": "order"})
    assert answer.status_code == 403


@pytest.mark.parametrize("name", ["", "x" * 300])
def test_catalogue__of_an_impossible_name__says_why(sign_in, name):
    answer = sign_in("owner").post(reverse("interfaces:catalogue_describe"), {"name": name})
    assert answer.status_code == 302


def test_catalogue__of_a_name_that_never_came__is_not_found(sign_in):
    answer = sign_in("owner").get(reverse("interfaces:catalogue_name", args=["nope"]))
    assert answer.status_code == 404


@pytest.fixture
def undecided(log, happen) -> persons.MergeView:
    for known, alias in (("anna", "v-1"), ("bo", "v-2")):
        happen("$identify", actor=known, properties={"anonymous_id": alias})
    happen("$alias", actor="anna", properties={"alias": "bo"})
    return persons.list_merges(log=log, state="refused")[0]


def test_persons_page__with_an_open_question__is_answered_with_yes(sign_in, undecided, log):
    browser = sign_in("owner")
    page = text(browser.get(reverse("interfaces:merges")))
    assert "Are <b>bo</b> and <b>anna</b> one person?" in page
    browser.post(reverse("interfaces:person_merge"), {"known": "anna", "alias": "bo"})
    assert len(persons.get_person(log=log, person="bo").ids) == 4


def test_persons_page__with_an_open_question__is_answered_with_no(sign_in, undecided):
    browser = sign_in("owner")
    browser.post(reverse("interfaces:merge_apart", args=[undecided.id]))
    page = text(browser.get(reverse("interfaces:merges")))
    assert "Waiting for your decision" not in page
    assert "is not" in page


def test_merge__undone_on_the_page__separates_them(sign_in, undecided, log):
    merge = persons.list_merges(log=log, state="active")[0]
    answer = sign_in("owner").post(reverse("interfaces:merge_undo", args=[merge.id]), follow=True)
    assert "are two persons again" in text(answer)


def test_person__looked_up__has_a_page_with_what_they_did(sign_in, order):
    answer = sign_in("owner").get(
        reverse("interfaces:person_find"), {"person": "anna@example.org"}, follow=True
    )
    assert "What they did" in text(answer)
    assert "Erase for good" in text(answer)


def test_person__with_slashes_and_spaces_in_the_id__has_a_page(sign_in, happen):
    odd = "a/b c?d#e"
    happen("visit", actor=odd)
    page = text(sign_in("owner").get(reverse("interfaces:person", args=[odd])))
    assert "What they did" in page


def test_person__erased_on_the_page__is_gone_with_proof(sign_in, order):
    browser = sign_in("owner")
    sent = {"person": "anna@example.org", "typed": "somebody"}
    wrong = browser.post(reverse("interfaces:person_erase"), sent, follow=True)
    assert "Nothing was erased" in text(wrong)
    sent["typed"] = sent["person"]
    done = browser.post(reverse("interfaces:person_erase"), sent, follow=True)
    assert "A search afterwards found nothing" in text(done)


def test_person__erased_while_others_mention_them__is_said_on_the_page(
    sign_in, order, happen, home
):
    happen("invite", actor="bo", properties={"of": "anna@example.org"})
    (home.backups / "2026-11-01").mkdir(parents=True)
    sent = {"person": "anna@example.org", "typed": "anna@example.org"}
    done = text(sign_in("owner").post(reverse("interfaces:person_erase"), sent, follow=True))
    assert "1 other event still mentions this id in its properties" in done
    assert "Copies made earlier hold the person until you delete them: 1 in backups" in done


def test_persons__to_a_member_who_may_not_see_them__are_closed(sign_in, order):
    browser = sign_in("member")
    for address in (
        reverse("interfaces:merges"),
        reverse("interfaces:person", args=["anna@example.org"]),
    ):
        assert browser.get(address).status_code == 403


def test_tile__of_the_sources__is_drawn(sign_in, shop, order, rf, at):
    from django.template.loader import render_to_string

    from tenfold.ui.format import Formats
    from tenfold.ui.manifest import get_tile

    tile = get_tile(name="sources")
    request = rf.get("/")
    context = {**tile.query(request=request, at=at), "formats": Formats()}
    assert "Web shop" in render_to_string(tile.template, context)
