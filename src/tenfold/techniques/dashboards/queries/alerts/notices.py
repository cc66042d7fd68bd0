"""What a message about incidents says: one, or several at once, with and without money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.notices.notice import Kind, Notice
from tenfold.people.queries import CompanyView
from tenfold.techniques.dashboards.models import Incident
from tenfold.techniques.dashboards.queries.alerts import happenings
from tenfold.techniques.dashboards.rules.alerts.telling import News

MOST_LINES = 10
GROUP = "alerts"
Item = tuple[Incident, News]


@dataclass(frozen=True)
class _Text:
    subject: str
    lines: tuple[str, ...]


def make_notice(*, key: str, items: Sequence[Item], company: CompanyView, at: datetime) -> Notice:
    """Return the message. It names no persons; whoever may not see money reads it without."""
    full = _write(items, company, at, money=True)
    discreet = _write(items, company, at, money=False)
    hides = full != discreet
    return Notice(
        kind=Kind.ALERT,
        key=key,
        subject=full.subject,
        lines=full.lines,
        path=_path(items),
        verb=_("Look into it"),
        urgent=any(row.alert.urgent for row, _news in items),
        group=GROUP,
        subject_without_money=discreet.subject if hides else "",
        lines_without_money=discreet.lines if hides else None,
    )


def _path(items: Sequence[Item]) -> str:
    if len(items) == 1:
        return reverse("dashboards:incident", args=[items[0][0].id])
    return reverse("dashboards:alerts")


def _write(items: Sequence[Item], company: CompanyView, at: datetime, *, money: bool) -> _Text:
    sentences = [_say(row, news, company, at, money=money) for row, news in items[:MOST_LINES]]
    if len(items) == 1:
        return _Text(sentences[0], _lines_of_one(items[0]))
    subject = ngettext("%(n)d thing to look into", "%(n)d things to look into", len(items)) % {
        "n": len(items)
    }
    more = len(items) - MOST_LINES
    rest = (ngettext("And %(n)d more.", "And %(n)d more.", more) % {"n": more},) if more > 0 else ()
    return _Text(f"{subject}: {sentences[0]}", (*sentences, *rest))


def _lines_of_one(item: Item) -> tuple[str, ...]:
    row, news = item
    said = [_("Alert: %(title)s") % {"title": row.alert.title}]
    if news in (News.BEGAN, News.STILL) and row.alert.about:
        said.append(row.alert.about)
    return tuple(said)


def _say(row: Incident, news: News, company: CompanyView, at: datetime, *, money: bool) -> str:
    sentence = happenings.say(
        incident=row,
        alert=row.alert,
        company=company,
        at=at,
        sees_money=money,
        sees_persons=False,
    )
    return {
        News.BEGAN: "%s",
        News.STILL: _("Still so: %s"),
        News.OVER: _("Over again: %s"),
        News.WITHDRAWN: _("It was nothing after all: %s"),
    }[news] % sentence
