"""docs/how-to/ask-any-number.md: every line of it is run, in its order."""

import json
import re
import shlex
from datetime import timedelta
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tenfold.kit import operations
from tenfold.kit.operations import Call, install_runner
from tenfold.metrics.tests.world import Event, fill
from tenfold.techniques.dashboards import commands
from tests.members import AT

PAGE = (Path(__file__).parents[6] / "docs/how-to/ask-any-number.md").read_text()
WAY = ("visit", "catalog", "cart", "payment_done", "order")


@pytest.fixture
def shop(log):
    """Five persons who go so many steps of the way, one a day more each."""
    events = [
        Event(
            AT + timedelta(days=day, minutes=step),
            name,
            actor=f"p{person}",
            value=person + 0.5 if name == "order" else None,
            properties={"country": "Norway" if person % 2 else "Denmark", "channel": "web"},
        )
        for person in range(1, 6)
        for day in range(person)
        for step, name in enumerate(WAY[:person])
    ]
    fill(log, events)


def _write_specs(folder: Path) -> None:
    """A sentence names the files whose contents follow it, in their order."""
    named: list[str] = []
    for part in re.split(r"(```json\n.*?```)", PAGE, flags=re.DOTALL):
        if part.startswith("```json"):
            json.loads(spec := part.removeprefix("```json\n").removesuffix("```"))
            (folder / named.pop(0)).write_text(spec)
        else:
            named += re.findall(r"`([\w-]+\.json)`", part)
    assert not named


def _lines() -> list[str]:
    blocks = re.findall(r"```\n(tenfold .*?)```", PAGE, re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def test_how_to__line_by_line__works(log, owner_id, shop, tmp_path, monkeypatch):
    monkeypatch.setattr(operations, "_runner", [])
    install_runner(lambda asked, arguments, _: asked.run(Call(log=log), **arguments))
    monkeypatch.chdir(tmp_path)
    _write_specs(tmp_path)
    app = typer.Typer()
    commands.register(app)
    said = {}
    for line in _lines():
        done = CliRunner().invoke(app, shlex.split(line)[1:])
        assert done.exit_code == 0, (line, done.output, done.exception)
        said[line] = done.stdout
    assert len(said) >= 23
    printed = {line: text for line, text in said.items() if line.endswith("--format json")}
    _check_contract({line: json.loads(text) for line, text in printed.items()})
    assert "of the step before" in said["tenfold metric --spec funnel.json"]
    assert "back again" in said["tenfold metric --spec lives.json"]
    assert "or more" in said["tenfold metric --spec days.json"]
    assert "catalog" in said["tenfold metric --spec paths.json"]
    assert "could be back" in said["tenfold metric --spec retention.json"]
    assert "letter" in said["tenfold metric share --by week"]


def _check_contract(found) -> None:
    """What others script against: the members of a series, of a funnel, of who comes back."""
    days = found["tenfold metric --spec orders.json --by day --format json"]
    assert days["value"] == 5
    assert {"start", "value"} <= days["points"][0].keys()
    funnel = found["tenfold metric --spec funnel.json --breakdown country --format json"]
    steps = [(one["event"], one["persons"]) for one in funnel["steps"]]
    assert steps == [("catalog", 4), ("cart", 3), ("payment_done", 2)]
    assert [one["rate"] for one in funnel["steps"]] == [1, 0.75, 0.5]
    back = found["tenfold metric --spec retention.json --format json"]
    assert [(one["size"], one["returned"]) for one in back["cohorts"]] == [(5, [5, 4, 3, 2, 1])]
    assert back["overall"][1] | {"offset": 1, "eligible": 5, "returned": 4} == back["overall"][1]
    old = found["tenfold metric orders --version 1 --format json"]
    assert old["lineage"]["metrics"] == [{"name": "orders", "version": 1}]
