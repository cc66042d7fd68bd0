"""Imports: nothing lost, nothing doubled, nothing in silence, and all of it undone at once."""

import random
from concurrent.futures import Future
from decimal import Decimal
from threading import Event

import pytest

from tenfold.eventlog.refusals import LogUnwritable, Overloaded
from tenfold.outbox.models import OutboxRow
from tenfold.techniques.interfaces.actions import active_imports as active
from tenfold.techniques.interfaces.actions import ensure_file_source
from tenfold.techniques.interfaces.actions.imports import (
    begin_import,
    cancel_import,
    continue_import,
    mark_interrupted,
    run_import,
    run_in_background,
    running,
    stop_imports,
    undo_import,
)
from tenfold.techniques.interfaces.models import ImportRun, SavedMapping
from tenfold.techniques.interfaces.queries.imports import (
    get_import,
    list_imports,
    list_mappings,
    read_report,
)
from tenfold.techniques.interfaces.readers.refusals import FileMissing
from tenfold.techniques.interfaces.rules.imports import (
    ImportAlreadyUndone,
    ImportFinishedAlready,
    ImportNotRunning,
    ImportRunning,
    UnknownImport,
)
from tenfold.techniques.interfaces.rules.mapping import Mapping, MappingInvalid
from tenfold.techniques.interfaces.tests.imports.files import AT, ROWS, SPEC, counts, total

WORTH = Decimal("121.8")


@pytest.fixture
def small_chunks(monkeypatch):
    """Read ten rows at a time, so that a small file has many chunks."""
    monkeypatch.setattr(running, "CHUNK_ROWS", 10)


def test_file__imported__brings_every_row_with_its_exact_value(do_import, write, log):
    assert counts(do_import(write(ROWS))) == (84, 84, 0, 0)
    assert total(log) == (84, WORTH)


def test_same_file__imported_again__adds_nothing(do_import, write, log):
    path = write(ROWS)
    do_import(path)
    assert counts(do_import(path)) == (84, 0, 84, 0)
    assert total(log) == (84, WORTH)


def test_grown_and_re_sorted_file__adds_only_what_is_new(do_import, write, log):
    do_import(write(ROWS[:60]))
    grown = list(ROWS)
    random.Random(1).shuffle(grown)
    assert counts(do_import(write(grown))) == (84, 24, 60, 0)
    assert total(log) == (84, WORTH)


def test_rows_exactly_alike__are_all_kept__and_one_more_of_them_adds_one(do_import, write, log):
    assert counts(do_import(write(ROWS[:1] * 5))) == (5, 5, 0, 0)
    assert counts(do_import(write(ROWS[:1] * 6))) == (6, 1, 5, 0)
    assert total(log)[0] == 6


def test_same_rows__in_another_dialect_and_encoding__are_the_same_rows(do_import, write, tmp_path):
    do_import(write(["2026-01-01,Zoë,1,2"]))
    path = tmp_path / "other.csv"
    path.write_bytes('at;who;n;price\r\n"2026-01-01";"Zoë";"1";"2"'.encode("cp1252"))
    spec = {"format": {"delimiter": ";", "encoding": "cp1252"}}
    other = Mapping.from_spec({**SPEC, **spec})
    assert counts(do_import(path, mapping=other)) == (1, 0, 1, 0)


def test_same_file__in_another_source__is_other_events(do_import, write, log):
    path = write(ROWS)
    do_import(path)
    assert counts(do_import(path, source="Other shop")) == (84, 84, 0, 0)
    assert total(log)[0] == 168


def test_changed_mapping__without_undo__adds_nothing_and_after_undo_replaces(
    do_import, write, log, mapping
):
    path = write(ROWS)
    first = do_import(path)
    changed = Mapping.from_spec(
        {**mapping.to_spec(), "value": "price", "time": {"column": "at", "zone": "Asia/Tokyo"}}
    )
    assert counts(do_import(path, mapping=changed)) == (84, 0, 84, 0)
    assert total(log) == (84, WORTH)
    undo_import(import_id=first.id, log=log, by=None, at=AT)
    assert counts(do_import(path, mapping=changed)) == (84, 84, 0, 0)
    assert total(log) == (84, Decimal("8.4"))


def test_undo__takes_out_all_of_one_import_and_nothing_else(do_import, write, log):
    do_import(write(ROWS[:60]))
    second = do_import(write(ROWS))
    undone = undo_import(import_id=second.id, log=log, by=None, at=AT)
    assert (undone.state, undone.removed, undone.undone_at) == ("undone", 24, AT)
    assert total(log)[0] == 60
    with pytest.raises(ImportAlreadyUndone):
        undo_import(import_id=second.id, log=log, by=None, at=AT)


def test_finished_and_undone_imports__are_facts_with_their_counts(do_import, write, log):
    done = do_import(write([*ROWS, "soon,a,1,1"]))
    undo_import(import_id=done.id, log=log, by=None, at=AT)
    told = {row.name: row.properties for row in OutboxRow.objects.filter(name__startswith="Import")}
    assert told["ImportFinished"] == {
        "import_id": done.id, "source_id": done.source_id,
        "accepted": 84, "duplicates": 0, "rejected": 1,
    }  # fmt: skip
    assert told["ImportUndone"] == {
        "import_id": done.id, "source_id": done.source_id, "removed": 84,
    }  # fmt: skip


def test_rejected_rows__stand_in_the_report_with_line_column_value_and_reason(do_import, write):
    view = do_import(
        write(["soon,a,1,1", *ROWS[:2], "2026-01-01,=cmd(),x,1", "2026-01-01,a,1,1,9"])
    )
    assert counts(view) == (5, 2, 0, 3)
    problems = read_report(import_id=view.id)
    assert [(one.line, one.column, one.value) for one in problems] == [
        (2, "at", "soon"), (5, "n", "x"), (6, "", "9"),
    ]  # fmt: skip
    assert all(one.reason for one in problems)


def test_report__opened_in_a_spreadsheet__computes_nothing(do_import, write):
    view = do_import(write(["=1+1,a,1,1"]))
    assert read_report(import_id=view.id)[0].value == "'=1+1"


def test_import_without_rejected_rows__has_no_report(do_import, write):
    view = do_import(write(ROWS))
    assert view.report is None
    assert read_report(import_id=view.id) == ()


def test_rows_the_filter_does_not_want__are_counted(do_import, write, mapping):
    wanted = Mapping.from_spec({**mapping.to_spec(), "where": 'who = "a"'})
    view = do_import(write(ROWS), mapping=wanted)
    assert (view.read, view.accepted, view.left_out) == (84, 28, 56)


def test_rows_of_an_erased_person__are_counted_and_not_taken(do_import, write, log):
    do_import(write(ROWS[:3]))
    log.erase(person="a", at=AT)
    view = do_import(write(ROWS))
    assert (view.read, view.accepted, view.duplicates, view.erased) == (84, 54, 2, 28)
    assert total(log)[0] == 56


def test_cancelled_import__keeps_what_it_brought__and_is_continued_without_doubling(
    do_import, write, log, small_chunks
):
    cancelled, told = Event(), []

    def stop(progress):
        told.append(progress)
        cancelled.set()

    view = do_import(write(ROWS), cancelled=cancelled, progress=stop)
    assert (view.state, view.can_continue, view.can_undo) == ("cancelled", True, True)
    assert 0 < view.accepted < 84
    assert told[0]["state"] == "running"
    continue_import(import_id=view.id, at=AT)
    assert counts(run_import(import_id=view.id, log=log)) == (84, 84, 0, 0)
    assert total(log) == (84, WORTH)


def test_cancelled_import__can_be_undone_whole(do_import, write, log, small_chunks):
    cancelled = Event()
    view = do_import(write(ROWS), cancelled=cancelled, progress=lambda _: cancelled.set())
    assert undo_import(import_id=view.id, log=log, by=None, at=AT).removed == view.accepted
    assert total(log)[0] == 0


class Breaking:
    """A log whose n-th append breaks in the way given."""

    def __init__(self, log, *, breaks_at, how):
        self._log, self._left, self._how = log, breaks_at, how

    def __getattr__(self, name):
        return getattr(self._log, name)

    def append(self, **batch):
        self._left -= 1
        if self._left == 0:
            return self._how()
        return self._log.append(**batch)


def full_disk():
    future = Future()
    future.set_exception(LogUnwritable("The disk is full."))
    return future


def overloaded():
    raise Overloaded("Too much is waiting.")


def begin(write, mapping, rows=ROWS):
    source = ensure_file_source(name="Shop", at=AT)
    return begin_import(path=write(rows), mapping=mapping, source_id=source.id, by=None, at=AT)


def test_disk_that_is_full__in_the_middle__fails_the_import_which_can_be_continued(
    db, write, mapping, log, small_chunks
):
    begun = begin(write, mapping)
    with pytest.raises(LogUnwritable):
        run_import(import_id=begun.id, log=Breaking(log, breaks_at=5, how=full_disk))
    view = get_import(import_id=begun.id)
    assert (view.state, view.problem) == ("failed", "The disk is full.")
    assert view.accepted == total(log)[0] < 84
    continue_import(import_id=begun.id, at=AT)
    assert counts(run_import(import_id=begun.id, log=log)) == (84, 84, 0, 0)


def test_log_that_is_overloaded__for_a_moment__is_waited_for(db, write, mapping, log, small_chunks):
    begun = begin(write, mapping)
    view = run_import(import_id=begun.id, log=Breaking(log, breaks_at=3, how=overloaded))
    assert counts(view) == (84, 84, 0, 0)


def test_program_that_breaks__in_the_middle__leaves_the_import_interrupted(
    db, write, mapping, log, small_chunks
):
    def bug(_progress):
        raise ZeroDivisionError

    begun = begin(write, mapping)
    with pytest.raises(ZeroDivisionError):
        run_import(import_id=begun.id, log=log, progress=bug)
    assert get_import(import_id=begun.id).state == "interrupted"
    assert not active.is_active(import_id=begun.id)


def test_process_that_was_killed__leaves_imports_that_say_interrupted(db, write, mapping, log):
    begun = begin(write, mapping)
    active.leave(import_id=begun.id)
    assert mark_interrupted(at=AT) == 1
    assert get_import(import_id=begun.id).state == "interrupted"
    assert mark_interrupted(at=AT) == 0


def test_import__while_it_runs__can_be_neither_run_again_nor_undone_nor_continued(
    db, write, mapping, log, small_chunks
):
    begun, refused = begin(write, mapping), []

    def try_all(told):
        if told["state"] != "running":
            return
        for attempt in (
            lambda: run_import(import_id=begun.id, log=log),
            lambda: undo_import(import_id=begun.id, log=log, by=None, at=AT),
            lambda: continue_import(import_id=begun.id, at=AT),
        ):
            with pytest.raises(ImportRunning) as caught:
                attempt()
            refused.append(caught.value.code)

    run_import(import_id=begun.id, log=log, progress=try_all)
    assert refused == ["import_running"] * 3
    assert total(log) == (84, WORTH)


def test_cancel__of_a_running_import__stops_it(db, write, mapping, log, small_chunks):
    begun = begin(write, mapping)
    view = run_import(
        import_id=begun.id,
        log=log,
        progress=lambda told: (
            told["state"] == "running" and cancel_import(import_id=begun.id, at=AT)
        ),
    )
    assert view.state == "cancelled"
    with pytest.raises(ImportNotRunning):
        cancel_import(import_id=begun.id, at=AT)


def test_cancel__before_it_starts__keeps_it_from_starting(db, write, mapping, log):
    begun = begin(write, mapping)
    cancel_import(import_id=begun.id, at=AT)
    assert get_import(import_id=begun.id).state == "cancelled"
    with pytest.raises(ImportNotRunning):
        run_import(import_id=begun.id, log=log)


def test_process_that_ends__interrupts_its_imports(db, write, mapping, log, small_chunks):
    begun = begin(write, mapping)
    view = run_import(import_id=begun.id, log=log, progress=lambda _: stop_imports(seconds=0))
    assert view.state == "interrupted"


@pytest.mark.django_db(transaction=True)
def test_import_in_the_background__finishes_by_itself(write, mapping, log):
    begun = begin(write, mapping)
    run_in_background(import_id=begun.id, log=log).join(30)
    assert counts(get_import(import_id=begun.id)) == (84, 84, 0, 0)


def test_finished_import__is_not_continued(do_import, write):
    with pytest.raises(ImportFinishedAlready):
        continue_import(import_id=do_import(write(ROWS)).id, at=AT)


def test_import__that_does_not_exist__is_refused(db, log):
    for attempt in (
        lambda: get_import(import_id=99),
        lambda: run_import(import_id=99, log=log),
        lambda: undo_import(import_id=99, log=log, by=None, at=AT),
    ):
        with pytest.raises(UnknownImport):
            attempt()


def test_mapping_or_file__that_does_not_fit__is_refused_and_nothing_noted(db, write, mapping):
    wrong = Mapping.from_spec({**mapping.to_spec(), "value": "nothing * 2"})
    with pytest.raises(MappingInvalid):
        begin(write, wrong)
    source = ensure_file_source(name="Shop", at=AT)
    with pytest.raises(FileMissing):
        begin_import(
            path=write(ROWS).with_name("gone.csv"),
            mapping=mapping,
            source_id=source.id,
            by=None,
            at=AT,
        )
    assert not ImportRun.objects.exists()
    assert not SavedMapping.objects.exists()


def test_file_that_is_gone__when_continued__fails_with_the_reason(db, write, mapping, log):
    begun = begin(write, mapping)
    write(ROWS).unlink()
    with pytest.raises(FileMissing):
        run_import(import_id=begun.id, log=log)
    assert get_import(import_id=begun.id).state == "failed"


def test_mapping__is_kept_once_for_files_of_one_shape(do_import, write, mapping):
    do_import(write(ROWS[:2], name="january.csv"))
    do_import(write(ROWS[2:4], name="february.csv"))
    (kept,) = list_mappings()
    assert (kept.name, kept.spec) == ("february.csv", mapping.to_spec())


def test_imports__are_listed_newest_first_and_by_source(do_import, write):
    first = do_import(write(ROWS[:2]), source="One")
    second = do_import(write(ROWS[:2]), source="Two")
    assert [view.id for view in list_imports()] == [second.id, first.id]
    assert [view.id for view in list_imports(source_id=first.source_id)] == [first.id]
