"""What the doctor says of the log's upkeep."""

from types import SimpleNamespace

import pytest

from tenfold.config import doctor
from tenfold.eventlog.condition import Upkeep


@pytest.mark.parametrize(
    ("upkeep", "state", "said"),
    [
        (Upkeep(), "good", "has not looked yet"),
        (Upkeep(unordered=0), "good", "all closed days are in order"),
        (Upkeep(doing="ordering", unordered=1_200), "good", "1,200 events of closed days"),
        (
            Upkeep(doing="rolling", unordered=0, unrolled=7),
            "good",
            "7 old events are still to become",
        ),
        (Upkeep(unordered=0, problem="The disk is full."), "warning", "The disk is full."),
    ],
)
def test_upkeep__of_the_log__is_said_in_a_line(upkeep, state, said):
    log = SimpleNamespace(status=lambda: SimpleNamespace(upkeep=upkeep))

    finding = doctor._upkeep(log)

    assert finding.state == state
    assert said in finding.said
