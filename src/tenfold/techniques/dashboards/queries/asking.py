"""Whoever asks for a page: what they may see, how their company reckons and writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.kit.refusal import Refusal
from tenfold.metrics import queries as metrics
from tenfold.metrics.access import Cancellation
from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.definitions import Count, Definition, Persons, Ratio, Unique
from tenfold.metrics.figures import SHARE, is_currency
from tenfold.metrics.questions import Question
from tenfold.metrics.rules import MoneyHidden, PersonsHidden, require_visible
from tenfold.metrics.showing import names_persons, tells_money
from tenfold.people.permissions import Permission, Viewer
from tenfold.people.queries import CompanyView
from tenfold.techniques.dashboards.rules import looking
from tenfold.ui.format import Formats, Value


@dataclass(frozen=True)
class Asker:
    """One request's eyes. `until` is the instant up to which it looks (see `reckon_until`).

    `follows`: what is drawn may lead on to other pages; it may not for somebody outside.
    """

    viewer: Viewer
    company: CompanyView
    at: datetime
    until: datetime
    volume: "Volume"
    follows: bool = True

    @property
    def calendar(self) -> Calendar:
        """How the company reckons time."""
        return Calendar(
            timezone=self.company.timezone,
            week_starts=self.company.week_starts,
            currency=self.company.currency,
        )

    @property
    def formats(self) -> Formats:
        """How the company writes."""
        return Formats(
            language=self.company.language,
            timezone=self.company.timezone,
            currency=self.company.currency,
        )

    @property
    def looks_back(self) -> bool:
        """Whether the page looks at the past because nothing came in lately."""
        return self.until < self.at

    def prepare(self, questions: Sequence[Question]) -> None:
        """Have questions that will be asked one by one read together now."""
        metrics.answer_all(questions=questions, calendar=self.calendar, at=self.at)

    def ask(
        self,
        question: Question,
        *,
        calendar: Calendar | None = None,
        cancelled: Cancellation | None = None,
    ) -> Answer:
        """Return the answer, in the company's calendar unless another is given.

        Raises what `metrics.queries.answer` raises, and `MoneyHidden` or `PersonsHidden` where the
        viewer may not see it.
        """
        answer = metrics.answer(
            question=question,
            calendar=calendar or self.calendar,
            at=self.at,
            cancelled=cancelled,
        )
        self._require_visible(question, answer)
        return answer

    def ask_all(
        self, questions: Sequence[Question], *, calendar: Calendar | None = None
    ) -> tuple[Answer | Refusal, ...]:
        """Return the answers to all questions of a page, from as few reads as can be.

        What one is refused for, or that the viewer may not see it, stands in its place.
        """
        found = metrics.answer_all(
            questions=questions, calendar=calendar or self.calendar, at=self.at
        )
        return tuple(map(self._seen, questions, found))

    def _seen(self, question: Question, found: Answer | Refusal) -> Answer | Refusal:
        try:
            if isinstance(found, Answer):
                self._require_visible(question, found)
        except Refusal as refusal:
            return refusal
        return found

    def _require_visible(self, question: Question, answer: Answer) -> None:
        require_visible(
            is_money=answer.is_money or tells_money(question=question),
            names_persons=names_persons(question=question),
            sees_money=self.viewer.allows(Permission.SEE_MONEY),
            sees_persons=self.viewer.allows(Permission.SEE_PERSONS),
        )

    def write(self, value: Value | None, unit: str) -> str:
        """Return a number in its unit as a page shows it; a dash where there is none."""
        if value is None:
            return "\u2013"
        return self.formats.value(value=value, unit=unit)


def unit_to_show(*, definition: Definition, unit: str, values: Iterable[Value | None]) -> str:
    """Return the unit to write beside a number: a currency, "%", or "".

    What is counted stands in the metric's title already. A ratio of two counts is a share where
    none of the values that are shown together is above one: 0.31 reads 31 %, 3.2 stays 3.2.
    """
    if is_currency(unit) or unit == SHARE:
        return unit
    known = [value for value in values if value is not None]
    share = isinstance(definition, Ratio) and all(
        isinstance(part, Count | Persons | Unique) for part in (definition.of, definition.per)
    )
    return "%" if share and known and all(0 <= value <= 1 for value in known) else ""


@dataclass(frozen=True)
class Withheld:
    """Why there is no number to see, and the word that stands in its place."""

    why: str
    instead: str


def explain(*, refusal: Refusal) -> Withheld:
    """Return what a page says where a number is refused."""
    hidden = isinstance(refusal, MoneyHidden | PersonsHidden)
    return Withheld(
        why=f"{refusal.sentence} {refusal.next_step}".strip(),
        instead=_("hidden") if hidden else _("no number"),
    )


@dataclass(frozen=True)
class Volume:
    """How much there is: events that are not the company's own, and when the newest was."""

    events: int
    newest_at: datetime | None


def measure_volume(*, company: CompanyView, at: datetime) -> Volume:
    """Return how much the log holds."""
    calendar = Calendar(
        timezone=company.timezone, week_starts=company.week_starts, currency=company.currency
    )
    answer = metrics.answer(question=Question(definition=Count()), calendar=calendar, at=at)
    return Volume(events=int(answer.value or 0), newest_at=answer.freshness.newest_event_at)


def make_asker(
    *, viewer: Viewer, company: CompanyView, at: datetime, follows: bool = True
) -> Asker:
    """Return the eyes of one request."""
    volume = measure_volume(company=company, at=at)
    until = looking.reckon_until(newest=volume.newest_at, at=at)
    return Asker(viewer=viewer, company=company, at=at, until=until, volume=volume, follows=follows)
