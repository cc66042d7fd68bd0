"""One name for all front-end files as they are now, to be a part of their address.

The files are served straight from the packages, so there is no collecting step that could be
forgotten. Their address changes when any of them does, so browsers may keep them for ever; and
because the changing part comes first, a script's relative import and a style sheet's font change
with it.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path

import allauth

PACKAGE = Path(__file__).parents[1]


def static_edition(*, roots: Iterable[Path] = (PACKAGE, Path(allauth.__file__).parent)) -> str:
    """Return twelve letters that change when a file below a `static` folder of `roots` changes."""
    digest = hashlib.blake2b(digest_size=6)
    for root in roots:
        for file in sorted(root.glob("**/static/**/*")):
            if file.is_file():
                digest.update(str(file.relative_to(root)).encode() + b"\0")
                digest.update(hashlib.blake2b(file.read_bytes()).digest())
    return digest.hexdigest()
