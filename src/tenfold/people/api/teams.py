"""Teams for programs: which there are, who is in them, and changing both."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from tenfold.kit import clock
from tenfold.people import actions, queries
from tenfold.people.api.shapes import Id, Text, get_me, merge

router = Router(tags=["teams"])
Name = Annotated[str, Field(max_length=80)]


class TeamMember(Schema):
    """Somebody who is in a team."""

    account_id: int
    name: str
    leads: bool
    is_active: bool
    joined_at: datetime


class Team(Schema):
    """A team and who is in it."""

    id: int
    name: str
    about: str
    members: list[TeamMember]
    made_at: datetime
    archived_at: datetime | None


class NewTeam(Schema):
    """A team to make."""

    name: Name
    about: Text = ""


class TeamChange(Schema):
    """What to change of a team; what is left out stays."""

    name: Name | None = None
    about: Text | None = None
    archived: bool | None = None


class TeamTexts(Schema):
    """How a team is called and what it is for."""

    name: Name
    about: Text


class Standing(Schema):
    """How somebody is in a team."""

    leads: bool = False


@router.get("/teams", response=list[Team], url_name="teams")
def list_teams(request: HttpRequest, archived: bool = False) -> list[queries.TeamView]:  # noqa: ARG001
    """Return the teams in use, or those that are archived."""
    return list(queries.list_teams(archived=archived))


@router.post("/teams", response={201: Team}, url_name="teams")
def make_team(request: HttpRequest, team: NewTeam) -> Status[queries.TeamView]:
    """Make a team."""
    made = actions.make_team(**team.dict(), by=get_me(request), at=clock.now())
    return Status(201, queries.get_team(team_id=made))


@router.get("/teams/{team_id}", response=Team, url_name="team")
def get_team(request: HttpRequest, team_id: Id) -> queries.TeamView:  # noqa: ARG001
    """Return one team."""
    return queries.get_team(team_id=team_id)


@router.patch("/teams/{team_id}", response=Team, url_name="team")
def change_team(request: HttpRequest, team_id: Id, change: TeamChange) -> queries.TeamView:
    """Change a team, archive it or bring it back: its leads, and whoever manages members."""
    by, at = get_me(request), clock.now()
    now = queries.get_team(team_id=team_id)
    if change.archived is False:
        actions.unarchive_team(team_id=team_id, by=by, at=at)
    if change.name is not None or change.about is not None:
        texts = merge(shape=TeamTexts, now=now, change=change)
        actions.change_team(team_id=team_id, **texts, by=by, at=at)
    if change.archived:
        actions.archive_team(team_id=team_id, by=by, at=at)
    return queries.get_team(team_id=team_id)


@router.put("/teams/{team_id}/members/{account_id}", response=Team, url_name="team_member")
def put_member(
    request: HttpRequest, team_id: Id, account_id: Id, standing: Standing
) -> queries.TeamView:
    """Put somebody into a team, or say whether they lead it."""
    by, at = get_me(request), clock.now()
    actions.add_to_team(team_id=team_id, account_id=account_id, leads=standing.leads, by=by, at=at)
    actions.set_lead(team_id=team_id, account_id=account_id, leads=standing.leads, by=by, at=at)
    return queries.get_team(team_id=team_id)


@router.delete(
    "/teams/{team_id}/members/{account_id}", response={204: None}, url_name="team_member"
)
def take_member(request: HttpRequest, team_id: Id, account_id: Id) -> Status[None]:
    """End that somebody is in a team."""
    actions.take_from_team(
        team_id=team_id, account_id=account_id, by=get_me(request), at=clock.now()
    )
    return Status(204, None)
