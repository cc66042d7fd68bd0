"""What an erasure does not reach: mentions by others, files that wait, copies made earlier."""

import json
import re
import time
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings

from tenfold.eventlog.refusals import QueryTooLong
from tenfold.eventlog.store import EventLog
from tenfold.kit.refusal import Refusal
from tenfold.techniques.interfaces.models import Upload
from tenfold.techniques.interfaces.queries.imports import decide_form
from tenfold.techniques.interfaces.readers import open_table
from tenfold.techniques.interfaces.rules.expressions.values import say
from tenfold.techniques.interfaces.rules.mapping import Mapping
from tenfold.techniques.interfaces.rules.mentions import make_finder
from tenfold.techniques.interfaces.rules.remains import Remains

SEARCH_SECONDS = 20.0
_COUNT_SECONDS = 120.0
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")


def find_remains(*, ids: Collection[str], log: EventLog) -> Remains:
    """Return what still speaks of somebody with these ids. Changes nothing."""
    waiting, unsearched = _search_waiting(make_finder(ids=ids))
    return Remains(
        mentions=_count_mentions(ids=ids, log=log),
        waiting_files=waiting,
        unsearched_files=unsearched,
        backups=_count_entries(settings.HOME.backups, "[!.]*"),
        replaced=_count_entries(settings.HOME.folder, "replaced-*"),
    )


def _count_mentions(*, ids: Collection[str], log: EventLog) -> int | None:
    # As JSON writes a value: in quotes, or bare where it is a number; never the name of a property.
    said = {form for one in ids for form in (json.dumps(one), json.dumps(one, ensure_ascii=False))}
    said |= {one for one in ids if _NUMBER.fullmatch(one)}
    values = "|".join(sorted(re.escape(one) for one in said))
    sql = (
        f"SELECT count(*) FROM {log.reading().table} "  # noqa: S608  the log's own name
        "WHERE regexp_matches(properties::VARCHAR, $pattern)"
    )
    pattern = rf"[:\[,]\s*(?:{values})\s*[,}}\]]"
    try:
        return int(log.read(sql, {"pattern": pattern}, seconds=_COUNT_SECONDS)[0][0])
    except QueryTooLong:
        return None


def _search_waiting(speaks: Callable[[str], bool]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    until = time.monotonic() + SEARCH_SECONDS
    holding, unsearched = [], []
    for upload in Upload.objects.all():
        path = Path(settings.HOME.uploads) / str(upload.pk) / upload.file_name
        if not path.exists():
            continue
        try:
            found = _search(upload, path, speaks, until)
        except (Refusal, OSError):
            found = None
        if found is None:
            unsearched.append(upload.file_name)
        elif found:
            holding.append(upload.file_name)
    return tuple(holding), tuple(unsearched)


def _search(upload: Upload, path: Path, speaks: Callable[[str], bool], until: float) -> bool | None:
    """Return whether a file speaks of them; None where looking takes longer than one may wait."""
    for number, text in enumerate(_texts(upload, path)):
        if speaks(text):
            return True
        if number % 10_000 == 0 and time.monotonic() > until:
            return None
    return False


def _texts(upload: Upload, path: Path) -> Iterator[str]:
    mapping = None if upload.mapping is None else Mapping.from_spec(upload.mapping)
    encoding = upload.encoding or None
    form, _asked = decide_form(path=path, mapping=mapping, answers={}, encoding=encoding)
    if form.kind not in ("jsonl", "parquet"):
        form = replace(form, header=False)  # the first row may be somebody, too
    with open_table(path=path, form=form) as table:
        for item in table.items:
            cells = item[1] if isinstance(item, tuple) else [item.value]
            yield from (say(value=cell) for cell in cells if cell is not None)


def _count_entries(folder: Path, pattern: str) -> int:
    return sum(1 for _entry in folder.glob(pattern)) if folder.is_dir() else 0
