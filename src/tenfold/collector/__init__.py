"""The hot path: HTTP in, event log out. Pure ASGI; imports no Django, not even indirectly.

    collector = Collector(log=log, keys=directory)
    # POST /v1/events with a write key -> 200 {"accepted": 2, "duplicates": 0, "refused": []}

`app` answers requests, `steps` is the list of what happens to one, `formats` holds one module per
way of writing events down, `refusals` says why a whole request was turned away and `verdicts` why
one event was, `counters` remembers what came, for the pages.
"""
