"""The vocabulary: every fact that a technique can state, as a frozen dataclass.

A fact says what happened inside the company's own system, in the past tense. It carries ids, never
names, addresses or other personal data. `outbox` writes it in the transaction of the rows it speaks
of and delivers it to the event log as an internal event of the same name.

    from tenfold.facts.interfaces import ImportFinished
    outbox.tell(fact=ImportFinished(import_id=..., accepted=541_909, ...), actor_id=..., at=at)
"""
