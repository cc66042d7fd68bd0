"""Options that several commands share."""

from typing import Annotated

import typer

FormatOption = Annotated[
    str, typer.Option("--format", help="text for people, json for programs.", metavar="FORMAT")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")]
