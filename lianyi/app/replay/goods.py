"""The goods: every SKU of the plan as rows of the console's product file, with what must be in the house."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from lianyi.app.replay.plan import Plan, Sku
from lianyi.kit.money import format_yuan
from lianyi.kit.sheets import Cell, write_csv

PRICES_OF_A_PRODUCT_MAX = (
    30  # catalog.rules.VALUES_MAX; postage has a hundred prices and becomes several products
)
TITLE_LENGTH_MAX = 80
ROWS_OF_A_FILE_MAX = 5_000
SPARE = 7  # pieces nobody buys: an empty shelf would hide a piece too few
HEADER = ("商品编码", "标题", "规格", "SKU编码", "价格", "库存", "状态")
_FOREIGN = re.compile(r"[^A-Za-z0-9._-]+")

Product = tuple[str, list[Sku]]


def codes(plan: Plan) -> dict[Sku, str]:
    """Our SKU code of each SKU: the product's code and the price in pence."""
    return {sku: f"{code}/{sku.pence}" for code, skus in _products(plan) for sku in skus}


def files(plan: Plan, stock: Mapping[Sku, int]) -> Iterator[bytes]:
    """CSV files for the import, no product in two of them; `stock` opens each SKU."""
    rows: list[tuple[Cell, ...]] = []
    for code, skus in _products(plan):
        if len(rows) + len(skus) > ROWS_OF_A_FILE_MAX:
            yield write_csv(HEADER, rows)
            rows = []
        title = " ".join(plan.titles[skus[0].stock].split())[:TITLE_LENGTH_MAX].strip() or skus[0].stock
        for sku in skus:
            price = format_yuan(sku.pence)
            rows.append((code, title, f"价格:£{price}", f"{code}/{sku.pence}", price, stock[sku], "上架"))
    if rows:
        yield write_csv(HEADER, rows)


def opening_stock(plan: Plan) -> dict[Sku, int]:
    """What the import puts on the shelves."""
    return {sku: pieces + SPARE for sku, pieces in plan.opening().items()}


def _products(plan: Plan) -> list[Product]:
    """Products with their SKUs, by code; our codes know fewer characters than the file's."""
    by_stock: dict[str, list[Sku]] = defaultdict(list)
    for sku in sorted(plan.opening()):
        by_stock[sku.stock].append(sku)
    products: dict[str, list[Sku]] = {}
    taken: set[str] = set()
    for stock, skus in by_stock.items():
        for start in range(0, len(skus), PRICES_OF_A_PRODUCT_MAX):
            code = _free_code(stock, taken)
            taken.add(code.casefold())
            products[code] = skus[start : start + PRICES_OF_A_PRODUCT_MAX]
    return list(products.items())


def _free_code(stock: str, taken: set[str]) -> str:
    """The stock code, or with a number behind it when it is taken: `85123A` and `85123a` are two in the file."""
    plain = _FOREIGN.sub("-", stock).strip("-._")[:24] or "X"
    number, code = 1, plain
    while code.casefold() in taken:
        number += 1
        code = f"{plain}.{number}"
    return code
