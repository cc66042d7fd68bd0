"""What this technique does when a fact is stated, by whatever room: some become annotations."""

from tenfold.facts.base import Fact
from tenfold.facts.goals import ObjectiveAdopted
from tenfold.facts.interfaces import ImportUndone, SourceArchived, WriteKeyRevoked
from tenfold.facts.metrics import MetricDefined
from tenfold.facts.people import PurposeChanged
from tenfold.outbox.hearing import Heard, hear

NOTED: tuple[type[Fact], ...] = (
    MetricDefined,
    ImportUndone,
    SourceArchived,
    WriteKeyRevoked,
    ObjectiveAdopted,
    PurposeChanged,
)
"""Facts that are drawn on every chart; rules.annotations.facts says which of them, and how."""


def register() -> None:
    """Hear them from now on."""
    for fact in NOTED:
        hear(fact=fact, by=note)


def note(heard: Heard) -> None:
    """Make an annotation of a fact."""
    from tenfold.techniques.dashboards.actions.annotations.facts import note_fact

    note_fact(id=heard.id, fact=heard.fact, by=heard.actor_id, at=heard.at)
