"""Clients of Segment and RudderStack, unmodified, against a real server, event by event."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import rudderstack.analytics.client as rudderstack
import segment.analytics.client as segment

from tests.running import Running

pytestmark = pytest.mark.slow
ClientOf = Callable[..., Any]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    running = Running(folder=tmp_path_factory.mktemp("company") / "home").found().up()
    yield running
    running.stop()


@pytest.fixture(params=[segment.Client, rudderstack.Client], ids=["segment", "rudderstack"])
def client_of(request: pytest.FixtureRequest) -> ClientOf:
    """Make one of the two clients, for a server and a write key."""
    return lambda running, key, **more: request.param(
        key, host=f"http://127.0.0.1:{running.port}", **more
    )


@pytest.fixture
def source(server: Running, request: pytest.FixtureRequest) -> dict[str, Any]:
    """A source of the test's own."""
    return server.add_source(request.node.name)


def list_events(running: Running, source: str) -> list[dict[str, Any]]:
    said = running.tenfold(
        "events", "list", "--source", source, "--limit", 5000, "--format", "json"
    )
    events: list[dict[str, Any]] = said.json
    return events


@pytest.mark.parametrize("gzip", [False, True], ids=["plain", "gzip"])
def test_client__that_calls_everything__is_kept_event_by_event(
    server: Running, client_of: ClientOf, source: dict[str, Any], gzip: bool
) -> None:
    client = client_of(server, source["write_key"], gzip=gzip, sync_mode=True)
    known, visitor = f"{source['name']} u", f"{source['name']} v"
    client.page(anonymous_id=visitor, name="Home", properties={"path": "/"})
    client.identify(known, {"plan": "gold"}, anonymous_id=visitor)
    client.track(known, "order", {"revenue": 12.5, "currency": "EUR", "country": "Norway"})
    client.screen(known, name="Cart")
    client.group(known, "g1", {"branch": "gifts"})
    client.alias(f"{visitor} 2", known)
    found = {one["name"]: one for one in list_events(server, source["name"])}
    assert set(found) == {"page", "$identify", "order", "screen", "group", "$alias"}
    assert (found["order"]["actor"], found["order"]["value"]) == (known, 12.5)
    assert found["order"]["properties"]["country"] == "Norway"
    assert found["page"]["properties"]["path"] == "/"
    assert found["group"]["properties"]["group_id"] == "g1"
    assert found["$alias"]["properties"]["alias"] == f"{visitor} 2"
    assert "ip" not in str(found["order"]["properties"].get("context", {}).keys())


def test_client__with_a_wrong_key__hears_why(server: Running, client_of: ClientOf) -> None:
    client = client_of(server, "tfw_wrong", sync_mode=True, max_retries=0)
    with pytest.raises(Exception, match=r"write_key_unknown|write key"):
        client.track("u", "order")


def test_client__whose_server_is_killed_in_mid_stream__is_counted_exactly(
    tmp_path_factory: pytest.TempPathFactory, client_of: ClientOf
) -> None:
    running = Running(folder=tmp_path_factory.mktemp("company") / "home").found().up()
    try:
        source = running.add_source("Site")
        client = client_of(
            running, source["write_key"], upload_size=20, upload_interval=0.05, max_retries=30
        )
        port = running.port
        killed = threading.Timer(0.3, lambda: (running.kill(), running.up(port=port)))
        killed.start()
        for number in range(600):
            client.track(f"u{number % 7}", "order", {"number": number})
        client.flush()
        killed.join()
        client.join()
        numbers = sorted(one["properties"]["number"] for one in list_events(running, "Site"))
        assert numbers == list(range(600))
    finally:
        running.stop()
