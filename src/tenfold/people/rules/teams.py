"""Who may change a team, and what a team can be called."""

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal


class UnknownTeam(Refusal):
    """There is no such team."""

    code = "unknown_team"
    status = 404


class TeamNameTaken(Refusal):
    """Another team that is in use is called so."""

    code = "team_name_taken"
    status = 409


class TeamArchived(Refusal):
    """The team is archived: nothing about it changes until it is brought back."""

    code = "team_archived"
    status = 409


class NotTheLead(Refusal):
    """A team is changed by those who lead it, and by those who manage members."""

    code = "not_the_lead"
    status = 403


class MemberClosed(Refusal):
    """Somebody whose account is closed joins nothing and leads nothing."""

    code = "member_closed"
    status = 409


def require_changeable(*, leads: bool, manages_members: bool) -> None:
    """Raise `NotTheLead` unless somebody leads the team or manages members."""
    if not (leads or manages_members):
        raise NotTheLead(
            _("Only those who lead this team can change it."),
            next_step=_("Ask one of them, or an administrator."),
        )


def require_team_in_use(*, archived: bool) -> None:
    """Raise `TeamArchived` unless the team is in use."""
    if archived:
        raise TeamArchived(
            _("This team is archived."), next_step=_("Bring it back first, on its page.")
        )


def require_open_account(*, is_active: bool) -> None:
    """Raise `MemberClosed` unless somebody can sign in."""
    if not is_active:
        raise MemberClosed(
            _("This account is closed."),
            next_step=_("Open the account again first, on the page of its member."),
            field="account_id",
        )
