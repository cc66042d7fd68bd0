"""The company of the tests."""

from tests.members import (  # noqa: F401
    add,
    nothing_was_tried_too_often,
    owner_id,
    quick_passwords,
    sign_in,
)
