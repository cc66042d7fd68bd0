"""The rows of the technique: sources, what people say of the catalogue, files, imports."""

from tenfold.techniques.interfaces.models.catalogue import NameDescription, PropertyDescription
from tenfold.techniques.interfaces.models.imports import ImportRun, ImportState, SavedMapping
from tenfold.techniques.interfaces.models.persons import KeptApart
from tenfold.techniques.interfaces.models.sources import Source, SourceKind
from tenfold.techniques.interfaces.models.uploads import Upload

__all__ = [
    "ImportRun",
    "ImportState",
    "KeptApart",
    "NameDescription",
    "PropertyDescription",
    "SavedMapping",
    "Source",
    "SourceKind",
    "Upload",
]
