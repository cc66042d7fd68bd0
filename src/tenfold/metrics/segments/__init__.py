"""Segments: persons by what they did, by who they are, by a list; live, or as they once were.

    define_segment(name="lapsing", title="About to lapse", spec={"all": [
        {"did": {"event": "order", "at_least": 2, "within": "365d"}},
        {"not": {"did": {"event": "order", "within": "60d"}}}]}, at=now)
    get_size(name="lapsing", calendar=calendar).persons

What a condition may say is in `metrics.definitions.segments`, its SQL in `metrics.sql.segments`. A
question names a segment in a filter ({"segment": "lapsing"}) or a breakdown (segment:lapsing); the
segment is then looked at as of the end of the question's time.
"""
