"""The technique on the command line. Nothing heavy is imported until a command runs."""

import typer

from tenfold.techniques.interfaces.commands import catalogue, events, imports, persons, sources


def register(app: typer.Typer) -> None:
    """Add the technique's commands to the command line's root."""
    sources.register(app)
    imports.register(app)
    events.register(app)
    persons.register(app)
    catalogue.register(app)
