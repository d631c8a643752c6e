"""The columns of files, in and out: names in two languages, what a cell may hold, what is wrong with it in words."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from lianyi.catalog.errors import HeaderInvalid
from lianyi.catalog.types import ProductState, ReturnPolicy, RowError
from lianyi.kit.money import NotMoney, parse_yuan
from lianyi.kit.sheets import Sheet, is_formula, unescape

Kind = TypeVar("Kind", ProductState, ReturnPolicy)

VALUE_LENGTH_MAX = 60
PIECES_MAX = 1_000_000

STATES = {
    ProductState.ON_SHELF: "上架",
    ProductState.OFF_SHELF: "下架",
    ProductState.DRAFT: "草稿",
}
POLICIES = {
    ReturnPolicy.YES: "七天无理由退货",
    ReturnPolicy.EXCLUDED_BY_LAW: "依法不适用",
    ReturnPolicy.EXCLUDED_BY_CONFIRMATION: "经确认不适用",
}


class CellInvalid(ValueError):
    """What is wrong with a cell, in words for the person who filled it in."""


Parse = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its key, its name in files, other names that are understood, how a cell is read."""

    key: str
    name: str
    parse: Parse
    required: bool = False
    example: str = ""
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """A row that was read: only the columns the file has; `problems` when a cell cannot be used."""

    line: int
    values: Mapping[str, object]
    raw: Mapping[str, str]
    problems: tuple[RowError, ...] = field(default=())

    def has(self, key: str) -> bool:
        """Whether the file has the column."""
        return key in self.values


def words(text: str) -> str:
    """Any text, as it stands."""
    return text


def yuan(text: str) -> int | None:
    """Yuan with at most two decimals as fen; empty: none."""
    if not text:
        return None
    try:
        return parse_yuan(text)
    except NotMoney as error:
        raise CellInvalid("应当是金额,最多两位小数 (an amount with at most two decimals)") from error


def whole(text: str) -> int | None:
    """A whole number from 0 on; empty: none."""
    if not text:
        return None
    cleaned = text.replace(",", "")
    if not (cleaned.isascii() and cleaned.isdigit() and int(cleaned) <= PIECES_MAX):
        raise CellInvalid(f"应当是 0 到 {PIECES_MAX:,} 的整数 (a whole number from 0 to {PIECES_MAX:,})")
    return int(cleaned)


def options(text: str) -> list[tuple[str, str]]:
    """`颜色:红;尺寸:L` with Chinese or Latin marks, as catalog writes it; nothing for nothing."""
    pairs = [re.split("[:\uff1a]", part, maxsplit=1) for part in re.split("[;\uff1b]", text) if part.strip()]
    if any(len(pair) != 2 or not pair[0].strip() or not pair[1].strip() for pair in pairs):
        raise CellInvalid("格式应当像「颜色:红;尺寸:L」 (write it like 颜色:红;尺寸:L)")
    return [(name.strip(), value.strip()) for name, value in pairs]


def parts(text: str) -> list[str]:
    """Words between bars."""
    return [part.strip() for part in text.replace("\uff5c", "|").split("|") if part.strip()]


def path(text: str) -> list[str]:
    """Names between slashes."""
    return [part.strip() for part in text.replace("\uff0f", "/").split("/") if part.strip()]


def yes_or_no(text: str) -> bool:
    """是 or 否; empty: yes."""
    if text.lower() in {"", "是", "yes", "y", "true", "1"}:
        return True
    if text.lower() in {"否", "no", "n", "false", "0"}:
        return False
    raise CellInvalid("应当是「是」或「否」 (yes or no)")


def state(text: str) -> ProductState | None:
    """上架, 下架, 草稿; empty: none."""
    return _choice(text, STATES)


def policy(text: str) -> ReturnPolicy | None:
    """How goods come back; empty: none."""
    return _choice(text, POLICIES)


def _choice(text: str, names: Mapping[Kind, str]) -> Kind | None:
    if not text:
        return None
    for kind, name in names.items():
        if text in {name, str(kind)}:
            return kind
    raise CellInvalid(f"应当是{'、'.join(names.values())}之一 (one of {', '.join(map(str, names))})")


PRODUCTS = (
    Column("product_code", "商品编码", words, required=True, example="TEA-001", also=("商品货号", "货号")),
    Column(
        "title",
        "标题",
        words,
        required=True,
        example="明前龙井 特级绿茶",
        also=("商品标题", "商品名称", "名称"),
    ),
    Column("subtitle", "副标题", words, example="今年新茶,当天炒制"),
    Column("category", "分类", path, example="茶/绿茶", also=("类目",)),
    Column("brand", "品牌", words),
    Column("tags", "标签", parts, example="新品|限量"),
    Column("option", "规格", options, example="净含量:50g", also=("规格值",)),
    Column("sku_code", "SKU编码", words, required=True, example="TEA-001-50", also=("规格编码",)),
    Column("price", "价格", yuan, required=True, example="68.00", also=("售价", "单价")),
    Column("market_price", "划线价", yuan, also=("市场价", "原价")),
    Column("cost", "成本", yuan, example="35.00", also=("成本价",)),
    Column("weight_g", "重量克", whole, example="80", also=("重量", "重量(克)", "重量g")),
    Column("barcode", "条码", words, also=("条形码",)),
    Column("stock", "库存", whole, example="100"),
    Column("active", "在售", yes_or_no, example="是"),
    Column("return_policy", "退货", policy, example="七天无理由退货", also=("退货政策",)),
    Column("freight_template", "运费模板", words),
    Column("description", "描述", words, also=("商品描述", "详情")),
    Column("pictures", "图片", parts, also=("图片地址", "主图")),
    Column("state", "状态", state, example="上架"),
)
STOCK = (
    Column("sku_code", "SKU编码", words, required=True, example="TEA-001-50", also=("规格编码",)),
    Column("available", "可售库存", whole, required=True, example="100", also=("库存", "stock")),
    Column("note", "备注", words, example="月底盘点"),
)


def read(sheet: Sheet, columns: Sequence[Column]) -> list[Cells]:
    """Every row with its values; a bad cell is named by line, column, value and reason.

    Raises:
        HeaderInvalid: a required column is missing, stands twice, or none is known. The whole file is refused.
    """
    places = _places(sheet.header, columns)
    return [_row(row.line, row.cells, places) for row in sheet.rows]


def _places(header: Sequence[str], columns: Sequence[Column]) -> dict[int, Column]:
    names = {_key(name): column for column in columns for name in (column.name, column.key, *column.also)}
    places: dict[int, Column] = {}
    for number, name in enumerate(header):
        column = names.get(_key(unescape(name)))
        if column is None:
            continue
        if column in places.values():
            raise HeaderInvalid(
                field="file", reason=f"「{column.name}」出现了两次 ({column.key} stands twice)"
            )
        places[number] = column
    missing = [column for column in columns if column.required and column not in places.values()]
    if missing:
        zh = "、".join(f"「{column.name}」" for column in missing)
        en = ", ".join(column.key for column in missing)
        raise HeaderInvalid(field="file", reason=f"缺少{zh}列 (missing columns: {en})")
    return places


def _key(name: str) -> str:
    return "".join(name.replace("*", "").split()).casefold()


def _row(line: int, cells: Sequence[str], places: Mapping[int, Column]) -> Cells:
    values: dict[str, object] = {}
    raw: dict[str, str] = {}
    problems: list[RowError] = []
    for number, column in places.items():
        text = cells[number]
        raw[column.key] = text[:VALUE_LENGTH_MAX]
        try:
            values[column.key] = _value(column, text)
        except CellInvalid as problem:
            problems.append(RowError(line, column.name, text[:VALUE_LENGTH_MAX], str(problem)))
    return Cells(line, values, raw, tuple(problems))


def _value(column: Column, text: str) -> object:
    if is_formula(text):
        raise CellInvalid(
            "不能是公式;若是文字,请在前面加一个英文单引号 (a formula; for text put an apostrophe before it)"
        )
    if column.required and not text:
        raise CellInvalid("不能为空 (empty)")
    return column.parse(unescape(text))
