"""The teams of Nordlys Gifts, and who leads them."""

from dataclasses import dataclass
from datetime import datetime

from tenfold.config.demo import truth


@dataclass(frozen=True)
class DemoTeam:
    """A team: those who lead it first named, the others after them."""

    name: str
    about: str
    leads: str
    others: tuple[str, ...] = ()


TEAMS = (
    DemoTeam("Shop", "The web shop, the club and what we write to customers.", "jonas", ("maja",)),
    DemoTeam("Press", "The two presses. Knows when press-2 is too warm.", "ingrid"),
    DemoTeam("Packing", "Every order out of the house within a day.", "amina", ("jonas", "ingrid")),
    DemoTeam("Box back", "Getting the boxes back, so that none becomes rubbish.", "maja",
             ("jonas", "amina")),
)  # fmt: skip


def find_accounts() -> dict[str, int]:
    """Return the ids of those employees who have an account, by key."""
    from tenfold.people.queries import list_members

    by_key = {member.email.partition("@")[0]: member.id for member in list_members()}
    staff = (*truth.STAFF, truth.GUEST)
    return {one.key: by_key[one.key] for one in staff if one.key in by_key}


def make_teams(*, by: int, at: datetime) -> dict[str, int]:
    """Make the teams and put everybody into theirs; return the ids by name."""
    from tenfold.people import actions

    accounts = find_accounts()
    made = {}
    for team in TEAMS:
        made[team.name] = actions.make_team(name=team.name, about=team.about, by=by, at=at)
        for key in (team.leads, *team.others):
            actions.add_to_team(
                team_id=made[team.name],
                account_id=accounts[key],
                leads=key == team.leads,
                by=by,
                at=at,
            )
    return made
