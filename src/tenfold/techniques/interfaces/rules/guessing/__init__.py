"""What an unknown file probably means, and what to ask where that is not sure.

    proposal = propose(sample=Sample(...), hints=Hints(timezone="Europe/London", currency="GBP", ...))
    proposal.mapping, proposal.columns, proposal.questions

Guesses look at names and at cells; each has a confidence from 0 to 1. A question carries the
proposed answer and the alternatives; an answer is fed back through `Hints.answers`.
"""

from tenfold.techniques.interfaces.rules.guessing.header import guess_header
from tenfold.techniques.interfaces.rules.guessing.metrics import Known, fit_metrics, guess_metrics
from tenfold.techniques.interfaces.rules.guessing.proposing import (
    Hints,
    Proposal,
    Sample,
    propose,
)
from tenfold.techniques.interfaces.rules.guessing.questions import Choice, Question
from tenfold.techniques.interfaces.rules.guessing.roles import ColumnGuess
from tenfold.techniques.interfaces.rules.guessing.words import (
    describe_columns,
    say_mapping,
    stress_mapping,
)

__all__ = [
    "Choice",
    "ColumnGuess",
    "Hints",
    "Known",
    "Proposal",
    "Question",
    "Sample",
    "describe_columns",
    "fit_metrics",
    "guess_header",
    "guess_metrics",
    "propose",
    "say_mapping",
    "stress_mapping",
]
