"""What the company is for: the words that hold, those before them, and how they stand the test."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from tenfold.people import models
from tenfold.people.rules.purpose import (
    QUESTIONS,
    Part,
    Piece,
    Says,
    TestQuestion,
    Verdict,
    compare,
    judge_part,
    judge_question,
)


@dataclass(frozen=True, slots=True)
class PurposeVersionView:
    """One wording, who adopted it (blank where nobody knows), and what changed with it.

    `tested_by`: how many people answered its test. `changes` is empty for the first.
    """

    number: int
    text: str
    because: str
    adopted_by: str
    adopted_at: datetime
    changes: tuple[Piece, ...]
    tested_by: int


@dataclass(frozen=True, slots=True)
class PurposeAnswerView:
    """What one person says to one question."""

    account_id: int
    name: str
    says: Says
    because: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class AskedView:
    """A question, everybody's answers, and what they say together."""

    question: TestQuestion
    answers: tuple[PurposeAnswerView, ...]
    verdict: Verdict

    def said_by(self, *, account_id: int) -> PurposeAnswerView | None:
        """Return what somebody says, or None where they have not answered."""
        return next((one for one in self.answers if one.account_id == account_id), None)


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the test: its questions, and what they say together."""

    part: Part
    asked: tuple[AskedView, ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class PurposeView:
    """The version that holds (None: there is none), all versions, newest first, and the test."""

    current: PurposeVersionView | None
    versions: tuple[PurposeVersionView, ...]
    parts: tuple[PartView, ...]
    people: int
    verdict: Verdict


def get_purpose() -> PurposeView:
    """Return what the company is for, and how it stands the test."""
    rows = list(
        models.PurposeVersion.objects.select_related("adopted_by").prefetch_related("answers")
        .order_by("number")
    )  # fmt: skip
    versions = tuple(
        _version(row, before) for row, before in zip(rows, [None, *rows], strict=False)
    )
    current = versions[-1] if versions and versions[-1].text else None
    answers = _answers(rows[-1]) if current else {}
    parts = tuple(_part(part, answers) for part in Part)
    return PurposeView(
        current=current,
        versions=versions[::-1],
        parts=parts,
        people=current.tested_by if current else 0,
        verdict=judge_part(verdicts=[part.verdict for part in parts]),
    )


def _version(
    row: models.PurposeVersion, before: models.PurposeVersion | None
) -> PurposeVersionView:
    return PurposeVersionView(
        number=row.number,
        text=row.text,
        because=row.because,
        adopted_by=_name(row.adopted_by),
        adopted_at=row.adopted_at,
        changes=() if before is None else compare(before=before.text, after=row.text),
        tested_by=len({answer.account_id for answer in row.answers.all()}),
    )


def _answers(row: models.PurposeVersion) -> dict[str, list[PurposeAnswerView]]:
    """Return the answers by question, in the order in which people joined the company."""
    found: dict[str, list[PurposeAnswerView]] = defaultdict(list)
    for one in row.answers.select_related("account").order_by("account__joined_at", "account_id"):
        view = PurposeAnswerView(
            account_id=one.account_id,
            name=_name(one.account),
            says=Says(one.says),
            because=one.because,
            answered_at=one.answered_at,
        )
        found[one.question].append(view)
    return found


def _part(part: Part, answers: dict[str, list[PurposeAnswerView]]) -> PartView:
    asked = tuple(
        _asked(question, answers.get(question.code, ()))
        for question in QUESTIONS
        if question.part is part
    )
    return PartView(part, asked, judge_part(verdicts=[one.verdict for one in asked]))


def _asked(question: TestQuestion, answers: Sequence[PurposeAnswerView]) -> AskedView:
    says: Collection[Says] = [one.says for one in answers]
    return AskedView(question, tuple(answers), judge_question(says=says))


def _name(account: models.Account | None) -> str:
    return "" if account is None else account.name or account.email
