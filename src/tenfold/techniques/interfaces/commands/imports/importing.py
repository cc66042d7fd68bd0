"""tenfold import FILE: look, ask, import, with a progress bar."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Annotated, Any

import typer

from tenfold.kit.operations import Operation, Progress, ask, ignore_progress
from tenfold.techniques.interfaces.commands.imports import operations
from tenfold.techniques.interfaces.commands.options import FormatOption

_EXAMPLES = (
    "Examples: tenfold import orders.csv   |   "
    "tenfold import orders.csv.gz --mapping orders.yaml --yes --format json   |   "
    "tenfold import events.jsonl --source 'Old shop' --dry-run   |   "
    "tenfold import till.csv --answer time.zone=Europe/London --encoding cp1252"
)


def register(root: typer.Typer) -> None:
    """Add `tenfold import` to the root."""
    root.command("import", epilog=_EXAMPLES)(import_command)


def import_command(  # noqa: PLR0917  each is an option
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, TSV, fixed width, JSON lines, Parquet, Excel; may be .gz, .zst or .zip."
        ),
    ],
    mapping: Annotated[
        Path | None, typer.Option(help="What the columns mean (YAML). Else saved or guessed.")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="The source the events belong to. Else by the file's name.")
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", help="Take what is proposed where something is not sure.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read the whole file and write nothing.")
    ] = False,
    encoding: Annotated[
        str | None, typer.Option(help="Of the file's text: utf-8, cp1252, ... Else guessed.")
    ] = None,
    answer: Annotated[
        list[str] | None,
        typer.Option(help="Answer a question beforehand, KEY=VALUE; may be repeated."),
    ] = None,
    leave_out: Annotated[
        list[str] | None,
        typer.Option(help="A number, by its name, that is not to be defined; may be repeated."),
    ] = None,
    format: FormatOption = "text",
) -> None:
    """Import a file: guess what it means, ask where not sure, add what is not there yet."""
    from tenfold.ui.terminal import show

    asking = _Asking(
        path=str(file.expanduser().absolute()),
        mapping=None if mapping is None else _read(mapping),
        encoding=encoding,
        answers=_split_answers(answer or []),
        talks=format == "text" and is_terminal(),
    )
    mapped = _leave_out(asking.settle(yes=yes), names=leave_out or [])
    arguments: dict[str, Any] = {"path": asking.path, "mapping": mapped, "source": source}
    if dry_run:
        done = ask_watching(operations.try_out, arguments, talks=asking.talks)
    else:
        if asking.talks and not yes and not typer.confirm("Import it?", default=True):
            raise typer.Abort
        done = ask_watching(operations.run, arguments, talks=asking.talks)
    show(done, format=format, text=say_done(done))


def is_terminal() -> bool:
    """Return whether somebody sits in front of it who can be asked."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _read(path: Path) -> str:
    try:
        return path.expanduser().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise typer.BadParameter(f"cannot be read: {error}", param_hint="--mapping") from error


def _split_answers(given: list[str]) -> dict[str, str]:
    pairs = [one.partition("=") for one in given]
    for key, separator, _value in pairs:
        if not separator:
            raise typer.BadParameter(f"{key!r} is not KEY=VALUE", param_hint="--answer")
    return {key: value for key, _separator, value in pairs}


def _leave_out(mapping: dict[str, Any], *, names: list[str]) -> dict[str, Any]:
    there = mapping.get("metrics", [])
    known = {one["name"] for one in there}
    for name in names:
        if name not in known:
            said = ", ".join(sorted(known)) or "none"
            raise typer.BadParameter(f"{name!r} is none of: {said}", param_hint="--leave-out")
    return {**mapping, "metrics": [one for one in there if one["name"] not in names]}


class _Asking:
    """The conversation about one file."""

    def __init__(
        self,
        *,
        path: str,
        mapping: str | None,
        encoding: str | None,
        answers: dict[str, str],
        talks: bool,
    ) -> None:
        self.path = path
        self.talks = talks
        self._mapping = mapping
        self._encoding = encoding
        self._answers = answers

    def settle(self, *, yes: bool) -> dict[str, Any]:
        """Return the mapping of the file, once no question is open. Raises `QuestionsOpen`."""
        if self._mapping is not None and not self.talks:
            return self._read_mapping(self._mapping)
        examined = self._examine()
        if self.talks:
            _show_preview(examined)
        while examined["questions"] and not yes:
            if not self.talks:
                _refuse(examined["questions"])
            for question in examined["questions"]:
                self._answers[question["key"]] = _ask(question)
            examined = self._examine()
            _show_preview(examined)
        mapping: dict[str, Any] = examined["mapping"]
        return mapping

    def _read_mapping(self, text: str) -> dict[str, Any]:
        spec: dict[str, Any] = ask(operations.read_mapping, mapping=text, encoding=self._encoding)
        return spec

    def _examine(self) -> dict[str, Any]:
        examined: dict[str, Any] = ask(
            operations.examine,
            path=self.path,
            mapping=self._mapping,
            answers=self._answers,
            encoding=self._encoding,
        )
        return examined


def _refuse(questions: list[dict[str, Any]]) -> None:
    from tenfold.techniques.interfaces.rules.imports import QuestionsOpen

    lines = [f"  {one['sentence']}  --answer {one['key']}={one['proposed']}" for one in questions]
    raise QuestionsOpen(
        "\n".join(["Not sure what the file means:", *lines]),
        next_step="Answer with --answer, describe the file with --mapping, "
        "or take what is proposed with --yes.",
    )


def _ask(question: dict[str, Any]) -> str:
    choices = question["choices"]
    typer.echo(f"\n{question['sentence']}")
    for number, choice in enumerate(choices, start=1):
        typer.echo(f"  {number}  {choice['label']}")
    if question["free"]:
        typer.echo("  or type another answer")
    while True:
        said = str(typer.prompt("Which", default="1")).strip()
        if said.isdigit() and 1 <= int(said) <= len(choices):
            return str(choices[int(said) - 1]["value"])
        if question["free"] and said:
            return said
        typer.echo(f"A number from 1 to {len(choices)}, please.")


def _show_preview(examined: dict[str, Any]) -> None:
    from tenfold.ui.terminal import make_table, print_rich

    time = f"time in {examined['timezone']}"
    print_rich(
        make_table(
            columns=("line#", time, "event", "who", "value#", "properties"),
            rows=[_preview_row(row) for row in examined["rows"]],
            title=f"{examined['file']}: the first rows as events",
        )
    )
    typer.echo(examined["sentence"])
    if examined["mapping_from"] == "saved":
        typer.echo("This is how you read a file of this shape before.")
    if examined["identical_rows"]:
        typer.echo(
            f"{examined['identical_rows']:,} rows are exactly like an earlier one: all kept."
        )
    _show_glimpses(examined)


def _show_glimpses(examined: dict[str, Any]) -> None:
    whole = "all" if examined["complete"] else "the first"
    typer.echo(f"What you will be able to see (from {whole} {examined['sample_rows']:,} rows):")
    for one in examined["glimpses"]:
        value = "later" if one["value"] is None else f"{one['value']:,.12g}"
        name = f"  ({one['metric']}{', there already' if one['there'] else ''})"
        figure = f"{value} {one['currency'] or ''}".strip()
        typer.echo(f"  {one['label']}: {figure}{name if one['metric'] else ''}")
    if any(one["metric"] and not one["there"] for one in examined["glimpses"]):
        typer.echo("Leave one out with --leave-out and its name in brackets.")


def _preview_row(row: dict[str, Any]) -> tuple[str, ...]:
    event, problem = row["event"], row["problem"]
    line = str(row["line"])
    if problem is not None:
        where = f"{problem['column']}: " if problem["column"] else ""
        return (line, "", "rejected", "", "", f"{where}{problem['reason']}")
    if event is None:
        return (line, "", "left out", "", "", "")
    value = "" if event["value"] is None else f"{event['value']:,}"
    properties = ", ".join(f"{name}={said}" for name, said in event["properties"].items())
    worth = f"{value} {event['currency'] or ''}".strip()
    time = event["at"][:19].replace("T", " ")
    return (line, time, event["name"], event["actor"] or "nobody", worth, properties[:70])


def ask_watching(asked: Operation, arguments: dict[str, Any], *, talks: bool) -> dict[str, Any]:
    """Have an import done; on a terminal, draw how far it is (on stderr).

    Whoever stops it is told what state it is in and how to go on.
    """
    told: dict[str, Any] = {}
    draw = _bar() if talks else nullcontext(ignore_progress)
    try:
        with draw as drawing:

            def note(said: dict[str, Any]) -> None:
                told.update(said)
                drawing(said)

            done: dict[str, Any] = ask(asked, progress=note, **arguments)
    except KeyboardInterrupt:
        typer.echo(_say_stopped(told), err=True)
        raise
    return done


@contextmanager
def _bar() -> Iterator[Progress]:
    from rich import progress
    from rich.console import Console

    columns = (
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[rows]:,} rows"),
        progress.TextColumn("{task.fields[rejected]:,} rejected"),
    )
    with progress.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("import", total=1.0, rows=0, rejected=0)
        yield lambda told: bar.update(
            task, completed=told["share"], rows=told["read"], rejected=told["rejected"]
        )


def _say_stopped(told: dict[str, Any]) -> str:
    """Return what state an import is in that was stopped from the keyboard."""
    if not told:
        return "Stopped, before the first rows were read. See: tenfold imports list"
    if told.get("import_id") is None:
        return "Stopped. A dry run writes nothing."
    number = told["import_id"]
    return (
        f"Stopped. Import {number} had read {told['read']:,} rows ({told['share']:.0%} of the file); "
        "what has come in stays.\n"
        f"Go on where it stopped: tenfold imports continue {number}\n"
        f"Or take it all back:     tenfold imports undo {number}"
    )


def say_done(done: dict[str, Any]) -> str:
    """Return in words what came of an import."""
    lines = [
        f"{done['read']:,} rows read: {done['accepted']:,} {_verb(done)}, "
        f"{done['duplicates']:,} were there already, {done['rejected']:,} rejected"
        + (f", {done['left_out']:,} left out by the filter" if done["left_out"] else "")
        + (f", {done['erased']:,} of erased persons not taken" if done["erased"] else "")
        + "."
    ]
    if done.get("same_time") and done["accepted"]:
        lines.append(
            f"All of them have the same time, {done['same_time']}, because no column says when it "
            "happened."
        )
    if done.get("report"):
        lines.append(f"What was rejected, and why: {done['report']}")
    if done.get("state") == "cancelled":
        lines.append(f"Cancelled. Go on with: tenfold imports continue {done['id']}")
    if not done["accepted"]:
        lines.append(_say_nothing_new(done))
    elif done.get("id") is not None:
        lines.append(f"Was the mapping wrong? Take it all back: tenfold imports undo {done['id']}")
    return "\n".join(lines)


def _say_nothing_new(done: dict[str, Any]) -> str:
    nothing = "Nothing would be added" if done.get("dry_run") else "Nothing was added"
    if done["duplicates"] and not done["rejected"]:
        return f"{nothing}: all of it was there already. Importing a file again changes nothing."
    if done["rejected"] == done["read"]:
        return f"{nothing}: no row could be read. Is it the right mapping for this file?"
    return f"{nothing}."


def _verb(done: dict[str, Any]) -> str:
    return "would be added" if done.get("dry_run") else "added"
