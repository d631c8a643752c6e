"""The file: rows of the UCI Online Retail set's columns, plain or gzipped, as careful as a stranger's file demands."""

import csv
import gzip
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE, YEAR_MAX, YEAR_MIN

# Our key, then the names it goes by: the set's own, and those of its second edition (Online Retail II).
COLUMNS = {
    "invoice": ("invoiceno", "invoice"),
    "stock": ("stockcode",),
    "description": ("description",),
    "quantity": ("quantity",),
    "at": ("invoicedate",),
    "price": ("unitprice", "price"),
    "customer": ("customerid",),
    "country": ("country",),
}
# ISO as in the file given; month first as in the spreadsheet the set was published in; day first with points or dashes,
# as copies of it are. The mark between the numbers tells which comes first.
DATES = (
    "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%y %H:%M",
    "%d.%m.%Y %H:%M", "%d-%m-%Y %H:%M",
)  # fmt: skip
GZIP = b"\x1f\x8b"
# The file names no zone. In the shop's own, a row's calendar month is the ledger's month.
ZONE = ZoneInfo(BUSINESS_ZONE)
LAST = datetime.max.replace(tzinfo=UTC)  # where an invoice stands that no row gives a time

_Line = tuple[int, list[str]]


class NoSuchFile(Exception):
    """There is nothing to replay; the message says where it was looked for and what to do."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of an invoice. `price` in pounds, as exact as it was written; `customer` empty when nobody is named."""

    line: int
    invoice: str
    stock: str
    description: str
    quantity: int
    at: datetime
    price: Decimal
    customer: str

    @property
    def pence(self) -> Decimal:
        """What the line is worth by the file, in pence; a fraction of one where the price has one."""
        return self.quantity * self.price * 100


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line that is no row: the column that cannot be read, and what stood there."""

    line: int
    invoice: str
    column: str
    text: str


def find(path: Path) -> Path:
    """The file itself, or the one in a folder. Raises NoSuchFile."""
    if path.is_file():
        return path
    if not path.is_dir():
        raise NoSuchFile(
            f"没有数据可以重放:{path} 不存在。用 DATA= 指定文件。"
            f" Nothing to replay: {path} does not exist. Name a file with DATA=path."
        )
    inside = sorted(one for one in path.iterdir() if one.name.endswith((".csv", ".csv.gz")))
    if len(inside) != 1:
        raise NoSuchFile(
            f"{path} 里有 {len(inside)} 个 CSV 文件,请用 DATA= 指定一个。"
            f" {path} holds {len(inside)} CSV files; name one with DATA=path."
        )
    return inside[0]


def read(path: Path, limit: int) -> list["Invoice"]:
    """The first `limit` invoices by time (0: all); an invoice's rows need not stand together.

    Raises NoSuchFile when the file is not of these columns or cannot be unpacked.
    """
    data = path.read_bytes()
    try:
        text = _decoded(gzip.decompress(data) if data[:2] == GZIP else data)
    except (OSError, EOFError) as problem:
        raise NoSuchFile(f"{path} 解压失败。 {path} cannot be unpacked: {problem}") from problem
    lines = csv.reader(io.StringIO(text, newline=""))
    places = _places(path, next(lines, []))
    together: dict[str, list[_Line]] = {}
    for cells in lines:
        if any(cells):
            number = _cell(cells, places["invoice"])
            together.setdefault(number, []).append((lines.line_num, cells))
    first = {
        number: min((at for _, cells in some if (at := _instant(_cell(cells, places["at"])))), default=None)
        for number, some in together.items()
    }
    chosen = sorted(together, key=lambda number: first[number] or LAST)[: limit or None]
    return [
        _invoice(number, [_row(line, cells, places) for line, cells in together[number]]) for number in chosen
    ]


def _decoded(data: bytes) -> str:
    """UTF-8 with or without a mark, else what Excel of that country saves."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _places(path: Path, header: Sequence[str]) -> dict[str, int]:
    said = ["".join(name.replace("_", "").split()).casefold() for name in header]
    places = {
        key: said.index(name) for key, names in COLUMNS.items() for name in reversed(names) if name in said
    }
    missing = [names[0] for key, names in COLUMNS.items() if key not in places and key != "country"]
    if missing:
        raise NoSuchFile(f"{path} 缺少列:{missing}。 {path} lacks the columns {', '.join(missing)}.")
    return places


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place].strip() if place < len(cells) else ""


def _row(line: int, cells: Sequence[str], places: dict[str, int]) -> Row | Unreadable:
    said = {key: _cell(cells, place) for key, place in places.items()}
    quantity, at, price = _whole(said["quantity"]), _instant(said["at"]), _number(said["price"])
    if said["invoice"] and said["stock"] and quantity is not None and at is not None and price is not None:
        customer = said["customer"].removesuffix(".0")
        return Row(line, said["invoice"], said["stock"], said["description"], quantity, at, price, customer)
    read = {
        "invoice": said["invoice"] or None, "stock": said["stock"] or None,
        "quantity": quantity, "at": at, "price": price,
    }  # fmt: skip
    wrong = next(key for key, value in read.items() if value is None)
    return Unreadable(line, said["invoice"], wrong, said[wrong][:40])


def _number(text: str) -> Decimal | None:
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def _whole(text: str) -> int | None:
    found = _number(text)
    return int(found) if found is not None and found == found.to_integral_value() else None


@lru_cache(maxsize=65_536)  # rows of an invoice bear the same minute, and parsing it is most of the reading
def _instant(text: str) -> datetime | None:
    for form in DATES:
        try:
            found = datetime.strptime(text.replace("T", " "), form).replace(tzinfo=ZONE)
        except ValueError:
            continue
        return found if YEAR_MIN <= found.year < YEAR_MAX else None
    return None


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice with its readable rows in the order of the file; `at` is its earliest instant, None without any row."""

    number: str
    at: datetime | None
    rows: tuple[Row, ...]
    unreadable: tuple[Unreadable, ...]

    @property
    def customer(self) -> str:
        """Who bought; empty when no row says it."""
        return next((row.customer for row in self.rows if row.customer), "")


def _invoice(number: str, lines: Sequence[Row | Unreadable]) -> Invoice:
    rows = tuple(line for line in lines if isinstance(line, Row))
    rest = tuple(line for line in lines if isinstance(line, Unreadable))
    return Invoice(number, min((row.at for row in rows), default=None), rows, rest)
