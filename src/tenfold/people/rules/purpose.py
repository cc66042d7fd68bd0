"""A test of a purpose in plain questions, what the answers to it say together, and what changed.

The three parts are those of a massive transformative purpose (Ismail, Malone and van Geest,
Exponential Organizations, 2014): is it massive, does it transform, is it a purpose. The questions
and the rule that joins the answers are ours; docs/explanation/purpose.md gives the reasons.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenfold.kit.refusal import Refusal

MOST = Fraction(2, 3)
"""Which share of the answers makes a question answered with yes, or with no."""


class UnknownQuestion(Refusal):
    """The test of a purpose has no such question, or the question no such answer."""

    code = "unknown_question"


class NoPurposeYet(Refusal):
    """The company has not written down what it is for."""

    code = "no_purpose_yet"
    status = 409


class PurposeMoved(Refusal):
    """The purpose was put into new words since the page was opened."""

    code = "purpose_moved"
    status = 409


class PurposeTooLong(Refusal):
    """A purpose that nobody could repeat."""

    code = "purpose_too_long"


class Says(StrEnum):
    """What somebody can answer."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Part(StrEnum):
    """What the test looks for."""

    MASSIVE = "massive"
    TRANSFORMS = "transforms"
    PURPOSE = "purpose"


class Verdict(StrEnum):
    """What several answers say together."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    SPLIT = "split"
    UNSURE = "unsure"


@dataclass(frozen=True)
class TestQuestion:
    """One question of the test. Yes is always the answer of a purpose that stands it."""

    __test__ = False  # not a test of ours, whatever its name begins with

    code: str
    part: Part
    asks: Any
    hint: Any


QUESTIONS = (
    TestQuestion(
        "noticed",
        Part.MASSIVE,
        gettext_lazy("If it came true, would people notice who never bought from us?"),
        gettext_lazy("A purpose that only our customers would notice is a good business plan."),
    ),
    TestQuestion(
        "larger",
        Part.MASSIVE,
        gettext_lazy("Is it larger than we are, so that others could work on it, too?"),
        gettext_lazy("Suppliers, neighbours, even competitors."),
    ),
    TestQuestion(
        "transforms",
        Part.TRANSFORMS,
        gettext_lazy("Would something be different afterwards, and not just a little better?"),
        gettext_lazy("Name what people would do otherwise than today."),
    ),
    TestQuestion(
        "beyond",
        Part.TRANSFORMS,
        gettext_lazy("Is it out of reach if we only go on as we do today?"),
        gettext_lazy("What is reached by going on needs no purpose."),
    ),
    TestQuestion(
        "why",
        Part.PURPOSE,
        gettext_lazy("Does it say what for, and not what we sell?"),
        gettext_lazy("Would it still hold if we sold something else?"),
    ),
    TestQuestion(
        "no_number",
        Part.PURPOSE,
        gettext_lazy("Would it still hold when this year's targets are reached?"),
        gettext_lazy("A number, a rank or a date is a goal; goals serve the purpose."),
    ),
    TestQuestion(
        "attracts",
        Part.PURPOSE,
        gettext_lazy("Would somebody whom we do not pay give an evening for it?"),
        gettext_lazy("Say who. If somebody already did, say that."),
    ),
    TestQuestion(
        "decides",
        Part.PURPOSE,
        gettext_lazy("Did it ever help us to say no to something that would have paid?"),
        gettext_lazy("A purpose that forbids nothing decides nothing."),
    ),
)
_CODES = frozenset(question.code for question in QUESTIONS)
_ORDER = (Verdict.NO, Verdict.SPLIT, Verdict.OPEN, Verdict.UNSURE)


def judge_question(*, says: Collection[Says]) -> Verdict:
    """Return what the answers to one question say together.

    Two thirds of them make a yes or a no. Fewer, with somebody on either side, is disagreement;
    fewer, with nobody on the other side, is not being sure.
    """
    if not says:
        return Verdict.OPEN
    yes, no = (sum(one is side for one in says) for side in (Says.YES, Says.NO))
    if yes >= MOST * len(says):
        return Verdict.YES
    if no >= MOST * len(says):
        return Verdict.NO
    return Verdict.SPLIT if yes and no else Verdict.UNSURE


def judge_part(*, verdicts: Collection[Verdict]) -> Verdict:
    """Return what several questions say together: yes only where each of them says yes."""
    return next((worst for worst in _ORDER if worst in verdicts), Verdict.YES)


def require_answers(*, answers: Mapping[str, str]) -> dict[str, Says]:
    """Return the answers by question. Raises `UnknownQuestion`."""
    known = {says.value for says in Says}
    if not set(answers) <= _CODES or not set(answers.values()) <= known:
        raise UnknownQuestion(
            _("The test has no such question or answer."),
            next_step=_("Answer its questions with yes, no or unsure."),
            field="answers",
        )
    return {code: Says(said) for code, said in answers.items()}


def require_repeatable(*, text: str) -> str:
    """Return the purpose without blanks around it. Raises `PurposeTooLong`."""
    words = text.strip()
    if len(words) > 2_000:
        raise PurposeTooLong(
            _("A purpose of more than 2,000 letters is one that nobody repeats."),
            next_step=_("Write one sentence, and the rest into the reasons."),
            field="text",
        )
    return words


class Fate(StrEnum):
    """What became of some words from one version to the next."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    """Some words, and what became of them."""

    fate: Fate
    text: str


def compare(*, before: str, after: str) -> tuple[Piece, ...]:
    """Return the words of both versions in order: what stayed, what is gone, what is new."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Fate.SAME, _join(old[i1:i2])))
            continue
        gone, came = _join(old[i1:i2]), _join(new[j1:j2])
        pieces += [
            Piece(fate, text) for fate, text in ((Fate.GONE, gone), (Fate.NEW, came)) if text
        ]
    return tuple(pieces)


def _words(text: str) -> list[str]:
    return re.findall(r"\S+", text)


def _join(words: Iterable[str]) -> str:
    return " ".join(words)
