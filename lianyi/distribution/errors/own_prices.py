"""Refusals of shopkeepers' own prices; nothing has moved when one is raised."""

from lianyi.kit.errors import Invalid, Refusal


class PricingClosed(Refusal):
    code = "pricing_closed"
    zh = "本店的商品由商城统一定价,店主不能改价"
    en = "The shop sets the prices of everything; shopkeepers cannot change them"


class NotPicked(Invalid):
    code = "not_picked"
    zh = "先把商品选进小店,再给它定价"
    en = "Pick the product for your micro-shop before you price it"


class OutsideBand(Invalid):
    """data: sku_id, title, lowest_fen, list_fen."""

    code = "outside_band"
    zh = "「{title}」的价格应在 {lowest_yuan} 到 {list_yuan} 元之间"
    en = "The price of “{title}” is between {lowest_yuan} and {list_yuan} yuan"


class PriceTooThin(Refusal):
    """The profit gate has no room for a lower price any more; what a piece costs the shop is not said.

    data: sku_ids, titles.
    """

    code = "price_too_thin"
    zh = "「{titles}」的利润空间已用于其他优惠,现在不能低于商城价"
    en = "What “{titles}” leaves is taken by other discounts: it cannot be sold below the shop's price now"


class BandsWrong(Invalid):
    """data: why_zh, why_en."""

    code = "bands_wrong"
    zh = "价格带有误:{why_zh}"
    en = "The price bands are not right: {why_en}"
