"""Nasty bodies that are kept: each did harm somewhere once, or might.

A new one: put the bytes into corpus/NAME.body and what has to come of them into
corpus/expected.json: the status, and either the code of the refusal or how many events are
accepted and the code of each that is refused, by its place.
"""

import json
from pathlib import Path

import pytest

CORPUS = Path(__file__).parent / "corpus"
EXPECTED = json.loads((CORPUS / "expected.json").read_text())


@pytest.mark.parametrize("name", sorted(EXPECTED))
def test_body__of_the_corpus__becomes_what_is_expected(door, name):
    expected = EXPECTED[name]
    reply = door.post((CORPUS / f"{name}.body").read_bytes(), content_type=expected["content_type"])
    assert reply.status == expected["status"], reply.body
    if reply.status != 200:
        assert reply.json["code"] == expected["code"]
        assert door.log.stored == []
        return
    refused = {str(verdict["index"]): verdict["code"] for verdict in reply.json["refused"]}
    assert refused == expected["refused"]
    assert reply.json["accepted"] == expected["accepted"] == len(door.log.stored)


def test_every_body__in_the_folder__has_an_expectation():
    assert {path.stem for path in CORPUS.glob("*.body")} == EXPECTED.keys()
