"""XLSX as openpyxl reads and writes it, for `sheets` and `forms`, which import this module when a file is asked for.

The library is a fiftieth of what a start would import, and few requests need it. All of it blocks: use a thread.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lianyi.kit.forms import Form
from lianyi.kit.sheets import CELL_LENGTH_MAX, ILLEGAL, Tab, escape

_TEXT = "@"
_HEAD = PatternFill("solid", fgColor="EEF2F1")
_ASKED = PatternFill("solid", fgColor="FFF6DD")
_LIST_LENGTH_MAX = 255  # Excel's own limit for choices that stand in the cell's rule itself


def first_rows(data: bytes, rows_max: int, columns_max: int) -> Iterable[Sequence[Any]]:
    """The cells of the first sheet, row by row, whatever size it states. Raises what openpyxl's parser meets."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    yield from sheet.iter_rows(max_row=rows_max, max_col=columns_max)


def book_out(tabs: Sequence[Tab], notes: Sequence[str]) -> bytes:
    """As `sheets.write_book`."""
    book = openpyxl.Workbook(write_only=True)
    for tab in tabs:
        sheet = book.create_sheet(tab.title[:31])
        sheet.freeze_panes = "A2"
        for number, name in enumerate(tab.header, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = min(40, max(10, 2 * len(name) + 4))
        sheet.append([_head(sheet, name) for name in tab.header])
        for row in tab.rows:
            sheet.append([_text(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    if notes:
        page = book.create_sheet("说明 Notes")
        page.column_dimensions["A"].width = 100
        for note in notes:
            page.append([_text(page, note)])
    return _bytes(book)


def _head(sheet: Any, name: str) -> WriteOnlyCell:
    cell = _text(sheet, name)
    cell.font = Font(bold=True)
    cell.fill = _HEAD
    return cell


def _text(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, escape(ILLEGAL.sub("", text)[:CELL_LENGTH_MAX]))
    cell.data_type = "s"  # openpyxl would make a formula of a text that starts with "="
    return cell


def form_out(form: Form) -> bytes:
    """As `forms.write_xlsx`."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = form.title[:31]
    sheet.freeze_panes = "B2"
    for number, name in enumerate(form.header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = form.widths.get(name, 16)
        head = _put(sheet, 1, number, name)
        head.font, head.fill = Font(bold=True), _ASKED if name in form.asked else _HEAD
    for line, row in enumerate(form.rows, start=2):
        for number, (name, text) in enumerate(zip(form.header, row, strict=True), start=1):
            cell = _put(sheet, line, number, text)
            if name in form.asked:
                cell.fill = _ASKED
    for name, choices in form.asked.items():
        _offer(sheet, form, name, choices)
    if form.notes:
        page = book.create_sheet("说明 Notes")
        page.column_dimensions["A"].width = 100
        for line, note in enumerate(form.notes, start=1):
            _put(page, line, 1, note)
    return _bytes(book)


def _put(sheet: Worksheet, line: int, column: int, text: str) -> openpyxl.cell.Cell:
    cell = sheet.cell(line, column)
    assert isinstance(cell, openpyxl.cell.Cell)  # nothing is merged here
    if text:
        cell.value = escape(ILLEGAL.sub("", text))
        cell.data_type = "s"  # openpyxl would make a formula of a text that starts with "="
    cell.number_format = _TEXT
    cell.alignment = Alignment(vertical="top")
    return cell


def _offer(sheet: Worksheet, form: Form, name: str, choices: Sequence[str]) -> None:
    """Let the program offer the choices in the cell; another word may still be typed, since many have several names."""
    listed = ",".join(choices)
    if not listed or not form.rows or len(listed) > _LIST_LENGTH_MAX:
        return
    letter = get_column_letter(list(form.header).index(name) + 1)
    rule = DataValidation(type="list", formula1=f'"{listed}"', allow_blank=True, showErrorMessage=False)
    rule.add(f"{letter}2:{letter}{len(form.rows) + 1}")
    sheet.add_data_validation(rule)


def _bytes(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
