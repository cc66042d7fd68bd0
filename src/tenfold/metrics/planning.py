"""The questions of a page, planned together.

What is kept is brought up to date one by one: that reads next to nothing. What must be computed
anew and is about the same time, by the same periods, is read together (`metrics.together`).
"""

from collections.abc import Iterator, Mapping, Sequence

from tenfold.eventlog.refusals import QueryCancelled
from tenfold.kit.refusal import Refusal
from tenfold.metrics import measured, together, totals
from tenfold.metrics.access import Access
from tenfold.metrics.cache import Kept, Outcome
from tenfold.metrics.calendar import Calendar
from tenfold.metrics.compute import compute
from tenfold.metrics.questions import Question
from tenfold.metrics.renewing import bring_up_to_date


def compute_all(
    *,
    questions: Mapping[str, Question],
    kept: Mapping[str, Kept | None],
    calendar: Calendar,
    access: Access,
) -> dict[str, Outcome]:
    """Return what each question comes to, or what it is refused for."""
    page = _Page(questions, calendar, access)
    page.bring_up_to_date(kept)
    for frame in page.frames():
        page.read_together(frame)
    page.compute_others()
    return page.found


class _Page:
    """Questions on their way to being answered."""

    def __init__(
        self, questions: Mapping[str, Question], calendar: Calendar, access: Access
    ) -> None:
        self.questions = questions
        self.calendar = calendar
        self.access = access
        self.found: dict[str, Outcome] = {}
        self.known = {
            key: measured.consult_log(question=question, calendar=calendar, access=access)
            for key, question in questions.items()
            if together.can_be_together(question=question)
            and not totals.may_be_asked(question=question, reading=access.reading())
        }

    def bring_up_to_date(self, kept: Mapping[str, Kept | None]) -> None:
        """Keep what still holds, and what a little reading makes hold."""
        for key, earlier in kept.items():
            if earlier is not None:
                renewed = bring_up_to_date(
                    question=self.questions[key],
                    calendar=self.calendar,
                    access=self._access(self.questions[key]),
                    kept=earlier,
                )
                if renewed is not None:
                    self.found[key] = renewed

    def frames(self) -> Sequence[Mapping[str, Question]]:
        """Return what can be read together, of what is missing."""
        frames: dict[object, dict[str, Question]] = {}
        for key, known in self.known.items():
            if key not in self.found:
                question = self.questions[key]
                frame = together.frame_of(question=question, known=known)
                frames.setdefault(frame, {})[key] = question
        few = [part for frame in frames.values() for part in _split(frame)]
        return [frame for frame in few if len(frame) > 1]

    def read_together(self, frame: Mapping[str, Question]) -> None:
        """Read the questions of one frame. What is refused in company is asked again alone."""
        try:
            self.found |= together.compute(
                questions=frame,
                known=self.known,
                calendar=self.calendar,
                access=self._access(*frame.values()),
            )
        except QueryCancelled:
            raise
        except Refusal:
            return

    def compute_others(self) -> None:
        """Compute what is still missing, one by one."""
        for key, question in self.questions.items():
            if key not in self.found:
                self.found[key] = self._compute(question)

    def _compute(self, question: Question) -> Outcome:
        try:
            access = self._access(question)
            return compute(question=question, calendar=self.calendar, access=access)
        except Refusal as refusal:
            return refusal

    def _access(self, *questions: Question) -> Access:
        return self.access.about(*questions, calendar=self.calendar)


def _split(frame: Mapping[str, Question]) -> Iterator[Mapping[str, Question]]:
    """Yield the questions, no more at once than one statement can tell apart."""
    keys = list(frame)
    for first in range(0, len(keys), together.MOST):
        yield {key: frame[key] for key in keys[first : first + together.MOST]}
