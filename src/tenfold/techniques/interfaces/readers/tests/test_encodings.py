"""Which letters the bytes mean."""

import pytest

from tenfold.techniques.interfaces.readers import detect_format, open_table
from tenfold.techniques.interfaces.readers.decoding import guess_encoding
from tenfold.techniques.interfaces.readers.refusals import EncodingUnknown, EncodingWrong
from tenfold.techniques.interfaces.rules.formats import FileFormat

TEXT = "name,town\nJosé Ñúñez,Köln\nFrançois Lefèvre,Orléans\nZoë Müller,Zürich\nØrsted,Århus\n"


def first_row(path, form):
    with open_table(path=path, form=form) as table:
        return next(table.chunks(size=10)).rows[0]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_unicode__in_any_form__is_recognised(write, encoding):
    path = write(TEXT, encoding=encoding)
    assert first_row(path, detect_format(path=path)) == ["José Ñúñez", "Köln"]


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
def test_western_text__with_one_byte_a_letter__is_guessed(write, encoding):
    path = write(TEXT, encoding=encoding)
    assert guess_encoding(path=path)[1] < 1
    assert first_row(path, detect_format(path=path)) == ["José Ñúñez", "Köln"]


@pytest.mark.parametrize("encoding", ["cp850", "latin-1", "cp1252", "mac_roman", "utf-16"])
def test_encoding__said_by_a_person__overrides_the_guess(write, encoding):
    path = write(TEXT.replace("Ø", "O").replace("Å", "A"), encoding=encoding)
    form = detect_format(path=path, encoding=encoding)
    assert first_row(path, form) == ["José Ñúñez", "Köln"]


def test_letters_beyond_ascii__only_late_in_the_file__still_count(write):
    path = write(b"name,n\n" + b"plain,1\n" * 60_000 + "José,2\n".encode("cp1252"))
    assert guess_encoding(path=path)[0] == "cp1252"


def test_encoding__that_does_not_exist__is_refused(write):
    with pytest.raises(EncodingUnknown):
        detect_format(path=write(TEXT), encoding="klingon")
    with pytest.raises(EncodingUnknown):
        detect_format(path=write(TEXT), encoding="zlib_codec")


def test_utf_16__cut_in_the_middle__is_refused_with_the_line(write):
    path = write(TEXT.encode("utf-16")[:-1] + b"\xd8")
    with (
        pytest.raises(EncodingWrong),
        open_table(path=path, form=FileFormat(encoding="utf-16")) as table,
    ):
        list(table.chunks(size=10))
