"""This room's part of the interface of programs."""

from tenfold.people.api.members import router as members
from tenfold.people.api.purpose import router as purpose
from tenfold.people.api.teams import router as teams

ROUTERS = (members, purpose, teams)

__all__ = ["ROUTERS"]
