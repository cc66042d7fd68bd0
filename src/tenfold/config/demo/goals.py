"""The goals of Nordlys Gifts: this quarter's three, the year above them, and the quarter before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from tenfold.config.demo import truth
from tenfold.config.demo.teams import find_accounts

if TYPE_CHECKING:
    from tenfold.metrics.calendar import Calendar
    from tenfold.techniques.dashboards.rules.goals.periods import Period

_IN_THE_CLUB = {
    "kind": "ratio",
    "of": {
        "kind": "persons",
        "event": "order",
        "where": [{"property": "customer_kind", "is": "club"}],
    },
    "per": {"kind": "persons", "event": "order"},
}
CLUB = "customers_in_the_club"


@dataclass(frozen=True)
class Word:
    """What somebody says about a key result, so many days before the end of the story."""

    days: float
    who: str
    confidence: str
    note: str = ""
    value: str | None = None


BOXES = (
    Word(49, "amina", "medium", "Nobody tells customers that we want them back.", "0.41"),
    Word(42, "amina", "medium", "The card in the box helps.", "0.43"),
    Word(35, "maja", "medium", "", "0.44"),
    Word(28, "amina", "high", "Three wholesalers collect them for us now.", "0.46"),
    Word(21, "amina", "high", "", "0.47"),
    Word(14, "maja", "high", "Ten per cent off the next order for a box: it works.", "0.5"),
    Word(6, "amina", "high", "Past the half! Now the dented ones: what do we do with them?", "0.52"),
)  # fmt: skip
SENT = (
    Word(34, "jonas", "high", "Packing on Saturdays from now on."),
    Word(20, "ingrid", "medium", "Parcels to Norway wait for their papers, one to four days."),
    Word(5, "jonas", "low", "Two of three late parcels go to Norway. Papers before packing?"),
)
COMES_BACK = (
    Word(33, "jonas", "medium", "The club letter goes out every other week now."),
    Word(19, "jonas", "medium"),
    Word(4, "maja", "medium", "More first orders than ever: good, and it pulls the share down."),
)
COMES_BACK_BEFORE = (
    Word(120, "jonas", "high", "The club is open to wholesalers' staff, too."),
    Word(95, "jonas", "medium"),
    Word(70, "maja", "medium", "August was slow. September must bring it."),
)


def make_goals(*, by: int, at: datetime) -> None:
    """Let the company have had goals: a quarter that is over, one that goes on, one proposal."""
    from tenfold.metrics.actions import define_metric

    define_metric(
        name=CLUB,
        title="Customers in the club",
        asks="What share of those who order belong to the club, and so come back?",
        spec=_IN_THE_CLUB,
        by=by,
        at=at,
    )
    _Goals(by=by, at=at).make()


class _Goals:
    """Makes them, each at its own time."""

    def __init__(self, *, by: int, at: datetime) -> None:
        from tenfold.metrics.asking import calendar_of
        from tenfold.people.queries import get_company, list_teams
        from tenfold.techniques.dashboards.rules.goals import periods

        self.by, self.at = by, at
        self.calendar: Calendar = calendar_of(company=get_company())
        self.accounts = find_accounts()
        self.teams = {one.name: one.id for one in list_teams()}
        today = self.calendar.to_local(at=at).date()
        self.quarter = periods.period_of(length=periods.Length.QUARTER, on=today)
        self.year = periods.period_of(length=periods.Length.YEAR, on=today)

    def make(self) -> None:
        year = self._year()
        self._comes_back(year)
        boxes = self._adopt("Half of all boxes returned for reuse", "amina", "Box back", year,
                            serves="A box that comes back is one that is not left behind.")  # fmt: skip
        self._say(self._typed(boxes, "Boxes that came back, of those sent", "0.40", "0.50"), BOXES)
        self._sent(year)
        self._propose()

    def _year(self) -> int:
        """The year's ambition: a quarter more than last year, by last year's seasons."""
        from tenfold.techniques.dashboards.actions.goals import Wanted, add_key_result
        from tenfold.techniques.dashboards.rules.goals.results import Kind, Shape

        made = self._adopt("More gifts, and nothing left behind", "maja", None, None, period=self.year,
                           serves="More people give what leaves nothing behind.")  # fmt: skip
        last = self._read("revenue", before=1)
        target = (last * Decimal(str(truth.GROWTH_PER_YEAR)) / 1000).to_integral_value() * 1000
        add_key_result(
            objective_id=made,
            wanted=Wanted(
                kind=Kind.METRIC, title="Revenue of the year", due_on=self.year.ends_on,
                metric="revenue", unit=truth.CURRENCY, start=Decimal(0),
                target=max(target, Decimal(1000)), shape=Shape.LAST_YEAR,
            ),
            by=self.by,
            at=self._first(self.year),
        )  # fmt: skip
        return made

    def _comes_back(self, year: int) -> None:
        """Last quarter it was nearly reached; so it goes on in this one."""
        from tenfold.techniques.dashboards.actions import goals
        from tenfold.techniques.dashboards.models import KeyResult
        from tenfold.techniques.dashboards.rules.goals import periods

        earlier = periods.before(period=self.quarter)
        made = self._adopt("Two of five customers come back", "jonas", "Shop", year, period=earlier)
        club = self._in_the_club(made, earlier)
        letter = self._milestone(made, "A club letter that people answer", earlier)
        self._say(club, COMES_BACK_BEFORE, earlier)
        answers = Word(80, "jonas", "high", "Forty answers to the first one.", "1")
        self._say(letter, (answers,), earlier)
        goals.close_objective(
            objective_id=made,
            calendar=self.calendar,
            by=self.by,
            at=min(self._first(self.quarter) + timedelta(hours=9), self.at),
            learned="The letter works, discounts do not. Whoever joins the club with their first "
            "order stays.",
            carry_over=True,
        )
        carried = KeyResult.objects.filter(carried_from_id=club).first()
        if carried is not None:
            self._say(carried.id, COMES_BACK)

    def _sent(self, year: int) -> None:
        from tenfold.techniques.dashboards.actions.goals import Wanted, add_key_result
        from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
        from tenfold.techniques.dashboards.rules.goals.results import Kind

        made = self._adopt("Orders sent within a day", "jonas", "Packing", year)
        result = add_key_result(
            objective_id=made,
            wanted=Wanted(
                kind=Kind.METRIC, title="Parcels that leave within 24 hours",
                due_on=self.quarter.ends_on, metric="sent_within_a_day", unit="%",
                reading=Reading(Over.WEEKS, 2), start=Decimal("0.65"), target=Decimal("0.80"),
            ),
            by=self.by,
            at=self._first(self.quarter),
        )  # fmt: skip
        self._say(result, SENT)

    def _propose(self) -> None:
        """Ingrid has seen it coming."""
        from tenfold.techniques.dashboards.actions.goals import (
            Said,
            Wanted,
            add_key_result,
            propose_objective,
        )
        from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
        from tenfold.techniques.dashboards.rules.goals.results import Kind

        ingrid = self.accounts["ingrid"]
        made = propose_objective(
            said=Said(
                title="Press-2 never runs hot again",
                about="It warned us for a fortnight before it stopped, and nobody looked.",
                period=self.quarter, owner_id=ingrid,
            ),
            by=ingrid,
            at=self.at - timedelta(days=2),
        )  # fmt: skip
        add_key_result(
            objective_id=made,
            wanted=Wanted(
                kind=Kind.METRIC, title="Peak of press-2, in degrees, over 13 weeks",
                due_on=self.quarter.ends_on, metric="press_2_peak",
                reading=Reading(Over.WEEKS, 13), start=Decimal(80), target=Decimal(70),
            ),
            by=ingrid,
            at=self.at - timedelta(days=2),
        )  # fmt: skip

    # Parts

    def _adopt(
        self,
        title: str,
        owner: str,
        team: str | None,
        parent: int | None,
        *,
        period: "Period | None" = None,
        serves: str = "",
    ) -> int:
        from tenfold.techniques.dashboards.actions.goals import Said, propose_objective

        of = period or self.quarter
        return propose_objective(
            said=Said(
                title=title, period=of, owner_id=self.accounts[owner],
                team_id=self.teams[team] if team else None, parent_id=parent,
                serves_purpose=bool(serves), serves=serves,
            ),
            by=self.by,
            at=self._first(of) - timedelta(days=6),
            adopt=True,
        )  # fmt: skip

    def _typed(self, objective: int, title: str, start: str, target: str) -> int:
        from tenfold.techniques.dashboards.actions.goals import Wanted, add_key_result
        from tenfold.techniques.dashboards.rules.goals.results import Kind

        wanted = Wanted(
            kind=Kind.MANUAL, title=title, due_on=self.quarter.ends_on, unit="%",
            start=Decimal(start), target=Decimal(target),
        )  # fmt: skip
        return add_key_result(
            objective_id=objective, wanted=wanted, by=self.by, at=self._first(self.quarter)
        )

    def _milestone(self, objective: int, title: str, period: "Period") -> int:
        from tenfold.techniques.dashboards.actions.goals import Wanted, add_key_result
        from tenfold.techniques.dashboards.rules.goals.results import Kind

        wanted = Wanted(kind=Kind.MILESTONE, title=title, due_on=period.ends_on)
        return add_key_result(
            objective_id=objective, wanted=wanted, by=self.by, at=self._first(period)
        )

    def _in_the_club(self, objective: int, period: "Period") -> int:
        from tenfold.techniques.dashboards.actions.goals import Wanted, add_key_result
        from tenfold.techniques.dashboards.rules.goals.reading import Over, Reading
        from tenfold.techniques.dashboards.rules.goals.results import Kind

        wanted = Wanted(
            kind=Kind.METRIC, title="Customers in the club, of all who order",
            due_on=period.ends_on, metric=CLUB, unit="%", reading=Reading(Over.WEEKS, 26),
            start=Decimal("0.36"), target=Decimal("0.40"),
        )  # fmt: skip
        return add_key_result(
            objective_id=objective, wanted=wanted, by=self.by, at=self._first(period)
        )

    def _say(self, result_id: int, words: Sequence[Word], period: "Period | None" = None) -> None:
        """Let people say it, in this order; a quarter that has only begun has it all in its days."""
        from tenfold.techniques.dashboards.actions.goals import Entry, check_in
        from tenfold.techniques.dashboards.rules.goals.checking import Confidence

        first = self._first(period or self.quarter)
        last = self._first(self.quarter) if period else self.at
        seen: int | None = None
        for place, word in enumerate(words):
            entry = Entry(
                result_id=result_id,
                confidence=Confidence(word.confidence),
                token=uuid5(NAMESPACE_URL, f"goals/{result_id}/{place}"),
                note=word.note,
                value=None if word.value is None else Decimal(word.value),
                seen=seen,
            )
            wished = self.at - timedelta(days=word.days)
            at = min(max(wished, first + timedelta(minutes=place)), last)
            by = self.accounts[word.who]
            (seen,) = check_in(entries=[entry], calendar=self.calendar, by=by, at=at)

    def _first(self, period: "Period") -> datetime:
        return self.calendar.instant_of_day(day=period.starts_on)

    def _read(self, metric: str, *, before: int) -> Decimal:
        from tenfold.metrics.calendar import Grain
        from tenfold.metrics.queries import answer, get_metric
        from tenfold.metrics.questions import Question

        start = self.calendar.shifted(at=self._first(self.year), grain=Grain.YEAR, by=-before)
        question = Question(
            definition=get_metric(name=metric).definition, start=start, end=self._first(self.year)
        )
        found = answer(question=question, calendar=self.calendar, at=self.at).value
        return Decimal(str(found or 0))
