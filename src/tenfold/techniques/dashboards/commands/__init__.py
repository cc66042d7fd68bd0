"""The technique on the command line. Nothing heavy is imported until a command runs."""

import typer

from tenfold.techniques.dashboards.commands import (
    alerts,
    annotations,
    boards,
    defining,
    goals,
    metrics,
    segments,
)


def register(app: typer.Typer) -> None:
    """Add the technique's commands to the command line's root."""
    metrics.register(app)
    defining.register(app)
    segments.register(app)
    boards.register(app)
    goals.register(app)
    annotations.register(app)
    alerts.register(app)
