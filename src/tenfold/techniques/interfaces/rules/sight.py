"""What is shown to somebody who may not see persons, or not money: one rule for the whole house."""

from tenfold.people.sight import (
    EVERYTHING,
    Sight,
    hides,
    may_be_money,
    may_be_personal,
    split_properties,
)

__all__ = [
    "EVERYTHING",
    "Sight",
    "hides",
    "may_be_money",
    "may_be_personal",
    "split_properties",
]
