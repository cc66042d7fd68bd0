"""The state machine, against a small model of it."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as some

from tenfold.techniques.dashboards.rules.alerts.episodes import Course, State, run
from tenfold.techniques.dashboards.rules.alerts.judging import Mark, Verdict
from tenfold.techniques.dashboards.tests.alerts.periods import DAY, FIRST, UNHURRIED

MARKS = {"!": Mark.HIT, ".": Mark.CALM, "~": Mark.BETWEEN, "?": Mark.UNKNOWN}
WRITTEN = some.text(alphabet="!.~?", max_size=40)
COUNTS = some.integers(min_value=1, max_value=4)


def course(marks: str, hold: int = 1, calm: int = 1) -> Course:
    verdicts = [Verdict(FIRST + n * DAY, MARKS[one], 0.0) for n, one in enumerate(marks)]
    return run(verdicts=verdicts, hold=hold, calm=calm)


def places(marks: str, hold: int = 1, calm: int = 1) -> list[tuple[int, int, int | None]]:
    """Return where each episode began, fired, and was over."""
    return [
        (
            (one.began - FIRST).days,
            (one.fired - FIRST).days,
            None if one.over is None else (one.over - FIRST).days,
        )
        for one in course(marks, hold, calm).episodes
    ]


def test_course__of_single_hits__fires_with_each() -> None:
    assert places(".!.!!.") == [(1, 1, 2), (3, 3, 5)]


def test_course__that_must_hold__fires_with_the_last_of_them() -> None:
    assert places("!!.!!!", hold=3) == [(3, 5, None)]


def test_course__that_dances_around_its_limit__fires_once() -> None:
    assert places("!.!.!.!..", calm=2) == [(0, 0, 8)]
    assert places("!~!~!~!.") == [(0, 0, 7)]


def test_course__with_periods_of_which_nothing_is_known__neither_begins_nor_ends() -> None:
    assert places("!?!", hold=2) == [(0, 2, None)]
    assert places("!??.", calm=1) == [(0, 0, 3)]


def test_course__between_the_limits__ends_what_was_pending() -> None:
    assert places("!~!", hold=2) == []


def test_course__after_each_kind_of_end__says_what_it_is_up_to() -> None:
    assert course("..").state is State.OK
    pending = course(".!", hold=2)
    assert (pending.state, pending.since, pending.streak) == (State.PENDING, FIRST + DAY, 1)
    firing = course(".!!?~", hold=2)
    assert (firing.state, firing.since) == (State.FIRING, FIRST + DAY)


class Model:
    """The machine as one would do it by hand: look at the whole past at every step."""

    def __init__(self, hold: int, calm: int) -> None:
        self.hold, self.calm = hold, calm

    def firing_after(self, marks: str) -> bool:
        known = [one for one in marks if one != "?"]
        firing, streak, quiet = False, 0, 0
        for one in known:
            streak = streak + 1 if one == "!" else 0
            quiet = quiet + 1 if one == "." else 0
            firing = quiet < self.calm if firing else streak >= self.hold
            if firing and one != ".":
                quiet = 0
            if not firing and quiet >= self.calm:
                streak = 0
        return firing


@UNHURRIED
@given(WRITTEN, COUNTS, COUNTS)
def test_course__of_anything__fires_exactly_when_the_model_does(
    marks: str, hold: int, calm: int
) -> None:
    model = Model(hold, calm)
    for length in range(len(marks) + 1):
        firing = course(marks[:length], hold, calm).state is State.FIRING
        assert firing == model.firing_after(marks[:length])


@UNHURRIED
@given(WRITTEN, COUNTS, COUNTS)
def test_episodes__of_anything__never_overlap_and_hold_long_enough(
    marks: str, hold: int, calm: int
) -> None:
    found = course(marks, hold, calm).episodes
    for one in found:
        assert one.began <= one.fired <= one.last
        assert one.hits >= hold
        assert one.over is None or (one.over - one.last).days >= calm
    for earlier, later in pairwise(found):
        assert earlier.over is not None
        assert earlier.over < later.began


@UNHURRIED
@given(WRITTEN, COUNTS, COUNTS)
def test_episodes__when_more_comes__are_what_they_were_as_far_as_they_were_over(
    marks: str, hold: int, calm: int
) -> None:
    whole = course(marks, hold, calm).episodes
    for length in range(len(marks)):
        done = [one for one in course(marks[:length], hold, calm).episodes if one.over]
        assert list(whole[: len(done)]) == done
