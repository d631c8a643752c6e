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

from lianyi.kit.sheets import escape

_DIGITS = re.compile(r"[0-9]{11,}")


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
    from lianyi.kit import workbooks  # noqa: PLC0415  as said there

    return workbooks.form_out(form)


def write_csv(form: Form) -> bytes:
    """UTF-8 with a BOM; long digits with a tab behind them, so that no program makes 2.6E+13 of an order's number."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([escape(name) for name in form.header])
    for row in form.rows:
        writer.writerow([f"{text}\t" if _DIGITS.fullmatch(text) else escape(text) for text in row])
    return out.getvalue().encode("utf-8-sig")
