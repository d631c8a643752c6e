"""The rows of a file that were not taken, as a file to mend: the same columns, and why beside them. Pure."""

import re
from collections.abc import Mapping, Sequence

from lianyi.kit.forms import Form
from lianyi.kit.sheets import Sheet, unescape

REASON = "为什么没通过"
_WIDTH_MAX = 40
# Reasons are kept in both languages: 中文 (English).
_BOTH = re.compile(r"(?P<zh>[^(]*[\u3000-\u9fff].*?) \((?P<en>.+)\)", re.DOTALL)


def to_mend(sheet: Sheet, problems: Sequence[Mapping[str, object]], language: str) -> Form:
    """Every row with a problem as it stands in the sheet, its reasons in the last column.

    A column of reasons from an earlier round is left out: it is about other words by now.
    """
    reasons: dict[int, list[str]] = {}
    for one in problems:
        line = int(str(one["line"]))
        reasons.setdefault(line, []).append(_reason(one, language))
    kept = [number for number, name in enumerate(sheet.header) if name != REASON]
    rows = [
        [*(unescape(row.cells[number]) for number in kept), ";".join(dict.fromkeys(reasons[row.line]))]
        for row in sheet.rows
        if row.line in reasons
    ]
    header = [*(sheet.header[number] for number in kept), REASON]
    widths = {
        name: min(_WIDTH_MAX, max(10, 2 * len(name) + 4, *(len(row[at]) + 4 for row in rows)))
        for at, name in enumerate(header)
        if rows
    }
    return Form("待改", header, rows, widths=widths | {REASON: 60})


def _reason(one: Mapping[str, object], language: str) -> str:
    column, text = str(one.get("column") or ""), str(one["reason"])
    both = _BOTH.fullmatch(text)
    said = both["en" if language == "en" else "zh"] if both else text
    return f"{column}:{said}" if column else said
