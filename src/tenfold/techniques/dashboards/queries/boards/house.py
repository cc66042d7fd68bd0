"""The eyes of the command line: whoever runs Tenfold sees everything, in the company's words."""

from collections.abc import Callable
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from tenfold.kit import clock
from tenfold.people.permissions import Role, Viewer
from tenfold.people.queries import get_company
from tenfold.techniques.dashboards.queries.asking import Asker, make_asker

_Read = TypeVar("_Read")


def as_the_house(read: Callable[[Asker], _Read]) -> _Read:
    """Return what somebody reads who is nobody in particular and may see everything."""
    company = get_company()
    viewer = Viewer(
        account_id=0, name="", email="", role=Role.OWNER, sees_persons=True, sees_money=True
    )
    with translation.override(company.language), timezone.override(ZoneInfo(company.timezone)):
        return read(make_asker(viewer=viewer, company=company, at=clock.now()))
