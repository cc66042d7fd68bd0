"""Several runs of the simulation, drawn once for all tests."""

from datetime import date

import pytest

from tenfold.config.demo import days as calendar
from tenfold.config.demo import truth
from tenfold.config.demo.baskets import Book
from tenfold.config.demo.days import Days
from tenfold.config.demo.simulation import draw_book

LAST_ON = date(2026, 11, 24)
SEEDS = (truth.SEED, *range(1, 8))


@pytest.fixture(scope="session")
def days() -> Days:
    return calendar.days_until(last_on=LAST_ON)


@pytest.fixture(scope="session")
def books(days: Days) -> list[Book]:
    """Eight runs of the same law: what holds of it holds of their sum more sharply than of one."""
    return [draw_book(days=days, seed=seed) for seed in SEEDS]
