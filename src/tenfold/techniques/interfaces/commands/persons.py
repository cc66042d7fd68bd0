"""tenfold persons, tenfold erase: who is who, and taking somebody out for good."""

import sys
from typing import Any

import typer

from tenfold.kit.operations import Call, ask, operation
from tenfold.techniques.interfaces.commands.options import (
    ConfirmationNeeded,
    FormatOption,
    YesOption,
)

app = typer.Typer(
    no_args_is_help=True,
    help="Persons: which ids are one, and deciding it.",
    epilog="Example: tenfold persons merges --person customer-17",
)


def register(root: typer.Typer) -> None:
    """Add `tenfold persons` and `tenfold erase` to the root."""
    root.add_typer(app, name="persons")
    root.command(
        "erase",
        epilog="Examples: tenfold erase anna@example.org   |   "
        "tenfold erase customer-17850 --yes --format json",
    )(erase_command)


@operation("persons.look")
def look(call: Call, *, person: str) -> dict[str, Any]:
    """Return a person's ids and how much there is of them."""
    from tenfold.techniques.interfaces.queries.persons import get_person

    seen = get_person(log=call.log, person=person)
    return {
        "person": seen.id,
        "ids": list(seen.ids),
        "events": seen.events,
        "merges": len(seen.merges),
    }


@operation("persons.erase")
def erase(call: Call, *, person: str) -> dict[str, Any]:
    """Erase a person for good; return what was removed, and what it could not reach."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions.erasing import erase_person
    from tenfold.techniques.interfaces.rules.remains import say_remains

    done = erase_person(person=person, typed=person, log=call.log, by=None, at=clock.now())
    return {
        "person": person,
        "ids": list(done.ids),
        "events": done.events,
        "merges": done.merges,
        "report_lines": done.report_lines,
        "left": done.left,
        "mentions": done.remains.mentions,
        "waiting_files": list(done.remains.waiting_files),
        "unsearched_files": list(done.remains.unsearched_files),
        "backups": done.remains.backups,
        "replaced": done.remains.replaced,
        "notes": list(say_remains(remains=done.remains)),
    }


@operation("persons.merges")
def merges(
    call: Call, *, person: str | None, state: str | None, limit: int
) -> list[dict[str, Any]]:
    """Return merges, newest first."""
    from tenfold.techniques.interfaces.queries.persons import as_json, list_merges

    found = list_merges(log=call.log, person=person, state=state, limit=limit)
    return [as_json(view=view) for view in found]


@operation("persons.merge")
def merge(call: Call, *, known: str, alias: str) -> dict[str, Any]:
    """Join two ids because somebody decided it."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions.persons import merge_persons

    done = merge_persons(known=known, alias=alias, log=call.log, by=None, at=clock.now())
    return {"id": done.id, "known": done.known, "alias": done.alias, "state": done.state}


@operation("persons.undo_merge")
def undo(call: Call, *, merge_id: int) -> dict[str, Any]:
    """Separate two ids again."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions.persons import undo_merge

    done = undo_merge(merge_id=merge_id, log=call.log, by=None, at=clock.now())
    return {"id": done.id, "known": done.known, "alias": done.alias, "state": done.state}


@app.command(
    "merges",
    epilog="Examples: tenfold persons merges   |   tenfold persons merges --state refused",
)
def merges_command(
    person: str | None = typer.Option(None, help="Only of this person."),
    state: str | None = typer.Option(None, help="active, undone or refused.", metavar="STATE"),
    limit: int = typer.Option(100, min=1, max=1_000, help="How many."),
    format: FormatOption = "text",
) -> None:
    """List which ids were taken for one person, newest first."""
    from tenfold.ui.terminal import show

    if state not in (None, "active", "undone", "refused"):
        raise typer.BadParameter("must be active, undone or refused", param_hint="--state")
    found = ask(merges, person=person, state=state, limit=limit)
    show(found, format=format, table=lambda: _draw_merges(found))


@app.command("merge", epilog="Example: tenfold persons merge anna@example.org anna@work.example")
def merge_command(
    known: str = typer.Argument(help="The id that stays."),
    alias: str = typer.Argument(help="The id that joins it."),
    format: FormatOption = "text",
) -> None:
    """Join two ids that are one person. Can be undone."""
    from tenfold.ui.terminal import show

    done = ask(merge, known=known, alias=alias)
    said = (
        f"{done['alias']} counts as {done['known']} now.\n"
        f"Undo: tenfold persons undo-merge {done['id']}"
    )
    show(done, format=format, text=said)


@app.command("undo-merge", epilog="Example: tenfold persons undo-merge 12")
def undo_command(
    merge_id: int = typer.Argument(help="The merge's number: tenfold persons merges"),
    format: FormatOption = "text",
) -> None:
    """Separate two ids again; each has its own events afterwards."""
    from tenfold.ui.terminal import show

    done = ask(undo, merge_id=merge_id)
    show(done, format=format, text=f"{done['alias']} and {done['known']} are two persons again.")


def erase_command(
    person: str = typer.Argument(help="Any id of the person."),
    yes: YesOption = False,
    format: FormatOption = "text",
) -> None:
    """Erase a person for good: events, merges, samples; and say what is left elsewhere."""
    from tenfold.ui.terminal import show

    if not yes:
        _make_sure(person)
    done = ask(erase, person=person)
    show(done, format=format, text=_say_erased(done))


def _make_sure(person: str) -> None:
    if not sys.stdin.isatty():
        raise ConfirmationNeeded(
            "Erasing is final, and there is nobody here to ask.",
            next_step=f"If you are sure: tenfold erase {person} --yes",
        )
    seen = ask(look, person=person)
    typer.echo(f"This removes {seen['events']:,} events of {', '.join(seen['ids'])} for good.")
    typer.echo("It cannot be undone, and what comes of this person later is not stored.")
    if typer.prompt("Type the id again to go on", default="", show_default=False) != person:
        raise ConfirmationNeeded(
            "That is not the id. Nothing was erased.", next_step="Type it exactly as you gave it."
        )


def _say_erased(done: dict[str, Any]) -> str:
    proof = (
        "A search afterwards found nothing that this person did."
        if done["left"] == 0
        else f"A search afterwards still found {done['left']:,}: run tenfold doctor."
    )
    said = (
        f"Erased {done['events']:,} events, {done['merges']:,} merges and "
        f"{done['report_lines']:,} lines of import reports, under {', '.join(done['ids'])}.\n"
        f"{proof} A keyed hash keeps this person from coming back with an import or a retry."
    )
    return "\n".join([said, *done["notes"]])


def _draw_merges(answer: list[dict[str, Any]]) -> Any:
    from tenfold.ui.terminal import make_table

    if not answer:
        return "No ids were merged. A web page merges them by sending $identify at sign-in."
    return make_table(
        columns=("#", "stays", "joined", "state", "since"),
        rows=[
            (str(m["id"]), m["known"], m["alias"], m["state"], m["time"][:16].replace("T", " "))
            for m in answer
        ],
    )
