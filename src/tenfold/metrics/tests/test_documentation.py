"""docs/reference/metrics.md names everything there is, and its examples work."""

import json
import re
from pathlib import Path

from tenfold.metrics import (
    calendar,
    definitions,
    expression,
    figures,
    quantities,
    questions,
    rules,
)
from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Grain
from tenfold.metrics.definitions import BUILT_IN, KINDS, Op, from_spec
from tenfold.metrics.expression import parse
from tenfold.metrics.questions import Compare

PAGE = (Path(__file__).parents[4] / "docs/reference/metrics.md").read_text()
ROWS = set(re.findall(r"^\| `([\w-]+)`", PAGE, re.MULTILINE))


def test_reference__lists_every_kind_and_every_comparison():
    assert set(KINDS) | set(Op) <= ROWS


def test_reference__names_every_period_comparison_and_built_in_property():
    for word in {*Grain, *(set(Compare) - {Compare.BEFORE}), *BUILT_IN}:
        assert f"`{word}`" in PAGE


def test_reference__lists_every_member_of_an_answer():
    assert set(Answer.__dataclass_fields__) | {"exact"} <= ROWS


def test_reference__lists_every_refusal_of_the_room():
    refusals = [
        definitions.InvalidDefinition,
        expression.InvalidExpression,
        questions.InvalidQuestion,
        calendar.TooManyPeriods,
        figures.MixedCurrencies,
        quantities.MixedUnits,
        rules.MetricInUse,
        rules.InvalidMetric,
        rules.UnknownMetric,
        rules.MoneyHidden,
        rules.PersonsHidden,
    ]
    assert {one.code for one in refusals} <= ROWS


def test_reference__has_examples_that_are_understood():
    blocks = re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)
    specs = [json.loads(line) for block in blocks for line in block.splitlines()]
    assert len(specs) >= 9
    for spec in specs:
        from_spec(spec)
    texts = re.findall(r"```\n(\w.*?)\n```", PAGE, re.DOTALL)
    assert [parse(text=text) for text in texts if text.startswith("Country")]


def test_how_to_see_who_comes_back__has_examples_that_are_understood():
    page = (Path(__file__).parents[4] / "docs/how-to/see-who-comes-back.md").read_text()
    blocks = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    specs = [json.loads(line) for block in blocks for line in block.strip().splitlines()]
    assert {from_spec(spec).kind for spec in specs} == {
        "retention",
        "conversion",
        "stickiness",
        "lifecycle",
    }
