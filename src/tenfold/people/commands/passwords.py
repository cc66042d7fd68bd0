"""tenfold reset-password: for somebody who is locked out."""

from typing import Annotated, Any

import typer

from tenfold.kit.operations import Call, ask, operation


@operation("people.reset_password")
def reset_password(call: Call, *, email: str, remove_second_step: bool) -> dict[str, Any]:  # noqa: ARG001
    """Make a link with which a member sets a new password. Raises `UnknownMember`."""
    from django.conf import settings

    from tenfold.kit import clock
    from tenfold.people import actions
    from tenfold.people.actions.resets import find_account_id

    member_id = find_account_id(email=email)
    at = clock.now()
    removed = 0
    if remove_second_step:
        removed = actions.remove_second_factor(member_id=member_id, by=None, at=at)
    made = actions.make_reset_link(member_id=member_id, by=None, at=at)
    return {
        "email": email,
        "link": (settings.PUBLIC_URL or settings.LOCAL_URL) + made.path,
        "expires_at": made.expires_at.isoformat(),
        "second_steps_removed": removed,
    }


def register(app: typer.Typer) -> None:
    """Add this room's commands to the command line."""

    @app.command(
        "reset-password",
        epilog="Examples:  tenfold reset-password ingrid@nordlys.example  "
        "·  tenfold reset-password ingrid@nordlys.example --remove-second-step",
    )
    def _reset_password(
        email: Annotated[str, typer.Argument(help="The address that they sign in with.")],
        remove_second_step: Annotated[
            bool,
            typer.Option(
                "--remove-second-step",
                help="Also remove authenticator app, passkeys and recovery codes that were lost.",
            ),
        ] = False,
        format: Annotated[
            str, typer.Option(help="text for people, json for programs.", metavar="FORMAT")
        ] = "text",
    ) -> None:
        """Make a link for somebody who is locked out to set a new password. It works once."""
        from tenfold.ui.terminal import show

        made = ask(reset_password, email=email, remove_second_step=remove_second_step)
        show(
            made,
            format=format,
            text=f"{made['link']}\n\nOpen this link in a browser and choose a new password.\n"
            f"It works once, until {made['expires_at']}.",
        )
