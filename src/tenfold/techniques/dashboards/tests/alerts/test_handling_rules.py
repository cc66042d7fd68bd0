"""What people may do with an incident."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from tenfold.techniques.dashboards.rules.alerts import handling
from tenfold.techniques.dashboards.rules.alerts.handling import (
    IncidentOver,
    InvalidHandling,
    Stage,
)

AT = datetime(2026, 11, 25, 11, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OPEN = (Stage.FIRING, Stage.ACKNOWLEDGED)


@pytest.mark.parametrize("stage", OPEN)
def test_open_incident__can_be_taken_given_back_and_dealt_with(stage: Stage) -> None:
    assert handling.acknowledge(stage=stage) is Stage.ACKNOWLEDGED
    assert handling.give_back(stage=stage) is Stage.FIRING
    assert handling.resolve(stage=stage) is Stage.RESOLVED
    assert handling.snooze(stage=stage, until=AT + DAY, at=AT) is stage


@pytest.mark.parametrize("stage", [Stage.RESOLVED, Stage.WITHDRAWN])
@pytest.mark.parametrize("do", [handling.acknowledge, handling.give_back, handling.resolve])
def test_closed_incident__can_have_nothing_done_to_it(
    stage: Stage, do: Callable[..., Stage]
) -> None:
    with pytest.raises(IncidentOver):
        do(stage=stage)
    with pytest.raises(IncidentOver):
        handling.snooze(stage=stage, until=AT + DAY, at=AT)


@pytest.mark.parametrize("until", [AT, AT - DAY, AT + 31 * DAY])
def test_incident__cannot_be_put_off_into_the_past_or_for_ever(until: datetime) -> None:
    with pytest.raises(InvalidHandling):
        handling.snooze(stage=Stage.FIRING, until=until, at=AT)


def test_note__that_is_a_novel__is_refused() -> None:
    handling.require_note(note="x" * 500)
    with pytest.raises(InvalidHandling):
        handling.require_note(note="x" * 501)
