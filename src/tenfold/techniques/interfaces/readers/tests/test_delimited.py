"""CSV and TSV, in the dialects that people's programs write."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tenfold.techniques.interfaces.readers import detect_format, open_table
from tenfold.techniques.interfaces.readers.refusals import CellTooLong, FileEmpty, FileIsBinary
from tenfold.techniques.interfaces.rules.formats import FileFormat


def read(path: Path, form: FileFormat | None = None):
    """Return header, rows with their lines, and faults."""
    with open_table(path=path, form=form or detect_format(path=path)) as table:
        rows, faults = [], []
        for chunk in table.chunks(size=3):
            rows += list(zip(chunk.lines, chunk.rows, strict=True))
            faults += chunk.faults
        return table.header, rows, faults


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n3,4\n", ","),
        ("a;b\n1,5;2\n3,5;4\n", ";"),
        ("a\tb\n1\t2\n3\t4\n", "\t"),
        ("a|b\n1|2\n3|4\n", "|"),
        ('"a, too";b\n"1;2";2\n', ";"),
    ],
)
def test_delimiter__any_usual_one__is_found(write, text, delimiter):
    path = write(text)
    assert detect_format(path=path).delimiter == delimiter
    assert len(read(path)[0]) == 2


def test_line_ends__crlf_and_no_final_newline__leave_no_trace(write):
    header, rows, _ = read(write(b"id,ok\r\n1,TRUE\r\n2,FALSE"))
    assert header == ("id", "ok")
    assert rows == [(2, ["1", "TRUE"]), (3, ["2", "FALSE"])]


def test_byte_order_mark__before_the_header__is_not_in_the_name(write):
    assert read(write(b"\xef\xbb\xbfid,b\n1,2\n"))[0] == ("id", "b")


def test_quoted_newline__inside_a_cell__keeps_the_row_and_counts_lines(write):
    _, rows, _ = read(write('a,b\n"one\ntwo",2\n3,4\n'))
    assert rows == [(2, ["one\ntwo", "2"]), (4, ["3", "4"])]


def test_backslash_escapes__in_quoted_cells__are_understood(write):
    _, rows, _ = read(write('a,b\n"say \\"hi\\"",2\n"x",3\n'))
    assert rows[0][1] == ['say "hi"', "2"]


def test_ragged_rows__short_or_with_empty_ends__are_kept_and_long_ones_rejected(write):
    _, rows, faults = read(write("a,b,c\n1,2\n1,2,3,,\n1,2,3,4\n"))
    assert rows == [(2, ["1", "2", ""]), (3, ["1", "2", "3"])]
    assert [(fault.line, fault.value) for fault in faults] == [(4, "4")]
    assert "4" in faults[0].reason


def test_quote_that_does_not_match__in_one_line__rejects_that_line_alone(write):
    _, rows, faults = read(write('a,b\n"1"x,2\n3,4\n'))
    assert rows == [(3, ["3", "4"])]
    assert [fault.line for fault in faults] == [2]


def test_quote_that_never_closes__at_the_end__is_a_fault_and_not_a_giant_cell(write):
    _, rows, faults = read(write('a,b\n1,2\n"3,4\n5,6\n'))
    assert rows == [(2, ["1", "2"])]
    assert len(faults) == 1
    assert "3" in faults[0].reason


def test_blank_lines__between_rows__are_no_rows(write):
    assert [line for line, _ in read(write("a,b\n\n1,2\n\n\n3,4\n"))[1]] == [3, 6]


def test_columns__unnamed_or_named_twice__get_names_of_their_own(write):
    assert read(write("a,,a, a \n1,2,3,4\n"))[0] == ("a", "column_2", "a_2", "a_3")


def test_header__absent__columns_are_numbered_or_named_by_the_format(write):
    path = write("1,2\n3,4\n")
    assert read(path, FileFormat(header=False))[0] == ("column_1", "column_2")
    named = FileFormat(header=False, columns=("x", "y"))
    assert read(path, named) == (("x", "y"), [(1, ["1", "2"]), (2, ["3", "4"])], [])


def test_skip__lines_before_the_table__are_passed_over(write):
    assert read(write("Report\n\na,b\n1,2\n"), FileFormat(skip=2))[1] == [(4, ["1", "2"])]


def test_cell__of_megabytes__is_refused_with_its_line(write):
    with pytest.raises(CellTooLong, match="3"):
        read(write("a,b\n1,2\n" + '"' + "x" * 200_000 + '",2\n'), FileFormat())


def test_line__without_end__is_refused_before_it_fills_the_memory(write):
    with pytest.raises(CellTooLong):
        read(write("a,b\n" + "x," * 1_000_000), FileFormat())


def test_row__of_endless_quoted_lines__is_refused(write):
    with pytest.raises(CellTooLong):
        read(write("a,b\n" + '"x\n",' * 1_500_000), FileFormat())


def test_zero_bytes__in_the_file__are_refused_as_binary(write):
    with pytest.raises(FileIsBinary):
        detect_format(path=write(b"a,b\n\x00\x01\x02\x00,2\n"))
    with pytest.raises(FileIsBinary):
        read(write(b"a\x00,b\n1,2\n"), FileFormat())


def test_file__empty_or_blank__is_refused(write):
    with pytest.raises(FileEmpty):
        detect_format(path=write(b""))
    with pytest.raises(FileEmpty):
        detect_format(path=write("\n \n\n"))


cell = st.text(
    alphabet=st.characters(
        codec="utf-8", exclude_characters="\0\r\n\x85\u2028\u2029\x0b\x0c\x1c\x1d\x1e"
    ),
    max_size=8,
) | st.sampled_from(["1,5", 'say "x"', "a;b", "two\nlines", "'", ""])


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.lists(cell, min_size=3, max_size=3), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_table__written_as_csv__is_read_back(tmp_path_factory, rows, delimiter, end):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([["a", "b", "c"], *rows])
    path.write_bytes(text.getvalue().encode())
    form = FileFormat(delimiter=delimiter)
    assert [row for _, row in read(path, form)[1]] == rows


def test_chunks__of_very_long_rows__hold_fewer_of_them(write):
    row = ",".join(["x" * 100_000] * 5)
    path = write("a,b,c,d,e\n" + f"{row}\n" * 80)
    with open_table(path=path, form=FileFormat()) as table:
        assert [len(chunk.rows) for chunk in table.chunks(size=1_000)] == [48, 32]
