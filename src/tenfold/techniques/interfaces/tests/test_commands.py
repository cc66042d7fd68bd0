"""The technique's commands, with their operations run in this process."""

import csv
import io
import json
from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from tenfold.kit import operations
from tenfold.kit.refusal import Refusal
from tenfold.people import keys
from tenfold.techniques.interfaces import actions, commands
from tenfold.techniques.interfaces.commands.options import ConfirmationNeeded


@pytest.fixture
def run(owner_id, log, monkeypatch):
    """Return what runs a command and gives back what it printed."""

    def runner(operation, arguments, progress):
        plain = json.loads(json.dumps(arguments))
        call = operations.Call(log=log, progress=progress)
        return json.loads(json.dumps(operation.run(call, **plain)))

    monkeypatch.setattr(operations, "_runner", [runner])
    app = typer.Typer()
    commands.register(app)

    def say(*arguments: str) -> str:
        done = CliRunner().invoke(app, list(arguments))
        if isinstance(done.exception, Refusal):
            raise done.exception
        assert done.exit_code == 0, done.output
        return done.stdout

    return say


def test_source_add__as_json__is_exactly_the_promised_document(run):
    answer = json.loads(run("source", "add", "Web shop", "--format", "json"))
    assert answer.keys() == {"id", "name", "write_key"}
    assert answer["write_key"] == keys.list_write_keys()[0].key


def test_source_add__for_people__shows_what_to_type_next(run):
    said = run("source", "add", "Web shop")
    assert "curl" in said
    assert "/v1/events" in said


def test_source_list__with_and_without_sources__says_how_they_are(run):
    assert "tenfold source add" in run("source", "list")
    run("source", "add", "Kiln", "--kind", "device")
    assert "Kiln" in run("source", "list")
    (source,) = json.loads(run("source", "list", "--format", "json"))
    assert (source["kind"], source["health"]) == ("device", "never")


def test_source_replace_key__by_name__gives_another(run):
    before = json.loads(run("source", "add", "Till", "--format", "json"))
    after = json.loads(run("source", "replace-key", "till", "--format", "json"))
    assert after["write_key"] not in ("", before["write_key"])


def test_source_archive__and_back__leaves_a_source_with_a_new_key(run):
    run("source", "add", "Till")
    assert "Take it back" in run("source", "archive", "Till")
    assert json.loads(run("source", "list", "--format", "json")) == []
    assert "in use again" in run("source", "archive", "Till", "--undo")


@pytest.fixture
def order(happen, owner_id, at) -> str:
    shop = actions.add_source(name="Web shop", kind="web", by=None, at=at)
    return happen(
        "order", source=shop.id, actor="anna", value=48.5, currency="EUR", properties={"n": 3}
    )


def test_events_list__as_json__has_exactly_the_promised_members(run, order):
    (event,) = json.loads(run("events", "list", "--format", "json"))
    assert list(event) == [
        "id", "name", "actor", "person", "time", "received_at", "value", "currency", "properties",
        "source",
    ]  # fmt: skip
    assert event["id"] == order


def test_events_list__filtered__shows_those(run, order):
    assert "48.5 EUR" in run("events", "list", "--source", "web shop")
    assert "There is no such event" in run("events", "list", "--name", "visit")
    with pytest.raises(Refusal) as refused:
        run("events", "list", "--source", "nope")
    assert refused.value.code == "unknown_source"


def test_events_list__with_internal__shows_the_companys_own_facts(run, order, log, at):
    from tenfold.outbox.pump import deliver

    deliver(log=log, at=at)
    names = {e["name"] for e in json.loads(run("events", "list", "--internal", "--format", "json"))}
    assert {"CompanyFounded", "SourceCreated", "order"} <= names


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_events_export__by_the_files_ending__writes_the_events(run, order, tmp_path, ending):
    path = tmp_path / f"events.{ending}"
    assert json.loads(run("events", "export", str(path), "--format", "json"))["events"] == 1
    assert path.stat().st_size > 0


def test_events_export__of_a_span__is_half_open(run, order, tmp_path, at):
    path = tmp_path / "some.csv"
    day = at.date().isoformat()
    run("events", "export", str(path), "--from", day, "--to", "2026-11-25")
    assert len(list(csv.DictReader(io.StringIO(path.read_text())))) == 1
    none = tmp_path / "none.csv"
    run("events", "export", str(none), "--to", day)
    assert len(list(csv.DictReader(io.StringIO(none.read_text())))) == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["x.doc"], "unknown_export_form"),
        (["x.csv", "--from", "soon"], "unreadable_time"),
        (["x.csv", "--from", "2026-11-02", "--to", "2026-11-01"], "empty_span"),
        (["nowhere/x.csv"], "export_in_the_way"),
        (["there.csv"], "export_in_the_way"),
    ],
)
def test_events_export__that_cannot_be__is_refused(run, tmp_path, monkeypatch, arguments, code):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.csv").write_text("mine")
    with pytest.raises(Refusal) as refused:
        run("events", "export", *arguments)
    assert refused.value.code == code
    assert (tmp_path / "there.csv").read_text() == "mine"


def test_trace__of_an_event__tells_its_steps(run, order):
    assert "committed" in run("trace", order)
    way = json.loads(run("trace", order, "--format", "json"))
    assert way["event"]["id"] == order
    assert way["steps"][0]["step"] == "happened"


def test_catalogue__of_names_and_of_one__is_drawn(run, order):
    assert "order" in run("catalogue")
    assert "number" in run("catalogue", "order")
    (entry,) = json.loads(run("catalogue", "--format", "json"))
    assert entry["properties"][0]["name"] == "n"


def test_persons__merged_and_undone__are_listed(run, happen):
    happen("visit", actor="v-1")
    happen("visit", actor="anna")
    merged = json.loads(run("persons", "merge", "anna", "v-1", "--format", "json"))
    assert merged["state"] == "active"
    assert "anna" in run("persons", "merges")
    assert "two persons again" in run("persons", "undo-merge", str(merged["id"]))
    (left,) = json.loads(run("persons", "merges", "--state", "undone", "--format", "json"))
    assert left["id"] == merged["id"]


def test_erase__without_anybody_to_ask__is_refused(run, order):
    with pytest.raises(Refusal) as refused:
        run("erase", "anna")
    assert refused.value.code == "confirmation_needed"


def test_erase__with_yes__proves_that_nothing_is_left(run, order):
    done = json.loads(run("erase", "anna", "--yes", "--format", "json"))
    assert (done["events"], done["left"], done["mentions"], done["notes"]) == (1, 0, 0, [])
    with pytest.raises(Refusal) as refused:
        run("erase", "nobody", "--yes")
    assert refused.value.code == "unknown_person"


def test_erase__again__finishes_and_says_zero_events(run, order):
    run("erase", "anna", "--yes")
    done = json.loads(run("erase", "anna", "--yes", "--format", "json"))
    assert (done["events"], done["left"]) == (0, 0)


def test_erase__where_others_mention_the_id__says_how_many_events(run, order, happen):
    happen("invite", actor="bo", properties={"of": "anna"})
    said = run("erase", "anna", "--yes")
    assert "1 other event still mentions this id in its properties" in " ".join(said.split())


def test_events_tail__as_json__is_one_document_however_it_ends(run, monkeypatch, order):
    event = {"event": {"id": "1", "name": "ping"}}

    def interrupted(operation, arguments, progress):
        progress(event)
        progress({"skipped": 3})
        progress(event)
        raise KeyboardInterrupt

    monkeypatch.setattr(operations, "_runner", [interrupted])
    assert json.loads(run("events", "tail", "--format", "json")) == [event["event"]] * 2


@pytest.mark.parametrize(
    "command",
    [
        "source add", "source list", "source replace-key", "source archive", "events list",
        "events tail", "events export", "persons merges", "persons merge", "persons undo-merge",
        "erase", "trace", "catalogue",
    ],
)  # fmt: skip
def test_help__of_a_command__has_an_example(run, command):
    assert f"tenfold {command}" in " ".join(run(*command.split(), "--help").split())


def test_source_retain__with_nothing_to_lose__needs_no_yes(run):
    run("source", "add", "Kiln", "--kind", "device")

    said = run("source", "retain", "Kiln", "--days", "90")

    assert "keeps its events for 90 days" in said
    assert "for ever" in run("source", "retain", "Kiln", "--days", "forever")
    (source,) = json.loads(run("source", "list", "--format", "json"))
    assert source["keep_days"] is None


def test_source_retain__with_events_to_lose_and_nobody_to_ask__needs_yes(run, happen, at):
    added = json.loads(run("source", "add", "Kiln", "--kind", "device", "--format", "json"))
    happen("fired", source=added["id"], at=at - timedelta(days=9))

    with pytest.raises(ConfirmationNeeded):
        run("source", "retain", "Kiln", "--days", "1")
    (source,) = json.loads(run("source", "list", "--format", "json"))
    assert source["keep_days"] is None

    answer = json.loads(run("source", "retain", "Kiln", "--days", "1", "--yes", "--format", "json"))
    assert (answer["days"], answer["events"]) == (1, 1)
    (source,) = json.loads(run("source", "list", "--format", "json"))
    assert source["keep_days"] == 1
