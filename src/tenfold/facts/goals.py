"""Facts about goals: objectives, their key results, check-ins."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class ObjectiveProposed(Fact):
    """Somebody proposed an objective, for a team or for the company."""

    objective_id: int
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class ObjectiveChanged(Fact):
    """An objective got other words, another period, owner, team or place under another."""

    objective_id: int
    version: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveAdopted(Fact):
    """An objective was taken on."""

    objective_id: int
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class ObjectiveDeclined(Fact):
    """An objective was not taken on, for a reason that stands beside it."""

    objective_id: int
    team_id: int | None


@dataclass(frozen=True, kw_only=True)
class ObjectiveScored(Fact):
    """An objective was closed with a score between 0.0 and 1.0."""

    objective_id: int
    score: float


@dataclass(frozen=True, kw_only=True)
class ObjectiveReopened(Fact):
    """An objective that was closed is under way again; its score is taken back."""

    objective_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveCarriedOver(Fact):
    """An objective goes on in the next period, as another one."""

    objective_id: int
    into_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveArchived(Fact):
    """An objective was put away."""

    objective_id: int


@dataclass(frozen=True, kw_only=True)
class ObjectiveUnarchived(Fact):
    """An objective that had been put away is back."""

    objective_id: int


@dataclass(frozen=True, kw_only=True)
class KeyResultAdded(Fact):
    """An objective got a key result. `kind`: metric, manual or milestone."""

    objective_id: int
    key_result_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class KeyResultChanged(Fact):
    """A key result got another target, day, number or name."""

    objective_id: int
    key_result_id: int


@dataclass(frozen=True, kw_only=True)
class KeyResultRemoved(Fact):
    """A key result was taken away from its objective; its check-ins are kept."""

    objective_id: int
    key_result_id: int


@dataclass(frozen=True, kw_only=True)
class KeyResultCheckedIn(Fact):
    """Somebody said how a key result goes. `confidence`: low, medium or high."""

    objective_id: int
    key_result_id: int
    check_in_id: int
    confidence: str


@dataclass(frozen=True, kw_only=True)
class CheckInDayChanged(Fact):
    """A team (None: everybody else) is reminded on another day. `weekday`: 0 is Monday."""

    team_id: int | None
    weekday: int
