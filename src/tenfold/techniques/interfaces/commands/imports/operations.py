"""What the commands ask the company to do with files and imports."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from tenfold.kit.operations import Call, operation

if TYPE_CHECKING:
    from tenfold.techniques.interfaces.rules.mapping import Mapping


@operation("imports.examine")
def examine(
    call: Call,  # noqa: ARG001  every operation gets it
    *,
    path: str,
    mapping: str | None,
    answers: dict[str, str],
    encoding: str | None,
) -> dict[str, Any]:
    """Return what a file would become. `mapping` is YAML; None: saved or guessed."""
    from tenfold.kit import clock
    from tenfold.people.queries import get_company
    from tenfold.techniques.interfaces.queries.imports import examine_file, examined_as_json
    from tenfold.techniques.interfaces.rules.mapping import Mapping

    company = get_company()
    examination = examine_file(
        path=Path(path),
        timezone=company.timezone,
        currency=company.currency,
        at=clock.now(),
        mapping=None if mapping is None else Mapping.from_yaml(mapping),
        answers=answers,
        encoding=encoding,
    )
    return examined_as_json(examination=examination, timezone=company.timezone)


@operation("imports.read_mapping")
def read_mapping(
    call: Call,  # noqa: ARG001  every operation gets it
    *,
    mapping: str,
    encoding: str | None,
) -> dict[str, Any]:
    """Return the mapping that a YAML text describes, as plain values."""
    from dataclasses import replace

    from tenfold.techniques.interfaces.rules.mapping import Mapping

    meant = Mapping.from_yaml(mapping)
    if encoding is not None:
        meant = replace(meant, format=replace(meant.format, encoding=encoding))
    return meant.to_spec()


@operation("imports.try")
def try_out(
    call: Call, *, path: str, mapping: dict[str, Any], source: str | None
) -> dict[str, Any]:
    """Read a file to its end and write nothing; return what would come of it."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.queries.imports import try_file
    from tenfold.techniques.interfaces.queries.sources import find_source_id
    from tenfold.techniques.interfaces.rules.mapping import Mapping

    meant = Mapping.from_spec(mapping)
    return try_file(
        path=Path(path),
        mapping=meant,
        source_id=find_source_id(name=_source_name(path, meant, source)),
        log=call.log,
        at=clock.now(),
        progress=call.progress,
        cancelled=call.cancelled,
    )


@operation("imports.run")
def run(call: Call, *, path: str, mapping: dict[str, Any], source: str | None) -> dict[str, Any]:
    """Import a file and return what came of it."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions import ensure_file_source
    from tenfold.techniques.interfaces.actions.imports import begin_import
    from tenfold.techniques.interfaces.rules.mapping import Mapping

    meant, at = Mapping.from_spec(mapping), clock.now()
    found = ensure_file_source(name=_source_name(path, meant, source), at=at)
    begun = begin_import(path=Path(path), mapping=meant, source_id=found.id, by=None, at=at)
    return _run(call, import_id=begun.id)


def _source_name(path: str, mapping: "Mapping", given: str | None) -> str:
    from tenfold.techniques.interfaces.rules.imports import name_source

    return given or mapping.source or name_source(file_name=Path(path).name)


def _run(call: Call, *, import_id: int) -> dict[str, Any]:
    from tenfold.techniques.interfaces.actions.imports import run_import
    from tenfold.techniques.interfaces.queries.imports import as_json

    done = run_import(
        import_id=import_id, log=call.log, progress=call.progress, cancelled=call.cancelled
    )
    return as_json(view=done)


@operation("imports.continue")
def go_on(call: Call, *, import_id: int) -> dict[str, Any]:
    """Take up an import that stopped before the end of its file."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions.imports import continue_import, mark_interrupted

    mark_interrupted(at=clock.now())
    continue_import(import_id=import_id, at=clock.now())
    return _run(call, import_id=import_id)


@operation("imports.undo")
def undo(call: Call, *, import_id: int) -> dict[str, Any]:
    """Take out all that an import brought."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions.imports import mark_interrupted, undo_import
    from tenfold.techniques.interfaces.queries.imports import as_json

    mark_interrupted(at=clock.now())
    return as_json(view=undo_import(import_id=import_id, log=call.log, by=None, at=clock.now()))


@operation("imports.list")
def list_all(call: Call, *, limit: int) -> list[dict[str, Any]]:  # noqa: ARG001
    """Return the imports, newest first."""
    from tenfold.kit import clock
    from tenfold.techniques.interfaces.actions.imports import mark_interrupted
    from tenfold.techniques.interfaces.queries.imports import as_json, list_imports

    mark_interrupted(at=clock.now())
    return [as_json(view=view) for view in list_imports(limit=limit)]


@operation("imports.mapping")
def mapping_of(call: Call, *, import_id: int) -> dict[str, Any]:  # noqa: ARG001
    """Return the mapping that an import used, as values and as YAML."""
    from tenfold.techniques.interfaces.queries.imports import get_import
    from tenfold.techniques.interfaces.rules.mapping import Mapping

    spec = get_import(import_id=import_id).mapping
    return {"mapping": spec, "yaml": Mapping.from_spec(spec).to_yaml()}
