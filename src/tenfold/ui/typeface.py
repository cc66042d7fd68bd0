"""The typeface as one file of one weight, for pictures that are made without a browser.

Needs fontTools and brotli, which only `python -m tenfold.ui.vendor` uses.
"""

import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any


def cast_font(*, pieces: list[bytes], weight: int) -> bytes:
    """Return the pieces of a variable font (WOFF2, one a script) as one TrueType font of a weight."""
    from fontTools.merge import Merger

    with TemporaryDirectory() as folder:
        names = [str(Path(folder) / f"{at}.ttf") for at in range(len(pieces))]
        for name, piece in zip(names, pieces, strict=True):
            _fix(piece, weight).save(name)
        merged = Merger().merge(names)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = 0  # the same bytes each time
    file = io.BytesIO()
    merged.save(file)
    return file.getvalue()


def _fix(piece: bytes, weight: int) -> Any:
    """Return one piece at one weight, with nothing in it but shapes and the room between them."""
    from fontTools import subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib import instancer

    font = instancer.instantiateVariableFont(
        TTFont(io.BytesIO(piece), recalcTimestamp=False), {"wght": weight}
    )
    options = subset.Options(layout_features=["kern"], hinting=False, notdef_outline=True)
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=list(font.getBestCmap()))
    cutter.subset(font)
    font.flavor = None
    return font
