"""The largest groups of a breakdown, and one for all others, from rows that have their labels."""

from collections.abc import Sequence


def ranked(names: Sequence[str], *, source: str, top: int, size: str = "count(*)") -> str:
    """Return a SELECT of the `top` largest groups: their labels, size, and place from 1."""
    order = ", ".join(["size DESC", *(f"{name} ASC NULLS LAST" for name in names)])
    labels = ", ".join(names)
    sized = f"SELECT {labels}, {size} AS size FROM {source} GROUP BY {labels}"
    return (
        f"SELECT *, row_number() OVER (ORDER BY {order}) AS place"
        f" FROM ({sized} ORDER BY {order} LIMIT {int(top)})"
    )


def placed(names: Sequence[str], *, source: str, top: int) -> str:
    """Return a SELECT of all rows with the place of their group; `top` + 1 of all others.

    Needs the step `ranked`.
    """
    same = same_labels([f"{source}.{name}" for name in names], [f"ranked.{name}" for name in names])
    return (
        f"SELECT {source}.*, coalesce(place, {int(top) + 1}) AS place"
        f" FROM {source} LEFT JOIN ranked ON {same}"
    )


def same_labels(names: Sequence[str], others: Sequence[str]) -> str:
    """Return the condition that all labels are the same; none is the same as none."""
    pairs = zip(names, others, strict=True)
    return " AND ".join(f"{one} IS NOT DISTINCT FROM {other}" for one, other in pairs)
