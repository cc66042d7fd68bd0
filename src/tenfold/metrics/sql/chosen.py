"""Which labels of a breakdown are told apart."""

from collections.abc import Sequence

from tenfold.metrics.sql.fields import Bindings

Groups = tuple[tuple[str | None, ...], ...]


def render_largest(*, sized: str, names: Sequence[str], top: int) -> str:
    """Return the SELECT of the largest labels and their place: the engine need not sort others.

    `sized` gives the labels with their `size`.
    """
    order = ", ".join(["size DESC", *(f"{name} ASC NULLS LAST" for name in names)])
    return (
        f"SELECT *, row_number() OVER (ORDER BY {order}) AS place"
        f" FROM ({sized} ORDER BY {order} LIMIT {top})"
    )


def render_given(*, groups: Groups, names: Sequence[str], bindings: Bindings) -> str:
    """Return the SELECT of labels that were chosen, and their place."""
    if not groups:
        nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in names)
        return f"SELECT {nothing}, 0 AS place WHERE false"
    rows = ", ".join(
        f"({', '.join(_text_of(label, bindings) for label in labels)}, {place})"
        for place, labels in enumerate(groups, 1)
    )
    return f"SELECT * FROM (VALUES {rows}) AS given({', '.join(names)}, place)"


def _text_of(label: str | None, bindings: Bindings) -> str:
    return "NULL" if label is None else f"CAST({bindings.bind(label)} AS VARCHAR)"
