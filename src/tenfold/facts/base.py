"""What all facts share."""

import dataclasses
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened. Its name in the log is the name of its class."""

    @classmethod
    def name(cls) -> str:
        """Return the name under which the log knows this kind of fact."""
        return cls.__name__

    def properties(self) -> dict[str, Any]:
        """Return the fields as plain JSON values."""
        return dataclasses.asdict(self)
