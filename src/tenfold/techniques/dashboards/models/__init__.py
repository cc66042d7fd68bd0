"""Rows of the technique: boards, share links and mails, annotations, alerts, goals. No behaviour."""

from tenfold.techniques.dashboards.models.alerts import Alert, AlertChange, AlertMessage, Incident
from tenfold.techniques.dashboards.models.annotations import Annotation
from tenfold.techniques.dashboards.models.boards import Board, Tile
from tenfold.techniques.dashboards.models.goals import CheckIn, CheckInDay, KeyResult, Objective
from tenfold.techniques.dashboards.models.mailing import BoardMail, MailSent, MailTo
from tenfold.techniques.dashboards.models.sharing import ShareLink

__all__ = [
    "Alert",
    "AlertChange",
    "AlertMessage",
    "Annotation",
    "Board",
    "BoardMail",
    "CheckIn",
    "CheckInDay",
    "Incident",
    "KeyResult",
    "MailSent",
    "MailTo",
    "Objective",
    "ShareLink",
    "Tile",
]
