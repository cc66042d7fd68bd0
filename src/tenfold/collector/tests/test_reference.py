"""The reference page of the door says what the code does."""

import json
import re
from pathlib import Path

import pytest

from tenfold.collector.app import PATHS
from tenfold.collector.formats.native import Sent
from tenfold.collector.limits import KIB, MIB, Limits
from tenfold.collector.refusals import REQUEST_REFUSALS
from tenfold.collector.verdicts import Code
from tenfold.eventlog.checks import MAX_DEPTH, MAX_TEXT
from tenfold.eventlog.refusals import LogUnwritable, Overloaded

DOCS = Path(__file__).parents[4] / "docs"
PAGE = (DOCS / "reference/ingest.md").read_text(encoding="utf-8")


def section(heading):
    """Return what stands under a heading, until the next one of any level."""
    return re.split(r"^#+ ", PAGE.split(f"{heading}\n", 1)[1], maxsplit=1, flags=re.MULTILINE)[0]


def first_column(text):
    return set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))


def test_page__of_the_door__names_every_reason_to_refuse_an_event_and_no_other():
    assert first_column(section("### Why an event is refused")) == {code.value for code in Code}


def test_page__of_the_door__names_every_refusal_of_a_request_with_its_status():
    rows = re.findall(r"^\| (\d+) \| `(\w+)`", section("## Refusals of a whole request"), re.M)
    raised = (*REQUEST_REFUSALS, Overloaded, LogUnwritable)
    assert {(int(status), code) for status, code in rows} == {(r.status, r.code) for r in raised}


def test_page__of_the_door__names_every_field_and_path():
    assert first_column(section("## An event")) == set(Sent.__struct_fields__)
    assert all(f"`{path}`" in PAGE or f"POST {path}" in PAGE for path in PATHS)


def test_page__of_the_door__names_the_limits_that_hold():
    limits = Limits()
    stated = section("## Request")
    assert f"| body | {limits.body_bytes // MIB} MiB" in stated
    assert f"| events in a request | {limits.events:,} |" in stated
    assert f"| one event | {limits.event_bytes // KIB} KiB |" in stated
    assert f"| {limits.read_seconds:.0f} seconds |" in stated
    assert f"At most {MAX_DEPTH} levels deep" in PAGE
    assert f"1 to {MAX_TEXT} characters" in PAGE


@pytest.mark.parametrize("page", ["reference/ingest.md", "how-to/send-events.md"])
def test_example__of_a_page__is_accepted(door, page):
    (example,) = re.findall(r"-d '(.*)'", (DOCS / page).read_text(encoding="utf-8"))
    assert door.post(example.encode()).json == {"accepted": 1, "duplicates": 0, "refused": []}


def test_example__of_a_malformed_body__says_what_the_door_says(door):
    shown = json.loads(re.findall(r'^(\{"type".*\})$', PAGE, re.MULTILINE)[0])
    assert door.post(b'[{"name":"a"},]').json == shown
