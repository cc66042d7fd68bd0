"""Who orders, and by which law."""

from math import lgamma

import numpy as np
import pytest

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.customers import wholesale_demand
from tenfold.config.demo.days import Days, Floats
from tenfold.config.demo.mail import campaign_tables
from tenfold.config.demo.truth import Kind


def test_kinds__guests_once_club_often_wholesalers_regularly(books: list[Book]) -> None:
    book = books[0]
    orders = {kind: np.bincount(book.purchases.customer[book.kind == kind]) for kind in Kind}
    counts = {kind: some[some > 0] for kind, some in orders.items()}
    assert counts[Kind.GUEST].max() == 1
    assert 4 < counts[Kind.CLUB].mean() < 8
    assert len(counts[Kind.WHOLESALE]) == len(truth.WHOLESALE_COUNTRIES)
    assert counts[Kind.WHOLESALE].min() >= 20


def test_kinds__order_value__wholesale_over_club_over_guest(books: list[Book]) -> None:
    book = books[0]
    cents = np.bincount(book.lines.order, weights=book.lines.cents)
    means = [cents[book.kind == kind].mean() / 100 for kind in Kind]
    assert 600 < means[Kind.WHOLESALE] < 800
    assert 50 < means[Kind.CLUB] < 62
    assert 36 < means[Kind.GUEST] < 46


def bg_nbd(*, r: float, alpha: float, a: float, b: float, history: tuple[Floats, ...]) -> float:
    """Log-likelihood of the BG/NBD law (Fader, Hardie and Lee 2005, equation 6)."""
    x, last, observed = history
    log_gamma = np.vectorize(lgamma)
    first = log_gamma(r + x) - lgamma(r) + r * np.log(alpha)
    common = log_gamma(b + x) - log_gamma(a + b + x) + lgamma(a + b) - lgamma(b)
    alive = -(r + x) * np.log(alpha + observed)
    gone = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + last)
    return float((first + common + np.where(x > 0, np.logaddexp(alive, gone), alive)).sum())


def club_history(*, books: list[Book]) -> tuple[Floats, ...]:
    """Repeat orders, business weeks to the last one and to the end, for each member of each run."""
    columns: list[tuple[Floats, ...]] = []
    for book in books:
        begins = np.concatenate([[0.0], np.cumsum(calendar.club_demand(days=book.days))]) / 7
        club = np.flatnonzero(book.kind == Kind.CLUB)
        who, when = book.purchases.customer[club], begins[book.purchases.day[club] + 1]
        size = len(book.customers.names)
        start, last = np.full(size, np.inf), np.full(size, -np.inf)
        np.minimum.at(start, who, when)
        np.maximum.at(last, who, when)
        count = np.bincount(who, minlength=size)
        seen = count > 0
        columns.append(((count - 1)[seen], (last - start)[seen], (begins[-1] - start)[seen]))
    return tuple(np.concatenate(column) for column in zip(*columns, strict=True))


@pytest.mark.parametrize("parameter", ["r", "alpha", "a", "b"])
@pytest.mark.parametrize("factor", [0.8, 1.25])
def test_club__repeat_orders__likelier_by_the_stated_law_than_by_others(
    books: list[Book], parameter: str, factor: float
) -> None:
    stated = {
        "r": truth.CLUB_R,
        "alpha": truth.CLUB_ALPHA_WEEKS,
        "a": truth.CLUB_A,
        "b": truth.CLUB_B,
    }
    history = club_history(books=books)
    other = {**stated, parameter: stated[parameter] * factor}
    assert bg_nbd(**stated, history=history) > bg_nbd(**other, history=history) + 10


def test_club__basket_and_frequency__are_independent(books: list[Book]) -> None:
    correlations = []
    for book in books:
        counts = np.bincount(book.purchases.customer, minlength=len(book.customers.names))
        club = book.customers.kind == Kind.CLUB
        correlations.append(np.corrcoef(counts[club], book.customers.size_factor[club])[0, 1])
    assert np.mean(correlations) == pytest.approx(0, abs=0.03)


def test_mails__sent__to_members_alone_and_only_after_their_first_order(books: list[Book]) -> None:
    book = books[0]
    (sent, opened, clicked), _ = campaign_tables(book=book, random=np.random.default_rng(1))
    first = {
        book.customers.names[who]: at
        for who, at, nth in zip(
            *map(
                np.ndarray.tolist, (book.purchases.customer, book.purchases.at, book.purchases.nth)
            ),
            strict=True,
        )
        if nth == 0
    }
    assert sent.actor
    assert all(first[who] < at for who, at in zip(sent.actor, sent.at.tolist(), strict=True))
    assert len(sent.at) > 2 * len(opened.at) > 8 * len(clicked.at)


def test_wholesalers__before_advent__norwegians_order_most(books: list[Book], days: Days) -> None:
    october = np.array(
        [(days.on(number=n).month, days.on(number=n).day) for n in range(days.count)]
    )
    advent = [(10, 20) <= tuple(day) <= (11, 28) for day in october.tolist()]
    spring = [(3, 1) <= tuple(day) <= (8, 31) for day in october.tolist()]
    rates = {}
    for label, when in (("advent", np.array(advent)), ("spring", np.array(spring))):
        norway = sum(
            ((b.kind == Kind.WHOLESALE) & (b.country == truth.NORWAY) & when[b.purchases.day]).sum()
            for b in books
        )
        rates[label] = norway / when.sum()
    stated = truth.RESTOCK_LIFT * truth.RESTOCK_NORWAY_LIFT
    assert rates["advent"] / rates["spring"] == pytest.approx(stated, rel=0.15)


def test_wholesalers__gaps__vary_by_a_third_of_their_mean_in_business_time(
    books: list[Book],
) -> None:
    ratios = []
    for book in books:
        for place, country in enumerate(truth.WHOLESALE_COUNTRIES):
            business = np.cumsum(wholesale_demand(days=book.days, country=country))
            gaps = np.diff(business[book.purchases.day[book.purchases.customer == place]])
            ratios.append(gaps.std(ddof=1) / gaps.mean())
    assert np.mean(ratios) == pytest.approx(truth.WHOLESALE_SHAPE**-0.5, rel=0.1)


def test_lost_wholesaler__for_ten_weeks__silent(books: list[Book], days: Days) -> None:
    for book in books:
        last = [
            book.purchases.day[book.purchases.customer == place].max()
            for place in range(len(truth.WHOLESALE_COUNTRIES))
        ]
        assert last[truth.LOST_WHOLESALER] <= days.back(truth.LOST_SINCE)
        del last[truth.LOST_WHOLESALER]
        assert min(last) > days.back(truth.LOST_SINCE)
