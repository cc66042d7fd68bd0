"""backup, restore, doctor."""

from pathlib import Path
from typing import Annotated, Any

import typer

from tenfold.config.home import current_home
from tenfold.kit.operations import Call, ask, operation

CARE = "Keep safe"
Format = Annotated[str, typer.Option(help="text or json")]


def register(app: typer.Typer) -> None:
    """Put these commands on the root."""
    app.command(rich_help_panel=CARE, epilog="Example: tenfold backup /mnt/usb/tenfold")(backup)
    app.command(
        rich_help_panel=CARE, epilog="Example: tenfold restore /mnt/usb/tenfold/20261124T080000Z"
    )(restore)
    app.command(rich_help_panel=CARE, epilog="Example: tenfold doctor --deep")(doctor)


@operation("company.back_up")
def back_up_company(call: Call, /, *, path: str) -> dict[str, Any]:
    """Copy rows and log, as they are now, to the new folder `path`."""
    from tenfold.config.backup import back_up
    from tenfold.config.company import Company

    manifest = back_up(company=Company(home=current_home(), log=call.log), to=Path(path))
    return {"path": path, **manifest}


@operation("company.examine")
def examine_company(call: Call, /, *, deep: bool) -> list[dict[str, Any]]:
    """Return how rows and log are, check by check; `deep` reads every event."""
    from tenfold.config.doctor import examine_inside

    return [finding.as_json() for finding in examine_inside(log=call.log, deep=deep)]


def backup(
    *,
    path: Annotated[
        Path | None, typer.Argument(help="A folder that does not exist yet, or one to put it in.")
    ] = None,
    format: Format = "text",
) -> None:
    """Copy the whole company to a folder, while the server goes on."""
    from tenfold.config.backup import name_of_backup
    from tenfold.ui.terminal import show

    target = (path or current_home().backups).expanduser().absolute()
    if path is None or target.is_dir():
        target = target / name_of_backup()
    made = ask(back_up_company, path=str(target))
    size = sum(file["bytes"] for file in made["files"].values())
    show(made, format=format, text=f"{target} holds everything: {size / 1e6:,.1f} MB.")


def restore(
    *,
    path: Annotated[Path, typer.Argument(help="A folder that tenfold backup made.")],
    format: Format = "text",
) -> None:
    """Bring a backup back. What is there now is moved aside, not deleted."""
    from tenfold.config import restoring
    from tenfold.config.backup import read_manifest
    from tenfold.config.control import require_no_server
    from tenfold.config.lock import HomeLock
    from tenfold.ui.terminal import show

    home, folder = current_home(), path.expanduser().absolute()
    read_manifest(folder=folder)  # refuses what is no backup, before it waits for the lock
    home.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    require_no_server(home=home)
    with HomeLock(home=home) as lock:
        lock.take()
        done = restoring.restore(home=home, folder=folder)
    text = f"{home.folder} is again what {path} holds."
    if done.aside:
        text += f"\nWhat was there before is in {done.aside}. Delete it when you are sure."
    if done.warning:
        text += f"\n{done.warning}"
    show(
        {
            "home": str(home.folder),
            "from": str(path),
            "aside": str(done.aside) if done.aside else None,
            "warning": done.warning,
        },
        format=format,
        text=text,
    )


def doctor(
    *,
    deep: Annotated[bool, typer.Option(help="Read every event and print their digest.")] = False,
    format: Format = "text",
) -> None:
    """Look at everything that can go wrong, and say what to do about it."""
    from tenfold.config.doctor import examine_outside, inability
    from tenfold.ui.terminal import make_table, show

    home = current_home()
    findings = [finding.as_json() for finding in examine_outside(home=home)]
    try:
        findings += ask(examine_company, deep=deep)
    except Exception as error:
        # What keeps the company from opening is what whoever asks a doctor wants to know.
        findings.append(inability(error=error).as_json())
    marks = {"good": "ok", "warning": "look", "bad": "BAD"}

    def table() -> Any:
        return make_table(
            columns=("", "What", "How it is", "What to do"),
            rows=[(marks[f["state"]], f["what"], f["said"], f["do"]) for f in findings],
        )

    show(findings, format=format, table=table)
    if any(finding["state"] == "bad" for finding in findings):
        raise typer.Exit(code=1)
