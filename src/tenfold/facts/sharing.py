"""Facts about boards that are shown outside of the house: by a link, by e-mail."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class BoardShared(Fact):
    """A link was made with which anybody sees one board. `money`: whether it shows amounts."""

    board_id: int
    link_id: int
    money: bool


@dataclass(frozen=True, kw_only=True)
class ShareLinkRevoked(Fact):
    """A link to a board was stopped."""

    board_id: int
    link_id: int


@dataclass(frozen=True, kw_only=True)
class BoardMailPlanned(Fact):
    """A board is sent by e-mail from now on. `every` is day, week or month."""

    board_id: int
    mail_id: int
    every: str


@dataclass(frozen=True, kw_only=True)
class BoardMailEnded(Fact):
    """A board is not sent by this e-mail any more."""

    board_id: int
    mail_id: int


@dataclass(frozen=True, kw_only=True)
class BoardMailLeft(Fact):
    """Somebody does not want to get a board by e-mail any more."""

    mail_id: int
    to_id: int
