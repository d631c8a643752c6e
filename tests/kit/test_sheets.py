import io
import zipfile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianyi.kit import sheets
from lianyi.kit.sheets import SheetUnreadable


def reason(refused):
    return refused.value.data["reason"]


def xlsx(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_a_merchant_has(encoding):
    sheet = sheets.read('编码,标题\r\nA1,明前龙井\r\n\r\nA2,"带,逗号"\r\n'.encode(encoding), "货.csv")
    assert sheet.header == ("编码", "标题")
    assert [(row.line, row.cells) for row in sheet.rows] == [(2, ("A1", "明前龙井")), (4, ("A2", "带,逗号"))]


def test_an_xlsx_is_read_as_text_as_it_was_typed():
    sheet = sheets.read(
        xlsx([["编码", "价格", "条码", "空"], ["A1", 12.8, 6901234567892, None], ["A2", 30, 1.5, True]]),
        "货.xlsx",
    )
    assert sheet.header == ("编码", "价格", "条码", "空")
    assert [row.cells for row in sheet.rows] == [
        ("A1", "12.8", "6901234567892", ""),
        ("A2", "30", "1.5", "TRUE"),
    ]


cell = st.one_of(st.none(), st.integers(-(10**9), 10**9), st.text(alphabet="=+-@'＝茶a1, \"", max_size=12))


@given(st.lists(st.lists(cell, min_size=3, max_size=3), max_size=6), st.booleans())
def test_what_was_written_is_read_back(rows, as_csv):
    header = ["编码", "标题", "=1+1"]
    data = sheets.write_csv(header, rows) if as_csv else sheets.write_xlsx(header, rows)
    sheet = sheets.read(data, "x.csv" if as_csv else "x.xlsx")
    wanted = [tuple("" if one is None else str(one).strip(" ") for one in row) for row in rows]
    assert [tuple(sheets.unescape(one) for one in row.cells) for row in sheet.rows] == [
        row for row in wanted if any(row)
    ]


def test_a_space_does_not_hide_a_formula():
    assert sheets.escape(" =1+1") == "'=1+1"
    assert sheets.unescape(sheets.escape(" '=1+1 ")) == "'=1+1"


@given(st.lists(st.text(alphabet="=+-@'＝\t茶a1", min_size=1, max_size=8), min_size=1, max_size=5))
def test_no_written_cell_is_a_formula(texts):
    for data, name in (
        (sheets.write_csv(["a"], [[text] for text in texts]), "x.csv"),
        (sheets.write_xlsx(["a"], [[text] for text in texts]), "x.xlsx"),
    ):
        for row in sheets.read(data, name).rows:
            assert not sheets.is_formula(row.cells[0])
    book = openpyxl.load_workbook(io.BytesIO(sheets.write_xlsx(["a"], [[text] for text in texts])))
    assert all(one.data_type != "f" for row in book.worksheets[0].iter_rows() for one in row)


@pytest.mark.parametrize(
    "text", ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", "＝1+1", "-18℃冷冻"]
)
def test_what_a_spreadsheet_could_run_is_known(text):
    assert sheets.is_formula(text)


@pytest.mark.parametrize("text", ["-5", "+12.50", "-1,200", "", "茶", "'=1", "a=1"])
def test_numbers_and_words_are_not_formulas(text):
    assert not sheets.is_formula(text)


def test_a_formula_in_an_xlsx_reaches_the_importer_as_a_formula():
    sheet = sheets.read(xlsx([["a", "b"], ["=1+1", '=HYPERLINK("http://x")']]), "x.xlsx")
    assert [sheets.is_formula(one) for one in sheet.rows[0].cells] == [True, True]


def test_a_bomb_is_refused_before_it_is_unpacked():
    out = io.BytesIO()
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("xl/worksheets/sheet1.xml", "w") as part,
    ):
        for _ in range(100):
            part.write(b" " * 1024 * 1024)
    data = out.getvalue()
    assert len(data) < 200_000
    with pytest.raises(SheetUnreadable) as refused:
        sheets.read(data, "x.xlsx")
    assert "解压后过大" in reason(refused)


def test_too_many_parts_are_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for number in range(501):
            package.writestr(f"xl/{number}.xml", "<a/>")
    with pytest.raises(SheetUnreadable) as refused:
        sheets.read(out.getvalue(), "x.xlsx")
    assert "解压后过大" in reason(refused)


def repacked(data, change):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for entry in source.infolist():
            target.writestr(*change(entry.filename, source.read(entry)))
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_an_entity_bomb_is_refused(encoding):
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbb">]><a>&b;</a>'.encode(encoding)
    data = repacked(xlsx([["a"]]), lambda name, part: (name, text if name.endswith("sheet1.xml") else part))
    with pytest.raises(SheetUnreadable) as refused:
        sheets.read(data, "x.xlsx")
    assert "文档类型" in reason(refused)


def test_macros_are_refused():
    data = repacked(
        xlsx([["a"]]), lambda name, part: (("xl/vbaProject.bin" if "theme" in name else name), part)
    )
    with pytest.raises(SheetUnreadable) as refused:
        sheets.read(data, "x.xlsx")
    assert "宏" in reason(refused)


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "x.csv", "表头"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "x.xls", "XLSX"),
        (b"not a zip", "x.xlsx", "XLSX"),
        (b"PK\x03\x04 broken", "x.xlsx", "损坏"),
        (b"a,b\n\xff\xff\xff", "x.csv", "编码"),
        (b"a,b\n1\x00,2", "x.csv", "空字符"),
        (b'a,b\n"open,2\n', "x.csv", "引号"),
        (b"a,b\n1,2,3\n", "x.csv", "第 2 行"),
        (b"a" + b",a" * 60 + b"\n", "x.csv", "列数"),
        (b"a\n" + b"1\n" * 20_001, "x.csv", "行数"),
        (b"a\n" + b"x" * 40_000, "x.csv", "单元格"),
        (b"a" * (10 * 1024 * 1024 + 1), "x.csv", "MB"),
    ],
)
def test_what_is_not_a_usable_table_is_refused_in_words(data, name, words):
    with pytest.raises(SheetUnreadable) as refused:
        sheets.read(data, name)
    assert words in reason(refused)


def test_a_cell_in_the_millionth_row_does_not_make_a_million_rows():
    data = repacked(
        xlsx([["a"], ["1"]]),
        lambda name, part: (
            name,
            part.replace(b'r="2"', b'r="1048576"').replace(b"A2", b"A1048576")
            if name.endswith("sheet1.xml")
            else part,
        ),
    )
    with pytest.raises(SheetUnreadable) as refused:
        sheets.read(data, "x.xlsx")
    assert "行数" in reason(refused)


def test_too_many_columns_of_an_xlsx_are_refused():
    with pytest.raises(SheetUnreadable) as refused:
        sheets.read(xlsx([["a"] * 61]), "x.xlsx")
    assert "列数" in reason(refused)
