"""Commands about people: who is locked out, and which teams there are."""

import typer

from tenfold.people.commands import passwords, teams


def register(app: typer.Typer) -> None:
    """Add this room's commands to the command line."""
    passwords.register(app)
    teams.register(app)
