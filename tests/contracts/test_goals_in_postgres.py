"""What the database promises about goals, where the rows are in PostgreSQL."""

import threading
from datetime import UTC, date, datetime
from uuid import uuid4

import psycopg
import pytest

from tests.postgres import new_database
from tests.running import Running

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 25, 11, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def address(postgres: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A founded company's rows."""
    running = Running(folder=tmp_path_factory.mktemp("goals") / "home")
    running.environment["TENFOLD_DATABASE_URL"] = new_database(on=postgres)
    running.found()
    return running.environment["TENFOLD_DATABASE_URL"]


def _objective(connection: psycopg.Connection, *, state: str = "adopted") -> int:
    decided = (1, NOW) if state != "proposed" else (None, None)
    closed = (1, NOW, "0.5") if state == "closed" else (None, None, None)
    found = connection.execute(
        "INSERT INTO dashboards_objective (title, about, length, starts_on, ends_on, owner_id,"
        " serves_purpose, serves, state, proposed_by_id, proposed_at, decided_by_id, decided_at,"
        " reason, learned, version, closed_by_id, closed_at, score)"
        " VALUES ('A', '', 'quarter', %s, %s, 1, false, '', %s, 1, %s, %s, %s, '', '', 1, %s, %s, %s)"
        " RETURNING id",
        (date(2026, 10, 1), date(2026, 12, 31), state, NOW, *decided, *closed),
    ).fetchone()
    assert found is not None
    return int(found[0])


def _result(connection: psycopg.Connection, objective: int) -> int:
    found = connection.execute(
        "INSERT INTO dashboards_keyresult (objective_id, kind, title, place, metric, query, over,"
        " count, unit, start, target, due_on, shape)"
        " VALUES (%s, 'manual', 'R', 1, '', '', 'so_far', 0, '', 0, 10, %s, 'line') RETURNING id",
        (objective, date(2026, 12, 31)),
    ).fetchone()
    assert found is not None
    return int(found[0])


def _check_in(connection: psycopg.Connection, result: int) -> None:
    connection.execute(
        "INSERT INTO dashboards_checkin (result_id, by_id, at, pace, confidence, note, token)"
        " VALUES (%s, 1, %s, '', 'high', 'as it was', %s)",
        (result, NOW, uuid4()),
    )


def _under(
    address: str, child: int, parent: int, came: list[object], start: threading.Barrier
) -> None:
    with psycopg.connect(address) as connection:
        start.wait()
        try:
            connection.execute(
                "UPDATE dashboards_objective SET parent_id = %s WHERE id = %s", (parent, child)
            )
            connection.commit()
        except psycopg.errors.CheckViolation as error:
            came.append(error)


def test_objectives__put_under_each_other_at_once__make_no_circle(address: str) -> None:
    for _again in range(10):
        with psycopg.connect(address) as connection:
            made = [_objective(connection) for _ in range(2)]
        came: list[object] = []
        start = threading.Barrier(2)
        threads = [
            threading.Thread(target=_under, args=(address, *pair, came, start))
            for pair in ((made[0], made[1]), (made[1], made[0]))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(came) == 1


def test_a_check_in__of_what_is_closed__is_no_row(address: str) -> None:
    with psycopg.connect(address) as connection:
        result = _result(connection, _objective(connection, state="closed"))
        with pytest.raises(psycopg.errors.CheckViolation, match="while_open"):
            _check_in(connection, result)


def test_a_check_in__once_written__never_changes(address: str) -> None:
    with psycopg.connect(address) as connection:
        _check_in(connection, _result(connection, _objective(connection)))
        connection.commit()
        with pytest.raises(psycopg.errors.CheckViolation, match="stays"):
            connection.execute("UPDATE dashboards_checkin SET note = 'as it was not'")
