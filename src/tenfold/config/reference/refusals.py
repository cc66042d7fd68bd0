"""docs/reference/refusals.md: every code with which something can be refused."""

from dataclasses import dataclass

from tenfold.config.reference import modules
from tenfold.config.reference.markdown import code, docstring, page, table
from tenfold.kit.refusal import Refusal, RemoteRefusal

INTRO = """
When Tenfold does not do what it was asked, it says why and what to do next. Each reason has a code
that never changes; scripts may rely on it.

- Over HTTP an answer is `application/problem+json` (RFC 9457) with `code`, `title` (a sentence),
  `detail` (the next step) and, where one input is to blame, `field`.
- On the command line the sentence goes to standard error and the exit status is 1.
"""
VERDICTS = """
## One event of many

These stand in the answer of `POST /v1/events`, under `refused`, beside the position of the event.
The other events of the request are stored.
"""


@dataclass(frozen=True)
class Code:
    """A code, its HTTP status, the rooms that use it and what it means."""

    code: str
    status: int
    rooms: tuple[str, ...]
    meaning: str


def list_codes() -> list[Code]:
    """Return every code of the house, in the order of the alphabet.

    A class without a code of its own is a family, not a refusal. Raises ValueError where two
    classes give one code different statuses: whoever scripts by it would be misled.
    """
    modules.import_all()
    by_code: dict[str, list[type[Refusal]]] = {}
    for found in modules.subclasses(Refusal):
        if "code" in vars(found) and issubclass(found, Refusal) and found is not RemoteRefusal:
            by_code.setdefault(found.code, []).append(found)
    return [_merge(name, by_code[name]) for name in sorted(by_code)]


def _merge(name: str, classes: list[type[Refusal]]) -> Code:
    classes = sorted(classes, key=lambda found: found.__module__)
    statuses = {found.status for found in classes}
    if len(statuses) > 1:
        places = ", ".join(f"{found.__module__}.{found.__name__}" for found in classes)
        raise ValueError(f"the code {name} has several statuses {sorted(statuses)}: {places}")
    return Code(
        code=name,
        status=classes[0].status,
        rooms=tuple(sorted({modules.room_of(found) for found in classes})),
        meaning=" ".join(dict.fromkeys(docstring(found) for found in classes)),
    )


def list_verdicts() -> list[str]:
    """Return the codes of single events."""
    from tenfold.collector.verdicts import Code as Verdict

    return sorted(verdict.value for verdict in Verdict)


def make_page() -> str:
    """Return the page."""
    codes = table(
        columns=("code", "status", "room", "meaning"),
        rows=[
            (code(one.code), str(one.status), ", ".join(one.rooms), one.meaning)
            for one in list_codes()
        ],
    )
    verdicts = table(columns=("code",), rows=[(code(name),) for name in list_verdicts()])
    return page(title="Refusals", intro=INTRO, parts=[codes, VERDICTS.strip(), verdicts])
