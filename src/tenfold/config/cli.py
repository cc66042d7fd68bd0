"""The root of the command line: `tenfold`."""

import os
import sys
from contextlib import closing
from typing import Annotated, Any

import typer
from typer.models import CommandInfo, TyperInfo

from tenfold.config.commands import care, life
from tenfold.config.home import current_home
from tenfold.config.runner import CommandRunner
from tenfold.kit.operations import install_runner
from tenfold.kit.refusal import Refusal

app = typer.Typer(
    name="tenfold",
    help="The growth platform your company runs by itself: one log of what happens, "
    "and numbers that you define once.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    epilog="Look around first: [bold]tenfold demo[/bold]. "
    "Begin for real: [bold]tenfold init --help[/bold].",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from tenfold import __version__

        typer.echo(f"tenfold {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Say which.")
    ] = False,
) -> None:
    """See `help` of the application: this only gives it the option --version."""


def register_all() -> None:
    """Put every room's commands on the root, in the order of the table of contents."""
    from tenfold.jobs import commands as jobs
    from tenfold.notices import commands as notices
    from tenfold.people import commands as people
    from tenfold.techniques.dashboards import commands as dashboards
    from tenfold.techniques.interfaces import commands as interfaces

    life.register(app)
    for title, room in (
        ("What happens", interfaces),
        ("Numbers", dashboards),
        ("People", people),
        ("People", notices),
    ):
        room.register(app)
        _gather(under=title)
    jobs.register(app)
    care.register(app)


def _gather(*, under: str) -> None:
    """Put what has no place in the table of contents yet under this title."""
    entries: list[CommandInfo | TyperInfo] = [*app.registered_commands, *app.registered_groups]
    for entry in entries:
        if not isinstance(entry.rich_help_panel, str):
            entry.rich_help_panel = under


def main(arguments: list[str] | None = None) -> None:
    """Run one command and exit: 0 done, 1 refused, 2 wrong usage, 130 interrupted."""
    os.umask(0o077)  # what a company's home, a backup or an export holds is for its owner alone
    register_all()
    runner = CommandRunner(home=current_home())
    install_runner(runner)
    try:
        with closing(runner):
            status = app(args=arguments, standalone_mode=False) or 0
    except Refusal as refusal:
        status = _say(refusal)
    except typer.Abort:
        status = 130
    except Exception as error:
        status = _explain(error)
    sys.exit(status if isinstance(status, int) else 0)


def _explain(error: Exception) -> int:
    # Typer's usage errors know how to show themselves and which status they mean; a full disk has
    # a sentence; anything else is a bug and keeps its trace.
    from tenfold.config.faults import name_fault

    show: Any = getattr(error, "show", None)
    if show is not None:
        show()
        return int(getattr(error, "exit_code", 2))
    refusal = name_fault(error)
    if refusal is None:
        raise error
    return _say(refusal)


def _say(refusal: Refusal) -> int:
    sys.stderr.write(f"tenfold: {refusal.sentence}\n")
    if refusal.next_step:
        sys.stderr.write(f"{refusal.next_step}\n")
    return 1


if __name__ == "__main__":
    main()
