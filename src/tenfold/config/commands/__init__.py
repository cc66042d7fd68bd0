"""The commands that concern the company as a whole: begin, run, keep safe, look after."""

import typer

from tenfold.config.commands import care, life


def register(app: typer.Typer) -> None:
    """Put these commands on the root."""
    life.register(app)
    care.register(app)
