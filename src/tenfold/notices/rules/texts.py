"""What a notice must look like, and what of it somebody hears who may not see money."""

import re
from dataclasses import dataclass

from tenfold.notices.notice import Notice, Picture

PICTURE_AT_MOST = 200_000
SUBJECT_AT_MOST = 300
KEY_AT_MOST = 200
_FROM_THE_ROOT = re.compile(r"/(?![/\\])[\x21-\x5b\x5d-\x7e]*")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True)
class Text:
    """What one listener hears of a notice: as it was written, or the same without money."""

    subject: str
    lines: tuple[str, ...]
    pictures: tuple[Picture, ...] = ()


def check_notice(*, notice: Notice) -> None:
    """Raise `ValueError` where a room says something that cannot be told: that is a bug there."""
    if not notice.subject.strip() or len(notice.subject) > SUBJECT_AT_MOST:
        raise ValueError(f"a notice needs a subject of at most {SUBJECT_AT_MOST} letters")
    if not notice.key or len(notice.key) > KEY_AT_MOST:
        raise ValueError(f"a notice needs a key of at most {KEY_AT_MOST} letters")
    if notice.path and not _FROM_THE_ROOT.fullmatch(notice.path):
        raise ValueError("the path of a notice begins at the root of Tenfold: /alerts/12/")
    for picture in notice.pictures:
        _check_picture(picture)


def _check_picture(picture: Picture) -> None:
    if not picture.png.startswith(_PNG):
        raise ValueError(f"the picture {picture.name} is not a PNG")
    if len(picture.png) > PICTURE_AT_MOST:
        raise ValueError(f"the picture {picture.name} is larger than {PICTURE_AT_MOST} bytes")


def one_line(*, text: str) -> str:
    """Return the text without line breaks: a subject is a header of a mail."""
    return " ".join(text.split())


def choose_text(
    *,
    subject: str,
    lines: tuple[str, ...],
    subject_without_money: str,
    lines_without_money: tuple[str, ...] | None,
    pictures: tuple[Picture, ...],
    sees_money: bool,
) -> Text:
    """Return what is heard by somebody who may see money, or by somebody who may not."""
    if sees_money:
        return Text(subject=subject, lines=lines, pictures=pictures)
    return Text(
        subject=subject_without_money or subject,
        lines=lines if lines_without_money is None else lines_without_money,
        pictures=tuple(picture for picture in pictures if not picture.money),
    )
