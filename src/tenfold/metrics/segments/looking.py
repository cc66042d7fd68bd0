"""Looking into a segment: who is in it, how many, and how many there were."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from tenfold.metrics.access import Access
from tenfold.metrics.behind import Behind, PersonBehind
from tenfold.metrics.calendar import Periods
from tenfold.metrics.definitions import Condition
from tenfold.metrics.sql.fields import Bindings, Fields
from tenfold.metrics.sql.segment_people import render_count, render_page, render_persons
from tenfold.metrics.sql.segment_sizes import SizesPlan, cut, render_sizes

MAX_MOMENTS = 120
"""Moments at which a size is reckoned in one statement."""


def list_members(*, condition: Condition, access: Access) -> list[str]:
    """Return the persons in it at the moment of the access's context, in the order of their ids.

    No other segment may be named in the condition. Raises what the log refuses.
    """
    fields = _fields(access)
    membership = access.context.membership_of(condition, fields)
    statement = render_persons(membership=membership, fields=fields)
    return [row[0] for row in access.read(statement)]


def count_members(*, condition: Condition, access: Access) -> int:
    """Return how many persons are in it at that moment. As `list_members`."""
    fields = _fields(access)
    membership = access.context.membership_of(condition, fields)
    return int(access.read(render_count(membership=membership, fields=fields))[0][0])


def page_members(*, condition: Condition, access: Access, offset: int, limit: int) -> Behind:
    """Return some of the persons: whoever did something last first. `events`: all of theirs.

    Whoever is on a list and in no event before that moment is left out. As `list_members`.
    """
    fields = _fields(access)
    membership = access.context.membership_of(condition, fields)
    rows = access.read(
        render_page(membership=membership, fields=fields, offset=offset, limit=limit)
    )
    persons = tuple(PersonBehind(row[0], int(row[1]), row[2].replace(tzinfo=UTC)) for row in rows)
    return Behind(persons, int(rows[0][3]) if rows else 0)


def count_over_time(
    *, condition: Condition, moments: Sequence[datetime], access: Access
) -> tuple[int, ...]:
    """Return how many persons were in it at each moment (ascending), from one statement.

    Nobody was in it before the first event. Raises `ValueError` for more than `MAX_MOMENTS`, and
    what the log refuses.
    """
    if len(moments) > MAX_MOMENTS:
        raise ValueError(f"at most {MAX_MOMENTS} moments at once")
    reading = access.reading()
    if reading.extent is None or not moments or moments[-1] <= reading.extent[0]:
        return (0,) * len(moments)
    fields, first = _fields(access), reading.extent[0]
    contexts = [replace(access.context, until=moment) for moment in moments]
    memberships = [one.membership_of(condition, fields) for one in contexts]
    bounds = cut(memberships, first=first)
    periods = Periods(bounds=bounds, zone=access.context.calendar.zone)
    plan = SizesPlan(moments=memberships, first=first, periods=periods)
    found = {
        int(place): int(persons)
        for place, persons in access.read(render_sizes(plan=plan, fields=fields))
    }
    return tuple(found.get(place, 0) for place in range(len(moments)))


def _fields(access: Access) -> Fields:
    return Fields(reading=access.reading(), bindings=Bindings(), currency=None)
