"""What of a notice somebody hears, from its row."""

from tenfold.notices.models import Told
from tenfold.notices.notice import Picture
from tenfold.notices.rules.texts import Text, choose_text


def text_of(*, told: Told, sees_money: bool, pictures: tuple[Picture, ...] = ()) -> Text:
    """Return what somebody hears of a notice who may, or may not, see money."""
    without = told.lines_without_money
    return choose_text(
        subject=told.subject,
        lines=tuple(told.lines),
        subject_without_money=told.subject_without_money,
        lines_without_money=None if without is None else tuple(without),
        pictures=pictures,
        sees_money=sees_money,
    )
