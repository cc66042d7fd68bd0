"""`tenfold metric` and `tenfold metrics`, with the operations run in this process."""

import json
from datetime import timedelta

import pytest
import typer
from typer.testing import CliRunner

from tenfold.kit import operations
from tenfold.kit.operations import Call, install_runner
from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import InvalidDefinition
from tenfold.metrics.expression import InvalidExpression
from tenfold.metrics.tests.world import Event, fill
from tenfold.people.rules import UnknownTimezone
from tenfold.techniques.dashboards import commands
from tenfold.techniques.dashboards.commands.metrics import sparkline
from tests.members import AT


@pytest.fixture
def tenfold(log, owner_id, tmp_path, monkeypatch):
    """Runs one command line and returns what it printed; a spec is written to a file first."""
    monkeypatch.setattr(operations, "_runner", [])
    install_runner(lambda asked, arguments, _: asked.run(Call(log=log), **arguments))
    app = typer.Typer()
    commands.register(app)

    def run(*words: str, spec: object = None, status: int = 0) -> str:
        if spec is not None:
            (tmp_path / "spec.json").write_text(json.dumps(spec))
            words += ("--spec", str(tmp_path / "spec.json"))
        done = CliRunner().invoke(app, words)
        if isinstance(done.exception, Refusal):
            raise done.exception
        assert done.exit_code == status, done.output
        return done.stdout if status == 0 else done.output

    return run


@pytest.fixture
def shop(log):
    countries = ["Norway", "Norway", "Denmark", None]
    events = [
        Event(AT, actor=f"p{i}", value=i + 0.001, properties={"country": country, "no": i // 2})
        for i, country in enumerate(countries)
    ]
    fill(log, events)


@pytest.mark.parametrize(
    ("spec", "value", "unit"),
    [
        ({"kind": "count", "event": "order"}, 4, "events"),
        ({"kind": "persons"}, 4, "persons"),
        ({"kind": "sum", "event": "order"}, 6.004, ""),
        ({"kind": "mean", "event": "order", "property": "no"}, 0.5, ""),
        ({"kind": "unique", "event": "order", "property": "no"}, 2, "values"),
        ({"kind": "ratio", "of": {"kind": "sum"}, "per": {"kind": "count"}}, 1.501, ""),
        (
            {"kind": "count", "where": [{"property": "country", "is": "Norway"}]},
            2,
            "events",
        ),
    ],
)
def test_metric__of_each_spec_of_the_contract__prints_one_json_document(
    tenfold, shop, spec, value, unit
):
    found = json.loads(tenfold("metric", "--format", "json", "--by", "day", spec=spec))
    assert (found["value"], found["unit"]) == (value, unit)
    assert found["points"] == [{"start": "2026-11-24T00:00:00+01:00", "value": value}]
    assert {"freshness", "lineage", "sentence"} <= set(found)


def test_metric__by_name_with_every_option__answers_it(tenfold, shop):
    words = ("--by", "day", "--from", "2026-11-24", "--to", "2026-11-25T00:00:00+01:00")
    words += ("--breakdown", "country", "--where", "no = 0", "--compare", "--format", "json")
    found = json.loads(tenfold("metric", "events", *words))
    assert (found["value"], found["previous"]["value"]) == (2, 0)
    assert [one["label"] for one in found["groups"]] == ["Norway"]
    assert found["sentence"] == "Up from nothing in the day before."


def test_metric__broken_down_by_two_in_another_zone__answers_pairs(tenfold, shop):
    words = ("--breakdown", "country", "--breakdown", "no", "--by", "day")
    words += ("--timezone", "Asia/Kolkata")
    found = json.loads(tenfold("metric", "events", *words, "--format", "json"))
    assert [one["labels"] for one in found["groups"]] == [
        ["Norway", "0"],
        ["Denmark", "1"],
        [None, "1"],
    ]
    assert found["points"][0]["start"] == "2026-11-24T00:00:00+05:30"
    assert "(without), 1" in tenfold("metric", "events", *words)
    with pytest.raises(UnknownTimezone):
        tenfold("metric", "events", "--timezone", "Oslo")


def test_metric__for_people__draws_rows_in_the_companys_way(tenfold, shop, log):
    fill(log, [Event(AT.replace(day=22), properties={"country": "Norway"})])
    drawn = tenfold("metric", "events", "--by", "day", "--breakdown", "country", "--top", "1")
    assert "Norway" in drawn
    assert "all others" in drawn
    assert "▁" in drawn
    assert "From 5 events" in drawn
    by_day = tenfold("metric", "events", "--by", "day")
    assert "23 Nov 2026" in by_day
    assert "Europe/Oslo" in by_day


def test_metric__with_neither_name_nor_spec__is_wrong_usage(tenfold):
    assert "NAME" in tenfold("metric", status=2)


def test_metric__with_a_spec_that_is_no_json__is_wrong_usage(tenfold, tmp_path):
    (tmp_path / "broken.json").write_text("{")
    assert "no JSON" in tenfold("metric", "--spec", str(tmp_path / "broken.json"), status=2)


def test_metric__that_is_refused__says_so(tenfold):
    with pytest.raises(InvalidExpression):
        tenfold("metric", "events", "--where", "country =")
    with pytest.raises(InvalidDefinition):
        tenfold("metric", spec={"kind": "median"})


def test_metrics__defined_and_listed__can_be_asked_for(tenfold, shop):
    tenfold("metrics", "define", "revenue", "--title", "Revenue", spec={"kind": "sum"})
    assert "Revenue" in tenfold("metrics", "list")
    listed = json.loads(tenfold("metrics", "list", "--format", "json"))
    assert [one["name"] for one in listed][:3] == ["events", "persons", "revenue"]
    assert json.loads(tenfold("metric", "revenue", "--format", "json"))["exact"] == "6.004"


@pytest.mark.parametrize(
    ("values", "drawn"),
    [([1, 2, 3], "▁▅█"), ([2, 2], "▄▄"), ([1, None, 2], "▁ █"), ([5], ""), ([], "")],
)
def test_sparkline__of_values__is_one_bar_each(values, drawn):
    assert sparkline(values) == drawn


RETENTION = {"kind": "retention", "start": None, "return": None, "grain": "day", "of": "first"}


@pytest.fixture
def three_days(log):
    came = [("ann", 0), ("bob", 0), ("ann", 1), ("cat", 1), ("ann", 2), ("bob", 2)]
    fill(log, [Event(AT + timedelta(days=on), actor=person) for person, on in came])


def test_metric__of_who_comes_back__prints_cohorts_and_all_together_as_json(tenfold, three_days):
    said = json.loads(tenfold("metric", "--format", "json", spec=RETENTION))
    assert [(one["size"], one["returned"]) for one in said["cohorts"]] == [
        (2, [2, 1, 2]),
        (1, [1, 0]),
    ]
    assert [(one["offset"], one["eligible"], one["returned"]) for one in said["overall"]] == [
        (0, 3, 3),
        (1, 3, 1),
        (2, 2, 2),
    ]


def test_metric__of_who_comes_back__draws_a_line_for_each_cohort(tenfold, three_days):
    printed = tenfold("metric", spec=RETENTION)
    assert "33.3% of 3 persons came back in the day after they began." in printed
    assert "2 persons" in printed
    assert "▁█" in printed


def test_metric__defined_anew_and_removed__keeps_what_it_was(tenfold, shop):
    words = ("metrics", "define", "sold", "--title", "Sold")
    tenfold(*words, spec={"kind": "sum"})
    tenfold(*words, spec={"kind": "count"})
    assert [
        one["version"]
        for one in json.loads(tenfold("metrics", "versions", "sold", "--format", "json"))
    ] == [2, 1]
    assert '{"kind": "sum"}' in tenfold("metrics", "versions", "sold")
    old = json.loads(tenfold("metric", "sold", "--version", "1", "--format", "json"))
    assert (old["exact"], old["lineage"]["metrics"]) == ("6.004", [{"name": "sold", "version": 1}])
    assert "sold is removed" in tenfold("metrics", "remove", "sold")
    assert "sold" not in tenfold("metrics", "list")
    assert "--version" in tenfold("metric", "--version", "1", spec={"kind": "count"}, status=2)


def test_schema__printed__describes_every_kind(tenfold):
    found = json.loads(tenfold("metrics", "schema"))
    assert found["$schema"].startswith("https://json-schema.org/")
    assert {"count", "formula", "rolling"} <= found["$defs"].keys()


CHECKOUT = {
    "kind": "conversion",
    "steps": [{"event": "catalog"}, {"event": "cart"}, {"event": "payment_done"}],
    "within": "7d",
    "order": "ordered",
}


@pytest.fixture
def checkout(log):
    went = [("ann", "catalog"), ("ann", "cart"), ("ann", "payment_done"), ("bob", "catalog")]
    fill(log, [Event(AT + timedelta(hours=n), did, who) for n, (who, did) in enumerate(went)])


def test_metric__of_steps__prints_who_came_how_far_as_json(tenfold, checkout):
    said = json.loads(tenfold("metric", "--format", "json", spec=CHECKOUT))
    assert [(one["event"], one["persons"], one["rate"]) for one in said["steps"]] == [
        ("catalog", 2, 1.0),
        ("cart", 1, 0.5),
        ("payment_done", 1, 0.5),
    ]
    assert (said["value"], said["sample"]) == (0.5, 2)


def test_metric__of_steps_or_paths__draws_a_line_for_each(tenfold, checkout):
    printed = tenfold("metric", spec=CHECKOUT)
    assert "50% of 2 persons went all the way" in printed
    assert "payment_done" in printed
    assert "of the step before" in printed
    printed = tenfold("metric", spec={"kind": "paths", "gap": "2h", "steps": 2})
    assert {"cart", "payment_done", "(ends)"} <= set(printed.split())
