"""A fair comparison that runs in the web shop: who was shown what, first."""

from collections.abc import Iterable

import numpy as np

from tenfold.config.demo import truth
from tenfold.config.demo.days import Days, Random
from tenfold.config.demo.tables import Table
from tenfold.config.demo.visits import Sessions

_BUYERS = truth.EXPERIMENT_LIFT / (1 + truth.EXPERIMENT_LIFT)
"""The share of the buyers who saw the second variant, where half of all visitors did."""


def exposure_table(
    *, days: Days, random: Random, buying: Sessions, looking: Iterable[Sessions]
) -> Table:
    """Return the moment at which each visitor first met a variant; a visitor keeps theirs.

    The lift is put in backwards: variants are fair among those who look, and the second one is the
    likelier the more of those who buy.
    """
    begins = int(days.midnights[days.back(truth.EXPERIMENT_STARTS)])
    first: dict[str, int] = {}
    variant: dict[str, int] = {}
    for sessions, share in ((buying, _BUYERS), *((some, 0.5) for some in looking)):
        during = np.flatnonzero(sessions.at >= begins)
        drawn = random.random(len(during)) < share
        for place, second in zip(during.tolist(), drawn.tolist(), strict=True):
            actor, at = sessions.actor[place], int(sessions.at[place])
            variant.setdefault(actor, int(second))
            first[actor] = min(at, first.get(actor, at))
    return Table(
        name="exposure",
        at=np.array(list(first.values()), np.int64) + 1_000,
        actor=list(first),
        properties={
            "flag": [truth.EXPERIMENT] * len(first),
            "variant": [truth.VARIANTS[variant[actor]] for actor in first],
        },
    )
