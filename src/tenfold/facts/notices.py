"""Facts of the room `notices`."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class NoticeTold(Fact):
    """Something was told. `kind` is alert, check_in, board or goal; `persons` is to how many."""

    notice_id: int
    kind: str
    persons: int
    ways: int


@dataclass(frozen=True, kw_only=True)
class MessageFailed(Fact):
    """A message could not be handed over, however often it was tried. `way_id` 0: an e-mail."""

    message_id: str
    way_id: int


@dataclass(frozen=True, kw_only=True)
class WayAdded(Fact):
    """An administrator set up a way out of the house. `kind` is email, apprise or webhook."""

    way_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class WayChanged(Fact):
    """A way leads somewhere else, or is told differently."""

    way_id: int


@dataclass(frozen=True, kw_only=True)
class WaySecretReplaced(Fact):
    """A webhook is signed with a new secret."""

    way_id: int


@dataclass(frozen=True, kw_only=True)
class WayRemoved(Fact):
    """A way is no longer told anything."""

    way_id: int
