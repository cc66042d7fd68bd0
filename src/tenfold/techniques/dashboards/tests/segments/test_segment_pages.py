"""Segments as pages: seen, clicked together, frozen, uploaded, taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tenfold.metrics.segments import actions, queries
from tenfold.techniques.dashboards.tests.segments.conftest import LAPSING
from tests.members import AT

ROWS = {
    "0-how": "did",
    "0-event": "order",
    "0-least": "2",
    "0-within": "90",
    "0-unit": "d",
    "1-how": "did_not",
    "1-event": "order",
    "1-least": "1",
    "1-within": "30",
    "1-unit": "d",
}


@pytest.fixture
def lapsing(shop, owner_id):
    """Who is about to lapse."""
    actions.define_segment(name="lapsing", title="About to lapse", spec=LAPSING, at=AT)
    return shop


@pytest.fixture(autouse=True)
def today(monkeypatch):
    """The pages look at the day on which the shop was last seen."""
    monkeypatch.setattr("tenfold.kit.clock.now", lambda: AT)


def text(response):
    assert response.status_code == 200, response
    return response.content.decode()


def test_list__without_events__teaches_what_a_segment_is(sign_in, log):
    assert "Nobody has done anything yet" in text(sign_in("owner").get("/segments/"))


def test_list__without_segments__offers_some_to_begin_with(sign_in, shop):
    page = text(sign_in("owner").get("/segments/"))
    assert "Customers about to lapse" in page
    assert "/segments/new/?start=about-to-lapse" in page
    assert "Big spenders" in page


def test_list__for_who_may_not_define__offers_nothing_to_begin_with(sign_in, shop):
    page = text(sign_in("member").get("/segments/"))
    assert "start=" not in page


def test_list__of_segments__has_each_with_its_size_and_meaning(sign_in, lapsing):
    page = text(sign_in("member").get("/segments/"))
    assert "About to lapse" in page
    assert "<b>1</b>" in page
    assert "did not do “order” in the last 30 days" in page


def test_segment__seen_by_who_may_see_persons__names_them(sign_in, lapsing):
    page = text(sign_in("owner").get("/segments/lapsing/"))
    assert ">ann<" in page
    assert "How many there were" in page


def test_segment__seen_by_who_may_not_see_persons__names_nobody(sign_in, lapsing):
    member = sign_in("member")
    page = text(member.get("/segments/lapsing/"))
    assert ">ann<" not in page
    assert member.get("/segments/lapsing/csv/").status_code == 403


def test_segment__over_money__is_hidden_from_who_may_not_see_money(sign_in, lapsing):
    big = {"did": {"event": "order", "least_sum": 97}}
    actions.define_segment(name="big", title="Big", spec=big, at=AT)
    viewer = sign_in("member who sees persons")
    page = text(viewer.get("/segments/big/"))
    assert "hidden" in page
    assert ">ann<" not in page
    assert viewer.get("/segments/big/who/").status_code == 403
    assert ">ann<" in text(sign_in("owner").get("/segments/big/"))


def test_segment__as_a_file__has_a_line_for_each_person(sign_in, lapsing):
    page = text(sign_in("owner").get("/segments/lapsing/csv/"))
    assert page.splitlines()[0] == "person,events,last_at"
    assert page.splitlines()[1].startswith("ann,2,2026-10-05T")


def test_builder__begun_with_a_start__has_its_conditions_and_size(sign_in, shop):
    page = text(sign_in("owner").get("/segments/new/?start=about-to-lapse"))
    assert 'name="1-within" value="90"' in page
    assert "Persons it finds now" in page


def test_builder__told_to_go_on__has_one_condition_more(sign_in, shop):
    page = sign_in("owner").post(
        "/segments/new/", {**ROWS, "do": "and"}, headers={"HX-Target": "builder"}
    )
    found = text(page)
    assert 'name="2-how"' in found
    assert "<html" not in found
    assert "hx-swap-oob" in found


def test_builder__while_somebody_types__says_how_many_it_finds(sign_in, shop):
    page = text(sign_in("owner").post("/segments/preview/", ROWS))
    assert "data-size>1<" in page
    page = text(sign_in("owner").post("/segments/preview/", {"0-how": "did"}))
    assert "Condition 1 does not say what was done yet." in page


def test_builder__saved__makes_the_segment(sign_in, shop):
    owner = sign_in("owner")
    done = owner.post("/segments/new/", {**ROWS, "title": "Bald weg", "do": "save"})
    assert (done.status_code, done["Location"]) == (302, "/segments/bald-weg/")
    assert queries.get_segment(name="bald-weg").spec == LAPSING


def test_builder__saved_under_a_name_that_is_taken__says_so(sign_in, lapsing):
    given = {**ROWS, "title": "Lapsing", "do": "save"}
    page = text(sign_in("owner").post("/segments/new/", given))
    assert "There is a segment “About to lapse” already." in page
    assert 'name="1-within" value="30"' in page


def test_builder__of_a_segment_that_is_there__changes_it(sign_in, lapsing):
    owner = sign_in("owner")
    assert 'name="0-least" value="2"' in text(owner.get("/segments/lapsing/change/"))
    given = {**ROWS, "0-least": "3", "title": "About to lapse", "do": "save"}
    owner.post("/segments/lapsing/change/", given)
    assert queries.get_segment(name="lapsing").version == 2


def test_segment__frozen__is_one_of_its_own(sign_in, lapsing):
    done = sign_in("owner").post("/segments/lapsing/freeze/", {"title": "Lapsing"})
    assert done["Location"] == "/segments/lapsing-2/"
    assert queries.get_segment(name="lapsing-2").kind == "frozen"
    assert "Kept as it was on" in text(sign_in("owner").get("/segments/lapsing-2/"))


def test_list_of_ids__uploaded__says_what_became_of_each(sign_in, shop):
    file = SimpleUploadedFile("vips.csv", b"bob\nbob\nzoe\n")
    page = text(sign_in("owner").post("/segments/upload/", {"title": "VIPs", "file": file}))
    assert "1 came a second time" in page
    assert "zoe" in page
    assert queries.get_segment(name="vips").kind == "uploaded"


def test_list_of_ids__written_down__is_taken_too(sign_in, shop):
    sign_in("owner").post("/segments/upload/", {"title": "VIPs", "ids": "ann\nbob"})
    assert ">bob<" in text(sign_in("owner").get("/segments/vips/"))


def test_list_of_ids__with_nobody_known__says_what_to_do(sign_in, shop):
    page = text(sign_in("owner").post("/segments/upload/", {"title": "VIPs", "ids": "zoe"}))
    assert "None of these ids was ever seen in an event." in page


def test_upload__for_who_may_not_see_persons__is_refused(sign_in, shop):
    assert sign_in("administrator").get("/segments/upload/").status_code == 403


def test_segment__taken_away__is_gone(sign_in, lapsing):
    done = sign_in("owner").post("/segments/lapsing/remove/")
    assert done["Location"] == "/segments/"
    assert queries.list_segments() == ()


def test_segment__that_another_is_made_of__stays(sign_in, lapsing):
    rest = {"not": {"segment": "lapsing"}}
    actions.define_segment(name="rest", title="Rest", spec=rest, at=AT)
    page = sign_in("owner").post("/segments/lapsing/remove/", follow=True)
    assert "the segment rest" in text(page)


@pytest.mark.parametrize("kind", ["member", "member who sees persons", "guest"])
def test_segment__for_who_may_not_define__cannot_be_changed(sign_in, lapsing, kind):
    viewer = sign_in(kind)
    for address in ("/segments/new/", "/segments/lapsing/change/", "/segments/upload/"):
        assert viewer.get(address).status_code == 403
    for address in ("freeze", "remove"):
        assert viewer.post(f"/segments/lapsing/{address}/").status_code == 403
