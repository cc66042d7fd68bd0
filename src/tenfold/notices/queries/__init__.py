"""What is known about notices, and about the ways that they go."""

from tenfold.notices.queries.hearing import HearingView, get_hearing
from tenfold.notices.queries.inbox import NoticeView, count_unread, list_notices
from tenfold.notices.queries.ways import (
    MessageView,
    WayView,
    count_failed,
    count_waiting,
    find_way,
    get_way,
    list_all_ways,
    list_failed,
    list_messages,
    list_ways,
    list_ways_of,
)

__all__ = [
    "HearingView",
    "MessageView",
    "NoticeView",
    "WayView",
    "count_failed",
    "count_unread",
    "count_waiting",
    "find_way",
    "get_hearing",
    "get_way",
    "list_all_ways",
    "list_failed",
    "list_messages",
    "list_notices",
    "list_ways",
    "list_ways_of",
]
