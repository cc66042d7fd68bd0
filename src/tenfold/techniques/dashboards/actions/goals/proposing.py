"""Proposing an objective, and changing what it says."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold import outbox
from tenfold.facts.goals import ObjectiveAdopted, ObjectiveChanged, ObjectiveProposed
from tenfold.people.queries import get_team, get_viewer
from tenfold.techniques.dashboards.actions.goals import finding
from tenfold.techniques.dashboards.models import KeyResult, Objective
from tenfold.techniques.dashboards.queries.goals.whose import belongs, get_someone
from tenfold.techniques.dashboards.rules.goals import authority, results, states
from tenfold.techniques.dashboards.rules.goals.periods import Length, Period, make_period
from tenfold.techniques.dashboards.rules.goals.states import State
from tenfold.techniques.dashboards.rules.goals.tree import require_no_circle


@dataclass(frozen=True, kw_only=True)
class Said:
    """What an objective says. `serves`: how it serves the purpose; "": it is not said."""

    title: str
    period: Period
    owner_id: int
    team_id: int | None = None
    parent_id: int | None = None
    about: str = ""
    serves_purpose: bool = False
    serves: str = ""


@transaction.atomic
def propose_objective(*, said: Said, by: int, at: datetime, adopt: bool = False) -> int:
    """Propose an objective; return its id. `adopt`: take it on at once, where `by` may.

    Raises `InvalidKeyResult` for its title, `InvalidPeriod`, `UnknownMember`, `UnknownTeam`,
    `UnknownObjective` for a parent that there is not, `NotYours`.
    """
    values = _values(said)
    _require_parent(None, said.parent_id)
    row = Objective.objects.create(**values, proposed_by_id=by, proposed_at=at)
    outbox.tell(
        fact=ObjectiveProposed(objective_id=row.id, team_id=row.team_id), actor_id=by, at=at
    )
    if adopt:
        take_on(row=row, by=by, at=at)
    return row.id


@transaction.atomic
def change_objective(
    *, objective_id: int, said: Said, by: int, at: datetime, version: int | None = None
) -> None:
    """Let an objective say something else.

    A team's lead and whoever may decide everywhere can give it to another team; for others it is a
    proposal again then. Raises what `propose_objective` raises, `ChangedMeanwhile`, `WrongState`
    once it is closed, `InvalidKeyResult` where a key result would lie outside of its period, and
    `ObjectiveInACircle`.
    """
    row = finding.lock(objective_id=objective_id, version=version)
    finding.require_changer(row=row, by=by)
    _require_open(row)
    values = _values(said)
    _require_parent(row.id, said.parent_id)
    _require_results_inside(row, said.period)
    if said.team_id != row.team_id:
        values |= _in_other_hands(row, said.team_id, by)
    if all(getattr(row, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(row, name, value)
    row.version += 1
    row.save()
    outbox.tell(fact=ObjectiveChanged(objective_id=row.id, version=row.version), actor_id=by, at=at)


def take_on(*, row: Objective, by: int, at: datetime) -> None:
    """Write that an objective was adopted; inside the caller's transaction. Raises `NotYours`."""
    who = get_someone(account_id=by)
    authority.require(authority.may_decide(who=who, of=belongs(row=row)))
    row.state, row.decided_by_id, row.decided_at = State.ADOPTED.value, by, at
    row.reason = ""
    row.version += 1
    row.save()
    outbox.tell(fact=ObjectiveAdopted(objective_id=row.id, team_id=row.team_id), actor_id=by, at=at)


def _values(said: Said) -> dict[str, object]:
    period = make_period(
        length=Length(said.period.length),
        starts_on=said.period.starts_on,
        ends_on=said.period.ends_on,
    )
    get_viewer(account_id=said.owner_id)  # an active member
    if said.team_id is not None:
        get_team(team_id=said.team_id)
    return {
        "title": results.require_title(title=said.title),
        "about": said.about.strip(),
        "length": period.length.value,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "owner_id": said.owner_id,
        "team_id": said.team_id,
        "parent_id": said.parent_id,
        "serves_purpose": said.serves_purpose,
        "serves": said.serves.strip() if said.serves_purpose else "",
    }


def _require_open(row: Objective) -> None:
    if row.state == State.CLOSED or row.archived_at is not None:
        raise states.WrongState(
            _("This objective is closed: what it said stays as it was."),
            next_step=_("Open it again to change it, or carry it over into the next period."),
        )


def _require_parent(objective: int | None, parent: int | None) -> None:
    """Raise unless the parent is there and not below. The tree stands still until we are done.

    Two who put each other's objectives under their own at the same time come one after the other.
    """
    if parent is None:
        return
    tree = Objective.objects.select_for_update().order_by("id")
    parents = dict(tree.values_list("id", "parent_id"))
    if parent not in parents:
        raise states.unknown_objective()
    if objective is not None:
        require_no_circle(objective=objective, parent=parent, parents=parents)


def _require_results_inside(row: Objective, period: Period) -> None:
    due: list[date] = list(
        KeyResult.objects.filter(objective=row, removed_at__isnull=True).values_list(
            "due_on", flat=True
        )
    )
    for one in due:
        results.require_due(due_on=one, period=period)


def _in_other_hands(row: Objective, team_id: int | None, by: int) -> dict[str, object]:
    """Whom it is given to has not said yes: it is a proposal, unless `by` may say it for them."""
    who = get_someone(account_id=by)
    given = authority.Belongs(row.owner_id, row.proposed_by_id, team_id, decided=True)
    if row.state != State.ADOPTED or authority.may_decide(who=who, of=given):
        return {}
    return {"state": State.PROPOSED.value, "decided_by_id": None, "decided_at": None}
