"""What the log refuses, and why."""

from tenfold.kit.refusal import Refusal


class LogUnwritable(Refusal):
    """The disk is full or read-only. Nothing of the batch was stored."""

    code = "log_unwritable"
    status = 503


class LogLocked(Refusal):
    """Another process has the log open."""

    code = "log_locked"
    status = 503


class LogDamaged(Refusal):
    """The file is not what was written."""

    code = "log_damaged"
    status = 500


class Overloaded(Refusal):
    """More is waiting to be written than memory allows. Nothing of the batch was stored."""

    code = "overloaded"
    status = 503


class QueryTooLong(Refusal):
    """A question took longer than it may."""

    code = "query_too_long"
    status = 504


class QueryTooLarge(Refusal):
    """A question needs more memory, or has a longer answer, than questions may."""

    code = "query_too_large"
    status = 422


class QueryCancelled(Refusal):
    """Whoever asked a question took it back."""

    code = "query_cancelled"
    status = 409


class UnknownMerge(Refusal):
    """There is no such merge."""

    code = "unknown_merge"
    status = 404


class LogTooNew(Refusal):
    """The file was written by a newer version of the program."""

    code = "log_too_new"
    status = 503


class EventBroken(Refusal):
    """A batch held text that cannot be stored (no JSON object, half a character): none was."""

    code = "event_broken"
    status = 422


class MergeWithItself(Refusal):
    """An id was to be joined with itself."""

    code = "merge_with_itself"
    status = 422


class TargetExists(Refusal):
    """A copy was to be written where a file is already."""

    code = "file_exists"
    status = 409


class NotParquet(Refusal):
    """A file that should be Parquet cannot be read as such."""

    code = "not_parquet"
    status = 422
