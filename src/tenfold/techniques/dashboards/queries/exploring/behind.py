"""Who is behind a point of an answer: named for whoever may see persons, counted for all others."""

from collections.abc import Callable
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tenfold.metrics.behind import Behind, Selection
from tenfold.metrics.queries import list_behind
from tenfold.metrics.rules import MoneyHidden, PersonsHidden, require_visible
from tenfold.metrics.showing import tells_money
from tenfold.people.permissions import Permission
from tenfold.techniques.dashboards.queries import words
from tenfold.techniques.dashboards.queries.asking import Asker
from tenfold.techniques.dashboards.queries.exploring.asking import Asked, ask_of
from tenfold.techniques.dashboards.queries.exploring.groups import list_group, name_group_of
from tenfold.techniques.dashboards.queries.exploring.naming import over_of, title_of
from tenfold.techniques.dashboards.queries.exploring.views import BehindView, PersonLine
from tenfold.techniques.dashboards.rules.exploring.addresses import write_draft
from tenfold.techniques.dashboards.rules.exploring.pointing import write_selection
from tenfold.techniques.dashboards.rules.exploring.shapes import Branch, text_of
from tenfold.techniques.dashboards.rules.exploring.values import read_whole
from tenfold.ui.format import Formats

SHOWN, MOST, MOST_IN_A_FILE = 50, 1_000, 1_000_000


def get_behind(
    *,
    draft: Branch,
    selection: Selection,
    asker: Asker,
    many: str = "",
    person_url: Callable[[str], str] = lambda _person: "",
) -> BehindView:
    """Return the persons behind a selection, the most events first. `person_url`: of each page.

    Raises what the question is refused for; where persons may not be seen, the page says so.
    """
    shown = min(max(read_whole(many) or SHOWN, SHOWN), MOST)
    query = _query(draft, selection)
    title, part = _titles(draft, selection, asker)
    back = f"{reverse('dashboards:explore')}?{write_draft(draft)}"
    try:
        found = find_behind(draft, selection, asker, limit=shown)
    except (PersonsHidden, MoneyHidden) as refusal:
        return BehindView(
            title, part, query, back=back, withheld=refusal.sentence, next_step=refusal.next_step
        )
    return BehindView(
        title=title,
        part=part,
        query=query,
        total=_total(found, asker.formats),
        persons=tuple(
            PersonLine(
                person=one.person,
                events=asker.formats.number(value=one.events),
                last_at=one.last_at,
                url=person_url(one.person),
            )
            for one in found.persons
        ),
        more=_more(query, shown, found),
        may_group=asker.viewer.allows(Permission.DEFINE_METRICS) and found.total > 0,
        back=back,
    )


def _titles(draft: Branch, selection: Selection, asker: Asker) -> tuple[str, str]:
    if text_of(draft, "kind") == "segment":
        return name_group_of(draft), _("as of the newest event")
    asked = ask_of(draft=draft, asker=asker)
    return title_of(asked), name_part(asked, selection)


def find_behind(draft: Branch, selection: Selection, asker: Asker, *, limit: int) -> Behind:
    """Return the persons. Raises `PersonsHidden` and `MoneyHidden` beside what the log refuses."""
    if text_of(draft, "kind") == "segment":
        return list_group(draft, asker, limit=limit)
    asked = ask_of(draft=draft, asker=asker)
    require_visible(
        is_money=tells_money(question=asked.question),
        names_persons=True,
        sees_money=asker.viewer.allows(Permission.SEE_MONEY),
        sees_persons=asker.viewer.allows(Permission.SEE_PERSONS),
    )
    return list_behind(
        question=asked.question, selection=selection, calendar=asked.calendar, limit=limit
    )


def list_ids(draft: Branch, selection: Selection, asker: Asker) -> list[str]:
    """Return the ids of all of them. Raises `PersonsHidden`."""
    found = find_behind(draft, selection, asker, limit=MOST_IN_A_FILE)
    return [one.person for one in found.persons]


def _query(draft: Branch, selection: Selection) -> str:
    return "&".join(part for part in (write_draft(draft), write_selection(selection)) if part)


def _total(found: Behind, formats: Formats) -> str:
    count = formats.number(value=found.total)
    return ngettext("%(count)s person", "%(count)s persons", found.total) % {"count": count}


def _more(query: str, shown: int, found: Behind) -> str:
    if found.total <= shown or shown >= MOST:
        return ""
    many = urlencode({"many": min(shown + SHOWN * 4, MOST)})
    return f"{reverse('dashboards:explore_who')}?{query}&{many}"


def name_part(asked: Asked, selection: Selection) -> str:
    """Return which part of the answer is meant: "24 Nov 2026, Norway"."""
    parts = [*_when(asked, selection), *_which(selection), *_step(selection)]
    return ", ".join(parts) or over_of(asked)


def _when(asked: Asked, selection: Selection) -> list[str]:
    if selection.start is None:
        return []
    grain = asked.grain or getattr(asked.definition, "grain", None)
    if grain is None:
        return [asked.formats.moment(at=selection.start)]
    return [words.label_full(at=selection.start, grain=grain, formats=asked.formats)]


def _which(selection: Selection) -> list[str]:
    if selection.other:
        return [_("Other")]
    return [_("not said") if one is None else one for one in selection.labels or ()]


_STATUS = {
    "new": _("New"),
    "returning": _("Stayed"),
    "resurrecting": _("Came back"),
    "dormant": _("Went quiet"),
}


def _step(selection: Selection) -> list[str]:
    said = []
    if selection.step is not None and not selection.source:
        numbers = {"step": selection.step}
        said.append(
            _("came to step %(step)d and no further") % numbers
            if selection.dropped
            else _("came to step %(step)d") % numbers
        )
    if selection.offset is not None:
        said.append(_("came back %(offset)d periods later") % {"offset": selection.offset})
    if selection.days is not None:
        said.append(_("on %(days)d different ones") % {"days": selection.days})
    if selection.status is not None:
        said.append(_STATUS.get(selection.status, selection.status))
    ends = [one for one in (selection.source, selection.target) if one]
    return [*said, *([" \u2192 ".join(ends)] if ends else [])]
