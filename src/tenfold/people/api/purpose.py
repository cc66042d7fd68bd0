"""The purpose for programs: the words that hold, those before them, and the test."""

from datetime import datetime
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from tenfold.kit import clock
from tenfold.people import actions, queries
from tenfold.people.api.shapes import Text, get_me
from tenfold.people.queries.purpose import AskedView, PurposeVersionView, PurposeView
from tenfold.people.rules.purpose import Part, Says, Verdict

router = Router(tags=["purpose"])
Because = Annotated[str, Field(max_length=4000)]
Reason = Annotated[str, Field(max_length=1000)]


class Version(Schema):
    """One wording of the purpose. `adopted_by` is blank where nobody knows."""

    number: int
    text: str
    because: str
    adopted_by: str
    adopted_at: datetime
    tested_by: int


class Answered(Schema):
    """What one person says to one question."""

    account_id: int
    name: str
    says: Says
    because: str
    answered_at: datetime


class Asked(Schema):
    """A question of the test, everybody's answers, and what they say together."""

    code: str
    part: Part
    asks: str
    verdict: Verdict
    answers: list[Answered]


class Purpose(Schema):
    """The version that holds (null: there is none), all versions, and how it stands the test."""

    current: Version | None
    versions: list[Version]
    verdict: Verdict
    questions: list[Asked]


class NewPurpose(Schema):
    """The words to hold from now on, and why."""

    text: Text
    because: Because = ""


class MyAnswer(Schema):
    """What I say to one question, and why."""

    says: Says
    because: Reason = ""


class MyAnswers(Schema):
    """What I say to the test of a version; a question that is left out is taken back."""

    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    answers: Annotated[dict[str, MyAnswer], Field(max_length=50)]


@router.get("/purpose", response=Purpose, url_name="purpose")
def get_purpose(request: HttpRequest) -> Purpose:  # noqa: ARG001
    """Return what the company is for, and how it stands the test."""
    return _draw(queries.get_purpose())


@router.put("/purpose", response=Purpose, url_name="purpose")
def adopt_purpose(request: HttpRequest, purpose: NewPurpose) -> Purpose:
    """Put the purpose into new words. The words before are kept."""
    actions.adopt_purpose(**purpose.dict(), by=get_me(request), at=clock.now())
    return _draw(queries.get_purpose())


@router.put("/purpose/answers", response=Purpose, url_name="purpose_answers")
def answer_purpose(request: HttpRequest, mine: MyAnswers) -> Purpose:
    """Keep what I say to the test of the version that holds."""
    answers = {code: (one.says.value, one.because) for code, one in mine.answers.items()}
    actions.answer_purpose(
        version=mine.version, answers=answers, by=get_me(request), at=clock.now()
    )
    return _draw(queries.get_purpose())


def _draw(view: PurposeView) -> Purpose:
    return Purpose(
        current=_version(view.current) if view.current else None,
        versions=[_version(one) for one in view.versions],
        verdict=view.verdict,
        questions=[_asked(one, part.part) for part in view.parts for one in part.asked],
    )


def _version(view: PurposeVersionView) -> Version:
    return Version(
        number=view.number,
        text=view.text,
        because=view.because,
        adopted_by=view.adopted_by,
        adopted_at=view.adopted_at,
        tested_by=view.tested_by,
    )


def _asked(view: AskedView, part: Part) -> Asked:
    return Asked(
        code=view.question.code,
        part=part,
        asks=str(view.question.asks),
        verdict=view.verdict,
        answers=[
            Answered(
                account_id=one.account_id,
                name=one.name,
                says=one.says,
                because=one.because,
                answered_at=one.answered_at,
            )
            for one in view.answers
        ],
    )
