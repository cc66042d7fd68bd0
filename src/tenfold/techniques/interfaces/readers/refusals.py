"""What readers refuse, and why."""

from tenfold.kit.refusal import Refusal


class FileMissing(Refusal):
    """There is no such file, or it is no file."""

    code = "file_missing"
    status = 404


class FileUnreadable(Refusal):
    """The operating system does not let us read it."""

    code = "file_unreadable"


class FileEmpty(Refusal):
    """There is nothing in it."""

    code = "file_empty"


class FileDamaged(Refusal):
    """The file is not whole, or not what its beginning says."""

    code = "file_damaged"


class FileExpandsTooMuch(Refusal):
    """A small compressed file that unpacks to something enormous."""

    code = "file_expands_too_much"


class FileIsBinary(Refusal):
    """Not text, and none of the kinds that we can read."""

    code = "file_is_binary"


class ArchiveOfMany(Refusal):
    """An archive that holds more than one file."""

    code = "archive_of_many"


class CellTooLong(Refusal):
    """A cell, line or row that is longer than any real one."""

    code = "cell_too_long"


class TooManyColumns(Refusal):
    """More columns than any real table has."""

    code = "too_many_columns"


class EncodingUnknown(Refusal):
    """No such encoding."""

    code = "encoding_unknown"


class EncodingWrong(Refusal):
    """The bytes are not text in that encoding."""

    code = "encoding_wrong"


class SheetMissing(Refusal):
    """The workbook has no sheet of that name."""

    code = "sheet_missing"


class NotJsonLines(Refusal):
    """JSON, but not one object a line."""

    code = "not_json_lines"
