"""The import page: a file is dropped, checked, changed, imported, undone."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tenfold.metrics.queries import list_metrics
from tenfold.techniques.interfaces.actions import imports
from tenfold.techniques.interfaces.actions import uploads as actions
from tenfold.techniques.interfaces.models import ImportRun, Upload
from tenfold.techniques.interfaces.queries import events
from tenfold.techniques.interfaces.queries.imports import get_import
from tenfold.techniques.interfaces.queries.uploads import get_upload
from tenfold.techniques.interfaces.rules import uploads as rules

_GOOD = "".join(
    f"A{number},2026-11-{number % 20 + 1:02} 10:00,"
    f"{'anna' if number % 2 else 'bo'},{number}.50,Norway\n"
    for number in range(1, 121)
)
ORDERS = f"order,when,customer,amount,country\n{_GOOD}A121,not a time,bo,4.00,Sweden\n"
pytestmark = pytest.mark.django_db


@pytest.fixture
def owner(log, sign_in, monkeypatch) -> Client:
    """A browser of the owner; imports run at once instead of beside the request."""
    monkeypatch.setattr(imports, "run_in_background", imports.run_import)
    return sign_in("owner")


def drop(browser: Client, content: str | bytes = ORDERS, name: str = "orders.csv", **headers):
    body = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, body, content_type="text/csv")
    return browser.post(reverse("interfaces:import_upload"), {"file": file}, headers=headers)


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def only_run():
    return get_import(import_id=ImportRun.objects.get().pk)


@pytest.fixture
def dropped(owner) -> str:
    """The address of a dropped file's page."""
    return drop(owner)["Location"]


def test_file__dropped__is_kept_privately_and_leads_to_its_check(owner, home):
    answer = drop(owner, name="../orders 2026.csv")
    upload = Upload.objects.get()
    kept = home.uploads / str(upload.pk) / "orders 2026.csv"
    assert answer["Location"] == reverse("interfaces:import_check", args=[upload.pk])
    assert kept.read_text() == ORDERS
    assert kept.parent.stat().st_mode & 0o777 == 0o700


def test_file__dropped_by_the_pages_script__is_answered_with_json(owner):
    answer = drop(owner, **{"X-Requested-With": "upload"})
    assert answer.status_code == 201
    assert answer.json()["next"].startswith("/interfaces/import/")


@pytest.mark.parametrize("content", ["", None])
def test_file__empty_or_missing__is_refused_and_leaves_nothing(owner, home, content):
    if content is None:
        answer = owner.post(
            reverse("interfaces:import_upload"), {}, headers={"X-Requested-With": "upload"}
        )
    else:
        answer = drop(owner, content, **{"X-Requested-With": "upload"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "nothing_uploaded"
    assert not home.uploads.exists() or list(home.uploads.iterdir()) == []


def test_file__too_large__is_refused_and_leaves_nothing(owner, home, monkeypatch):
    monkeypatch.setattr(rules, "LARGEST_BYTES", 50)
    answer = drop(owner, **{"X-Requested-With": "upload"})
    assert (answer.status_code, answer.json()["code"]) == (413, "upload_too_large")
    assert list(home.uploads.iterdir()) == []
    assert Upload.objects.count() == 0


def test_file__sent_without_the_pages_token__is_refused(sign_in, owner, home):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = owner.cookies
    assert drop(strict).status_code == 403
    assert Upload.objects.count() == 0
    assert not home.uploads.exists() or list(home.uploads.iterdir()) == []


def test_check__of_a_file__shows_sentence_rows_and_what_will_be_left_out(owner, dropped):
    page = text(owner.get(dropped))
    assert "Each row becomes one" in page
    assert "A2" in page
    assert "1 row will be left out" in page
    assert "What you will be able to see" in page


def test_check__of_a_file_that_cannot_be_read__says_why_and_can_be_given_up(
    owner, home, django_capture_on_commit_callbacks
):
    address = drop(owner, b"PK\x03\x04 no spreadsheet", name="broken.xlsx")["Location"]
    answer = owner.get(address)
    assert answer.status_code == 422
    assert "Remove the file" in text(answer)
    with django_capture_on_commit_callbacks(execute=True):
        owner.post(address + "give-up/")
    assert list(home.uploads.iterdir()) == []


def test_check__of_rows_with_a_computed_value__shows_what_each_is_worth_and_whose_it_is(owner):
    lines = "".join(f"{n},2026-11-0{n} 10:00,3,1.25,{n}.0\n" for n in range(1, 9))
    content = f"invoice,when,quantity,price,customer\n{lines}9,2026-11-09 10:00,1,1.25,\n"
    page = text(owner.get(drop(owner, content)["Location"]))
    assert '<span class="tf-as">quantity × price</span>' in page
    assert re.search(r'<td class="tf-right">[^<]*3\.75</td>', page)
    assert "<td>1.0</td>" not in page
    assert '<span class="tf-quiet">nobody</span>' in page


def test_count__of_a_file__is_said_on_the_button_and_kept(owner, dropped):
    assert "Import 121 rows" in text(owner.get(dropped + "count/"))
    assert "Import 121 rows" in text(owner.get(dropped))


def test_question__answered__is_asked_no_more(owner, dropped):
    page = text(owner.get(dropped))
    assert "The times carry no zone" in page
    owner.post(dropped + "answer/", {"key": "time.zone", "answer": "Asia/Tokyo"})
    assert "The times carry no zone" not in text(owner.get(dropped))


def test_settings__of_a_file__are_kept(owner, dropped):
    owner.post(dropped + "settings/", {"source": "Old till"})
    owner.post(dropped + "settings/", {"encoding": "cp1252"})
    upload = Upload.objects.get()
    assert (upload.source_name, upload.encoding) == ("Old till", "cp1252")
    owner.post(dropped + "answer/", {"key": "time.zone", "answer": "UTC"})
    owner.post(dropped + "settings/", {"guess": "1"})
    assert not get_upload(upload_id=upload.pk).was_decided


MAPPING = {
    "role-0": "id",
    "role-1": "time",
    "role-2": "actor",
    "role-3": "property",
    "role-4": "dropped",
    "event": "sale",
    "value": "amount * 2",
    "currency": "eur",
    "where": "amount > 5",
    "time_format": "%Y-%m-%d %H:%M",
    "zone": "UTC",
    "decimal": ".",
}


def test_mapping__changed__is_previewed_and_kept(owner, dropped):
    assert "What do the columns mean?" in text(owner.get(dropped + "mapping/"))
    preview = text(owner.post(dropped + "preview/", MAPPING))
    assert "€11.00" in preview
    assert "left out by the filter" in preview
    owner.post(dropped + "mapping/", MAPPING)
    spec = Upload.objects.get().mapping
    assert (spec["event"], spec["where"], spec["id"]) == ("sale", "amount > 5", ["order"])


def test_file_of_a_known_shape__guessed_anew__forgets_how_the_last_one_was_read(owner, dropped):
    renamed = {"role-0": "property", "role-1": "time", "role-2": "actor", "role-3": "property"}
    owner.post(dropped + "mapping/", {**renamed, "event": "sale", "role-4": "property"})
    owner.post(dropped + "begin/")
    again = drop(owner)["Location"]
    page = text(owner.get(again))
    assert "You read a file of this shape like that before." in page
    assert "Each row becomes one <b>sale</b>" in page
    owner.post(again + "settings/", {"guess": "1"})
    anew = text(owner.get(again))
    assert "Each row becomes one <b>order</b>" in anew
    assert "You read a file of this shape like that before." not in anew


def test_mapping__that_cannot_be_meant__is_not_kept(owner, dropped):
    nonsense = {**MAPPING, "value": "amount *"}
    assert "cannot be read" in text(owner.post(dropped + "preview/", nonsense))
    answer = owner.post(dropped + "mapping/", nonsense)
    assert answer.status_code == 422
    assert "cannot be read" in text(answer)
    assert Upload.objects.get().mapping is None


def test_mapping_file__downloaded_and_used_again__is_the_same_mapping(owner, dropped):
    owner.post(dropped + "mapping/", MAPPING)
    kept = Upload.objects.get().mapping
    sent = owner.get(dropped + "mapping.yaml")
    assert "orders.yaml" in sent["Content-Disposition"]
    owner.post(dropped + "settings/", {"guess": "1"})
    file = SimpleUploadedFile("orders.yaml", sent.content)
    answer = owner.post(dropped + "mapping-file/", {"mapping": file}, follow=True)
    assert "The mapping of the file is used now" in text(answer)
    assert Upload.objects.get().mapping == kept


@pytest.mark.parametrize("content", [b"", b"event: [", b"\xff\xfe", b"event: x"])
def test_mapping_file__that_is_none__is_refused_in_words(owner, dropped, content):
    file = SimpleUploadedFile("x.yaml", content)
    answer = owner.post(dropped + "mapping-file/", {"mapping": file}, follow=True)
    assert answer.status_code == 200
    assert "is-bad" in text(answer)
    assert Upload.objects.get().mapping is None


def test_import__begun_on_the_page__finishes_and_reports(owner, dropped, log):
    address = owner.post(dropped + "begin/", follow=True).redirect_chain[-1][0]
    run = only_run()
    assert address == reverse("interfaces:import_run", args=[run.id])
    assert (run.read, run.accepted, run.rejected) == (121, 120, 1)
    page = text(owner.get(address))
    assert "Done: 120 events came in." in page
    assert "They are in your numbers now: Revenue, Orders, Customers, Repeat purchase rate." in page
    assert "hx-get" not in page
    report = owner.get(address + "report/")
    assert b"not a time" in b"".join(report.streaming_content)
    assert {event.name for event in events.list_events(log=log, limit=9)} != set()


def test_import__begun_with_emptied_boxes__leaves_those_numbers_out(owner, dropped):
    page = text(owner.get(dropped))
    assert 'name="metric" value="revenue" form="begin" checked' in page
    owner.post(f"{dropped}begin/", {"choose": "1", "metric": ["orders"]})
    own = {one.name for one in list_metrics() if one.version}
    assert own == {"orders"}


def test_number__left_out_before_a_question_is_answered__stays_left_out(owner, dropped):
    assert owner.post(f"{dropped}metric/", {"number": "orders"}).status_code == 204
    owner.post(dropped + "answer/", {"key": "time.zone", "answer": "UTC"})
    page = text(owner.get(dropped))
    assert 'value="orders" form="begin" hx-post' in page
    assert 'value="revenue" form="begin" checked' in page
    owner.post(f"{dropped}metric/", {"number": "orders", "metric": ["revenue", "orders"]})
    assert 'value="orders" form="begin" checked' in text(owner.get(dropped))


def test_import__begun_twice__runs_once(owner, dropped):
    owner.post(dropped + "begin/")
    answer = owner.post(dropped + "begin/", follow=True)
    assert ImportRun.objects.count() == 1
    assert "has begun already" in text(answer)


def test_import__of_the_same_file_again__adds_nothing(owner, dropped):
    owner.post(dropped + "begin/")
    again = drop(owner)["Location"]
    owner.post(again + "begin/")
    run = get_import(import_id=ImportRun.objects.latest("id").pk)
    assert (run.accepted, run.duplicates) == (0, 120)
    assert run.source_id == ImportRun.objects.earliest("id").source_id
    page = text(owner.get(reverse("interfaces:import_run", args=[run.id])))
    assert "nothing new was in this file" in page
    assert "Undo the import" not in page


def test_import__undone_on_the_page__takes_everything_out(owner, dropped, log):
    owner.post(dropped + "begin/")
    run = only_run()
    address = reverse("interfaces:import_run", args=[run.id])
    assert "120 events are taken out again" in text(owner.get(address))
    answer = owner.post(address + "undo/", follow=True)
    assert "Undone: 120 events were taken out again." in text(answer)
    assert events.list_events(log=log, limit=9) == ()


def test_import__that_was_interrupted__is_continued_on_the_page(owner, dropped):
    owner.post(dropped + "begin/")
    run = only_run()
    ImportRun.objects.filter(pk=run.id).update(state="interrupted")
    address = reverse("interfaces:import_run", args=[run.id])
    assert "The import was interrupted." in text(owner.get(address))
    owner.post(address + "continue/")
    assert only_run().accepted == 120


def test_import__that_has_finished__cannot_be_cancelled(owner, dropped):
    owner.post(dropped + "begin/")
    run = only_run()
    answer = owner.post(reverse("interfaces:import_cancel", args=[run.id]), follow=True)
    assert "The import is not running." in text(answer)


def test_imports__to_a_member__are_seen_but_not_touched(owner, sign_in, dropped):
    owner.post(dropped + "begin/")
    run = only_run()
    member = sign_in("member")
    address = reverse("interfaces:import_run", args=[run.id])
    page = text(member.get(address))
    assert "Done: 120 events came in." in page
    assert "They are in your numbers now: Revenue, Orders, Customers, Repeat purchase rate." in page
    assert "Undo the import" not in page
    assert "not a time" not in page
    assert member.post(address + "undo/").status_code == 403
    assert member.get(dropped).status_code == 403
    assert "orders.csv" in text(member.get(reverse("interfaces:imports")))


def test_uploads__imported_or_forgotten__are_swept(owner, dropped, at, home):
    owner.post(dropped + "begin/")
    drop(owner, name="later.csv")
    now = Upload.objects.get(import_id=None).uploaded_at
    assert actions.sweep_uploads(at=now) == 1
    assert actions.sweep_uploads(at=now + timedelta(days=8)) == 1
    assert list(Path(home.uploads).iterdir()) == []


def test_upload__gone__is_not_found(owner, dropped):
    owner.post(dropped + "give-up/")
    assert owner.get(dropped).status_code == 404
