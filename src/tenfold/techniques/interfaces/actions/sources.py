"""Sources: add, rename, archive; and their write keys."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tenfold.facts import interfaces as facts
from tenfold.outbox import tell
from tenfold.people import keys
from tenfold.techniques.interfaces.models import Source
from tenfold.techniques.interfaces.queries.sources import require_source
from tenfold.techniques.interfaces.rules import sources as rules


@dataclass(frozen=True)
class SourceAdded:
    """A new source. `write_key` is what its snippets carry."""

    id: int
    name: str
    write_key: str


@dataclass(frozen=True)
class FileSource:
    """A source that an import writes to."""

    id: int
    name: str


@transaction.atomic
def add_source(*, name: str, kind: str, by: int | None, at: datetime) -> SourceAdded:
    """Add a source with a write key of its own. `by` is the account that did it, None: a command.

    Raises `SourceNameMissing`, `SourceNameTooLong`, `SourceNameTaken`, `UnknownSourceKind`.
    """
    source = _create(name=name, kind=rules.require_kind(kind=kind), by=by, at=at)
    write_key = keys.add_write_key(source_id=source.pk, at=at)
    return SourceAdded(id=source.pk, name=source.name, write_key=write_key)


@transaction.atomic
def ensure_file_source(*, name: str, at: datetime, by: int | None = None) -> FileSource:
    """Return the source of that name, for an import to write to; add it where it is new.

    A source made here has no write key: nothing but files feeds it. An archived one is taken back
    into use. Raises `SourceNameMissing` or `SourceNameTooLong`.
    """
    cleaned = rules.clean_source_name(name=name)
    found = Source.objects.filter(name__iexact=cleaned).first()
    if found is None:
        found = _create(name=cleaned, kind="file", by=by, at=at)
    if found.archived_at is not None:
        unarchive_source(source_id=found.pk, by=by, at=at)
    return FileSource(id=found.pk, name=found.name)


@transaction.atomic
def rename_source(*, source_id: int, name: str, by: int | None, at: datetime) -> None:
    """Call a source otherwise; its id and its events stay.

    Raises `UnknownSource`, `SourceNameMissing`, `SourceNameTooLong`, `SourceNameTaken`.
    """
    source = require_source(source_id=source_id)
    source.name = _free_name(name=name, but=source_id)
    source.save(update_fields=["name"])
    tell(fact=facts.SourceRenamed(source_id=source_id), actor_id=by, at=at)


@transaction.atomic
def archive_source(*, source_id: int, by: int | None, at: datetime) -> None:
    """Stop taking events from a source: its write key ends. What it sent stays. Idempotent.

    Raises `UnknownSource`.
    """
    source = require_source(source_id=source_id)
    if source.archived_at is not None:
        return
    source.archived_at = at
    source.save(update_fields=["archived_at"])
    keys.revoke_write_key(source_id=source_id, at=at)
    tell(fact=facts.SourceArchived(source_id=source_id), actor_id=by, at=at)


@transaction.atomic
def unarchive_source(*, source_id: int, by: int | None, at: datetime) -> str | None:
    """Take a source back into use and return its fresh write key.

    A source of files gets none. Does nothing to a source in use. Raises `UnknownSource`.
    """
    source = require_source(source_id=source_id)
    if source.archived_at is None:
        return None
    source.archived_at = None
    source.save(update_fields=["archived_at"])
    tell(fact=facts.SourceUnarchived(source_id=source_id), actor_id=by, at=at)
    if source.kind == "file":
        return None
    return keys.add_write_key(source_id=source_id, at=at)


@transaction.atomic
def replace_write_key(*, source_id: int, by: int | None, at: datetime) -> str:
    """Give a source a new write key and return it; the old one stops working within a second.

    Raises `UnknownSource` or `SourceIsArchived`.
    """
    source = require_source(source_id=source_id)
    if source.archived_at is not None:
        raise rules.SourceIsArchived(
            _("“%(name)s” is archived.") % {"name": source.name},
            next_step=_("Take it back into use first; that gives it a new key."),
        )
    key = keys.replace_write_key(source_id=source_id, at=at)
    tell(fact=facts.WriteKeyReplaced(source_id=source_id), actor_id=by, at=at)
    return key


@transaction.atomic
def revoke_write_key(*, source_id: int, by: int | None, at: datetime) -> None:
    """End a source's write key without giving it another. Raises `UnknownSource`."""
    require_source(source_id=source_id)
    keys.revoke_write_key(source_id=source_id, at=at)
    tell(fact=facts.WriteKeyRevoked(source_id=source_id), actor_id=by, at=at)


def _create(*, name: str, kind: str, by: int | None, at: datetime) -> Source:
    source = Source.objects.create(
        name=_free_name(name=name), kind=kind, created_by_id=by, created_at=at
    )
    tell(fact=facts.SourceCreated(source_id=source.pk, kind=kind), actor_id=by, at=at)
    return source


def _free_name(*, name: str, but: int | None = None) -> str:
    cleaned = rules.clean_source_name(name=name)
    others = Source.objects.filter(name__iexact=cleaned)
    if but is not None:
        others = others.exclude(pk=but)
    if others.exists():
        raise rules.SourceNameTaken(
            _("There is a source called “%(name)s” already.") % {"name": cleaned},
            next_step=_("Choose another name, or use the one that is there."),
            field="name",
        )
    return cleaned
