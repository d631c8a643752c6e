"""Refusals of catalog."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class ProductGone(NotFound):
    code = "product_not_found"
    zh = "没有这个商品,或者它已下架"
    en = "There is no such product, or it is off the shelf"


class SkuGone(NotFound):
    code = "sku_not_found"
    zh = "没有这个规格"
    en = "There is no such SKU"


class CategoryGone(NotFound):
    code = "category_not_found"
    zh = "没有这个分类"
    en = "There is no such category"


class ImportGone(NotFound):
    code = "import_not_found"
    zh = "没有这次导入"
    en = "There is no such import"


class SnapshotGone(NotFound):
    code = "snapshot_not_found"
    zh = "没有这份快照"
    en = "There is no such snapshot"


class StaleVersion(Refusal):
    """data: version, the one that stands now."""

    code = "stale_version"
    zh = "别人刚改过这个商品,请刷新后再改"
    en = "Somebody else changed this product meanwhile; reload and change again"


class CodeTaken(Refusal):
    code = "code_taken"
    zh = "编码「{value}」已被使用"
    en = "The code “{value}” is taken"


class ProductInvalid(Invalid):
    """`field` says where, `reason` says what in words of the language asked for."""

    code = "product_invalid"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str, **data: object) -> None:
        super().__init__(field=field, reason_zh=zh, reason_en=en, **data)


class MarketPriceUnlawful(Invalid):
    """明码标价和禁止价格欺诈规定 Art. 16 and 17. data: problem, base_fen (null without a deal), sku_code."""

    code = "market_price_unlawful"
    zh = "规格 {sku_code} 的划线价不能用:{reason_zh}"
    en = "The struck-through price of SKU {sku_code} cannot be used: {reason_en}"


class ProductSold(Refusal):
    code = "product_sold"
    zh = "只有从未卖出的草稿可以删除;其他商品请下架"
    en = "Only a draft that was never sold can be deleted; take other products off the shelf"


class CategoryInvalid(Invalid):
    code = "category_invalid"
    zh = "{reason_zh}"
    en = "{reason_en}"

    def __init__(self, field: str, zh: str, en: str) -> None:
        super().__init__(field=field, reason_zh=zh, reason_en=en)


class CategoryInUse(Refusal):
    code = "category_in_use"
    zh = "分类里还有 {count} 个商品或子分类,请先移走"
    en = "{count} products or categories are still in it; move them first"


class CategoriesFull(Refusal):
    code = "categories_full"
    zh = "分类最多 {limit} 个,请先删除不用的"
    en = "There are {limit} categories, as many as a shop can have; delete one first"


class ImportKindUnknown(Invalid):
    code = "import_kind_unknown"
    zh = "不支持导入这种内容"
    en = "This cannot be imported"


class HeaderInvalid(Invalid):
    """The whole file is refused: without its columns no row means anything."""

    code = "import_header_invalid"
    zh = "表头有误:{reason}"
    en = "The header is wrong: {reason}"
