"""Notices: what somebody is to be told, by which way they want to hear it, told once.

    with transaction.atomic():
        incident = Incident.objects.create(...)
        tell(
            notice=Notice(kind=Kind.ALERT, key=f"alert:{alert.id}:opened:{incident.id}", subject=...),
            to=Audience(accounts=(7,), ways=(2,)),
            at=at,
        )

Either both are there or neither is. Everybody finds it in Tenfold; by e-mail, in a chat or as a
signed webhook it goes out soon after, as people and administrators chose.
"""
