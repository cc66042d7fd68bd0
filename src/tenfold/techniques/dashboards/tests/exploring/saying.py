"""Definitions of every kind, as hypothesis makes them up, in their canonical JSON form."""

from typing import Any

from hypothesis import reject
from hypothesis import strategies as st

from tenfold.metrics.definitions import InvalidDefinition, from_spec, to_spec

NAMES = st.one_of(
    st.sampled_from(["order", "visit", "*", "json:1", "@segment", "5", "a b=c&d.e", "Straße", "#"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=8).filter(
        str.strip
    ),
)
TEXTS = st.one_of(NAMES, st.sampled_from(["", "true", "json:", "a\nb", " x ", "1e5", "\u2028"]))
NUMBERS = st.one_of(
    st.integers(-(10**6), 10**6), st.floats(-1e9, 1e9, allow_nan=False), st.sampled_from([1e300])
)
SCALARS = st.one_of(TEXTS, NUMBERS, st.booleans())


def said(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(parts)


def perhaps(
    must: dict[str, st.SearchStrategy[Any]], **may: st.SearchStrategy[Any]
) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(must, optional=may)


TESTS = st.one_of(
    *(
        said(property=NAMES, **{op: values})
        for op, values in {
            "is": SCALARS,
            "is_not": SCALARS,
            "in": st.lists(SCALARS, min_size=1, max_size=3),
            "above": NUMBERS,
            "at_most": NUMBERS,
            "contains": NAMES,
            "exists": st.just(value=True),
            "is_missing": st.just(value=True),
        }.items()
    ),
    said(segment=NAMES),
)
FILTERS = st.recursive(
    TESTS,
    lambda inner: st.one_of(
        said(any=st.lists(inner, min_size=1, max_size=3)),
        said(all=st.lists(inner, min_size=1, max_size=2)),
        said(**{"not": inner}),
    ),
    max_leaves=4,
)
WHERE = st.lists(FILTERS, min_size=1, max_size=2)
OCCURRENCES = perhaps({}, event=NAMES, where=WHERE)
GRAINS = st.sampled_from(["day", "week", "month"])
DURATIONS = st.sampled_from(["30m", "12h", "7d", "4w"])


def kind(name: str, **must: st.SearchStrategy[Any]) -> dict[str, st.SearchStrategy[Any]]:
    return {"kind": st.just(name), **must}


MEASURES = st.one_of(
    *(perhaps(kind(name), event=NAMES, where=WHERE) for name in ("count", "persons")),
    perhaps(kind("unique", property=NAMES), event=NAMES, where=WHERE),
    *(perhaps(kind(name), event=NAMES, property=NAMES) for name in ("sum", "mean", "min", "max")),
    perhaps(kind("quantile", q=st.floats(0, 1)), event=NAMES, property=NAMES, where=WHERE),
)
RATIOS = perhaps(kind("ratio", of=MEASURES, per=MEASURES), where=WHERE)
PER_PERSON = perhaps(kind("per_person", of=MEASURES), where=WHERE)
ROLLING = perhaps(
    kind("rolling", of=st.one_of(MEASURES, RATIOS), over=st.sampled_from(["7d", "12mo", "1y"]))
)
CONVERSIONS = perhaps(
    kind("conversion", steps=st.lists(OCCURRENCES, min_size=2, max_size=4)),
    within=DURATIONS,
    order=st.sampled_from(["strict", "unordered"]),
    hold=NAMES,
    by_step=st.integers(1, 2),
    exclude=st.lists(
        perhaps({}, event=NAMES, where=WHERE, after=st.just(1), before=st.just(2)),
        min_size=1,
        max_size=2,
    ),
    where=WHERE,
)
FORMULAS = perhaps(
    kind(
        "formula",
        text=st.sampled_from(["a / b", "(a + 2) * b", "a"]),
        of=said(
            a=MEASURES,
            b=st.one_of(said(kind=st.just("metric"), name=NAMES), RATIOS, PER_PERSON, CONVERSIONS),
        ),
    ),
    where=WHERE,
)
RETENTIONS = perhaps(
    kind("retention"),
    start=OCCURRENCES,
    **{"return": OCCURRENCES},
    grain=GRAINS,
    of=st.sampled_from(["first", "recurring"]),
    mode=st.sampled_from(["exact", "rolling"]),
    periods=st.integers(1, 400),
    where=WHERE,
)
PATHS = st.one_of(
    *(
        perhaps(
            kind("paths"),
            steps=st.integers(1, 10),
            gap=DURATIONS,
            show=NAMES,
            where=WHERE,
            **{direction: OCCURRENCES},
        )
        for direction in ("after", "before")
    )
)
MADE_UP = st.one_of(
    MEASURES,
    RATIOS,
    PER_PERSON,
    ROLLING,
    FORMULAS,
    said(kind=st.just("metric"), name=NAMES),
    CONVERSIONS,
    RETENTIONS,
    perhaps(kind("stickiness"), event=NAMES, where=WHERE, grain=GRAINS),
    perhaps(kind("lifecycle"), event=NAMES, where=WHERE, grain=GRAINS),
    PATHS,
)


@st.composite
def definitions(draw: st.DrawFn) -> dict[str, Any]:
    """Return one as the language writes it, so that equal ones are written alike."""
    made_up = draw(MADE_UP)
    try:
        return to_spec(from_spec(made_up))
    except InvalidDefinition:  # parts that do not go together
        reject()


SPECS = definitions()
