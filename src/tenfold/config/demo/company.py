"""Fills a new company with Nordlys Gifts: its people, sources, numbers and two years of events."""

import secrets
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from operator import attrgetter
from typing import TYPE_CHECKING

from tenfold.config.company import Company
from tenfold.config.demo import truth
from tenfold.config.demo.alerts import make_alerts
from tenfold.config.demo.boards import make_boards
from tenfold.config.demo.goals import make_goals
from tenfold.config.demo.notices import be_told
from tenfold.config.demo.numbers import DESCRIPTIONS, NUMBERS, Number
from tenfold.config.demo.purpose import adopt_purpose
from tenfold.config.demo.sharing import share_boards
from tenfold.config.demo.teams import make_teams
from tenfold.config.init import Founding
from tenfold.eventlog.envelope import Envelope
from tenfold.kit import clock

if TYPE_CHECKING:
    from tenfold.config.demo.simulation import Simulated
    from tenfold.eventlog.store import EventLog

_MICROS_A_DAY = 86_400_000_000
_CHUNK_DAYS = 10
SOURCES = {
    "Web shop": "web",
    "Marketing": "server",
    "Packing": "server",
    "Staff app": "server",
    "Sensor press-1": "device",
    "Sensor press-2": "device",
}
"""The sources by name, and their kinds."""


def address_of(*, employee: truth.Employee) -> str:
    """Return the address with which an employee signs in."""
    return f"{employee.key}@nordlys.example"


FOUNDING = Founding(
    company=truth.NAME,
    timezone=truth.TIMEZONE,
    currency=truth.CURRENCY,
    owner=address_of(employee=truth.STAFF[0]),
    password=secrets.token_urlsafe(24),
    purpose=truth.FIRST_PURPOSE,
    language="en-gb",
    settings="demo = true\n\n[backup]\nevery_hours = 0\n",
)
"""What `tenfold init` would be told. Nobody knows the password: one enters with a click."""


@dataclass(frozen=True)
class Filled:
    """What the demo company was given. `sources` are ids by name."""

    events: int
    sources: dict[str, int]


def furnish(company: Company) -> None:
    """Fill a company that was just founded. Two years that end now."""
    fill_demo(log=company.log, at=clock.now())


def fill_demo(*, log: "EventLog", at: datetime) -> Filled:
    """Put Nordlys Gifts into a company that was just founded; everything ends at `at`."""
    from tenfold.config.demo.annotations import note_all
    from tenfold.config.demo.simulation import simulate

    owner_id = _hire(log=log, at=at)
    sources = add_sources(by=owner_id, at=at)
    events = append_all(log=log, sources=sources, simulated=simulate(at=at), at=at)
    for number in NUMBERS:
        _define(number=number, by=owner_id, at=at)
    _describe(by=owner_id, at=at)
    note_all(by=owner_id, at=at)
    boards = make_boards(by=owner_id, at=at)
    share_boards(boards=boards, by=owner_id, at=at)
    teams = make_teams(by=owner_id, at=at)
    adopt_purpose(by=owner_id, at=at)
    with _open(log):
        make_goals(by=owner_id, at=at)
        make_alerts(teams=teams, at=at)
    be_told(at=at)
    return Filled(events=events, sources=sources)


@contextmanager
def _open(log: "EventLog") -> Iterator[None]:
    """Ask this log meanwhile: the company may be filled before its log is the process's own."""
    from tenfold.eventlog.current import get_log, set_log
    from tenfold.eventlog.refusals import LogUnwritable

    try:
        before: EventLog | None = get_log()
    except LogUnwritable:
        before = None
    set_log(log)
    try:
        yield
    finally:
        set_log(before)


def _hire(*, log: "EventLog", at: datetime) -> int:
    """Give everybody who has a role an account; return the owner's id."""
    from tenfold.people import actions, queries

    owner = queries.find_first_owner()
    if owner is None:
        raise LookupError("the company has no owner")
    actions.rename_account(account_id=owner.account_id, name=truth.STAFF[0].name)
    ids = {truth.STAFF[0].key: owner.account_id}
    for employee in (*truth.STAFF[1:], truth.GUEST):
        if employee.role is not None:
            ids[employee.key] = _invite(employee=employee, by=owner.account_id, at=at)
    for key, account_id in ids.items():
        # What somebody does in the staff app and in Tenfold is done by one person.
        log.identify(known=f"member:{account_id}", alias=f"staff-{key}", source=0, at=at)
    return owner.account_id


def _invite(*, employee: truth.Employee, by: int, at: datetime) -> int:
    from tenfold.people import actions

    sees = employee.role == "member"
    invited = actions.invite_member(
        email=address_of(employee=employee),
        role=str(employee.role),
        sees_persons=False,
        sees_money=sees,
        by=by,
        at=at,
    )
    return actions.accept_invitation(
        token=invited.token, name=employee.name, password=secrets.token_urlsafe(24), at=at
    )


def add_sources(*, by: int | None, at: datetime) -> dict[str, int]:
    """Add the company's sources; return their ids by name."""
    from tenfold.techniques.interfaces.actions import add_source

    return {
        name: add_source(name=name, kind=kind, by=by, at=at).id for name, kind in SOURCES.items()
    }


def append_all(
    *, log: "EventLog", sources: dict[str, int], simulated: "Simulated", at: datetime
) -> int:
    """Append the events in the order of time, as they would have come; return how many were new."""
    accepted = 0
    for starts, ends in pairwise(_edges(simulated=simulated, at=at)):
        waiting = [
            log.append(
                source=sources[place],
                envelopes=part,
                received_at=clock.from_micros(micros=part[-1].at),
            )
            for place, events in simulated.items()
            if (part := _between(events=events, starts=starts, ends=ends))
        ]
        accepted += sum(future.result().accepted for future in waiting)
    return accepted


def _between(*, events: list[Envelope], starts: int, ends: int) -> list[Envelope]:
    first = bisect_left(events, starts, key=attrgetter("at"))
    return events[first : bisect_left(events, ends, lo=first, key=attrgetter("at"))]


def _edges(*, simulated: "Simulated", at: datetime) -> Iterator[int]:
    """Yield where stretches of ten days begin; the last ends after `at` and is one day long."""
    until = clock.to_micros(at=at) + 1
    first = min(events[0].at for events in simulated.values() if events)
    yield from range(first, until - _MICROS_A_DAY, _CHUNK_DAYS * _MICROS_A_DAY)
    yield until - _MICROS_A_DAY
    yield until


def _define(*, number: Number, by: int, at: datetime) -> None:
    from tenfold.metrics.actions import define_metric

    define_metric(
        name=number.name,
        title=number.title,
        asks=number.asks,
        spec=number.spec,
        better=number.better,
        headline=number.headline,
        by=by,
        at=at,
    )


def _describe(*, by: int, at: datetime) -> None:
    from tenfold.techniques.interfaces.actions import describe_name

    for name, description in DESCRIPTIONS.items():
        describe_name(name=name, description=description, by=by, at=at)
