"""Files out: products as a file that can be imported again, and templates with an example."""

import asyncio
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.errors import ImportKindUnknown
from lianyi.catalog.queries import ExportRow, ProductFilter
from lianyi.catalog.types import ProductState, ReturnPolicy, SkuId
from lianyi.inventory import queries as inventory
from lianyi.kit import sheets
from lianyi.kit.config import config
from lianyi.kit.db import ReadSession
from lianyi.kit.money import format_yuan
from lianyi.kit.sheets import Cell
from lianyi.media import queries as media
from lianyi.supply import queries
from lianyi.supply.actions.sheet_kinds import KINDS
from lianyi.supply.rules import columns

NOTES = (
    "带 * 的列必填;列的顺序随意,不需要的列可以删掉。 Columns with * are required; order is free.",
    "同一商品编码的多行是同一个商品的不同规格;再次导入按编码更新,不会重复。 Rows with one product code are one product.",
    "价格以元为单位,最多两位小数;重量以克为单位。 Prices in yuan, weight in grams.",
    "规格写成「颜色:红;尺寸:L」;分类写成「茶/绿茶」;多张图片用 | 隔开。 Options 颜色:红;尺寸:L, pictures separated by |.",
    "库存留空表示不改;划线价必须是真实成交过的价格。 Empty stock stays; a struck-through price must have been paid.",
)


async def export_products(session: ReadSession, wanted: ProductFilter, kind: str) -> bytes:
    """Every SKU of the products that fit, at most ROWS_MAX rows, as `csv` or `xlsx`. Six statements."""
    rows = await catalog.export_rows(session, wanted, sheets.ROWS_MAX)
    stock = await inventory.available(session, [row.sku_id for row in rows])
    templates = {
        template.id: template.name for template in (await queries.freight_templates(session)).values()
    }
    paths = {found: "/".join(names) for names, found in (await catalog.category_by_path(session)).items()}
    pictures = await media.pictures(session, [one for row in rows for one in row.picture_ids])
    urls = {one: config().public_url + picture.url_960 for one, picture in pictures.items()}
    names: dict[UUID, str] = {one: name for some in (templates, paths) for one, name in some.items()}
    lines = [_line(row, stock[SkuId(row.sku_id)], names, urls) for row in rows]
    header = [column.name for column in columns.PRODUCTS]
    if kind == "csv":
        return await asyncio.to_thread(sheets.write_csv, header, lines)
    return await asyncio.to_thread(sheets.write_xlsx, header, lines, title="商品")


def template_file(kind: str) -> bytes:
    """An empty file of a kind with one example row and a page of notes. Raises ImportKindUnknown."""
    if kind not in KINDS:
        raise ImportKindUnknown(field="kind")
    shown = KINDS[kind]
    return sheets.write_xlsx(
        shown.header, shown.examples, title="模板", notes=NOTES if kind == "products" else ()
    )


def _line(row: ExportRow, stock: int, names: Mapping[UUID, str], urls: Mapping[UUID, str]) -> Sequence[Cell]:
    return [
        row.product_code,
        row.title,
        row.subtitle,
        names.get(row.category_id, "") if row.category_id else "",
        row.brand,
        "|".join(row.tags),
        row.option_text,
        row.sku_code,
        _yuan(row.price_fen),
        _yuan(row.market_price_fen),
        _yuan(row.cost_fen),
        row.weight_g,
        row.barcode,
        stock,
        "是" if row.active else "否",
        columns.POLICIES[ReturnPolicy(row.return_policy)],
        names.get(row.freight_template_id, "") if row.freight_template_id else "",
        row.description,
        "|".join(urls[one] for one in row.picture_ids if one in urls),
        columns.STATES[ProductState(row.state)],
    ]


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(format_yuan(fen))
