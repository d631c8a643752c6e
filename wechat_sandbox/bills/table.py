"""A bill as a file: header, rows whose every field begins with a backtick, summary (pay-v3 7).

In a row a whole number is money in fen and is written in yuan; everything else is text.
"""

from collections.abc import Iterable
from dataclasses import dataclass

Row = dict[str, str | int]


@dataclass(slots=True, frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: list[Row]
    summary: Row

    def text(self) -> str:
        """UTF-8 text without a byte-order mark; lines end as WeChat's do."""
        lines = [",".join(self.columns)]
        lines += [_line(row[name] for name in self.columns) for row in self.rows]
        lines += [",".join(self.summary), _line(self.summary.values())]
        return "".join(line + "\r\n" for line in lines)


def _line(values: Iterable[str | int]) -> str:
    return ",".join("`" + _field(value) for value in values)


def _field(value: str | int) -> str:
    if isinstance(value, int):
        return yuan(value)
    return value.replace(",", "，").replace("\r", " ").replace("\n", " ")  # a bill quotes nothing


def yuan(fen: int) -> str:
    sign, rest = "-" if fen < 0 else "", abs(fen)
    return f"{sign}{rest // 100}.{rest % 100:02}"
