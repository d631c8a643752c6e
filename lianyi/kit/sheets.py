"""Spreadsheets in and out: CSV and XLSX, with the dangers of both taken out.

In: a packed bomb, a document type, a macro, too many rows or columns are refused before anything is parsed; a cell that
a spreadsheet program would run as a formula is marked, for the importer to refuse by line and column.
Out: a text that looks like a formula gets an apostrophe in front, which reading takes away again.
Both sides block: call them in a thread.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from lianyi.kit.errors import Invalid

BYTES_MAX = 10 * 1024 * 1024
ROWS_MAX = 20_000
COLUMNS_MAX = 60
CELL_LENGTH_MAX = 32_767  # Excel's own limit
UNPACKED_BYTES_MAX = 96 * 1024 * 1024
ZIP_ENTRIES_MAX = 500

Cell = str | int | Decimal | None

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # in XML: one of them makes a whole file unreadable
_DANGEROUS = "=+-@\t\r\n＝＋－＠"
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?%?")
_HAS_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)


class SheetUnreadable(Invalid):
    code = "sheet_unreadable"
    zh = "读不了这个文件:{reason}"
    en = "This file cannot be read: {reason}"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row with the line number a spreadsheet program shows (the header is line 1)."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    header: tuple[str, ...]
    rows: tuple[SheetRow, ...]


def is_formula(text: str) -> bool:
    """Tell whether a spreadsheet program could run this text; plain numbers with a sign are only numbers."""
    return bool(text) and text[0] in _DANGEROUS and not _NUMBER.fullmatch(text)


def escape(text: str) -> str:
    """Put an apostrophe before a text that could run as a formula, or that already starts with one before such a text.

    Spaces around a text go first, as reading takes them away: some programs run what stands behind them.
    """
    bare = text.strip(" ")
    return "'" + bare if is_formula(bare.lstrip("'")) else bare


def unescape(text: str) -> str:
    """Undo `escape`: take one apostrophe away from before a formula-like text."""
    return text[1:] if text.startswith("'") and is_formula(text.lstrip("'")) else text


def read(data: bytes, name: str) -> Sheet:
    """Read the first sheet of a CSV (UTF-8 with or without BOM, UTF-16, GB18030) or XLSX file as text.

    Raises:
        SheetUnreadable: not a table, a bomb, or beyond ROWS_MAX, COLUMNS_MAX, BYTES_MAX.
    """
    if len(data) > BYTES_MAX:
        raise _refused(f"文件超过 {BYTES_MAX // 1024 // 1024} MB", "it is larger than 10 MiB")
    if data[:4] == b"PK\x03\x04":
        records = _read_xlsx(data)
    elif name.lower().endswith((".xls", ".xlsx", ".xlsm")) or data[:4] == b"\xd0\xcf\x11\xe0":
        raise _refused(
            "不是 XLSX 文件,请用表格软件另存为 .xlsx 或 .csv", "it is not XLSX; save it as .xlsx or .csv"
        )
    else:
        records = _read_csv(data)
    return _sheet(records)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Write UTF-8 with a BOM, so that Excel shows Chinese; texts are escaped."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([escape(name) for name in header])
    for row in rows:
        writer.writerow(["" if cell is None else escape(str(cell)) for cell in row])
    return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True, slots=True)
class Tab:
    """One sheet of a workbook; rows may come from a generator and are written as they come."""

    title: str
    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


def write_xlsx(
    header: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    *,
    title: str = "Sheet1",
    notes: Sequence[str] = (),
) -> bytes:
    """Write one sheet with a frozen bold header; texts are escaped; `notes` fill a second sheet, one line each."""
    return write_book([Tab(title, header, rows)], notes=notes)


def write_book(tabs: Sequence[Tab], *, notes: Sequence[str] = ()) -> bytes:
    """Write several sheets as write_xlsx does, row by row; `notes` fill the last one."""
    from lianyi.kit import workbooks  # noqa: PLC0415  as said there

    return workbooks.book_out(tabs, notes)


def _refused(zh: str, en: str) -> SheetUnreadable:
    return SheetUnreadable(field="file", reason=f"{zh} ({en})")


def _sheet(records: list[list[str]]) -> Sheet:
    if not records or not any(records[0]):
        raise _refused("第一行应当是表头", "the first line must be the header")
    header = records[0]
    while header and not header[-1]:
        header.pop()
    _check_columns(len(header))
    width = len(header)
    rows = []
    for line, record in enumerate(records[1:], start=2):
        if not any(record):
            continue
        if any(record[width:]):
            raise _refused(f"第 {line} 行的列比表头多", f"line {line} has more columns than the header")
        cells = [*record[:width], *[""] * (width - len(record))]
        rows.append(SheetRow(line, tuple(cells)))
    return Sheet(tuple(header), tuple(rows))


def _read_csv(data: bytes) -> list[list[str]]:
    text = _decode(data)
    if "\x00" in text:
        raise _refused("含有空字符,不是文本表格", "it holds NUL characters")
    head = text.partition("\n")[0]
    delimiter = max(",\t;", key=head.count)
    records: list[list[str]] = []
    try:
        for record in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            _check_columns(len(record))
            records.append([_short(cell.strip(" \u3000")) for cell in record])
            _check_rows(len(records))
    except csv.Error as error:
        raise _refused(
            f"第 {len(records) + 1} 行的引号不成对", f"line {len(records) + 1}: {error}"
        ) from error
    return records


def _decode(data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _refused("文字编码不是 UTF-8 或 GB18030", "the text is neither UTF-8 nor GB18030")


def _short(cell: str) -> str:
    if len(cell) > CELL_LENGTH_MAX:
        raise _refused(
            f"有单元格超过 {CELL_LENGTH_MAX} 个字", f"a cell is longer than {CELL_LENGTH_MAX} characters"
        )
    return cell


def _check_columns(count: int) -> None:
    if count > COLUMNS_MAX:
        raise _refused(f"列数超过 {COLUMNS_MAX}", f"more than {COLUMNS_MAX} columns")


def _check_rows(count: int) -> None:
    if count > ROWS_MAX + 1:
        raise _refused(f"行数超过 {ROWS_MAX:,}", f"more than {ROWS_MAX:,} rows")


def _read_xlsx(data: bytes) -> list[list[str]]:
    from lianyi.kit import workbooks  # noqa: PLC0415  as said there

    _check_package(data)
    records: list[list[str]] = []
    try:
        # The stated size of a sheet is only a claim; the rows themselves are counted, up to one past the limit.
        for row in workbooks.first_rows(data, ROWS_MAX + 2, COLUMNS_MAX + 1):
            cells = [_short(_cell_text(cell)) for cell in row]
            _check_columns(len(cells) if any(cells[COLUMNS_MAX:]) else 0)
            records.append(cells)
            _check_rows(len(records))
    except SheetUnreadable:
        raise
    except (
        Exception
    ) as error:  # openpyxl raises whatever its parser meets: KeyError, ValueError, ParseError …
        raise _refused(
            "文件已损坏或不是标准的 XLSX", f"damaged or not standard XLSX ({type(error).__name__})"
        ) from error
    while records and not any(records[-1]):
        records.pop()
    return records


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            # A lying size is caught too: reading stops at the stated size and the checksum then fails.
            if (
                len(entries) > ZIP_ENTRIES_MAX
                or sum(entry.file_size for entry in entries) > UNPACKED_BYTES_MAX
            ):
                raise _refused("解压后过大", "it unpacks to too much")
            for entry in entries:
                _check_entry(package, entry)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise _refused("压缩包已损坏或加密", "the package is damaged or encrypted") from error


def _check_entry(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    if entry.filename.lower().endswith("vbaproject.bin"):
        raise _refused("含有宏", "it holds macros")
    if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
        part = package.read(entry)
        if part[:2] in {b"\xff\xfe", b"\xfe\xff"} or _HAS_DOCTYPE.search(part):
            raise _refused("含有文档类型声明", "it declares a document type")


def _cell_text(cell: Any) -> str:
    value = cell.value
    if cell.data_type in {"f", "e"} and not str(value).startswith("="):
        return (
            f"={value}"  # an array formula or an error value: kept as something that is refused as a formula
        )
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime():
            return value.isoformat(sep=" ", timespec="seconds")
        case _:
            # str of a float is the shortest text that means the same number: what was typed, up to 15 digits.
            return str(value).strip(" \u3000")
