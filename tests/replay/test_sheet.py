"""The file is read whatever a stranger's file looks like, and nothing of it is lost."""

import gzip
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from lianyi.app.replay import sheet
from tests.replay.retail import HEADER, line, read, text


def test_a_row_is_what_was_written(tmp_path):
    (invoice,) = read(tmp_path, line("536365", "85123A", 6, "2.55", words='"HEART, WHITE"'))
    (row,) = invoice.rows
    assert (row.line, row.invoice, row.stock, row.description) == (2, "536365", "85123A", "HEART, WHITE")
    assert (row.quantity, row.price, row.customer) == (6, Decimal("2.55"), "17850")
    assert row.pence == 1530
    # no zone in the file: the shop's own, so that a month here is a month of the ledger
    assert row.at == datetime(2010, 12, 1, 0, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    "at", ["2010-12-01 08:26:00", "2010-12-01T08:26", "12/1/2010 8:26", "12/01/10 08:26"]
)
def test_the_dates_the_set_is_known_with(tmp_path, at):
    (invoice,) = read(tmp_path, line("1", "A1", 1, "1", at=at))
    assert invoice.at == datetime(2010, 12, 1, 0, 26, tzinfo=UTC)


@pytest.mark.parametrize(
    "pack",
    [
        gzip.compress,
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: gzip.compress(b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")),
    ],
    ids=["gzip", "mark", "crlf", "all"],
)
def test_the_container_changes_nothing(tmp_path, pack):
    path = tmp_path / "file"
    path.write_bytes(pack(text(line("1", "A1", 1, "1"), line("2", "B1", 2, "3.10")).encode()))
    assert [(one.number, one.rows[0].pence) for one in sheet.read(path, 0)] == [("1", 100), ("2", 620)]


def test_excels_own_encoding_and_the_names_of_the_second_edition(tmp_path):
    path = tmp_path / "file.csv"
    header = "Invoice,StockCode,Description,Quantity,InvoiceDate,Price,Customer ID,Country"
    path.write_bytes(f"{header}\n{line('1', 'A1', 1, '1', words='£ SIGN')}\n".encode("cp1252"))
    (invoice,) = sheet.read(path, 0)
    assert invoice.rows[0].description == "£ SIGN"
    assert invoice.customer == "17850"


def test_blanks_are_blank_and_short_lines_are_lines(tmp_path):
    (invoice,) = read(
        tmp_path, line("1", "A1", 1, "1", customer="", words=""), "", "1,A2,,3,2010-12-01 08:26:00,2"
    )
    assert [(row.description, row.customer) for row in invoice.rows] == [("", ""), ("", "")]
    assert invoice.customer == ""


@pytest.mark.parametrize(
    ("broken", "column"),
    [
        (line("1", "", 1, "1"), "stock"),
        (line("1", "A1", "six", "1"), "quantity"),
        (line("1", "A1", "1.5", "1"), "quantity"),
        (line("1", "A1", 1, "NaN"), "price"),
        (line("1", "A1", 1, ""), "price"),
        (line("1", "A1", 1, "1", at="yesterday"), "at"),
        (line("1", "A1", 1, "1", at="0001-01-01 00:00"), "at"),
    ],
)
def test_what_cannot_be_read_is_told_and_kept(tmp_path, broken, column):
    first, last = (
        read(tmp_path, broken, line("2", "A1", 1, "1"))[::-1]
        if column == "at"
        else read(tmp_path, broken, line("2", "A1", 1, "1"))
    )
    (unreadable,) = first.unreadable
    assert (unreadable.line, unreadable.column) == (2, column)
    assert first.rows == ()
    assert len(last.rows) == 1


def test_the_first_invoices_are_the_first_by_time_with_all_their_rows(tmp_path):
    lines = (
        line("3", "A1", 1, "1", at="2010-12-03 08:00:00"), line("1", "A1", 1, "1", at="2010-12-01 08:00:00"),
        line("2", "A1", 1, "1", at="2010-12-02 08:00:00"), line("1", "B1", 1, "1", at="2010-12-01 08:01:00"),
    )  # fmt: skip
    chosen = read(tmp_path, *lines, limit=2)
    assert [(one.number, len(one.rows)) for one in chosen] == [("1", 2), ("2", 1)]
    assert [one.number for one in read(tmp_path, *lines)] == ["1", "2", "3"]


def test_absent_data_say_so(tmp_path):
    with pytest.raises(sheet.NoSuchFile, match="does not exist"):
        sheet.find(tmp_path / "nowhere")
    with pytest.raises(sheet.NoSuchFile, match="holds 0 CSV files"):
        sheet.find(tmp_path)
    (tmp_path / "SOURCE.md").write_text("words")
    (tmp_path / "a.csv.gz").write_bytes(b"")
    assert sheet.find(tmp_path) == tmp_path / "a.csv.gz"
    assert sheet.find(tmp_path / "a.csv.gz") == tmp_path / "a.csv.gz"
    (tmp_path / "b.csv").write_text("")
    with pytest.raises(sheet.NoSuchFile, match="holds 2"):
        sheet.find(tmp_path)


def test_another_file_is_refused_in_words(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text(HEADER.replace("UnitPrice", "Weight"))
    with pytest.raises(sheet.NoSuchFile, match="unitprice"):
        sheet.read(path, 0)
    path.write_bytes(gzip.compress(b"words" * 1000)[:40])
    with pytest.raises(sheet.NoSuchFile, match="unpacked"):
        sheet.read(path, 0)
