"""What waits for somebody, as the home page lists it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Need:
    """Something that somebody should do: what, in one sentence; what kind of thing; where.

    mine     whether it waits for the viewer and nobody else
    since    since when it waits
    """

    sentence: str
    detail: str
    url: str
    verb: str
    since: datetime
    mine: bool = False
