"""The pages of goals: all of a period, and one objective."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.db.models import Q
from django.utils.translation import gettext as _

from tenfold.people.queries import list_teams
from tenfold.techniques.dashboards.models import Objective
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.goals.rows import objectives
from tenfold.techniques.dashboards.queries.goals.saying import name_period, say_left
from tenfold.techniques.dashboards.queries.goals.viewing import Viewing, period_of
from tenfold.techniques.dashboards.queries.goals.views import Choice, Link, ObjectiveView
from tenfold.techniques.dashboards.rules.goals import pace, periods, states
from tenfold.techniques.dashboards.rules.goals.periods import Length, Period
from tenfold.techniques.dashboards.rules.goals.states import Phase, State


@dataclass(frozen=True)
class Look:
    """What an address says about the list; empty where it says nothing."""

    period: str = ""
    team: str = ""
    shown: str = "open"
    view: str = "tree"

    def query(self, **changed: str) -> str:
        """Return the query string of the same look, changed so."""
        said = {"period": self.period, "team": self.team, "shown": self.shown, "view": self.view}
        usual = {"shown": "open", "view": "tree"}
        merged = {**said, **changed}
        kept = {name: text for name, text in merged.items() if text and usual.get(name) != text}
        return f"?{urlencode(kept)}"


@dataclass(frozen=True)
class GoalsPage:
    """The list or the tree of a period.

    lines  in the order in which they are read; in a tree with their depth
    empty  whether there is no objective at all, in no period
    """

    period: str
    left: str
    lines: tuple[ObjectiveView, ...]
    proposals: tuple[ObjectiveView, ...]
    periods: tuple[Choice, ...]
    teams: tuple[Choice, ...]
    shown: tuple[Choice, ...]
    views: tuple[Choice, ...]
    query: str
    empty: bool
    before: str
    after: str
    is_tree: bool


@dataclass(frozen=True)
class ObjectivePage:
    """One objective with all that is around it. `score`: as its numbers say, now."""

    objective: ObjectiveView
    above: tuple[Link, ...]
    below: tuple[ObjectiveView, ...]
    carried_from: Link | None
    carried_into: Link | None
    purpose: str
    next_period: str
    score: str


def list_goals(*, look: Look, asker: Asker) -> GoalsPage:
    """Return the objectives of a period; without one, of the quarter that is going on.

    A period's list has every objective whose own period touches it, so that the year's ambition
    stands above the quarter's. Raises `InvalidPeriod`.
    """
    today = asker.calendar.to_local(at=asker.at).date()
    period = (
        periods.read_period(key=look.period)
        if look.period
        else periods.period_of(length=Length.QUARTER, on=today)
    )
    rows = objectives().filter(
        _shown(look.shown), starts_on__lte=period.ends_on, ends_on__gte=period.starts_on
    )
    if look.team.isdigit():
        rows = rows.filter(team_id=int(look.team))
    viewing = Viewing(rows=rows, asker=asker)
    ordered = _tree(viewing.rows) if look.view == "tree" else [(one, 0) for one in viewing.rows]
    lines = tuple(viewing.objective(row, depth=depth) for row, depth in ordered)
    formats = asker.formats
    return GoalsPage(
        period=name_period(period=period, formats=formats),
        left=_left(period, asker),
        lines=tuple(one for one in lines if one.phase != Phase.PROPOSED),
        proposals=tuple(one for one in lines if one.phase == Phase.PROPOSED),
        periods=_periods(period, look, asker),
        teams=_teams(look),
        shown=_choices(look, "shown", _shown_words()),
        views=_choices(look, "view", {"tree": _("Tree"), "list": _("List")}),
        query=look.query(),
        empty=not lines and not Objective.objects.exists(),
        before=look.query(period=periods.before(period=period).key),
        after=look.query(period=periods.following(period=period).key),
        is_tree=look.view == "tree",
    )


def get_objective(*, objective_id: int, asker: Asker) -> ObjectivePage:
    """Return one objective with its key results, who is above, and who is below.

    Raises `UnknownObjective`.
    """
    row = objectives().filter(id=objective_id).first()
    if row is None:
        raise states.unknown_objective()
    children = list(objectives().filter(parent_id=row.id, archived_at__isnull=True))
    viewing = Viewing(rows=[row, *children], asker=asker)
    into = Objective.objects.filter(carried_from_id=row.id).first()
    following = periods.following(period=period_of(row))
    return ObjectivePage(
        objective=viewing.objective(viewing.rows[0], closely=True),
        above=tuple(_link(one, asker) for one in _above(row)),
        below=tuple(viewing.objective(one) for one in viewing.rows[1:]),
        carried_from=_link(row.carried_from, asker) if row.carried_from else None,
        carried_into=_link(into, asker) if into else None,
        purpose=asker.company.purpose,
        next_period=name_period(period=following, formats=asker.formats),
        score=asker.formats.number(value=_score(viewing, row), digits=1),
    )


def _score(viewing: Viewing, row: Objective) -> Decimal:
    """The score that closing it now would give, of what the viewer may see."""
    seen = [viewing.measured[one.id] for one in row.results.all()]
    scores = [pace.score_of(done=one.done) for one in seen if one.refusal is None]
    return pace.score_of(done=pace.mean_of(scores))


def list_parents(*, besides: int | None, asker: Asker) -> tuple[Choice, ...]:
    """Return the objectives that another may stand under: open ones, and not itself."""
    rows = Objective.objects.filter(
        archived_at__isnull=True, state__in=[State.PROPOSED, State.ADOPTED]
    ).exclude(id=besides or 0)
    return tuple(
        Choice(
            value=str(row.id),
            label=f"{row.title} ({name_period(period=period_of(row), formats=asker.formats)})",
        )
        for row in rows.order_by("-ends_on", "title")
    )


def _above(row: Objective) -> list[Objective]:
    found: list[Objective] = []
    above = row.parent
    while above is not None and above not in found:
        found.append(above)
        above = above.parent
    return list(reversed(found))


def _link(row: Objective, asker: Asker) -> Link:
    score = "" if row.score is None else asker.formats.number(value=row.score, digits=1)
    return Link(
        id=row.id,
        title=row.title,
        period=name_period(period=period_of(row), formats=asker.formats),
        note=_("scored %(score)s") % {"score": score} if score else "",
    )


def _tree(rows: Sequence[Objective]) -> list[tuple[Objective, int]]:
    """Order them so that each stands below the one it is under, as far as that is shown."""
    shown = {row.id for row in rows}
    below: dict[int | None, list[Objective]] = {}
    for row in rows:
        below.setdefault(row.parent_id if row.parent_id in shown else None, []).append(row)
    ordered: list[tuple[Objective, int]] = []

    def walk(parent: int | None, depth: int) -> None:
        for row in below.get(parent, ()):
            ordered.append((row, depth))
            walk(row.id, depth + 1)

    walk(None, 0)
    return ordered


def _shown(shown: str) -> Q:
    if shown == "archived":
        return Q(archived_at__isnull=False)
    here = Q(archived_at__isnull=True)
    if shown == "proposed":
        return here & Q(state=State.PROPOSED)
    if shown == "closed":
        return here & Q(state__in=[State.CLOSED, State.DECLINED])
    return here if shown == "all" else here & ~Q(state=State.DECLINED)


def _shown_words() -> dict[str, str]:
    return {
        "open": _("What counts"),
        "proposed": _("Proposals"),
        "closed": _("Closed and declined"),
        "archived": _("Archived"),
        "all": _("All"),
    }


def _left(period: Period, asker: Asker) -> str:
    return say_left(period=period, today=asker.calendar.to_local(at=asker.at).date())


def _choices(look: Look, name: str, words: dict[str, str]) -> tuple[Choice, ...]:
    chosen = {"shown": look.shown, "view": look.view}[name]
    return tuple(
        Choice(value, label, look.query(**{name: value}), value == chosen)
        for value, label in words.items()
    )


def _teams(look: Look) -> tuple[Choice, ...]:
    teams = [("", _("All teams")), *((str(one.id), one.name) for one in list_teams())]
    return tuple(
        Choice(value, label, look.query(team=value), value == look.team) for value, label in teams
    )


def _periods(period: Period, look: Look, asker: Asker) -> tuple[Choice, ...]:
    """The period that is shown, those around today, and those that objectives have."""
    today = asker.calendar.to_local(at=asker.at).date()
    quarter = periods.period_of(length=Length.QUARTER, on=today)
    usual = [
        quarter,
        periods.following(period=quarter),
        periods.before(period=quarter),
        periods.period_of(length=Length.YEAR, on=today),
        period,
    ]
    known = {one.key: one for one in [*usual, *_known_periods()]}
    ordered = sorted(known.values(), key=lambda one: (one.starts_on, one.ends_on), reverse=True)
    return tuple(
        Choice(
            value=one.key,
            label=name_period(period=one, formats=asker.formats),
            query=look.query(period=one.key),
            chosen=one == period,
        )
        for one in ordered
    )


def _known_periods() -> Iterable[Period]:
    rows = Objective.objects.values_list("length", "starts_on", "ends_on").distinct()
    return (Period(starts_on, ends_on, Length(length)) for length, starts_on, ends_on in rows)
