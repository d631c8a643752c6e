"""What commission is called in front of people, in Chinese and English. Pure."""

from collections.abc import Mapping

from lianyi.distribution.types.commissions import Commission, Entry
from lianyi.kit.money import format_yuan

Words = Mapping[str, tuple[str, str]]

STATE: Words = {
    "placed": ("待付款", "Waiting for payment"),
    "pending": ("待收货", "Pending until received"),
    "frozen": ("冻结中", "Frozen until returns end"),
    "available": ("可提现", "Available"),
    "void": ("不计佣金", "Pays nothing"),
}
ENTRY: Words = {
    "accrue": ("订单付款,佣金计入待收货", "The order was paid"),
    "freeze": ("买家收货,进入退货期冻结", "Received; frozen until returns end"),
    "release": ("退货期已过,可以提现", "Returns have ended; available"),
    "reverse": ("退款冲回", "Taken back by a refund"),
}
SCOPE: Words = {
    "campaign": ("活动规则", "The campaign's rule"),
    "sku": ("规格规则", "The SKU's rule"),
    "product": ("商品规则", "The product's rule"),
    "category": ("分类规则", "The category's rule"),
    "tenant": ("全店规则", "The shop's rule"),
    "": ("没有适用的规则", "No rule applies"),
}
REASON: Words = {
    "": ("", ""),
    "no_plan": ("下单时店铺还没有佣金方案", "The shop had no commission plan when it was placed"),
    "no_rule": ("方案里没有适用这件商品的规则", "No rule of the plan is for these goods"),
    "excluded": ("方案规定这件商品不计佣金", "The plan pays nothing for these goods"),
    "cap": ("超过规则的单笔封顶", "Cut to the rule's cap"),
    "margin_share": ("超过毛利可分的比例", "Cut to the share of the margin"),
    "cost_unknown": (
        "按毛利计佣,但商品没有填成本",
        "Paid of the margin, and nobody said what the goods cost",
    ),
    "order_share": ("一单分给各方的合计不能超过实付的 30%", "Cut to what all shares of an order may be"),
    "own_price": (
        "已减去你在小店让给顾客的差价",
        "Less what was given to the customer by a price of your own",
    ),
    "paused": ("合规检查发现问题,佣金暂停计提", "Commission was stopped by the compliance check"),
    "same_device": (
        "买家用过的设备,店主本人或其上家也用过,视为自己买",
        "The buyer had used a device of the shopkeeper's or of somebody above them: like buying oneself",
    ),
    "not_selling": ("下单时店主没有在营业", "The shopkeeper was not selling when it was placed"),
}
BASE: Words = {"paid": ("实付货款", "Paid for the goods"), "margin": ("毛利", "Margin")}


def word(words: Words, key: str, language: str) -> str:
    """A word in `zh` or `en`."""
    zh, en = words[key]
    return en if language == "en" else zh


# The beginning of the keys of what an upheld appeal moved from one shopkeeper to another.
CORRECTED = "commission-corrected:"


def move_word(entry: Entry, language: str) -> str:
    """What a move of a commission is called; one by an appeal is no payment and no refund."""
    if not entry.transfer_key.startswith(CORRECTED):
        return word(ENTRY, entry.kind, language)
    came = entry.source == "promised"
    if language == "en":
        return "Given by an appeal that was upheld" if came else "Given to another shopkeeper by an appeal"
    return "归属申诉成立,佣金转入" if came else "归属申诉成立,佣金转给另一位店主"


def formula(one: Commission, language: str) -> str:
    """How a line's commission was worked out, as a person would write it down: `¥88.00 × 8% × 120% = ¥8.44`."""
    if one.fixed_fen:
        start = f"¥{format_yuan(one.fixed_fen)} × {one.quantity}"
    elif one.rate_bp:
        start = f"{word(BASE, one.base, language)} ¥{format_yuan(one.base_fen)} × {_percent(one.rate_bp)}"
    else:
        return "¥0.00"
    grade = "" if one.factor_bp == 10_000 else f" × {_percent(one.factor_bp)}"
    said = f"{start}{grade} = ¥{format_yuan(one.worked_fen)}"
    return said if one.amount_fen == one.worked_fen else f"{said} → ¥{format_yuan(one.amount_fen)}"


def _percent(bp: int) -> str:
    return f"{bp // 100}.{bp % 100:02d}".rstrip("0").rstrip(".") + "%"


def standing(available_fen: int, language: str) -> str:
    """What a balance below zero means; nothing otherwise."""
    if available_fen >= 0:
        return ""
    owed = format_yuan(-available_fen)
    if language == "en":
        return f"Refunds took back ¥{owed} that was paid out; your next earnings make it good by themselves."
    return f"已提现的佣金有 ¥{owed} 因退款冲回,之后的佣金会自动抵扣。"
