"""What was found against what is written down; and whatever comes late, it comes right."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tenfold.techniques.dashboards.rules.alerts.episodes import Course, State, run
from tenfold.techniques.dashboards.rules.alerts.judging import Mark, Verdict
from tenfold.techniques.dashboards.rules.alerts.reconciling import (
    Begin,
    End,
    Ended,
    GoOn,
    Known,
    Looked,
    Move,
    reconcile,
)
from tenfold.techniques.dashboards.tests.alerts.periods import DAY, FIRST, UNHURRIED

MARKS = {"!": Mark.HIT, ".": Mark.CALM, "?": Mark.UNKNOWN}


def course(marks: str, first: int = 0) -> Course:
    days = range(first, first + len(marks))
    verdicts = [
        Verdict(FIRST + day * DAY, MARKS[mark], 0.0) for day, mark in zip(days, marks, strict=True)
    ]
    return run(verdicts=verdicts, hold=1, calm=1)


def looked(until: int, before: int | None = None, since: int = 0) -> Looked:
    return Looked(
        since=FIRST + since * DAY,
        until=FIRST + until * DAY,
        at=FIRST + until * DAY + timedelta(hours=1),
        before=None if before is None else FIRST + before * DAY,
    )


def known(began: int, last: int, ended: Ended | None = None, id: int = 7) -> Known:
    return Known(id=id, value="", began=FIRST + began * DAY, last=FIRST + last * DAY, ended=ended)


def moves(marks: str, *incidents: Known, before: int | None = None) -> tuple[Move, ...]:
    return reconcile(
        courses={"": course(marks)}, known=incidents, looked=looked(len(marks), before)
    )


def kinds(found: tuple[Move, ...]) -> list[str]:
    return [f"end {one.why.value}" if isinstance(one, End) else type(one).__name__ for one in found]


def test_first_look__begins_what_fires_now_and_nothing_that_is_over() -> None:
    (begun,) = moves("!.!")
    assert isinstance(begun, Begin)
    assert begun.episode.began == FIRST + 2 * DAY


def test_later_look__writes_down_what_fired_and_was_over_while_nobody_looked() -> None:
    (missed,) = moves("..!.", before=2)
    assert isinstance(missed, Begin)
    assert missed.episode.over == FIRST + 3 * DAY
    assert moves("!...", before=2) == ()


def test_incident__that_goes_on__goes_on() -> None:
    (going_on,) = moves(".!!", known(1, 1), before=2)
    assert isinstance(going_on, GoOn)
    assert not going_on.reopen


def test_incident__that_is_over__ends() -> None:
    assert kinds(moves(".!.", known(1, 1), before=2)) == ["end calm"]


def test_incident__of_a_day_that_turns_out_to_have_been_calm__is_withdrawn() -> None:
    assert kinds(moves("...", known(1, 1), before=3)) == ["end late"]


def test_withdrawn__when_it_was_so_after_all__is_the_same_incident_again() -> None:
    (again,) = moves(".!!", known(1, 1, Ended.LATE), before=2)
    assert isinstance(again, GoOn)
    assert again.reopen


def test_dealt_with_by_a_person__while_it_goes_on__stays_closed() -> None:
    (going_on,) = moves(".!!", known(1, 1, Ended.PERSON), before=2)
    assert isinstance(going_on, GoOn)
    assert not going_on.reopen


def test_dealt_with_by_a_person__and_over_and_back__is_a_new_incident() -> None:
    assert kinds(moves(".!.!", known(1, 1, Ended.PERSON), before=3)) == ["Begin"]


def test_what_ends__comes_before_what_begins() -> None:
    assert kinds(moves("....!", known(1, 1), before=4)) == ["end late", "Begin"]


def test_two_incidents__that_turn_out_to_be_one__become_one() -> None:
    found = moves("!!!", known(0, 0, id=1), known(2, 2, id=2), before=3)
    assert kinds(found) == ["GoOn", "end late"]


def test_incident__before_the_window__is_no_longer_known() -> None:
    found = reconcile(
        courses={"": course("...", first=10)},
        known=[known(1, 2)],
        looked=looked(13, before=12, since=10),
    )
    assert kinds(found) == ["end gone"]


def test_incident__of_a_value_that_is_not_among_the_largest__waits_for_the_window_to_pass() -> None:
    elsewhere = replace(known(1, 2), value="norway")
    assert reconcile(courses={}, known=[elsewhere], looked=looked(4, before=3)) == ()
    later = looked(9, before=8, since=5)
    assert kinds(reconcile(courses={}, known=[elsewhere], looked=later)) == ["end gone"]


def test_incident__of_a_time_to_come__was_seen_by_a_wrong_clock() -> None:
    assert kinds(moves("...", known(400, 400), before=3)) == ["end clock"]


def test_incident__a_moment_ahead__waits() -> None:
    a_little = Known(id=7, value="", began=FIRST + 3 * DAY, last=FIRST + 3 * DAY)
    assert moves("...", a_little, before=4) == ()


@dataclass
class Books:
    """The rows, as a model: what `settle` does with moves, and nothing else."""

    rows: dict[int, Known] = field(default_factory=dict)

    def write(self, found: tuple[Move, ...]) -> None:
        for move in found:
            if isinstance(move, Begin):
                ended = Ended.CALM if move.episode.over else None
                number = len(self.rows) + 1
                episode = move.episode
                self.rows[number] = Known(number, move.value, episode.began, episode.last, ended)
            elif isinstance(move, End):
                self.rows[move.id] = replace(self.rows[move.id], ended=move.why)
            else:
                one = self.rows[move.id]
                last = max(move.episode.last, one.began)
                ended = None if move.reopen else one.ended
                self.rows[move.id] = replace(one, last=last, ended=ended)
            assert len([one for one in self.rows.values() if one.ended is None]) <= 1, found

    def close_by_hand(self) -> None:
        for number, one in self.rows.items():
            if one.ended is None:
                self.rows[number] = replace(one, ended=Ended.PERSON)


STEPS = some.lists(
    some.tuples(
        some.sampled_from("!.?"),
        some.lists(some.tuples(some.integers(0, 12), some.sampled_from("!.?")), max_size=2),
        some.booleans(),
        some.booleans(),
    ),
    max_size=13,
)


@UNHURRIED
@given(STEPS)
def test_looks__whatever_comes_late_and_whoever_closes__keep_the_books_right(steps) -> None:  # type: ignore[no-untyped-def]
    """A day is added at each step, days before may change, a person may close, looks may be missed."""
    books, marks, before = Books(), "", None
    for mark, late, by_hand, missed in steps:
        marks += mark
        for day, other in late:
            if day < len(marks):
                marks = marks[:day] + other + marks[day + 1 :]
        if missed:
            continue
        now = course(marks)
        for _twice in range(2):
            look = looked(len(marks), before)
            found = reconcile(courses={"": now}, known=list(books.rows.values()), looked=look)
            books.write(found)
        before = len(marks)
        open_ones = [one for one in books.rows.values() if one.ended is None]
        newest = now.episodes[-1] if now.state is State.FIRING else None
        assert all(newest and newest.began <= one.last for one in open_ones)
        closed_by_hand = any(
            one.ended is Ended.PERSON and newest and newest.began <= one.last
            for one in books.rows.values()
        )
        assert bool(open_ones) == (newest is not None) or closed_by_hand
        again = reconcile(
            courses={"": now},
            known=list(books.rows.values()),
            looked=looked(len(marks), len(marks)),
        )
        assert all(isinstance(one, GoOn) and not one.reopen for one in again)
        if by_hand:
            books.close_by_hand()


@pytest.mark.parametrize("until", [1, 5])
def test_look__without_anything__writes_nothing(until: int) -> None:
    assert reconcile(courses={"": course("." * until)}, known=[], looked=looked(until)) == ()
