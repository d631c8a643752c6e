"""Rows back to whoever sent them, to be mended.

The file of an import is dropped when its rows are done, and it may hold addresses; so the sender, who still has it, sends
it along, and nothing of it is kept.
"""

import asyncio

from lianyi.catalog.types import ImportProgress
from lianyi.kit import forms, sheets
from lianyi.kit.sheets import SheetUnreadable
from lianyi.supply.rules.mending import to_mend


async def rows_to_mend(progress: ImportProgress, name: str, data: bytes, language: str) -> tuple[bytes, str]:
    """The rows of an import that were not taken, out of the file it was made of; and the kind of file that is.

    Raises SheetUnreadable, also for another file: its lines would get the reasons of somebody else's.
    """
    return await asyncio.to_thread(_mended, progress, name, data, language)


def _mended(progress: ImportProgress, name: str, data: bytes, language: str) -> tuple[bytes, str]:
    sheet = sheets.read(data, name)
    if len(sheet.rows) != progress.rows_total:
        raise SheetUnreadable(field="file", reason="不是这次导入的文件 (not the file of this import)")
    form = to_mend(sheet, progress.errors, language)
    if data[:4] == b"PK\x03\x04":
        return forms.write_xlsx(form), "xlsx"
    return forms.write_csv(form), "csv"
