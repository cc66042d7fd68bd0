"""What Nordlys Gifts noted: what was done and what went wrong, each with a trace in the numbers.

Every note stands for something that truth.py really lets happen, so that a bump in a chart and the
mark under it belong together. Holidays are Denmark's.
"""

from datetime import date, datetime, timedelta

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.days import Days
from tenfold.techniques.dashboards.rules.annotations.noting import Noted

LETTERS = 6
"""Of so many newsletters is there a note: the last ones."""


def list_notes(*, last_on: date) -> tuple[Noted, ...]:
    """Return what was noted in the two years that end on a day, the oldest first."""
    days = calendar.days_until(last_on=last_on)
    return (
        *_seasons(last_on, days),
        _promotion(last_on),
        _failure(days),
        _payments(last_on),
        _norway(last_on),
        *_letters(days),
        _experiment(last_on),
    )


def note_all(*, by: int, at: datetime) -> int:
    """Note everything, and the public holidays of the three years; return how many notes."""
    from tenfold.metrics.asking import calendar_of
    from tenfold.people.queries import get_company
    from tenfold.techniques.dashboards.actions.annotations.holidays import note_holidays
    from tenfold.techniques.dashboards.actions.annotations.noting import add_annotation

    company = get_company()
    last_on = calendar_of(company=company).to_local(at=at).date()
    years = range(last_on.year - 2, last_on.year + 1)
    added = note_holidays(country="DK", years=years, language=company.language, by=by, at=at)
    notes = list_notes(last_on=last_on)
    for noted in notes:
        add_annotation(noted=noted, by=by, at=at)
    return added + len(notes)


def _back(last_on: date, days: int) -> date:
    return last_on - timedelta(days=days)


def _seasons(last_on: date, days: Days) -> tuple[Noted, ...]:
    """Wholesalers fill their shelves before Christmas, in each of the years."""
    (start_month, start_day), (end_month, end_day) = truth.RESTOCK_STARTS_ON, truth.RESTOCK_ENDS_ON
    stretches = [
        (date(year, start_month, start_day), date(year, end_month, end_day))
        for year in range(days.first_on.year, last_on.year + 1)
    ]
    return tuple(
        Noted(
            kind="other",
            title="Wholesalers stock up for Christmas",
            about="As every year: they order about twice as often until the end of November.",
            starts_on=start,
            ends_on=end,
            event="order",
        )
        for start, end in stretches
        if days.first_on <= start <= last_on
    )


def _promotion(last_on: date) -> Noted:
    start = _back(last_on, truth.PROMOTION_STARTS)
    return Noted(
        kind="campaign",
        title="Bring the box back: 10% off",
        about="Whoever brought a gift box back paid 10% less. It ran for two weeks.",
        starts_on=start,
        ends_on=start + timedelta(days=truth.PROMOTION_DAYS - 1),
    )


def _failure(days: Days) -> Noted:
    start = days.on(number=calendar.failure_day(days=days))
    return Noted(
        kind="other",
        title="press-2 stands still",
        about="It had run warmer day by day for a fortnight. Ingrid had warned us three times.",
        starts_on=start,
        ends_on=start + timedelta(days=truth.DOWN_DAYS - 1),
    )


def _payments(last_on: date) -> Noted:
    start = _back(last_on, truth.BAD_WEEK_STARTS)
    return Noted(
        kind="other",
        title="Card payments fail",
        about="More than half of the orders did not get through. It was the bank's update.",
        starts_on=start,
        ends_on=start + timedelta(days=truth.BAD_WEEK_DAYS - 1),
    )


def _norway(last_on: date) -> Noted:
    return Noted(
        kind="release",
        title="The shop speaks Norwegian",
        about="With prices in kroner. Since then far more people from Norway look and buy.",
        starts_on=_back(last_on, truth.NORWAY_LASTS - 1),
    )


def _letters(days: Days) -> tuple[Noted, ...]:
    sent = [days.on(number=number) for number in calendar.mail_days(days=days).tolist()]
    return tuple(
        Noted(
            kind="campaign",
            title="Letter to the club",
            about="Club members order about a third more on that day and the next.",
            starts_on=on,
            event="order",
        )
        for on in sent[-LETTERS:]
    )


def _experiment(last_on: date) -> Noted:
    return Noted(
        kind="experiment",
        title="Gift boxes first, for half of the visitors",
        starts_on=_back(last_on, truth.EXPERIMENT_STARTS),
        ends_on=last_on,
    )
