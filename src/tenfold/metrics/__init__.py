"""Metrics: a number defined once over events, asked over any time, answered with what it means.

    from tenfold.metrics import queries
    from tenfold.metrics.calendar import Calendar, Grain
    from tenfold.metrics.definitions import Sum
    from tenfold.metrics.questions import Question

    revenue = Question(definition=Sum(event="order"), grain=Grain.WEEK, start=monday, end=now)
    queries.answer(question=revenue, calendar=Calendar("Europe/Copenhagen"), at=now).sentence

A definition (`definitions`) says what to count, a question (`questions`) over which time, the
`calendar` when periods begin; `sql` renders one statement, `figures` makes values of what it
returns, `wording` says it in words. The only room where the log and statistics meet.
"""
