"""tenfold import FILE, and tenfold imports: list, undo, continue, mapping."""

import typer

from tenfold.techniques.interfaces.commands.imports import importing, managing


def register(root: typer.Typer) -> None:
    """Add `tenfold import` and `tenfold imports` to the root."""
    importing.register(root)
    managing.register(root)
