"""A fact becomes a note, in the transaction that states it."""

from datetime import datetime
from uuid import UUID

from tenfold.facts.base import Fact
from tenfold.metrics.asking import calendar_of
from tenfold.people.queries import find_company
from tenfold.techniques.dashboards.models import Annotation
from tenfold.techniques.dashboards.rules.annotations.facts import SPOKEN


def note_fact(*, id: UUID, fact: Fact, by: int | None, at: datetime) -> bool:
    """Note a fact that is worth it; return whether it was. One id is noted once."""
    spoken, says, company = SPOKEN.get(fact.name()), fact.properties(), find_company()
    if spoken is None or company is None or not spoken.worth(says):
        return False
    local = calendar_of(company=company).to_local(at=at)
    _row, made = Annotation.objects.get_or_create(
        key=f"fact:{id}",
        defaults={
            "kind": "fact",
            "fact": fact.name(),
            "says": says,
            "metric": str(says[spoken.metric]) if spoken.metric else "",
            "starts_on": local.date(),
            "time": local.time().replace(microsecond=0),
            "made_by_id": by,
            "made_at": at,
            "changed_at": at,
        },
    )
    return made
