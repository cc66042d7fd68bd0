"""What can be done with sources, the catalogue, persons and imports. One transaction each."""

from tenfold.techniques.interfaces.actions.catalogue import (
    describe_name,
    hide_name,
    require_property,
)
from tenfold.techniques.interfaces.actions.retention import apply_retention, set_retention
from tenfold.techniques.interfaces.actions.sources import (
    FileSource,
    SourceAdded,
    add_source,
    archive_source,
    ensure_file_source,
    rename_source,
    replace_write_key,
    revoke_write_key,
    unarchive_source,
)

__all__ = [
    "FileSource",
    "SourceAdded",
    "add_source",
    "apply_retention",
    "archive_source",
    "describe_name",
    "ensure_file_source",
    "hide_name",
    "rename_source",
    "replace_write_key",
    "require_property",
    "revoke_write_key",
    "set_retention",
    "unarchive_source",
]
