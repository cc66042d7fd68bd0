"""The company of the tests."""

from tests.at_once import at_once  # noqa: F401
from tests.members import (  # noqa: F401
    add,
    nothing_was_tried_too_often,
    owner_id,
    quick_passwords,
    sign_in,
)
