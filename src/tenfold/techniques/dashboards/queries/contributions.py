"""Who moved a number this week: asked of every group of both weeks, said in two sentences."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from tenfold.metrics.answers import Answer
from tenfold.metrics.calendar import Grain
from tenfold.metrics.questions import MAX_TOP, Question
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.breakdowns import list_telling
from tenfold.techniques.dashboards.queries.words import name_group
from tenfold.techniques.dashboards.rules import contributing
from tenfold.ui.format import Value

_FURTHER = 2
"""By how many breakdowns beside the chosen one a week is searched for what is new in it."""

Write = Callable[[Value], str]
Groups = Mapping[str, Value]


@dataclass(frozen=True)
class Told:
    """Who moved a number: the sentence that matters, and what is worth knowing beside it."""

    most: str = ""
    beside: str = ""


@dataclass(frozen=True)
class Week:
    """The question of a week so far, by what it may be split, and the week before until then.

    `names`: the chosen breakdown first, then those in which something new may show.
    """

    question: Question
    names: tuple[str, ...]
    asker: Asker

    @property
    def before(self) -> Question:
        """The same stretch of the week before."""
        return replace(
            self.question,
            start=self._week_before(self.question.start),
            end=self._week_before(self.question.end),
        )

    def _week_before(self, at: datetime | None) -> datetime | None:
        return at and self.asker.calendar.shifted(at=at, grain=Grain.WEEK, by=-1)


def make_week(*, question: Question, breakdown: str, offered: Sequence[str], asker: Asker) -> Week:
    """Return the week to be told of, split by `breakdown` and, where there are more, by others."""
    further = [name for name in list_telling(names=offered) if name != breakdown]
    plain = replace(question, compare=None, top=MAX_TOP)
    return Week(plain, (breakdown, *further[:_FURTHER]), asker)


def questions_of(*, week: Week) -> tuple[Question, ...]:
    """Return all that `tell` will ask, but for whether something is new: that depends on these."""
    pairs = [week.names[:2]] if len(week.names) > 1 else []
    return tuple(
        replace(stretch, breakdown=breakdown)
        for stretch in (week.question, week.before)
        for breakdown in [*((name,) for name in week.names), *pairs]
    )


def tell(*, week: Week, write: Write) -> Told:
    """Return who moved the number, and what is new in it. Raises what `Asker.ask` raises."""
    chosen = week.names[0]
    now, before = (_ask(week, stretch, chosen) for stretch in (week.question, week.before))
    moved = contributing.who_moved(now=now, before=before)
    beside = [_say_against(moved, write), _say_new(week, write)]
    return Told(
        most=contributing.say_moved(moved=moved, inside=_inside(week, moved)),
        beside=" ".join(sentence for sentence in beside if sentence),
    )


def _ask(week: Week, stretch: Question, name: str) -> Groups:
    answer = week.asker.ask(replace(stretch, breakdown=(name,)))
    return {name_group(one): one.value for one in answer.groups if one.value is not None}


def _inside(week: Week, moved: contributing.Moved | None) -> str:
    """Return which value of the next breakdown moved the part of whoever moved most."""
    if moved is None or moved.second is not None or len(week.names) < 2:
        return ""
    pairs = [
        week.asker.ask(replace(stretch, breakdown=week.names[:2]))
        for stretch in (week.question, week.before)
    ]
    if any(one.other for answer in pairs for one in answer.groups):
        return ""  # too many pairs: the largest of one week need not be those of the other
    now, before = (_within(answer, moved.first.label) for answer in pairs)
    return contributing.mostly(now=now, before=before)


def _within(answer: Answer, label: str) -> Groups:
    return {
        one.labels[1]: one.value
        for one in answer.groups
        if one.value is not None and one.labels[0] == label and one.labels[1] is not None
    }


def _say_against(moved: contributing.Moved | None, write: Write) -> str:
    if moved is None or moved.against is None:
        return ""
    sentence = (
        _("%(label)s fell by %(amount)s.") if moved.grew else _("%(label)s grew by %(amount)s.")
    )
    amount = write(round(abs(moved.against.moved), 2))
    return sentence % {"label": moved.against.label, "amount": amount}


def _say_new(week: Week, write: Write) -> str:
    """Return what brought something for the first time ever, with how much; "" for nothing."""
    for name in week.names:
        now, before = (_ask(week, stretch, name) for stretch in (week.question, week.before))
        fresh = _never_before(week, name, contributing.may_be_new(now=now, before=before))
        if fresh:
            listed = [
                _("%(label)s with %(amount)s") % {"label": label, "amount": write(now[label])}
                for label in fresh
            ]
            return _("New: %(listed)s.") % {"listed": _(" and ").join(listed)}
    return ""


def _never_before(week: Week, name: str, labels: tuple[str, ...]) -> tuple[str, ...]:
    if not labels:
        return ()
    answer = week.asker.ask(
        replace(
            week.question,
            start=None,
            end=week.question.start,
            breakdown=(name,),
            groups=((None,), *((label,) for label in labels)),
        )
    )
    others = [one for one in answer.groups if one.other]
    if not any(one.value for one in others):
        return ()  # nobody said it before: then everything would be new
    known = {one.labels[0] for one in answer.groups if not one.other and one.value}
    return tuple(label for label in labels if label not in known)
