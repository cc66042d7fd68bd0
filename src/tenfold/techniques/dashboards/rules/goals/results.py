"""What a key result must be to make sense."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from babel.numbers import NumberFormatError, parse_decimal
from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.rules.goals.periods import Period

LARGEST = Decimal(10) ** 12
MOST = 12


class InvalidKeyResult(Refusal):
    """A key result makes no sense as it was given."""

    code = "invalid_key_result"


class Kind(StrEnum):
    """Where a key result's number comes from."""

    METRIC = "metric"
    MANUAL = "manual"
    """Somebody types it, in check-ins."""
    MILESTONE = "milestone"
    """Done, or not done."""


class Direction(StrEnum):
    """Which way leads to the target."""

    UP = "up"
    DOWN = "down"


class Shape(StrEnum):
    """By what a key result is expected to be how far."""

    LINE = "line"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class Way:
    """From where to where, and until when."""

    start: Decimal
    target: Decimal
    due_on: date

    @property
    def direction(self) -> Direction:
        """Up or down."""
        return Direction.UP if self.target > self.start else Direction.DOWN


def require_title(*, title: str) -> str:
    """Return the title without blanks around it. Raises `InvalidKeyResult` where it is none."""
    if not title.strip() or len(title.strip()) > 140:
        raise InvalidKeyResult(_("A title has 1 to 140 characters."), field="title")
    return title.strip()


def require_way(*, way: Way, period: Period, counted_from_nothing: bool) -> None:
    """Raise `InvalidKeyResult` unless there is a way to go, inside the period.

    `counted_from_nothing`: it is read so far, and grows: then it begins at 0, and cannot fall.
    """
    for field, number in (("start", way.start), ("target", way.target)):
        if not number.is_finite() or abs(number) >= LARGEST:
            raise InvalidKeyResult(_("This number is too large."), field=field)
    require_due(due_on=way.due_on, period=period)
    if counted_from_nothing and way.start != 0:
        raise InvalidKeyResult(
            _("What is counted from the first day on begins at 0."),
            next_step=_("Set the start to 0, or read the number over the last weeks."),
            field="start",
        )
    if way.start == way.target:
        raise InvalidKeyResult(
            _("Start and target are the same: there is nowhere to go."),
            next_step=_("Say where it stands now, and where it is to be."),
            field="target",
        )
    if counted_from_nothing and way.target < 0:
        raise InvalidKeyResult(
            _("What is counted from the first day on cannot fall."),
            next_step=_("To have less of something, read it over the last 4 weeks."),
            field="target",
        )


def require_due(*, due_on: date, period: Period) -> None:
    """Raise `InvalidKeyResult` unless the day belongs to the period."""
    if not period.has(on=due_on):
        raise InvalidKeyResult(
            _("This day is outside of the objective's period."),
            next_step=_("Choose a day from %(first)s to %(last)s.")
            % {"first": period.starts_on.isoformat(), "last": period.ends_on.isoformat()},
            field="due_on",
        )


def read_number(*, text: str, unit: str, language: str, field: str) -> Decimal:
    """Return the number that somebody typed, as their country writes it.

    Of a share ("%") they type per cent: "40" and "40 %" are 0.4. A currency's code or sign beside
    an amount is read over. Raises `InvalidKeyResult`.
    """
    plain = (
        "".join(text.split()).strip("%€$£").removesuffix(unit).removeprefix(unit).strip("\u00a0")
    )
    try:
        found = parse_decimal(plain.replace("\u2212", "-"), locale=language.replace("-", "_"))
    except (NumberFormatError, InvalidOperation, ValueError) as error:
        raise InvalidKeyResult(
            _("“%(text)s” is no number.") % {"text": text[:40]},
            next_step=_("Write digits, such as 40 or 1,250.50."),
            field=field,
        ) from error
    if not found.is_finite() or abs(found) >= LARGEST:
        raise InvalidKeyResult(_("This number is too large."), field=field)
    return (found / 100 if unit == "%" else found).quantize(Decimal("0.000001"))
