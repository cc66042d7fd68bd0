"""What goes out in one piece, written for one receiver, and how handing it over can fail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.notices.notice import Picture


@dataclass(frozen=True, kw_only=True)
class Part:
    """One notice of a letter. `url` is a whole link."""

    notice_id: int
    kind: str
    key: str
    subject: str
    lines: tuple[str, ...]
    url: str
    verb: str
    urgent: bool
    told_at: datetime
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Letter:
    """A message, written out. `id` and `made_at` are the same with every attempt.

    choose_url   where somebody says what they want to hear; `choose_says` is what the link is called
    one_click    a mail program may ask that address by itself to send no more (RFC 8058)
    """

    id: UUID
    made_at: datetime
    company: str
    home_url: str
    parts: tuple[Part, ...]
    choose_url: str = ""
    choose_says: str = ""
    one_click: bool = False
    is_test: bool = False

    @property
    def subject(self) -> str:
        """One line that says what it is about."""
        first, more = self.parts[0].subject, len(self.parts) - 1
        if not more:
            return first
        return ngettext("%(first)s – and %(more)d more", "%(first)s – and %(more)d more", more) % {
            "first": first,
            "more": more,
        }

    @property
    def is_urgent(self) -> bool:
        """Whether anything in it is urgent."""
        return any(part.urgent for part in self.parts)


class NotDelivered(Exception):  # noqa: N818  an answer of the world, not an error of ours
    """A letter could not be handed over.

    `problem` is a sentence for people, without addresses and secrets; `is_final`: it makes no sense
    to try again.
    """

    def __init__(self, problem: str, *, is_final: bool = False) -> None:
        super().__init__(problem)
        self.problem = problem
        self.is_final = is_final


def write_as_text(*, letter: Letter) -> str:
    """Return the letter as plain text, without its subject where it has one part only."""
    return "\n\n* * *\n\n".join(_part(part, headed=len(letter.parts) > 1) for part in letter.parts)


def _part(part: Part, *, headed: bool) -> str:
    said = [part.subject, *part.lines] if headed else list(part.lines)
    said += [f"[{picture.says}]" for picture in part.pictures]
    if part.url:
        said.append(f"{part.verb or _('Open it in Tenfold')}: {part.url}")
    return "\n\n".join(said)
