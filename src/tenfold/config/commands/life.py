"""init, up, demo, worker."""

import sys
from typing import Annotated

import typer

from tenfold.config.home import current_home

BEGIN = "Begin"
Port = Annotated[int, typer.Option(help="The port to listen on.", min=0, max=65535)]
Format = Annotated[str, typer.Option(help="text or json")]


def register(app: typer.Typer) -> None:
    """Put these commands on the root."""
    app.command(rich_help_panel=BEGIN, epilog=_INIT_EXAMPLE)(init)
    app.command(rich_help_panel=BEGIN, epilog="Example: tenfold up --port 8010")(up)
    app.command(rich_help_panel=BEGIN, epilog="Example: tenfold demo")(demo)
    app.command(rich_help_panel=BEGIN, epilog="Example: tenfold worker")(worker)


_INIT_EXAMPLE = (
    "Example: echo 'a long secret' | tenfold init --company 'Nordlys Gifts' "
    "--timezone Europe/Copenhagen --currency DKK --owner ingrid@example.com --password-stdin"
)


def init(
    *,
    company: Annotated[str, typer.Option(help="The company's name.")],
    timezone: Annotated[str, typer.Option(help="Its time zone, such as Europe/Copenhagen.")],
    currency: Annotated[str, typer.Option(help="The currency it counts in, such as EUR.")],
    owner: Annotated[str, typer.Option(help="The e-mail address of its owner, who signs in.")],
    password_stdin: Annotated[
        bool,
        typer.Option("--password-stdin", help="Read the owner's password from standard input."),
    ] = False,
    purpose: Annotated[str, typer.Option(help="What the company is for, in one sentence.")] = "",
    week_starts: Annotated[
        str, typer.Option(help="The first day of its week: monday, sunday or saturday.")
    ] = "monday",
    language: Annotated[
        str, typer.Option(help="How it writes numbers and dates, such as en-gb, da or de.")
    ] = "en-gb",
    format: Format = "text",
) -> None:
    """Found a company in TENFOLD_HOME (default ~/.tenfold)."""
    from tenfold.config.init import Founding, found, require_room
    from tenfold.ui.terminal import show

    home = current_home()
    require_room(home=home)  # before anybody thinks of a password
    found(
        home=home,
        founding=Founding(
            company=company,
            timezone=timezone,
            currency=currency,
            owner=owner,
            password=_read_password(from_stdin=password_stdin),
            purpose=purpose,
            week_starts=week_starts,
            language=language,
        ),
    )
    show(
        {"home": str(home.folder), "company": company, "owner": owner},
        format=format,
        text=f"{company} lives in {home.folder}.\nStart it with: tenfold up",
    )


def _read_password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise typer.BadParameter("give the password with --password-stdin", param_hint="--password")
    return str(typer.prompt("The owner's password", hide_input=True, confirmation_prompt=True))


def up(
    *,
    host: Annotated[str | None, typer.Option(help="The address to listen on.")] = None,
    port: Annotated[
        int | None, typer.Option(help="The port to listen on.", min=0, max=65535)
    ] = None,
    format: Format = "text",
) -> None:
    """Start the server. It upgrades the company first where that is needed, after a backup."""
    from tenfold.config.home import read_settings
    from tenfold.config.options import read_options
    from tenfold.config.serve import serve

    home = current_home()
    home.require()
    said = read_options(said=read_settings(home=home))
    serve(
        home=home,
        host=host or said.host,
        port=said.port if port is None else port,
        tell=lambda sentence: tell(sentence=sentence, format=format),
        tell_address=lambda address: tell_address(address=address, format=format),
    )


def demo(
    *,
    port: Port = 8000,
    fresh: Annotated[bool, typer.Option(help="Make the demo company anew.")] = False,
    format: Format = "text",
) -> None:
    """Show Tenfold with an invented company, in a home of its own."""
    from tenfold.config.demo.start import start_demo

    start_demo(
        port=port,
        fresh=fresh,
        format=format,
        tell=lambda sentence: tell(sentence=sentence, format=format),
    )


def worker(*, format: Format = "text") -> None:
    """Run jobs beside the server: for companies whose rows are in PostgreSQL."""
    from tenfold.config.worker import work

    work(home=current_home(), tell=lambda sentence: tell(sentence=sentence, format=format))


def tell(*, sentence: str, format: str) -> None:
    """Say something to people: where standard output is for a program, on standard error."""
    typer.echo(sentence, err=format == "json")
    sys.stdout.flush()


def tell_address(*, address: str, format: str) -> None:
    """Say where the server is."""
    from tenfold.ui.terminal import show

    show({"url": address}, format=format, text=f"Tenfold is up at {address} (stop: Ctrl-C)")
    sys.stdout.flush()
