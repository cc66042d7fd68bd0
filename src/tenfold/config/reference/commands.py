"""docs/reference/commands.md: every command, with its options and examples."""

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tenfold.config.reference.markdown import code, page, table

INTRO = """
Every command works whether the server runs or not. `TENFOLD_HOME` names the folder of the company
(default: `~/.tenfold`).

- `--format json` prints one JSON document to standard output and nothing else.
- Errors go to standard error. Exit status 0: done; 1: refused, with the reason
  ([refusals](refusals.md)); 2: wrong usage; 130: interrupted.
- `--from` is included, `--to` is not.
"""


@dataclass(frozen=True)
class Described:
    """A command: how it is called, and what the command line knows of it."""

    path: str
    command: Any


def list_commands() -> list[Described]:
    """Return every command, in the order in which `tenfold --help` lists them."""
    import typer

    from tenfold.config import cli

    if not cli.app.registered_commands:
        cli.register_all()
    root = typer.main.get_command(cli.app)
    return list(_walk(path="tenfold", command=root))


def _walk(*, path: str, command: Any) -> Iterator[Described]:
    for name, child in getattr(command, "commands", {}).items():
        if child.hidden:
            continue
        called = f"{path} {name}"
        if getattr(child, "commands", None):
            yield from _walk(path=called, command=child)
        else:
            yield Described(path=called, command=child)


def _is_argument(parameter: Any) -> bool:
    return bool(parameter.param_type_name == "argument")


def _written(parameter: Any) -> str:
    if _is_argument(parameter):
        return str(parameter.name).upper()
    names = [*parameter.opts, *parameter.secondary_opts]
    shown = ", ".join(sorted(names, key=len))
    return shown if parameter.is_flag else f"{shown} {parameter.metavar or 'VALUE'}"


def _usage(described: Described) -> str:
    words = [described.path]
    for parameter in described.command.params:
        if _is_argument(parameter):
            name = str(parameter.name).upper()
            words.append(name if parameter.required else f"[{name}]")
        elif parameter.required:
            words.append(_written(parameter))
    return " ".join(words)


def _default(parameter: Any) -> str:
    if parameter.required:
        return "required"
    value = parameter.default
    if value is None or value is False or callable(value) or value == ():
        return ""
    return code(str(value))


def _examples(described: Described) -> str:
    said = re.sub(r"^Examples?:", "", " ".join((described.command.epilog or "").split()))
    return re.sub(r" [|·] (?=tenfold )", "\n", said).strip()


def _section(described: Described) -> str:
    command = described.command
    parts = [
        f"## {described.path}",
        inspect.cleandoc(command.help or "").strip(),
        f"```\n{_usage(described)}\n```",
    ]
    if command.params:
        rows = [
            (code(_written(one)), getattr(one, "help", None) or "", _default(one))
            for one in command.params
        ]
        parts.append(table(columns=("option", "meaning", "default"), rows=rows))
    examples = _examples(described)
    if examples:
        parts.append(f"```\n{examples}\n```")
    return "\n\n".join(parts)


def make_page() -> str:
    """Return the page."""
    sections = [_section(described) for described in list_commands()]
    return page(title="Commands", intro=INTRO, parts=sections)
