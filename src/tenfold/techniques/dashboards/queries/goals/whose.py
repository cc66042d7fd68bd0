"""Who somebody is to an objective."""

from tenfold.people.permissions import Permission, Viewer
from tenfold.people.queries import get_viewer, list_teams
from tenfold.techniques.dashboards.models import Objective
from tenfold.techniques.dashboards.rules.goals.authority import Belongs, Someone
from tenfold.techniques.dashboards.rules.goals.states import State


def someone(*, viewer: Viewer) -> Someone:
    """Return what somebody may decide: by their permissions, and by the teams they are in."""
    teams = [one for one in list_teams() if one.has(account_id=viewer.account_id)]
    return Someone(
        account_id=viewer.account_id,
        defines=viewer.allows(Permission.DEFINE_METRICS),
        teams=frozenset(one.id for one in teams),
        leads=frozenset(one.id for one in teams if one.is_led_by(account_id=viewer.account_id)),
    )


def get_someone(*, account_id: int) -> Someone:
    """Return the same of an active account. Raises `UnknownMember`."""
    return someone(viewer=get_viewer(account_id=account_id))


def belongs(*, row: Objective) -> Belongs:
    """Return whose an objective is."""
    return Belongs(
        owner_id=row.owner_id,
        proposed_by=row.proposed_by_id,
        team_id=row.team_id,
        decided=row.state != State.PROPOSED,
    )
