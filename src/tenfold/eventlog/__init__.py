"""The event log: what happened. Append-only; acknowledged means durable; nothing counted twice.

    log = open_log(path=home / "log.duckdb", key=erasure_key)
    appended = log.append(source=3, envelopes=[...], received_at=clock.now()).result()
    appended.accepted, appended.duplicates

`envelope` says what an event is, `store` what a log promises, `duckdb_log` keeps that promise with
DuckDB. Only this room knows an engine.
"""
