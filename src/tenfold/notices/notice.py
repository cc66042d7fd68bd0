"""A notice, and who is to hear it."""

from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """What a notice is about: everybody chooses by kind how they want to hear it."""

    ALERT = "alert"
    CHECK_IN = "check_in"
    BOARD = "board"
    GOAL = "goal"


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A small picture that goes along: a PNG of at most 200 kB. `says` stands in its place.

    `money`: it shows money, so it is left out for whoever may not see money.
    """

    name: str
    png: bytes
    says: str
    money: bool = False


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something to be told, in plain words and in the company's language. It names no customers.

    key        what it is told about, and once only: `alert:12:opened:7`; the same key is never told
               to the same person by the same way twice
    subject    one sentence
    lines      what else is to be said, a paragraph each; never HTML
    path       where in Tenfold it is dealt with, from the root: `/alerts/12/`
    verb       what is done there: "Look into it"
    urgent     tell it in quiet hours, too
    group      notices of one group that wait together go out as one message

    Whoever may not see money hears the notice without it. Where the subject or the lines hold an
    amount, say them once more without:

    subject_without_money   what stands in its place; "": the subject holds no money
    lines_without_money     what stands in their place; None: the lines hold no money
    """

    kind: Kind
    key: str
    subject: str
    lines: tuple[str, ...] = ()
    path: str = ""
    verb: str = ""
    urgent: bool = False
    group: str = ""
    pictures: tuple[Picture, ...] = ()
    subject_without_money: str = ""
    lines_without_money: tuple[str, ...] | None = None


@dataclass(frozen=True, kw_only=True)
class Audience:
    """Who is to hear it: members by account, whole teams, and ways that lead out of the house.

    `ways` are ids of `notices` ways that an administrator set up: an apprise address, a webhook, an
    e-mail address of nobody in particular.
    """

    accounts: tuple[int, ...] = ()
    teams: tuple[int, ...] = ()
    ways: tuple[int, ...] = field(default=())
