"""People: who is who, and who may do what.

The company itself, its members and their roles, invitations and reset links that are copied by
hand (no mail server is needed), write keys for sources and secret keys for the interface of
programs.

    founded = actions.found_company(
        name="Nordlys Gifts", timezone="Europe/Oslo", currency="NOK", week_starts="monday",
        purpose="", owner_email="ingrid@nordlys.example", password=..., at=clock.now())
    viewer = queries.get_viewer(account_id=founded.owner_id)
    viewer.allows(Permission.MANAGE_MEMBERS)   # True
"""
