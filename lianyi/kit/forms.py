"""A spreadsheet that a person fills in: what is known stands there, what is asked for is coloured and takes text only.

A spreadsheet program makes a number of whatever looks like one: of a tracking number of 18 digits it keeps 15. So every
cell is text, the empty ones that are to be filled too. CSV knows no types; there a tab behind the digits does the same,
and reading takes it away.
"""

import csv
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import openpyxl
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from lianyi.kit.sheets import ILLEGAL, escape

_TEXT = "@"
_HEAD = PatternFill("solid", fgColor="EEF2F1")
_ASKED = PatternFill("solid", fgColor="FFF6DD")
_DIGITS = re.compile(r"[0-9]{11,}")
_LIST_LENGTH_MAX = 255  # Excel's own limit for choices that stand in the cell's rule itself


@dataclass(frozen=True, slots=True)
class Form:
    """`asked`: the columns to fill in, with the words a cell may hold (none: anything). `widths` in characters."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    widths: Mapping[str, int] = field(default_factory=dict)
    notes: Sequence[str] = ()


def write_xlsx(form: Form) -> bytes:
    """One sheet with its first column and header frozen, and the notes on a second one. Blocks: use a thread."""
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
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def write_csv(form: Form) -> bytes:
    """UTF-8 with a BOM; long digits with a tab behind them, so that no program makes 2.6E+13 of an order's number."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([escape(name) for name in form.header])
    for row in form.rows:
        writer.writerow([f"{text}\t" if _DIGITS.fullmatch(text) else escape(text) for text in row])
    return out.getvalue().encode("utf-8-sig")


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
