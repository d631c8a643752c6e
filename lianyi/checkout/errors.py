"""Every "no" between cart and order. Nothing has moved when one of these is raised."""

from lianyi.kit.errors import Invalid, NotFound, Refusal


class CartFull(Refusal):
    code = "cart_full"
    zh = "购物车最多放 {lines_max} 种商品,请先清理"
    en = "The cart holds at most {lines_max} different items"


class CartLineUnknown(NotFound):
    code = "cart_line_unknown"
    zh = "购物车里没有这件商品"
    en = "This item is not in the cart"


class NothingSelected(Invalid):
    code = "nothing_selected"
    zh = "请选择要结算的商品"
    en = "Choose what to buy"


class GoodsWithdrawn(Refusal):
    """data: sku_ids (prefixed), titles."""

    code = "goods_withdrawn"
    zh = "「{titles}」已下架,请移出后再结算"
    en = "“{titles}” is no longer on sale; take it out and try again"


class QuoteUnknown(NotFound):
    code = "quote_unknown"
    zh = "没有找到这张结算单,请重新结算"
    en = "This quote was not found; start the checkout again"


class QuoteExpired(Refusal):
    code = "quote_expired"
    zh = "结算已超过 30 分钟,请重新确认价格"
    en = "The quote is older than 30 minutes; please confirm the prices again"


class PriceChanged(Refusal):
    """data: old_fen, new_fen, lines [{sku_id, title, old_fen, new_fen}]: nothing is bought at a price nobody saw."""

    code = "price_changed"
    zh = "价格有变动:原 {old_yuan} 元,现 {new_yuan} 元,请确认后再提交"
    en = "The price has changed from {old_yuan} to {new_yuan} yuan; please confirm before ordering"


class NotDeliverable(Refusal):
    """data: sku_ids (prefixed), titles."""

    code = "not_deliverable"
    zh = "「{titles}」不能送到这个地址"
    en = "“{titles}” cannot be delivered to this address"


class NoReturnUnconfirmed(Refusal):
    """data: sku_ids (prefixed), titles. Consumer protection law, article 25: the shopper confirms, nobody ticks for them."""

    code = "no_return_unconfirmed"
    zh = "「{titles}」不支持七天无理由退货,请先确认"
    en = "“{titles}” cannot be returned without a reason; please confirm this first"


class AddressCostsMore(Refusal):
    code = "address_costs_more"
    zh = "寄到新地址要多付 {more_yuan} 元运费,请联系商家,或取消后重新下单"
    en = "Freight to the new address is {more_yuan} yuan more; ask the shop, or cancel and order again"


class IntentDirectOnly(Invalid):
    code = "intent_direct_only"
    zh = "活动商品请直接购买,不和购物车一起结算"
    en = "Goods of a campaign are bought directly, not together with the cart"
