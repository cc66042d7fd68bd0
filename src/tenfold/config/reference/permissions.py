"""docs/reference/permissions.md: who may do what."""

from tenfold.config.reference.markdown import code, page, table

INTRO = """
Everybody in the company has one role. To see persons (who did it) and to see money (for how much)
are granted one by one, to administrators and members alike.

A number that somebody may not see reads "hidden", with the reason. Which address needs which
permission is listed under [endpoints](endpoints.md).
"""
MEANINGS = {
    "see_numbers": "look at numbers, charts and the flow of events",
    "see_persons": "see who did something: ids of customers, visitors, employees",
    "see_money": "see what something was worth",
    "manage_sources": "add sources, give them keys, archive them; describe the catalogue",
    "import": "import files, undo imports",
    "define_metrics": "say what a number means",
    "manage_members": "invite people, change their role, make links for resets",
    "manage_company": "change the company's name, purpose, time zone, currency",
    "erase": "remove a person for good",
}
"""What each permission lets somebody do."""
_GRANTS = ((False, False), (True, False), (False, True))


def _held_by(*, role: str, permission: str) -> str:
    from tenfold.people.permissions import Permission, allows

    plain, with_persons, with_money = (
        allows(role=role, sees_persons=persons, sees_money=money, permission=Permission(permission))
        for persons, money in _GRANTS
    )
    if plain:
        return "yes"
    if with_persons:
        return "where persons are granted"
    return "where money is granted" if with_money else ""


def make_page() -> str:
    """Return the page. Raises KeyError for a permission whose meaning is not said above."""
    from tenfold.people.permissions import Permission, Role

    rows = [
        (
            code(permission.value),
            MEANINGS[permission.value],
            *(_held_by(role=role.value, permission=permission.value) for role in Role),
        )
        for permission in Permission
    ]
    columns = ("permission", "lets somebody", *(role.value for role in Role))
    return page(title="Permissions", intro=INTRO, parts=[table(columns=columns, rows=rows)])
