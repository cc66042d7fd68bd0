"""Why a single row cannot become an event."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that cannot be taken in, and why. `column` is empty where it is about the whole row."""

    line: int
    column: str
    value: str
    reason: str


class RowFault(Exception):  # noqa: N818  an answer about a row, not an error of ours
    """A row is rejected: in which column, for which value, and why, in words for people."""

    def __init__(self, *, column: str, value: object, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.value = "" if value is None else str(value)[:200]
        self.reason = reason
