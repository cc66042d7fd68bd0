"""Trying a way out: one letter, at once, and what became of it."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from tenfold.kit import clock
from tenfold.kit.refusal import Refusal
from tenfold.notices.actions.handing_over import hand_over
from tenfold.notices.letters import home_url
from tenfold.notices.models import Message, Receiver, Way
from tenfold.notices.rules.missing import unknown_way
from tenfold.notices.sending.letter import Letter, NotDelivered, Part
from tenfold.people.queries import get_company


@dataclass(frozen=True, slots=True)
class Tested:
    """What became of a test. `problem` is "" where it arrived."""

    way_id: int
    name: str
    problem: str


def send_test(*, way_id: int, at: datetime) -> Tested:
    """Send a test by a way, once and now, and note it among its messages. Raises `UnknownWay`."""
    way = Way.objects.filter(id=way_id, removed_at__isnull=True).first()
    if way is None:
        raise unknown_way()
    receiver, _is_new = Receiver.objects.get_or_create(way=way)
    # Written when it is over: nothing of a test is ever made up for.
    message = Message(receiver=receiver, made_at=at, attempts=1, is_test=True)
    with translation.override(get_company().language):
        message.problem = _try(_letter(message), way, at)
    message.state = "failed" if message.problem else "sent"
    message.ended_at = max(clock.now(), at)
    message.save()
    return Tested(way_id=way.id, name=way.name, problem=message.problem)


def _try(letter: Letter, way: Way, at: datetime) -> str:
    try:
        hand_over(letter=letter, way=way, email="", at=at)
    except NotDelivered as refused:
        return refused.problem
    except Refusal as refusal:
        return refusal.sentence
    return ""


def _letter(message: Message) -> Letter:
    part = Part(
        notice_id=0,
        kind="test",
        key=f"test:{message.id}",
        subject=_("A test from Tenfold"),
        lines=(_("If you can read this, this way works. There is nothing to do."),),
        url=home_url() + "/",
        verb=_("Open Tenfold"),
        urgent=False,
        told_at=message.made_at,
    )
    return Letter(
        id=message.id,
        made_at=message.made_at,
        company=get_company().name,
        home_url=home_url(),
        parts=(part,),
        is_test=True,
    )
