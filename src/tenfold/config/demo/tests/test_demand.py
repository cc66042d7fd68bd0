"""How much is ordered when: seasons, growth, and what moved them."""

import numpy as np
import pytest

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.days import Days, Flags, Floats, Ints
from tenfold.config.demo.truth import Kind


def counted(*, books: list[Book], kind: Kind, first: bool = False) -> Ints:
    """Orders of a kind per day, over all runs."""
    total = np.zeros(books[0].days.count, np.int64)
    for book in books:
        wanted = book.kind == kind
        if first:
            wanted &= book.purchases.nth == 0
        total += np.bincount(book.purchases.day[wanted], minlength=len(total))
    return total


def ordinary(*, days: Days) -> Floats:
    """Demand of new retail customers on each day, had nothing particular happened."""
    calm = calendar.season(days=days) * calendar.weekly(days=days) * calendar.growth(days=days)
    return calm * calendar.country_weights(days=days).sum(axis=1)


def special(*, days: Days) -> Flags:
    return calendar.promotion_days(days=days) | calendar.bad_days(days=days)


def test_guests__rate__is_the_stated_one(books: list[Book], days: Days) -> None:
    calm = ~special(days=days)
    found = counted(books=books, kind=Kind.GUEST)[calm].sum() / len(books)
    assert found == pytest.approx(truth.NEW_GUESTS * ordinary(days=days)[calm].sum(), rel=0.02)


def test_promotion__while_it_runs__lifts_retail_orders_as_stated(
    books: list[Book], days: Days
) -> None:
    runs, calm = calendar.promotion_days(days=days), ~special(days=days)
    found = counted(books=books, kind=Kind.GUEST) + counted(books=books, kind=Kind.CLUB, first=True)
    expected = ordinary(days=days)
    lift = (found[runs].sum() / expected[runs].sum()) / (found[calm].sum() / expected[calm].sum())
    assert lift == pytest.approx(truth.PROMOTION_LIFT, rel=0.06)
    assert runs.sum() == truth.PROMOTION_DAYS


def test_bad_week__retail_orders__fall_to_the_stated_share(books: list[Book], days: Days) -> None:
    bad, calm = calendar.bad_days(days=days), ~special(days=days)
    found = counted(books=books, kind=Kind.GUEST) + counted(books=books, kind=Kind.CLUB, first=True)
    expected = ordinary(days=days)
    left = (found[bad].sum() / expected[bad].sum()) / (found[calm].sum() / expected[calm].sum())
    assert left == pytest.approx(truth.BAD_WEEK_PASSES, rel=0.12)


def test_weekdays__guest_orders__follow_the_stated_pattern(books: list[Book], days: Days) -> None:
    rest = ordinary(days=days) / calendar.weekly(days=days)
    calm = ~special(days=days)
    found = counted(books=books, kind=Kind.GUEST)
    factors = [
        found[calm & (days.weekday == day)].sum() / rest[calm & (days.weekday == day)].sum()
        for day in range(7)
    ]
    assert np.array(factors) / np.mean(factors) == pytest.approx(np.array(truth.WEEKDAYS), rel=0.05)


def test_december__guest_orders__are_more_than_twice_those_of_late_summer(
    books: list[Book], days: Days
) -> None:
    found = counted(books=books, kind=Kind.GUEST) / calendar.growth(days=days)
    calm = ~special(days=days)
    advent = (days.day_of_year >= 331) & (days.day_of_year <= 351)
    autumn = (days.day_of_year >= 240) & (days.day_of_year <= 260) & calm
    assert found[advent].mean() / found[autumn].mean() == pytest.approx(2.25, rel=0.06)


def test_growth__second_year__brings_a_quarter_more_new_customers(
    books: list[Book], days: Days
) -> None:
    found = counted(books=books, kind=Kind.GUEST)[:680]
    rest = (ordinary(days=days) / calendar.growth(days=days))[:680]
    first, second = slice(0, 315), slice(365, 680)
    calm = ~special(days=days)[:680]
    rates = [
        found[year][calm[year]].sum() / rest[year][calm[year]].sum() for year in (first, second)
    ]
    assert rates[1] / rates[0] == pytest.approx(truth.GROWTH_PER_YEAR, rel=0.03)


def test_norway__last_six_weeks__brings_more_of_the_new_customers(
    books: list[Book], days: Days
) -> None:
    recent = calendar.norway_days(days=days)
    shares = []
    for when in (recent, ~recent):
        picked = [b.country[(b.kind == Kind.GUEST) & when[b.purchases.day]] for b in books]
        everybody = np.concatenate(picked)
        odds = (everybody == truth.NORWAY).sum() / (everybody != truth.NORWAY).sum()
        shares.append(odds)
    assert shares[0] / shares[1] == pytest.approx(truth.NORWAY_LIFT, rel=0.08)
    assert recent.sum() == truth.NORWAY_LASTS
    assert recent[-1]


def test_mails__day_of_a_campaign_and_the_next__lift_club_orders(
    books: list[Book], days: Days
) -> None:
    demand = calendar.retail_demand(days=days)
    mailed = np.zeros(days.count, bool)
    for number in calendar.mail_days(days=days).tolist():
        mailed[number : number + truth.MAIL_LIFT_DAYS] = True
    near = np.zeros(days.count, bool)
    for back in (-8, -7, -6, 6, 7, 8):
        near |= np.roll(mailed, back)
    near &= ~mailed
    repeats = counted(books=books, kind=Kind.CLUB) - counted(
        books=books, kind=Kind.CLUB, first=True
    )
    lift = (repeats[mailed].sum() / demand[mailed].sum()) / (
        repeats[near].sum() / demand[near].sum()
    )
    assert lift == pytest.approx(truth.MAIL_LIFT, rel=0.06)
