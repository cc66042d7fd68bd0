"""Goals over the interface of programs, and on the command line."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import typer
from click.testing import Result
from django.test import Client
from typer.testing import CliRunner

from tenfold.eventlog.store import EventLog
from tenfold.kit import operations
from tenfold.kit.operations import Call, install_runner
from tenfold.kit.refusal import Refusal
from tenfold.techniques.dashboards.commands import goals as commands
from tenfold.techniques.dashboards.models import CheckIn, Objective

Make = Callable[..., int]
Send = Callable[..., tuple[int, Any]]


@pytest.fixture
def send(client: Client) -> Send:
    """Send JSON: `send("objectives", title=…)`; returns status and answer."""

    def post(path: str, **given: object) -> tuple[int, Any]:
        answer = client.post(f"/api/{path}", json.dumps(given), content_type="application/json")
        return answer.status_code, answer.json()

    return post


def test_the_api__from_proposal_to_score__does_all_of_it(
    send: Send, client: Client, company: int
) -> None:
    status, made = send("objectives", title="Half of all boxes", period="2026-Q4")
    assert (status, made["phase"], made["owner"]) == (201, "proposed", company)
    goal = f"objectives/{made['id']}"
    assert send(f"{goal}/adopt")[1]["phase"] == "active"
    status, made = send(
        f"{goal}/key-results",
        kind="manual", title="Boxes", due_on="2026-12-31", unit="%", start=0.3, target=0.5,
    )  # fmt: skip
    (result,) = made["key_results"]
    assert (status, result["pace"], result["of"]) == (201, "no_data", "to be 50%")
    token = str(uuid4())
    for _twice in range(2):
        status, made = send(
            f"objectives/key-results/{result['id']}/check-ins",
            confidence="high", value=0.42, note="The card helps.", token=token,
        )  # fmt: skip
    (result,) = made["key_results"]
    assert (status, result["done"], len(result["check_ins"])) == (201, 0.6, 1)
    assert made["sentence"] == "Half of all boxes: 42 of 50%, on track."
    status, made = send(f"{goal}/score", learned="Tell them.", carry_over=True)
    assert (made["phase"], made["score"]) == ("closed", 0.6)
    into = client.get(f"/api/objectives/{made['carried_into']}").json()
    assert (into["carried_from"], into["period"]) == (made["id"], "2027-Q1")
    assert into["key_results"][0]["start"] == 0.42
    listed = client.get("/api/objectives?period=2026-Q4").json()
    assert [one["id"] for one in listed] == [made["id"]]


def test_the_api__declines_for_a_reason(send: Send, goal: Make) -> None:
    made = goal(adopt=False)
    status, found = send(f"objectives/{made}/decline", reason="Not now.")
    assert (status, found["phase"], found["reason"]) == (200, "declined", "Not now.")


@pytest.mark.parametrize(
    ("path", "given", "status", "code"),
    [
        ("objectives", {"title": "A", "period": "soon"}, 422, "invalid_period"),
        ("objectives", {"title": " ", "period": "2026"}, 422, "invalid_key_result"),
        ("objectives/4711/adopt", {}, 404, "unknown_objective"),
        ("objectives/key-results/4711/check-ins", {"confidence": "high"}, 404, "unknown_objective"),
    ],
)
def test_the_api__for_what_makes_no_sense__says_why(
    send: Send, company: int, path: str, given: dict[str, object], status: int, code: str
) -> None:
    found = send(path, **given)
    assert (found[0], found[1]["code"]) == (status, code)


def test_the_api__for_who_may_not_decide__refuses(
    send: Send, goal: Make, as_member: Callable[..., Client], member: Make
) -> None:
    made = goal(adopt=False, by=member(), owner_id=member("amina"))
    as_member()
    assert send(f"objectives/{made}/adopt")[0] == 403
    assert Objective.objects.get(id=made).state == "proposed"


def test_the_api__hides_money_where_it_must(
    goal: Make, result: Make, as_member: Callable[..., Client], sell: Callable[..., None]
) -> None:
    sell(100, days=1)
    result(goal(), metric="revenue", unit="EUR", target=Decimal(1000))
    (found,) = as_member().get("/api/objectives").json()
    (result_found,) = found["key_results"]
    hidden = ("value", "target", "start", "done", "pace", "projection")
    assert [result_found[name] for name in hidden] == [None] * 6
    assert "not allowed to see" in result_found["hidden"]
    assert found["done"] is None


@pytest.fixture
def tell(log: EventLog, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run a command: `tell("list", "--period", "2026")`."""
    monkeypatch.setattr(operations, "_runner", [])
    install_runner(lambda asked, arguments, _: asked.run(Call(log=log), **arguments))
    root = typer.Typer()
    commands.register(root)

    @root.callback()
    def _root() -> None:
        """As the whole command line has it."""

    return lambda *said: CliRunner().invoke(root, ["goals", *map(str, said)])


def test_the_command__lists_and_checks_in(
    goal: Make, result: Make, company: int, tell: Callable[..., Result]
) -> None:
    made = result(goal("Boxes"), title="Returned")
    said = tell("check-in", made, "--sure", "high", "--value", "4", "--as", "ingrid@example.com")
    assert said.output.strip() == "Boxes: 4 of 10, at risk."
    (listed,) = json.loads(tell("list", "--period", "2026-Q4", "--format", "json").output)
    assert listed["key_results"][0]["of"] == "4 of 10"
    assert "Returned" in tell("list").output
    assert json.loads(tell("list", "--period", "2025", "--format", "json").output) == []
    assert CheckIn.objects.get().by_id == company


@pytest.mark.parametrize(
    "wrong",
    [("--sure", "very"), ("--sure", "high", "--value", "many")],
)
def test_the_command__for_what_it_cannot_read__says_how(
    company: int, tell: Callable[..., Result], wrong: tuple[str, ...]
) -> None:
    assert tell("check-in", 1, *wrong).exit_code == 2


def test_the_command__for_somebody_who_is_not_there__refuses(
    goal: Make, result: Make, tell: Callable[..., Result]
) -> None:
    said = tell("check-in", result(goal()), "--sure", "high", "--as", "nobody@example.com")
    assert isinstance(said.exception, Refusal)
    assert not CheckIn.objects.exists()
