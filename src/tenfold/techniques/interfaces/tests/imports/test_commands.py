"""tenfold import and tenfold imports, as people and scripts type them."""

import json
from datetime import datetime
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tenfold.kit import operations
from tenfold.kit.operations import Call
from tenfold.kit.refusal import Refusal
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.queries import answer, list_metrics
from tenfold.metrics.questions import Question
from tenfold.people.actions import found_company
from tenfold.techniques.interfaces.commands import imports
from tenfold.techniques.interfaces.commands.imports import importing
from tenfold.techniques.interfaces.tests.imports.files import AT, ROWS, total


@pytest.fixture
def tenfold(db, log, monkeypatch):
    """Run a command against a company in this process; raise what it refuses."""
    found_company(
        name="Gifts", timezone="Europe/London", currency="GBP", week_starts="monday", purpose="",
        owner_email="owner@example.org", password="correct horse battery", at=AT,
    )  # fmt: skip
    app = typer.Typer()
    imports.register(app)

    def runner(asked, arguments, progress):
        plain = json.loads(json.dumps(arguments))
        return json.loads(json.dumps(asked.run(Call(log=log, progress=progress), **plain)))

    monkeypatch.setattr(operations, "_runner", [runner])

    def do(*arguments, answers=None):
        result = CliRunner().invoke(app, [str(one) for one in arguments], input=answers)
        if isinstance(result.exception, Refusal):
            raise result.exception
        assert result.exception is None or isinstance(result.exception, SystemExit), (
            result.exception
        )
        return result

    return do


@pytest.fixture
def as_json(tenfold):
    """Run a command with --format json and return the one document that it prints."""

    def do(*arguments):
        result = tenfold(*arguments, "--format", "json")
        assert result.exit_code == 0
        return json.loads(result.stdout)

    return do


def test_import__with_yes__answers_with_the_counts(as_json, write, log):
    done = as_json("import", write(ROWS), "--yes")
    assert {key: done[key] for key in ("read", "accepted", "duplicates", "rejected", "report")} == {
        "read": 84, "accepted": 84, "duplicates": 0, "rejected": 0, "report": None,
    }  # fmt: skip
    assert total(log)[0] == 84
    assert as_json("import", write(ROWS), "--yes")["duplicates"] == 84


def test_import__of_rejected_rows__names_the_report(as_json, write, mapping, tmp_path):
    meaning = tmp_path / "m.yaml"
    meaning.write_text(mapping.to_yaml())
    done = as_json("import", write(["soon,a,1,1", *ROWS]), "--mapping", meaning)
    assert done["rejected"] == 1
    lines = Path(done["report"]).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "line,column,value,reason"
    assert lines[1].startswith("2,at,soon,")


def test_import__by_guess__leaves_numbers_behind_in_free_places(as_json, write, log):
    as_json("import", write(ROWS), "--yes")
    there = {one.name: one for one in list_metrics()}
    assert there["orders"].headline is not None
    asked = Question(definition=there["revenue"].definition)
    calendar = Calendar("Europe/London", "monday", "GBP")
    assert answer(question=asked, calendar=calendar, at=AT, log=log).value == total(log)[1]


def test_import__with_a_number_left_out__does_not_define_it(as_json, tenfold, write):
    path = write(ROWS)
    assert tenfold("import", path, "--yes", "--leave-out", "nonsense").exit_code == 2
    as_json("import", path, "--yes", "--leave-out", "revenue")
    assert "revenue" not in {one.name for one in list_metrics()}


def test_import__dry__reads_all_and_writes_nothing(as_json, write, log):
    done = as_json("import", write(["soon,a,1,1", *ROWS]), "--yes", "--dry-run")
    assert (done["read"], done["accepted"], done["rejected"], done["dry_run"]) == (85, 84, 1, True)
    assert done["problems"][0]["line"] == 2
    assert total(log)[0] == 0
    assert as_json("imports", "list") == []


def test_import__dry__knows_what_is_there_already(as_json, tenfold, write, log):
    as_json("import", write(ROWS[:80]), "--yes")
    done = as_json("import", write(ROWS), "--yes", "--dry-run")
    assert (done["accepted"], done["duplicates"]) == (4, 80)
    said = tenfold("import", write(ROWS[:80]), "--yes", "--dry-run").output
    assert "Nothing would be added: all of it was there already." in said
    assert "0 would be added, 80 were there already" in said


def test_import__dry__of_ids_that_repeat_in_the_file__counts_each_once(as_json, tmp_path, log):
    path = tmp_path / "events.jsonl"
    line = '{{"id":"{}","name":"order","time":"2026-01-01T00:00:00Z"}}\n'
    path.write_text("".join(line.format(one) for one in (1, 2, 1, *range(2, 7_000), 3)))
    dry = as_json("import", path, "--dry-run")
    real = as_json("import", path)
    counts = [(one["accepted"], one["duplicates"]) for one in (dry, real)]
    assert counts == [(6_999, 3), (6_999, 3)]


def test_import__of_what_is_there__says_so_and_offers_nothing_to_take_back(tenfold, write):
    assert "Take it all back" in tenfold("import", write(ROWS), "--yes").output
    again = tenfold("import", write(ROWS), "--yes").output
    assert "Nothing was added: all of it was there already." in again
    assert "Take it all back" not in again


def test_import__stopped_from_the_keyboard__says_where_it_is_and_how_to_go_on(
    tenfold, write, monkeypatch
):
    def interrupted(asked, arguments, progress):
        if asked.name == "imports.run":
            progress({"import_id": 7, "state": "running", "read": 5_000, "share": 0.25})
            raise KeyboardInterrupt
        return usual(asked, arguments, progress)

    usual = operations._runner[0]
    monkeypatch.setattr(operations, "_runner", [interrupted])
    said = tenfold("import", write(ROWS), "--yes", "--format", "json").output
    assert "Import 7 had read 5,000 rows (25% of the file)" in said
    assert "tenfold imports continue 7" in said
    assert "tenfold imports undo 7" in said


def test_import__with_open_questions_and_nobody_to_ask__refuses_and_names_them(tenfold, write, log):
    with pytest.raises(Refusal, match=r"time\.zone=Europe/London") as caught:
        tenfold("import", write(ROWS))
    assert caught.value.code == "questions_open"
    assert "--yes" in caught.value.next_step
    assert total(log)[0] == 0


def test_import__with_answers__asks_nothing_more(as_json, write):
    path = write(ROWS)
    done = as_json(
        "import",
        path,
        "--answer",
        "time.zone=UTC",
        "--answer",
        "event=sale",
        "--answer",
        "actor=who",
    )
    assert done["mapping"]["time"]["zone"] == "UTC"
    assert done["mapping"]["event"] == "sale"


def test_import__source__is_given_or_of_the_mapping_or_of_the_files_name(
    as_json, write, mapping, tmp_path
):
    path = write(ROWS[:1], name="till 3.csv")
    assert as_json("import", path, "--yes")["source_name"] == "till 3"
    assert as_json("import", path, "--source", "Till")["source_name"] == "Till"
    meaning = tmp_path / "m.yaml"
    meaning.write_text(f"source: Old shop\n{mapping.to_yaml()}")
    assert as_json("import", path, "--mapping", meaning)["source_name"] == "Old shop"


def test_import__native_json_lines__needs_no_mapping(as_json, tmp_path, log):
    path = tmp_path / "events.jsonl"
    path.write_text(
        '{"id":"1","name":"order","time":"2026-01-01T00:00:00Z","value":2.5,"properties":{"a":1}}\n'
        '{"id":"2","name":"order","time":"2027-01-01T00:00:00Z"}\n'
    )
    done = as_json("import", path)
    assert (done["accepted"], done["rejected"]) == (1, 1)
    assert as_json("import", path)["duplicates"] == 1


@pytest.fixture
def at_a_terminal(monkeypatch):
    """Somebody sits in front of it."""
    monkeypatch.setattr(importing, "is_terminal", lambda: True)


def test_import__at_a_terminal__shows_asks_and_imports(tenfold, write, log, at_a_terminal):
    answers = "1\nsale\n1\n\n"
    said = tenfold("import", write(ROWS), answers=answers)
    assert said.exit_code == 0, said.output
    assert "carry no zone" in said.output
    assert "Each row becomes one sale" in said.output
    assert "84 rows read: 84 added" in said.output
    assert "time in Europe/London" in said.output
    assert "What you will be able to see (from all 84 rows):" in said.output
    assert total(log)[0] == 84


def test_import__at_a_terminal__not_wanted_after_all__writes_nothing(
    tenfold, write, log, at_a_terminal
):
    assert tenfold("import", write(ROWS), answers="1\nsale\n1\nn\n").exit_code != 0
    assert total(log)[0] == 0


def test_imports__are_listed_undone_and_shown(as_json, tenfold, write, log):
    done = as_json("import", write(ROWS), "--yes")
    assert [one["id"] for one in as_json("imports", "list")] == [done["id"]]
    assert "orders.csv" in tenfold("imports", "list").output
    assert "event:" in tenfold("imports", "mapping", done["id"]).output
    assert as_json("imports", "undo", done["id"])["removed"] == 84
    assert total(log)[0] == 0
    with pytest.raises(Refusal) as caught:
        tenfold("imports", "continue", done["id"])
    assert caught.value.code == "import_already_undone"


def test_import__wrong_usage__says_so(tenfold, write):
    assert tenfold("import", write(ROWS), "--answer", "nonsense").exit_code == 2
    assert tenfold("import", write(ROWS), "--mapping", "/nowhere.yaml").exit_code == 2
    assert tenfold("import").exit_code == 2


def test_import__half_of_the_dates_broken__keeps_the_column_and_reports_the_rows(
    as_json, write, log
):
    rows = [f"{place},{'2026-01-05' if place % 2 else 'soon'},2.50" for place in range(40)]
    path = write(rows, name="sales.csv", header="order,date,total")
    done = as_json("import", path, "--yes")
    assert (done["accepted"], done["rejected"], done["same_time"]) == (20, 20, None)
    assert "soon" in Path(done["report"]).read_text()
    assert {event.at.date().isoformat() for event in log.latest(limit=40)} <= {
        "2026-01-05", "2026-01-04",
    }  # fmt: skip


def test_import__where_no_column_says_when__says_that_all_have_its_own_time(
    tenfold, as_json, write
):
    path = write(["1,2.50", "2,3.50"], name="sales.csv", header="order,total")
    said = " ".join(tenfold("import", path, "--yes", "--dry-run").stdout.split())
    assert "because no column says when it happened" in said
    done = as_json("import", path, "--yes")
    assert datetime.fromisoformat(done["same_time"]) <= datetime.fromisoformat(done["started_at"])
