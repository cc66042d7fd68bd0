"""docs/reference/mapping.md says what the code does."""

import re
from pathlib import Path

import pytest

from tenfold.eventlog import checks
from tenfold.techniques.interfaces.readers import decoding, delimited, opening, table
from tenfold.techniques.interfaces.rules import times
from tenfold.techniques.interfaces.rules.expressions.functions import FUNCTIONS
from tenfold.techniques.interfaces.rules.expressions.parsing import DEEPEST
from tenfold.techniques.interfaces.rules.expressions.tokens import LONGEST
from tenfold.techniques.interfaces.rules.formats import KINDS, FileFormat
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.mapping.value import NATIVE_FIELDS, MetricHint, Properties

PAGE = (Path(__file__).parents[6] / "docs/reference/mapping.md").read_text(encoding="utf-8")
FIRST_CELLS = set(re.findall(r"^\| `([^`]+)`", PAGE, re.MULTILINE))


def test_page__names_every_field_of_a_mapping_and_no_other():
    fields = {*Mapping.__dataclass_fields__, "version"}
    assert fields <= FIRST_CELLS
    assert {*Properties.__dataclass_fields__} <= FIRST_CELLS
    assert {*FileFormat.__dataclass_fields__} <= FIRST_CELLS
    parts = {"column", "constant", "expression"}
    formats = {"iso", "excel", *times.EPOCH_UNITS}
    usages = {function.usage for function in FUNCTIONS.values()}
    known = {*fields, *Properties.__dataclass_fields__, *FileFormat.__dataclass_fields__}
    assert known | parts | formats | usages == FIRST_CELLS


@pytest.mark.parametrize("name", [*MetricHint.__dataclass_fields__, *KINDS, "drop_ending"])
def test_page__names_every_word(name):
    assert f"`{name}`" in PAGE or f"{name}:" in PAGE


@pytest.mark.parametrize("function", FUNCTIONS.values(), ids=FUNCTIONS)
def test_page__says_of_every_function_what_it_gives(function):
    assert f"| `{function.usage}` | {function.says} |" in PAGE


def test_page__names_every_directive_of_a_time_pattern():
    named = set(re.findall(r"`%(.)`", PAGE))
    assert named == set(times.DIRECTIVES)


def test_page__names_the_fields_of_an_event():
    assert ", ".join(f'"{name}"' for name in NATIVE_FIELDS) in PAGE


@pytest.mark.parametrize("block", re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
def test_every_mapping_on_the_page__can_be_read(block):
    assert Mapping.from_yaml(block).event


def test_page__states_the_limits_that_hold():
    kib, mib = 1024, 1024 * 1024
    stated = {
        f"{checks.MAX_TEXT} characters",
        f"{checks.MAX_EVENT_BYTES // kib} KiB",
        f"| {delimited.LONGEST_CELL // kib} KiB; {decoding.LONGEST_LINE // mib} MiB;",
        f"; {decoding.LONGEST_ROW // mib} MiB: beyond",
        f"{table.MOST_COLUMNS:,}",
        f"{opening.MOST_EXPANSION} times its size, or {opening.FREE_BYTES // mib} MiB",
        f"at most {LONGEST:,} characters and is nested at most {DEEPEST} deep",
    }
    assert {limit for limit in stated if limit not in PAGE} == set()
