"""What the kinds of notices, and the ways that they go, are called by people."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from tenfold.notices.notice import Kind

KIND_TITLES: dict[str, Any] = {
    Kind.ALERT: _("Alerts"),
    Kind.CHECK_IN: _("Reminders to check in"),
    Kind.BOARD: _("Boards"),
    Kind.GOAL: _("Goals"),
}
WAY_TITLES: dict[str, Any] = {
    "email": _("E-mail address"),
    "apprise": _("Chat or telephone"),
    "webhook": _("Webhook"),
}
ADD_TITLES: dict[str, Any] = {
    "email": _("Add an e-mail address"),
    "apprise": _("Add a chat or telephone"),
    "webhook": _("Add a webhook"),
}
STATE_TITLES: dict[str, Any] = {
    "waiting": _("is tried again"),
    "sending": _("is being sent"),
    "sent": _("arrived"),
    "failed": _("failed"),
    "dropped": _("nobody to hear it any more"),
}
