"""`tenfold metric` and `tenfold metrics`, with the operations run in this process."""

import json

import pytest
import typer
from typer.testing import CliRunner

from tenfold.kit import operations
from tenfold.kit.operations import Call, install_runner
from tenfold.kit.refusal import Refusal
from tenfold.metrics.definitions import InvalidDefinition
from tenfold.metrics.expression import InvalidExpression
from tenfold.metrics.tests.world import Event, fill
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
    assert [one["name"] for one in listed] == ["events", "persons", "revenue"]
    assert json.loads(tenfold("metric", "revenue", "--format", "json"))["exact"] == "6.004"


@pytest.mark.parametrize(
    ("values", "drawn"),
    [([1, 2, 3], "▁▅█"), ([2, 2], "▄▄"), ([1, None, 2], "▁ █"), ([5], ""), ([], "")],
)
def test_sparkline__of_values__is_one_bar_each(values, drawn):
    assert sparkline(values) == drawn
