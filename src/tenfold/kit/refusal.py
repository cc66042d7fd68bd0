"""Expected failures. Each has a code for machines and a sentence and a next step for people."""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818  a refusal is an answer, not an error
    """Something was asked for that cannot be done, and the asker can be told why.

    Subclass it beside the rule that raises it. `code` is stable and documented; `status` is the
    HTTP status; `sentence` says what is wrong; `next_step` says what to do; `field` names the
    offending input, where there is one. `config` turns it, once, into problem details (RFC 9457),
    a page fragment, or a message on the command line.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 422

    def __init__(self, sentence: str, *, next_step: str = "", field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.next_step = next_step
        self.field = field

    def as_problem(self) -> dict[str, str | int]:
        """Return the members of an RFC 9457 problem details object."""
        problem: dict[str, str | int] = {
            "type": f"urn:tenfold:refusal:{self.code}",
            "title": self.sentence,
            "status": self.status,
            "code": self.code,
        }
        if self.next_step:
            problem["detail"] = self.next_step
        if self.field is not None:
            problem["field"] = self.field
        return problem


class RemoteRefusal(Refusal):
    """A refusal that came over the wire: it keeps the code that it had where it was raised."""

    def __init__(self, problem: dict[str, str | int]) -> None:
        field = problem.get("field")
        super().__init__(
            str(problem.get("title", "")),
            next_step=str(problem.get("detail", "")),
            field=None if field is None else str(field),
        )
        self.code = str(problem.get("code", "refused"))  # type: ignore[misc]
        self.status = int(problem.get("status", 422))  # type: ignore[misc]
