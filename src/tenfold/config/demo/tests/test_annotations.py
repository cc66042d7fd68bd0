"""What Nordlys Gifts noted stands where the simulation really bends."""

from datetime import date, timedelta

import pytest

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.annotations import LETTERS, list_notes
from tenfold.techniques.dashboards.rules.annotations.noting import Noted, require_noted

LAST = (date(2026, 11, 24), date(2027, 2, 28), date(2027, 7, 1), date(2028, 2, 29))


def noted_days(note: Noted) -> set[date]:
    last = note.ends_on or note.starts_on
    return {note.starts_on + timedelta(days=at) for at in range((last - note.starts_on).days + 1)}


def titled(notes: tuple[Noted, ...], title: str) -> Noted:
    (found,) = (one for one in notes if one.title.startswith(title))
    return found


@pytest.mark.parametrize("last_on", LAST)
def test_notes__whenever_the_demo_starts__can_all_be_made(last_on: date) -> None:
    for note in list_notes(last_on=last_on):
        require_noted(noted=note)
        assert note.starts_on <= last_on


@pytest.mark.parametrize("last_on", LAST)
def test_promotion_and_failing_payments__stand_on_the_days_that_the_simulation_has_them(
    last_on: date,
) -> None:
    days, notes = calendar.days_until(last_on=last_on), list_notes(last_on=last_on)
    for flags, title in (
        (calendar.promotion_days(days=days), "Bring the box back"),
        (calendar.bad_days(days=days), "Card payments fail"),
    ):
        simulated = {days.on(number=number) for number in flags.nonzero()[0]}
        assert noted_days(titled(notes, title)) == simulated


@pytest.mark.parametrize("last_on", LAST)
def test_press_and_letters__stand_on_their_days(last_on: date) -> None:
    days, notes = calendar.days_until(last_on=last_on), list_notes(last_on=last_on)
    failed = days.on(number=calendar.failure_day(days=days))
    assert titled(notes, "press-2").starts_on == failed
    sent = {days.on(number=number) for number in calendar.mail_days(days=days)}
    letters = [one.starts_on for one in notes if one.title == "Letter to the club"]
    assert len(letters) == LETTERS
    assert set(letters) <= sent


def test_norway__begins_to_grow_on_the_day_that_is_noted() -> None:
    (last_on, *_others) = LAST
    began = titled(list_notes(last_on=last_on), "The shop speaks Norwegian").starts_on
    assert (last_on - began).days == truth.NORWAY_LASTS - 1
