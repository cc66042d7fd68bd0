"""Who may use an address: somebody with a permission, or somebody who needs none."""

from dataclasses import dataclass
from enum import StrEnum

from tenfold.people.permissions import Permission


class Open(StrEnum):
    """Who may pass without holding a permission."""

    ANYONE = "anyone"
    SIGNED_IN = "signed_in"
    WRITE_KEY = "write_key"


ANYONE = Open.ANYONE
SIGNED_IN = Open.SIGNED_IN
WRITE_KEY = Open.WRITE_KEY
Who = Permission | Open


@dataclass(frozen=True)
class By:
    """An address where looking needs less than changing. Looking is GET, HEAD and OPTIONS."""

    looking: Who
    changing: Who
