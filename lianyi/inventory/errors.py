"""Refusals of inventory."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class StockSoldOut(Refusal):
    """data: sku_id (prefixed), title, available, wanted; the first short line in the order's own sequence."""

    code = "stock_sold_out"
    zh = "「{title}」库存不足,剩 {available} 件"
    en = "“{title}” is short: {available} left"


class StockWouldBeNegative(Refusal):
    code = "stock_would_be_negative"
    zh = "可售库存只有 {available} 件,不能再减 {wanted} 件"
    en = "Only {available} are available; {wanted} cannot be taken away"


class ReturnExceedsSale(Refusal):
    code = "return_exceeds_sale"
    zh = "退回的件数超过了这个订单卖出的件数"
    en = "More pieces would come back than this order took"


class StockUnknown(NotFound):
    code = "stock_not_found"
    zh = "没有这个规格的库存"
    en = "There is no stock of this SKU"


class QuantityInvalid(Invalid):
    code = "quantity_invalid"
    zh = "数量应当在 1 到 {quantity_max} 之间"
    en = "A quantity lies in 1 to {quantity_max}"
