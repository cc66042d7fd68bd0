"""tenfold teams: which teams there are and who is in them."""

from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation

app = typer.Typer(
    no_args_is_help=True,
    help="Teams: who works on what together.",
    epilog="Example: tenfold teams list",
)


def register(root: typer.Typer) -> None:
    """Add `tenfold teams` to the root."""
    root.add_typer(app, name="teams")


@operation("people.list_teams")
def list_all(call: Call, *, archived: bool) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return the teams in use, or the archived ones."""
    from tenfold.people import queries

    return [
        {
            "id": team.id,
            "name": team.name,
            "about": team.about,
            "archived_at": team.archived_at and team.archived_at.isoformat(),
            "members": [
                {"account_id": one.account_id, "name": one.name, "leads": one.leads,
                 "is_active": one.is_active}
                for one in team.members
            ],
        }
        for team in queries.list_teams(archived=archived)
    ]  # fmt: skip


@app.command("list", epilog="Examples:  tenfold teams list  ·  tenfold teams list --format json")
def _list(
    archived: Annotated[
        bool, typer.Option("--archived", help="Those that were archived instead.")
    ] = False,
    format: Annotated[
        str, typer.Option(help="text for people, json for programs.", metavar="FORMAT")
    ] = "text",
) -> None:
    """Show the teams, who leads them and who is in them."""
    from tenfold.ui.terminal import show

    teams = ask(list_all, archived=archived)
    show(teams, format=format, text=_write(teams))


def _write(teams: list[dict[str, Any]]) -> str:
    if not teams:
        return "There are no teams here. Make one on the page Teams."
    return "\n".join(f"{team['name']}: {_write_members(team['members'])}" for team in teams)


def _write_members(members: list[dict[str, Any]]) -> str:
    named = [f"{one['name']} (leads)" if one["leads"] else str(one["name"]) for one in members]
    return ", ".join(named) or "nobody yet"
