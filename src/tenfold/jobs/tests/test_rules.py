"""When to try again."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from tenfold.jobs import rules
from tenfold.jobs.tests.asking import AT

attempts = st.integers(1, 1000)
chances = st.floats(0, 1, exclude_max=True)
lengths = st.timedeltas(timedelta(seconds=1), timedelta(days=30))


def test_pauses__of_a_job_that_goes_on_failing__grow_to_two_hours():
    seconds = [
        rules.pause_after(attempts=n, chance=0.5).total_seconds() for n in (1, 2, 3, 4, 5, 6, 7, 8)
    ]
    assert seconds == [10, 40, 160, 640, 2560, 7200, 7200, 7200]


@given(attempts, chances)
def test_pause__whatever_the_chance__is_within_a_fifth(attempts, chance):
    usual = rules.pause_after(attempts=attempts, chance=0.5)
    assert 0.8 * usual <= rules.pause_after(attempts=attempts, chance=chance) <= 1.2 * usual


@given(lengths, lengths, st.integers(0, 100), chances)
def test_schedule__however_it_went__is_due_after_its_end_and_never_later_than_usual(
    every, took, failures, chance
):
    due = rules.next_after(
        began_at=AT, every=every, ended_at=AT + took, failures=failures, chance=chance
    )
    assert AT + took <= due <= max(AT + every, AT + took)


def test_lease__is_renewed_three_times_before_it_ends():
    assert rules.BEAT * 3 < rules.LEASE
