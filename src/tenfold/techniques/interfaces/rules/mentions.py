"""Where a text speaks of somebody: an id of theirs, alone or as a word of a longer text."""

import re
from collections.abc import Callable, Collection

_SHORTEST_WORD = 4  # a shorter id ("7") would be found in every date


def make_finder(*, ids: Collection[str]) -> Callable[[str], bool]:
    """Return what says whether a cell of a file or a report speaks of one of these ids.

    A cell that is the id does, however spreadsheets dress it ("17850.0", "'+47 900"); a longer text
    does where the id stands in it as a word.
    """
    whole = {form for one in ids for form in (one, f"{one}.0")}
    words = [re.escape(one) for one in ids if len(one) >= _SHORTEST_WORD]
    inside = re.compile(rf"(?<!\w)(?:{'|'.join(words)})(?!\w)") if words else None

    def speaks(text: str) -> bool:
        if text.strip().removeprefix("'") in whole or text.strip() in whole:
            return True
        return inside is not None and inside.search(text) is not None

    return speaks
