"""Erasing a person for good, and saying what an erasure cannot reach."""

import csv
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.eventlog.envelope import INTERNAL_SOURCE, Envelope
from tenfold.eventlog.store import Erased, EventLog
from tenfold.facts import interfaces as facts
from tenfold.kit import clock
from tenfold.kit.ids import new_id
from tenfold.kit.refusal import Refusal
from tenfold.outbox import tell
from tenfold.techniques.interfaces.queries.persons import get_person
from tenfold.techniques.interfaces.queries.remains import find_remains
from tenfold.techniques.interfaces.rules.mentions import make_finder
from tenfold.techniques.interfaces.rules.remains import Remains


class PersonUnknown(Refusal):
    """Neither an event nor a merge speaks of this person, and they were never erased."""

    code = "unknown_person"
    status = 404


class ConfirmationWrong(Refusal):
    """What was typed to confirm an erasure is not the person's id."""

    code = "confirmation_wrong"


@dataclass(frozen=True)
class Erasure:
    """What an erasure removed. `left` is what a search afterwards still found of the person's own.

    `report_lines` counts lines that were taken out of the reports of rejected rows. `remains` says
    what speaks of them elsewhere: somebody has to decide about that.
    """

    ids: tuple[str, ...]
    events: int
    merges: int
    report_lines: int
    left: int
    remains: Remains


def erase_person(
    *, person: str, typed: str, log: EventLog, by: int | None, at: datetime
) -> Erasure:
    """Remove all that a person left, under each of their ids, for good; and prove it.

    `typed` is what somebody typed to confirm: the id again. What comes later of the person (a
    retry, a re-import) is not stored. Erasing again whom the log has erased already finishes what a
    killed process left undone. Raises `ConfirmationWrong`, `PersonUnknown`.
    """
    if typed != person:
        raise ConfirmationWrong(
            _("What you typed is not the id of this person. Nothing was erased."),
            next_step=_("Type the id exactly as it is shown."),
            field="typed",
        )
    seen = get_person(log=log, person=person)
    if seen.events == 0 and not seen.merges and not _is_erased(person=person, log=log, at=at):
        raise PersonUnknown(
            _("Nothing is known of “%(person)s”.") % {"person": person},
            next_step=_("Look for the person's id among the events: tenfold events list"),
            field="person",
        )
    # Reports first: afterwards the log no longer knows which other ids were theirs. And again,
    # because an import may have written one meanwhile.
    report_lines = _scrub_reports(seen.ids)
    erased: Erased = log.erase(person=seen.id, at=at)
    report_lines += _scrub_reports(seen.ids)
    with transaction.atomic():
        tell(fact=facts.PersonErased(removed=erased.events), actor_id=by, at=at)
    return Erasure(
        ids=seen.ids,
        events=erased.events,
        merges=erased.merges,
        report_lines=report_lines,
        left=erased.left,
        remains=find_remains(ids=seen.ids, log=log),
    )


def _is_erased(*, person: str, log: EventLog, at: datetime) -> bool:
    """Return whether the log would turn this person's events away."""
    event = Envelope(event_id=new_id().bytes, at=clock.to_micros(at=at), name="visit", actor=person)
    return bool(log.foresee(source=INTERNAL_SOURCE, envelopes=[event]).erased)


def _scrub_reports(ids: tuple[str, ...]) -> int:
    speaks = make_finder(ids=ids)
    return sum(_scrub(report, speaks) for report in _list_reports())


def _list_reports() -> Iterator[Path]:
    folder: Path = settings.HOME.reports
    return folder.glob("*.csv") if folder.is_dir() else iter(())


def _scrub(report: Path, speaks: Callable[[str], bool]) -> int:
    # A rejected row may hold the person's id as its value; its line goes, the others stay.
    with report.open(newline="", encoding="utf-8") as file:
        head, *lines = list(csv.reader(file)) or [[]]
    # Not the line's number and the column's name: a customer may be called 7.
    kept = [line for line in lines if not any(speaks(text) for text in line[2:])]
    if len(kept) < len(lines):
        rewritten = report.with_suffix(".rewritten")
        with rewritten.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([head, *kept])
            file.flush()
            os.fsync(file.fileno())
        rewritten.replace(report)
    return len(lines) - len(kept)
