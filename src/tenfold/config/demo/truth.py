"""What is true of Nordlys Gifts: every parameter of the simulation, and nothing else.

docs/explanation/demo-company.md explains these numbers, and tests hold the events against them.
Rates are per day unless the name says otherwise, money is in whole cents, and offsets count days
back from the last day.
"""

from dataclasses import dataclass
from enum import IntEnum

SEED = 20_10
NAME = "Nordlys Gifts"
FIRST_PURPOSE = "Every celebration is a good memory, and gifts that people are happy to give."
PURPOSE = "Every celebration leaves nothing behind but the memory."
TIMEZONE = "Europe/Copenhagen"
CURRENCY = "EUR"
DAYS = 731
"""Two years and the last day."""


class Kind(IntEnum):
    """The three kinds of customers, as the shop knows them."""

    WHOLESALE = 0
    CLUB = 1
    GUEST = 2


KIND_NAMES = ("wholesale", "club", "guest")

# Seasons -----------------------------------------------------------------------------------------

WEEKDAYS = (1.05, 1.00, 0.98, 1.08, 1.22, 0.87, 0.80)
"""Retail demand from Monday to Sunday. The mean is 1."""

GROWTH_PER_YEAR = 1.25
"""New customers and visits grow by a quarter a year."""


@dataclass(frozen=True)
class Bump:
    """A season: demand is higher by `height` on `day_of_year`, and fades like a bell."""

    day_of_year: int
    height: float
    width_days: float


SEASONS = (
    Bump(day_of_year=341, height=1.40, width_days=16),  # 7 December: presents
    Bump(day_of_year=132, height=0.35, width_days=12),  # 12 May: confirmations and Mother's Day
    Bump(day_of_year=197, height=-0.25, width_days=20),  # 16 July: everybody is away
    Bump(day_of_year=15, height=-0.20, width_days=14),  # mid January: everybody has paid
)
HOURS_SHOP = (
    *(0.25, 0.12, 0.08, 0.06, 0.06, 0.12, 0.35, 0.70, 0.95, 1.05, 1.15, 1.20),
    *(1.30, 1.15, 1.05, 1.05, 1.10, 1.20, 1.30, 1.60, 1.90, 1.85, 1.30, 0.70),
)
"""Retail demand from midnight to midnight, company time; only proportions matter."""

# Things that happened ----------------------------------------------------------------------------

PROMOTION = "box_back"
PROMOTION_STARTS = 98
PROMOTION_DAYS = 14
PROMOTION_LIFT = 1.45
"""Retail orders are 45 % more than they would have been while the promotion runs."""
PROMOTION_VISITS = 1.10
PROMOTION_PRICE = 0.90
"""Retail prices while it runs: 10 % off, rounded to the cent per piece."""

BAD_WEEK_STARTS = 49
BAD_WEEK_DAYS = 7
BAD_WEEK_PASSES = 0.45
"""The card payment fails: 45 % of the retail orders pass. Visits and carts are as ever."""
FAILED_PER_ORDER = 0.02
"""Failed payments for each order that passes, in an ordinary week."""

MACHINES = ("press-1", "press-2")
FAILING_MACHINE = "press-2"
FAILURE_BACK = 58
FAILURE_WEEKDAY = 1
"""press-2 failed on the last Tuesday that lies at least so many days back."""
FAILURE_HOUR = 13.5
DRIFT_DAYS = 14
DRIFT_CELSIUS = 11.0
DOWN_DAYS = 3
"""press-2 runs warmer day by day for a fortnight, stops at 13:30 and stands still for 3 days."""

COUNTRIES = ("Denmark", "Germany", "Sweden", "Norway", "Netherlands", "United Kingdom")
COUNTRY_SHARES = (0.42, 0.18, 0.17, 0.13, 0.06, 0.04)
"""Of new retail customers and of visits, before Norway began to grow."""
NORWAY = 3
NORWAY_LASTS = 42
NORWAY_LIFT = 1.80
"""In the last six weeks Norway brings 80 % more new retail customers and visits."""
NORWAY_EXTRA_DAYS = (1, 4)
"""In the last six weeks a parcel to Norway waits one to four more working days for its papers."""

# Retail customers --------------------------------------------------------------------------------

NEW_GUESTS = 5.6
NEW_CLUB_MEMBERS = 1.55
"""First orders a day on the first day, before season and growth."""

CLUB_R = 1.6
CLUB_ALPHA_WEEKS = 10.0
CLUB_A = 0.9
CLUB_B = 5.0
"""Club members buy again by the BG/NBD law (Fader, Hardie and Lee, 2005, Marketing Science 24):
each has a rate of orders a week from Gamma(r, alpha), and after each repeat order leaves for good
with a probability from Beta(a, b). Weeks are of business time: a busy day has more of it."""

CLUB_SPEND_SHAPE = 4.0
"""How much club members differ in the size of their baskets: a factor from Gamma(4, 4), mean 1,
independent of how often they buy."""

MAIL_LIFT = 1.30
MAIL_LIFT_DAYS = 2
"""Club members order 30 % more on the day of a campaign and the day after."""

# Wholesalers -------------------------------------------------------------------------------------

WHOLESALE_COUNTRIES = (0,) * 7 + (3,) * 7 + (2,) * 5 + (1,) * 5
WHOLESALE_EVERY_DAYS = 26.0
WHOLESALE_SHAPE = 9.0
"""Gaps between a wholesaler's orders: Gamma with this shape (regular) in its own business time."""
RESTOCK_STARTS_ON = (9, 15)
RESTOCK_ENDS_ON = (11, 28)
RESTOCK_LIFT = 2.0
"""From 15 September to 28 November wholesalers order twice as often,"""
RESTOCK_NORWAY_STARTS_ON = (10, 20)
RESTOCK_NORWAY_LIFT = 1.7
"""and Norwegian ones 1.7 times more often still from 20 October on: before Advent."""
LOST_WHOLESALER = 19
LOST_SINCE = 70
"""One German wholesaler has been silent for ten weeks. Nobody has noticed."""
WHOLESALE_PRICE = 0.60

# Baskets -----------------------------------------------------------------------------------------

EXTRA_LINES = (4.0, 1.3, 0.7)
"""Lines of an order beyond the first: Poisson with this mean, by kind (wholesale, club, guest)."""
TOGETHER = ("candle_holder", "beeswax_candles", 0.60)
"""Whoever buys the holder takes the candles too in 60 % of retail orders."""
REFUND_SHARE = 0.015
REFUND_SHARE_CERAMICS = 0.08
"""Of order lines. Ceramics break on the way."""

# Visits ------------------------------------------------------------------------------------------

VISITS = 150.0
"""Visits without an order on the first day, before season and growth."""
VIEWS_PER_VISIT = 1.15
CART_SHARE = 0.09
"""Of the visits without an order leave something in the cart."""
CHANNELS = ("search", "social", "direct", "email", "referral")
CHANNELS_OF_VISITS = (0.34, 0.33, 0.18, 0.07, 0.08)
CHANNELS_OF_ORDERS = (0.38, 0.12, 0.26, 0.16, 0.08)
"""A visit from search ends in an order about three times as often as one from social media."""
CENTS_PER_VISIT = {"search": 42, "social": 55}
"""What the company pays for a visit, about, from these two."""
DEVICES = ("phone", "desktop", "tablet")
DEVICES_OF_VISITS = (0.62, 0.31, 0.07)
NEW_DEVICE_SHARE = 0.18
"""Of the repeat orders of club members begin as an unknown visitor on another device."""

# People ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Employee:
    """Somebody who works at Nordlys Gifts. `role` is their role in Tenfold; None: no account."""

    key: str
    name: str
    team: str
    role: str | None = None


STAFF = (
    Employee("maja", "Maja Lindqvist", "office", "owner"),
    Employee("jonas", "Jonas Bak", "shop", "administrator"),
    Employee("ingrid", "Ingrid Solberg", "press", "member"),
    Employee("peter", "Peter Krag", "press"),
    Employee("amina", "Amina Yusuf", "packing", "member"),
    Employee("lars", "Lars Holm", "packing"),
    Employee("sofie", "Sofie Dahl", "packing"),
    Employee("emil", "Emil Storm", "design"),
)
GUEST = Employee("oskar", "Oskar Friis", "outside", "guest")
"""The accountant from outside: has an account, works elsewhere."""
WARNER = "ingrid"
WARNINGS = 3
"""Ingrid wrote three suggestions about press-2 in the fortnight before it failed."""
DECISION_DAYS_FIRST = 6.0
DECISION_DAYS_LAST = 2.0
"""From a suggestion to a decision: six days (median) two years ago, two now."""

# An experiment -----------------------------------------------------------------------------------

EXPERIMENT = "gift_box_first"
VARIANTS = ("as_ever", "box_first")
EXPERIMENT_STARTS = 27
"""It has run for four weeks, today included."""
EXPERIMENT_LIFT = 1.25
"""Whoever is shown gift boxes first orders 25 % more often. Visitors are assigned by chance."""
