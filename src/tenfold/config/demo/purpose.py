"""What Nordlys Gifts is for: the words of the first day, today's, and what they think of them."""

from datetime import datetime, timedelta

from tenfold.config.demo import truth
from tenfold.config.demo.teams import find_accounts

REASONS = (
    "In our second year we counted what is left after an order: ribbon, filling, a box that nobody "
    "needs. A present is over in a minute; its wrapping stays for years.\n\n"
    "We can make gifts that leave nothing behind, and if we can, others can, too."
)
ADOPTED_DAYS_AGO = 140
FOUNDED_DAYS_AGO = truth.DAYS
ANSWERS: dict[str, dict[str, tuple[str, str]]] = {
    "maja": {
        "noticed": ("yes", "Six million people in this country unwrap something in December."),
        "larger": ("yes", "The whole trade would have to change, and could."),
        "transforms": ("yes", "Wrapping would come back instead of being thrown away."),
        "beyond": ("yes", "With printed boxes alone we never get there."),
        "why": ("yes", "It would hold for anything that people give each other."),
        "no_number": ("yes", ""),
        "attracts": ("yes", "Eleven customers sorted returned boxes with us last spring."),
        "decides": ("yes", "We turned down the plastic calendars."),
    },
    "jonas": {
        "noticed": ("yes", "Those who empty the bins in January would."),
        "larger": ("yes", ""),
        "transforms": ("no", "People would still buy and give. Only the rubbish would be gone."),
        "beyond": ("yes", ""),
        "why": ("yes", ""),
        "no_number": ("yes", ""),
        "attracts": ("unsure", "For one evening, yes. For a second one I do not know."),
        "decides": ("yes", "The plastic calendars; it hurt."),
    },
    "ingrid": {
        "noticed": ("yes", ""),
        "larger": ("yes", "Two printers in town asked how we do it."),
        "transforms": ("yes", "A box that comes back is a loan, not a present. That is different."),
        "beyond": ("unsure", "If nine of ten boxes came back we would be nearly there."),
        "why": ("yes", ""),
        "no_number": ("yes", ""),
        "attracts": ("yes", "I would."),
        "decides": ("yes", ""),
    },
    "amina": {
        "noticed": ("yes", "My neighbours asked for the empty boxes."),
        "larger": ("yes", ""),
        "transforms": ("no", "We pack more boxes than ever. I will believe it when we pack fewer."),
        "beyond": ("yes", ""),
        "why": ("yes", ""),
        "no_number": ("yes", ""),
        "attracts": ("yes", "My daughter collects them at her school."),
        "decides": ("unsure", "That was before my time."),
    },
}  # fmt: skip
"""What four of them answer, each in their own words. They do not agree on everything."""


def adopt_purpose(*, by: int, at: datetime) -> None:
    """Let the company adopt today's words some months ago, and put them to the test."""
    from tenfold.people import actions, models

    adopted_at = at - timedelta(days=ADOPTED_DAYS_AGO)
    # The company was set up this moment, but has been there for two years.
    founded_at = at - timedelta(days=FOUNDED_DAYS_AGO)
    models.PurposeVersion.objects.update(adopted_at=founded_at)
    number = actions.adopt_purpose(text=truth.PURPOSE, because=REASONS, by=by, at=adopted_at)
    accounts = find_accounts()
    for days, (key, answers) in enumerate(ANSWERS.items(), start=1):
        actions.answer_purpose(
            version=number,
            answers=answers,
            by=accounts[key],
            at=adopted_at + timedelta(days=days),
        )
