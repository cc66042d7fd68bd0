"""Who may propose, decide and check in.

    propose             everybody who sees numbers
    adopt, decline      who leads the objective's team, and owners and administrators
    change, score,      who owns it; who proposed it, until it is decided; who leads its team;
    archive             owners and administrators
    check in            who owns it; who is in its team; owners and administrators

Owners and administrators: whoever holds the permission to define metrics.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal


class NotYours(Refusal):
    """Whoever asks may look at the objective, and not do this with it."""

    code = "objective_not_yours"
    status = 403


@dataclass(frozen=True, slots=True)
class Someone:
    """Whoever acts: what they may do in the company, which teams they are in, which they lead."""

    account_id: int
    defines: bool
    teams: frozenset[int] = frozenset()
    leads: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Belongs:
    """Whose an objective is."""

    owner_id: int
    proposed_by: int
    team_id: int | None
    decided: bool


def may_decide(*, who: Someone, of: Belongs) -> bool:
    """Return whether somebody may adopt or decline it."""
    return who.defines or (of.team_id is not None and of.team_id in who.leads)


def may_change(*, who: Someone, of: Belongs) -> bool:
    """Return whether somebody may change, score or archive it."""
    proposed = not of.decided and who.account_id == of.proposed_by
    return proposed or who.account_id == of.owner_id or may_decide(who=who, of=of)


def may_check_in(*, who: Someone, of: Belongs) -> bool:
    """Return whether somebody may say how it goes."""
    mine = who.account_id == of.owner_id or who.defines
    return mine or (of.team_id is not None and of.team_id in who.teams)


def require(allowed: bool) -> None:
    """Raise `NotYours` unless it is allowed."""
    if not allowed:
        raise NotYours(
            _("You may look at this objective, and not decide about it."),
            next_step=_("Ask who owns it, who leads its team, or an administrator."),
        )
