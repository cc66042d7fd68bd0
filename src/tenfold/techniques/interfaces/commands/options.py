"""Options that several commands share, and what is said where nobody can be asked."""

from typing import Annotated

import typer

from tenfold.kit.refusal import Refusal

FormatOption = Annotated[
    str, typer.Option("--format", help="text for people, json for programs.", metavar="FORMAT")
]
YesOption = Annotated[bool, typer.Option("--yes", help="Do not ask whether you are sure.")]


class ConfirmationNeeded(Refusal):
    """Something final was asked for where nobody can be asked whether they are sure."""

    code = "confirmation_needed"
