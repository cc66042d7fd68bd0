"""The addresses that are answered before Django is asked open as the table says, on a real server."""

import http.client
from collections.abc import Iterator

import pytest

from tenfold.collector.app import PATHS
from tenfold.config.permissions import ANYONE, OUTSIDE_DJANGO, WRITE_KEY
from tenfold.people.permissions import Permission
from tests.running import Running

STRANGERS = {
    "/healthz": ("GET", 200),
    "/live": ("GET", 401),
    "/live/boards/": ("GET", 401),
    "/live/shared/": ("GET", 404),
    **dict.fromkeys(PATHS, ("POST", 401)),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Iterator[Running]:
    """One server for all of these tests: they only knock."""
    running = Running(folder=tmp_path_factory.mktemp("company") / "home").found().up()
    yield running
    running.stop()


def ask(running: Running, method: str, path: str, headers: dict[str, str] | None = None) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)
    try:
        connection.request(method, path, body=b"[]", headers=headers or {})
        return connection.getresponse().status
    finally:
        connection.close()


def test_table__of_doors_before_django__is_tried_here_whole():
    assert set(STRANGERS) == set(OUTSIDE_DJANGO)
    assert OUTSIDE_DJANGO["/healthz"] is ANYONE
    assert {OUTSIDE_DJANGO[path] for path in PATHS} == {WRITE_KEY}
    assert OUTSIDE_DJANGO["/live"] is Permission.SEE_NUMBERS
    assert OUTSIDE_DJANGO["/live/boards/"] is Permission.SEE_NUMBERS
    assert OUTSIDE_DJANGO["/live/shared/"] is ANYONE


@pytest.mark.slow
def test_doors_before_django__tried_by_strangers__open_as_the_table_says(server):
    for path, (method, status) in STRANGERS.items():
        assert ask(server, method, path) == status, path


@pytest.mark.slow
def test_write_key__added_while_the_server_runs__opens_its_door_at_once(server):
    key = server.add_source()["write_key"]
    assert server.post([{"name": "visit"}], key=key)["accepted"] == 1
    for wrong in ("tfs_abc", key[:-1], ""):
        headers = {"Authorization": f"Bearer {wrong}"}
        assert ask(server, "POST", "/v1/events", headers) == 401
