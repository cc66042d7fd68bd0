"""What a file would become, before anything is written."""

from decimal import Decimal

import pytest

from tenfold.techniques.interfaces.models import ImportRun, SavedMapping
from tenfold.techniques.interfaces.queries.imports import examine_file, examined_as_json
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.tests.imports.files import AT, ROWS

pytestmark = pytest.mark.django_db


def examine(path, **more):
    return examine_file(path=path, timezone="Europe/Berlin", currency="EUR", at=AT, **more)


def test_examination__of_a_file__shows_its_first_rows_as_events(write, mapping):
    found = examine(write([*ROWS, ROWS[0]]), mapping=mapping)
    assert len(found.rows) == 20
    first = found.rows[0]
    assert (first.line, first.cells) == (2, ("2026-01-01 10:00", "a", "1", "0.1"))
    assert (first.event.name, first.event.actor, first.event.value) == ("order", "a", 0.1)
    assert first.event.properties == {"n": 1, "price": 0.1}
    assert (found.sample_rows, found.total_rows, found.complete) == (85, 85, True)
    assert (found.identical_rows, found.mapping_from) == (1, "given")


def test_examination__of_rows_that_do_not_fit__says_why(write, mapping):
    found = examine(
        write(["soon,a,1,1", 'x"y,a', '"x"y,a,1,1', "2026-01-01,a,1,1,9"]), mapping=mapping
    )
    assert [row.problem.line for row in found.rows] == [2, 3, 4, 5]
    assert found.rejected_rows == 4
    assert found.rows[0].problem.column == "at"


def test_examination__writes_nothing(write):
    examine(write(ROWS))
    assert not ImportRun.objects.exists()
    assert not SavedMapping.objects.exists()


def test_glimpses__of_a_file__are_numbers_of_its_events(write, mapping):
    found = examine(write(ROWS), mapping=mapping)
    assert [(one.value, one.currency) for one in found.glimpses] == [
        (84, None), (Decimal("121.8"), "EUR"), (3, None),
    ]  # fmt: skip


def test_answers__are_taken_into_the_mapping(write):
    path = write(["01/02/2026,a,1,2", "03/02/2026,b,1,2"])
    first = examine(path)
    assert {question.key for question in first.questions} >= {"time.order", "time.zone"}
    answers = {"time.order": "month", "time.zone": "UTC", "event": "sale", "actor": "who"}
    second = examine(path, answers=answers)
    assert second.questions == ()
    assert second.rows[0].event.at.isoformat() == "2026-01-02T00:00:00+00:00"
    assert second.rows[0].event.name == "sale"


def test_header__that_may_be_data__is_asked_for_and_answered(write):
    path = write(["anna,berlin", "bernd,berlin", "cleo,paris"], header="name,town")
    assert "header" in {question.key for question in examine(path).questions}
    assert examine(path, answers={"header": "yes"}).rows[0].line == 2
    assert examine(path, answers={"header": "no"}).rows[0].line == 1


def test_file__of_a_shape_that_was_imported_before__is_read_as_it_was_then(
    do_import, write, mapping
):
    do_import(write(ROWS[:3], name="january.csv"))
    found = examine(write(ROWS[3:], name="february.csv"))
    assert (found.mapping_from, found.questions, found.mapping) == ("saved", (), mapping)
    assert found.saved_mapping_id is not None
    anew = examine(write(ROWS[3:], name="february.csv"), use_saved=False)
    assert anew.mapping_from == "guess"


def test_examination__as_json__is_plain_with_times_as_clocks_run_there(write, mapping):
    examined = examine(write(["soon,a,1,1", *ROWS]), mapping=mapping)
    plain = examined_as_json(examination=examined, timezone="Europe/Oslo")
    assert plain["rows"][0]["problem"]["column"] == "at"
    assert plain["rows"][1]["event"]["at"] == "2026-01-01T11:00:00+01:00"
    assert plain["glimpses"][1]["value"] == 121.8
    assert plain["mapping"] == mapping.to_spec()


def test_file_without_header__is_not_taken_for_another_of_as_many_columns(do_import, write):
    spec = {
        "format": {"header": False},
        "time": {"column": "column_1"},
        "event": "visit",
    }
    do_import(write(ROWS[:3], header=ROWS[3]), mapping=Mapping.from_spec(spec))
    assert examine(write(ROWS[4:9], header=ROWS[9])).mapping_from == "guess"
