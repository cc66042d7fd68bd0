"""What the test of the purpose says, in words."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.people.queries.purpose import (
    AskedView,
    PartView,
    PurposeAnswerView,
    PurposeView,
)
from tenfold.people.rules.purpose import Part, Says, Verdict


@dataclass(frozen=True, slots=True)
class SaidView:
    """One answer: whose, in a word, and why. `tone` is good, bad or blank."""

    name: str
    word: str
    tone: str
    because: str


@dataclass(frozen=True, slots=True)
class QuestionView:
    """One question as it is shown: everybody's answers side by side, and the viewer's own."""

    code: str
    asks: str
    hint: str
    verdict: str
    tone: str
    said: tuple[SaidView, ...]
    mine: str
    my_reason: str


@dataclass(frozen=True, slots=True)
class TestedPart:
    """A part of the test, what it says, and its questions."""

    __test__ = False

    title: str
    verdict: str
    tone: str
    questions: tuple[QuestionView, ...]


@dataclass(frozen=True, slots=True)
class TestView:
    """The whole test as it is shown: the result, who answered, and the parts."""

    __test__ = False

    result: str
    who: str
    parts: tuple[TestedPart, ...]
    answered: bool


_TONES = {Verdict.YES: "good", Verdict.NO: "bad", Verdict.SPLIT: "warn"}


def describe_test(*, purpose: PurposeView, me: int) -> TestView:
    """Return how the purpose stands its test, in words, with what `me` said."""
    return TestView(
        result=_result(purpose),
        who=_who(purpose.people),
        parts=tuple(_part(one, me) for one in purpose.parts),
        answered=any(asked.said_by(account_id=me) for one in purpose.parts for asked in one.asked),
    )


def _result(purpose: PurposeView) -> str:
    if not purpose.people:
        return _("Nobody has answered yet. Be the first; it takes about two minutes.")
    return {
        Verdict.YES: _("It stands the test."),
        Verdict.NO: _("It does not stand the test yet."),
        Verdict.SPLIT: _("You do not agree. Talk about the questions where answers differ."),
        Verdict.UNSURE: _("You are not sure yet."),
        Verdict.OPEN: _("Some questions were not answered yet."),
    }[purpose.verdict]


def _who(people: int) -> str:
    if not people:
        return ""
    if people == 1:
        return _("One person answered: that is an opinion, and not a test yet. Ask the others.")
    return ngettext("%(n)d person answered.", "%(n)d people answered.", people) % {"n": people}


def _part(part: PartView, me: int) -> TestedPart:
    title, words = _words(part.part)
    return TestedPart(
        title=title,
        verdict=words[part.verdict],
        tone=_TONES.get(part.verdict, ""),
        questions=tuple(_question(one, me) for one in part.asked),
    )


def _words(part: Part) -> tuple[str, dict[Verdict, str]]:
    titles = {
        Part.MASSIVE: _("Is it massive?"),
        Part.TRANSFORMS: _("Does it transform?"),
        Part.PURPOSE: _("Is it a purpose?"),
    }
    sure = {
        Part.MASSIVE: (_("It is massive"), _("It is not massive")),
        Part.TRANSFORMS: (_("It transforms"), _("It does not transform")),
        Part.PURPOSE: (_("It is a purpose"), _("It is not a purpose")),
    }
    yes, no = sure[part]
    return titles[part], {Verdict.YES: yes, Verdict.NO: no, **_unsettled()}


def _unsettled() -> dict[Verdict, str]:
    return {
        Verdict.SPLIT: _("You do not agree"),
        Verdict.UNSURE: _("Not sure yet"),
        Verdict.OPEN: _("Not answered yet"),
    }


def _question(asked: AskedView, me: int) -> QuestionView:
    mine = asked.said_by(account_id=me)
    words = {Verdict.YES: _("Yes"), Verdict.NO: _("No"), **_unsettled()}
    return QuestionView(
        code=asked.question.code,
        asks=str(asked.question.asks),
        hint=str(asked.question.hint),
        verdict=words[asked.verdict],
        tone=_TONES.get(asked.verdict, ""),
        said=tuple(_said(one) for one in asked.answers),
        mine=mine.says.value if mine else "",
        my_reason=mine.because if mine else "",
    )


def _said(one: PurposeAnswerView) -> SaidView:
    word, tone = {
        Says.YES: (_("Yes"), "good"),
        Says.NO: (_("No"), "bad"),
        Says.UNSURE: (_("Not sure"), ""),
    }[one.says]
    return SaidView(name=one.name, word=word, tone=tone, because=one.because)
