"""Fixed width, JSON lines, Excel, Parquet."""

import datetime as dt
import io
import zipfile
from decimal import Decimal

import duckdb
import openpyxl
import pytest

from tenfold.eventlog.refusals import NotParquet
from tenfold.techniques.interfaces.readers import detect_format, excel, open_table
from tenfold.techniques.interfaces.readers.refusals import (
    FileDamaged,
    FileEmpty,
    FileExpandsTooMuch,
    NotJsonLines,
    SheetMissing,
    TooManyColumns,
)
from tenfold.techniques.interfaces.rules.formats import FileFormat


def read(path, form=None):
    with open_table(path=path, form=form or detect_format(path=path)) as table:
        chunks = list(table.chunks(size=100))
        rows = [pair for c in chunks for pair in zip(c.lines, c.rows, strict=True)]
        return table.header, rows, [fault for c in chunks for fault in c.faults]


HALF_PAST_NINE = dt.datetime(2026, 3, 1, 9, 30)  # noqa: DTZ001  files know no zone
FIXED = (
    " 00004 0001 19970101  2   29.33\r\n"
    " 00021 0002 19970103 13  163.34\r\n"
    " 00050 0003 19980101  1    5.00\r\n"
)


def test_fixed_width__numbers_flush_right__columns_are_found(write):
    path = write(FIXED, name="f.txt")
    form = detect_format(path=path)
    assert (form.kind, form.ends) == ("fixed", (6, 11, 20, 23, 31))
    assert read(path)[1][1] == (2, ["00021", "0002", "19970103", "13", "163.34"])


def test_fixed_width__texts_flush_left__keep_the_blanks_behind_them(write):
    form = detect_format(path=write("anna   berlin  12\nbernd  paris    7\nc      rome   101\n"))
    assert form.ends == (7, 13, 17)


def test_fixed_width__a_line_that_does_not_fit__is_a_fault(write):
    path = write(FIXED + "x" * 31 + "\r\n", name="f.txt")
    form = FileFormat(kind="fixed", header=False, ends=(6, 11, 20, 23, 31))
    _, rows, faults = read(path, form)
    assert len(rows) == 3
    assert [fault.line for fault in faults] == [4]


def test_json_lines__with_different_keys__have_all_of_them_as_columns(write):
    header, rows, faults = read(
        write(
            '{"a":1,"b":{"c":[1]}}\n\n{"b":null,"d":1.25}\nnonsense\n[1]\n{"d":12345678901234.123}\n'
        )
    )
    assert header == ("a", "b", "d")
    assert rows[0] == (1, [1, {"c": [1]}, None])
    assert rows[1] == (3, [None, None, 1.25])
    assert rows[2][1][2] == Decimal("12345678901234.123")
    assert [fault.line for fault in faults] == [4, 5]


def test_json__one_list__is_refused_with_what_to_do(write):
    with pytest.raises(NotJsonLines):
        detect_format(path=write('[{"a": 1}]', name="a.json"))


def test_json_lines__with_thousands_of_names__are_refused(write):
    lines = "\n".join(f'{{"k{n}": 1}}' for n in range(2_100))
    with pytest.raises(TooManyColumns):
        read(write(lines))


def test_json_line__nested_without_end__is_a_fault(write):
    _, rows, faults = read(write('{"a": 1}\n{"a":' + "[" * 100_000 + "]" * 100_000 + "}\n"))
    assert len(rows) == 1
    assert len(faults) == 1


@pytest.fixture
def workbook(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Orders"
    sheet.append(["id", "when", "amount", "paid", "note"])
    sheet.append([1, HALF_PAST_NINE, 2.5, True, None])
    sheet.append([None] * 5)
    sheet.append([2, dt.date(2026, 3, 2), 3, False, " x "])
    book.create_sheet("Other").append(["z"])
    path = tmp_path / "book.xlsx"
    book.save(path)
    return path


def test_excel__a_sheet__gives_typed_cells_and_its_own_row_numbers(workbook):
    header, rows, _ = read(workbook)
    assert detect_format(path=workbook).kind == "excel"
    assert header == ("id", "when", "amount", "paid", "note")
    assert rows[0] == (2, [1, HALF_PAST_NINE, 2.5, True, ""])
    assert rows[1][0] == 4
    assert rows[1][1][2] == 3


def test_excel__a_sheet_by_name__is_the_one_that_is_read(workbook):
    assert read(workbook, FileFormat(kind="excel", sheet="Other"))[0] == ("z",)
    with pytest.raises(SheetMissing, match="Nope"):
        read(workbook, FileFormat(kind="excel", sheet="Nope"))


def test_excel__damaged_or_empty__is_refused(write, tmp_path):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
    with pytest.raises(FileDamaged):
        read(write(held.getvalue(), name="a.xlsx"))
    empty = tmp_path / "e.xlsx"
    openpyxl.Workbook().save(empty)
    with pytest.raises(FileEmpty):
        read(empty)


def test_excel__that_bursts__is_refused(workbook, monkeypatch):
    monkeypatch.setattr(excel, "MOST_UNPACKED", 1_000)
    with pytest.raises(FileExpandsTooMuch):
        read(workbook)


def test_parquet__any_types__give_typed_cells(tmp_path):
    path = tmp_path / "f.parquet"
    duckdb.execute(
        f"""COPY (SELECT 1 AS id, TIMESTAMP '2026-03-01 09:30:00' AS t, 2.50::DECIMAL(9,2) AS amount,
            'x' AS s, NULL::VARCHAR AS n UNION ALL SELECT 2, NULL, NULL, NULL, NULL ORDER BY 1)
            TO '{path}' (FORMAT parquet)"""
    )
    header, rows, _ = read(path)
    assert detect_format(path=path).kind == "parquet"
    assert header == ("id", "t", "amount", "s", "n")
    assert rows[0] == (1, [1, HALF_PAST_NINE, Decimal("2.50"), "x", None])
    assert rows[1] == (2, [2, None, None, None, None])


def test_parquet__only_in_name__is_refused(write):
    with pytest.raises(NotParquet):
        read(write(b"PAR1 and nothing else", name="f.parquet"))
