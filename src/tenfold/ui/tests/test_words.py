"""A change in words."""

import pytest

from tenfold.ui.format import Formats
from tenfold.ui.words import Change, Tone, describe_change, judge

FORMATS = Formats(language="en-gb", timezone="UTC", currency="EUR")


def say(
    now: float,
    before: float | None,
    *,
    unit: str = "",
    better: str = "up",
    period: str = "last week",
) -> Change:
    return describe_change(
        now=now, before=before, unit=unit, better=better, period=period, formats=FORMATS
    )


@pytest.mark.parametrize(
    ("now", "before", "much", "than"),
    [
        (112, 100, "12% more", "than last week"),
        (91, 100, "9% less", "than last week"),
        (100.2, 100, "", "as much as last week"),
        (360, 100, "3.6 times as much", "as last week"),
        (5, 0, "was nothing", "last week"),
        (0, 0, "", "as much as last week"),
        (-3, 12, "was 12", "last week"),
        (5, None, "", "nothing to compare with yet"),
    ],
)
def test_change__of_a_number__is_said_in_parts(
    now: float, before: float | None, much: str, than: str
) -> None:
    change = say(now, before)
    assert (change.much, change.than) == (much, than)


@pytest.mark.parametrize(
    ("now", "before", "much", "than"),
    [
        (0.314, 0.293, "2.1 points", "above last week"),
        (0.84, 0.93, "9 points", "below last week"),
        (0.31, 0.30, "1 point", "above last week"),
        (0.305, 0.30, "0.5 points", "above last week"),
        (0.5, 0.5, "", "the same as last week"),
    ],
)
def test_change__of_a_share__is_said_in_points(
    now: float, before: float, much: str, than: str
) -> None:
    change = say(now, before, unit="%")
    assert (change.much, change.than) == (much, than)


def test_change__of_money_from_below_nothing__names_the_amount() -> None:
    assert say(5, -20.5, unit="EUR").much == "was -€20.50"


@pytest.mark.parametrize(
    ("now", "better", "tone"),
    [
        (2, "up", Tone.BETTER),
        (2, "down", Tone.WORSE),
        (0.5, "up", Tone.WORSE),
        (0.5, "down", Tone.BETTER),
        (2, "none", Tone.NEUTRAL),
        (1, "up", Tone.NEUTRAL),
    ],
)
def test_tone__where_better_is_known__colours_the_change(
    now: float, better: str, tone: Tone
) -> None:
    assert judge(now=now, before=1, better=better) is tone
