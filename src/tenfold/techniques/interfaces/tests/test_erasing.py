"""What an erasure reaches, what it only names, and how it goes on where it was cut short."""

from uuid import uuid4

import pytest

from tenfold.eventlog.refusals import QueryTooLong
from tenfold.techniques.interfaces.actions import erasing
from tenfold.techniques.interfaces.models import Upload
from tenfold.techniques.interfaces.queries import remains as looking
from tenfold.techniques.interfaces.rules.mentions import make_finder
from tenfold.techniques.interfaces.rules.remains import Remains, say_remains

pytestmark = pytest.mark.django_db
HEAD = "line,column,value,reason\n"


@pytest.fixture
def erase(log, at):
    def do(person: str) -> erasing.Erasure:
        return erasing.erase_person(person=person, typed=person, log=log, by=None, at=at)

    return do


@pytest.fixture
def drop(home, at):
    """Return what puts a file on the import page."""

    def put(name: str, content: bytes) -> None:
        folder = home.uploads / str(upload_id := uuid4())
        folder.mkdir(parents=True)
        (folder / name).write_bytes(content)
        Upload.objects.create(id=upload_id, file_name=name, size_bytes=len(content), uploaded_at=at)

    return put


def test_mentions__of_an_id_in_events_of_others__are_counted_as_whole_values(erase, happen):
    happen("order", actor="jörg@b.example")
    for properties in (
        {"by": "jörg@b.example"},
        {"by": ["x", "jörg@b.example"]},
        {"deep": {"by": "jörg@b.example", "n": 1}},
    ):
        happen("invite", actor="bo", properties=properties)
    happen("invite", actor="bo", properties={"jörg@b.example": 1})
    happen("invite", actor="bo", properties={"by": "not-jörg@b.example"})
    done = erase("jörg@b.example")
    assert (done.events, done.left, done.remains.mentions) == (1, 0, 3)


def test_mentions__of_an_id_that_is_a_number__are_found_as_number_and_as_text(erase, happen):
    happen("order", actor="17850")
    happen("invite", actor="bo", properties={"by": 17850})
    happen("invite", actor="bo", properties={"by": "17850"})
    happen("invite", actor="bo", properties={"by": 178500})
    assert erase("17850").remains.mentions == 2


def test_erasure__where_files_wait__names_those_that_hold_the_id(erase, happen, drop):
    happen("order", actor="17850")
    drop("held.csv", b"customer,total\n17850.0,3\n1,4\n")
    drop("held.jsonl", b'{"name":"order","actor":"bo","properties":{"of":"17850"}}\n')
    drop("other.csv", b"customer,total\n17851,3\n1,4\n")
    drop("broken.xlsx", b"PK\x03\x04 not a workbook")
    done = erase("17850").remains
    assert sorted(done.waiting_files) == ["held.csv", "held.jsonl"]
    assert done.unsearched_files == ("broken.xlsx",)


def test_erasure__with_copies_in_the_home__says_how_many_hold_the_person(erase, happen, home):
    happen("order", actor="anna")
    (home.backups / "2026-11-01").mkdir(parents=True)
    (home.folder / "replaced-20261101T000000Z").mkdir()
    done = erase("anna").remains
    assert (done.backups, done.replaced) == (1, 1)
    (said,) = say_remains(remains=done)
    assert "1 in backups, 1 replaced-* folders" in said


def test_erasure__with_nothing_elsewhere__has_nothing_to_add():
    assert say_remains(remains=Remains(mentions=0)) == ()


def test_mentions__that_take_too_long__are_said_to_be_uncounted(log, home, monkeypatch):
    def read(*_asked, **_more):
        raise QueryTooLong("Too long.", next_step="Ask for less.")

    monkeypatch.setattr(log, "read", read)
    found = looking.find_remains(ids=["anna"], log=log)
    assert found.mentions is None
    assert "could not be counted" in say_remains(remains=found)[0]


def test_erasure__killed_after_the_log__is_finished_by_erasing_again(erase, happen, home, log, at):
    happen("order", actor="anna@example.org")
    log.erase(person="anna@example.org", at=at)
    home.reports.mkdir()
    report = home.reports / "import-1.csv"
    report.write_text(f"{HEAD}7,actor,anna@example.org,odd\n9,price,n/a,no number\n")
    done = erase("anna@example.org")
    assert (done.events, done.left, done.report_lines) == (0, 0, 1)
    assert "anna" not in report.read_text()


def test_erasure__killed_before_the_log__has_cleaned_the_reports_of_every_id(
    erase, happen, home, log, monkeypatch
):
    happen("visit", actor="visitor-81")
    happen("$identify", actor="anna@x.example", properties={"anonymous_id": "visitor-81"})
    home.reports.mkdir()
    report = home.reports / "import-1.csv"
    report.write_text(f"{HEAD}7,actor,visitor-81,odd\n")

    def die(**_said):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(log, "erase", die)
        with pytest.raises(KeyboardInterrupt):
            erase("anna@x.example")
    assert report.read_text().splitlines() == [HEAD.strip()]
    assert erase("anna@x.example").events == 2


@pytest.mark.parametrize(
    ("text", "speaks"),
    [
        ("+47 900", True), ("'+47 900", True), ("call +47 900 now", True), ("+47 9001", False),
        ("7", True), ("7.0", True), ("2026-11-7", False),
    ],
)  # fmt: skip
def test_finder__of_ids__knows_cells_and_words(text, speaks):
    assert make_finder(ids=["+47 900", "7"])(text) is speaks
