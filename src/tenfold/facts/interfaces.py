"""Facts of the technique `interfaces`."""

from dataclasses import dataclass

from tenfold.facts.base import Fact


@dataclass(frozen=True, kw_only=True)
class SourceCreated(Fact):
    """A source of events was added. `kind` is web, server, device or file."""

    source_id: int
    kind: str


@dataclass(frozen=True, kw_only=True)
class WriteKeyReplaced(Fact):
    """A source got a new write key; the old one stopped working."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class SourceRetentionChanged(Fact):
    """A source keeps its single events for so many days from now on; null: for ever."""

    source_id: int
    days: int | None


@dataclass(frozen=True, kw_only=True)
class ImportFinished(Fact):
    """A file was read to its end. Counts are rows."""

    import_id: int
    source_id: int
    accepted: int
    duplicates: int
    rejected: int


@dataclass(frozen=True, kw_only=True)
class ImportUndone(Fact):
    """Everything that an import had added was taken out again."""

    import_id: int
    source_id: int
    removed: int


@dataclass(frozen=True, kw_only=True)
class PersonErased(Fact):
    """A person's events were removed for good. Carries the count alone: nothing of the person."""

    removed: int


@dataclass(frozen=True, kw_only=True)
class MergeUndone(Fact):
    """Two ids that had been taken for one person were separated again."""

    merge_id: int


@dataclass(frozen=True, kw_only=True)
class SourceRenamed(Fact):
    """A source is called otherwise now."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class SourceArchived(Fact):
    """A source is no longer in use; its write key ended."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class SourceUnarchived(Fact):
    """A source was taken back into use."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class WriteKeyRevoked(Fact):
    """A source's write key ended without a new one."""

    source_id: int


@dataclass(frozen=True, kw_only=True)
class CatalogueChanged(Fact):
    """Somebody described, hid or required a name or a property. `changed` says which of the three."""

    changed: str


@dataclass(frozen=True, kw_only=True)
class PersonsMerged(Fact):
    """A person decided that two known ids are one. Carries the merge's number alone."""

    merge_id: int


@dataclass(frozen=True, kw_only=True)
class PersonsKeptApart(Fact):
    """A person decided that two known ids are not one. Carries the merge's number alone."""

    merge_id: int
