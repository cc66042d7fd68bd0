"""What changes in this room: one use case a module."""

from tenfold.notices.actions.choosing import Choice, choose_hearing
from tenfold.notices.actions.handing_over import try_again
from tenfold.notices.actions.reading import mark_read, mark_unread, open_notice
from tenfold.notices.actions.telling import is_mail_set_up, tell
from tenfold.notices.actions.testing import Tested, send_test
from tenfold.notices.actions.ways import WayAdded, add_way, change_way, remove_way, replace_secret

__all__ = [
    "Choice",
    "Tested",
    "WayAdded",
    "add_way",
    "change_way",
    "choose_hearing",
    "is_mail_set_up",
    "mark_read",
    "mark_unread",
    "open_notice",
    "remove_way",
    "replace_secret",
    "send_test",
    "tell",
    "try_again",
]
