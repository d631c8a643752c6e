"""Kinds, reasons and states in words, and which reasons a kind has: the one place. Pure."""

from collections.abc import Mapping

from lianyi.trust.types.aftersales import Kind, Reason

KIND_WORDS: Mapping[str, tuple[str, str]] = {
    "refund_only": ("仅退款", "Refund only"),
    "return_refund": ("退货退款", "Return and refund"),
    "exchange": ("换货", "Exchange"),
}
REASON_WORDS: Mapping[str, tuple[str, str]] = {
    "no_reason": ("七天无理由退货", "Changed my mind (within seven days)"),
    "quality": ("质量问题", "Quality problem"),
    "damaged": ("商品破损", "Damaged"),
    "wrong_item": ("发错货", "Wrong item"),
    "missing": ("少件、漏发", "Something is missing"),
    "not_as_described": ("与描述不符", "Not as described"),
    "not_received": ("未收到货", "Not received"),
    "agreed": ("与商家协商一致", "Agreed with the seller"),
}
STATE_WORDS: Mapping[str, tuple[str, str]] = {
    "applied": ("待商家处理", "waiting for the seller"),
    "proposed": ("待确认金额", "amount to accept"),
    "agreed": ("待寄回", "to be sent back"),
    "returning": ("退货途中", "on its way back"),
    "received": ("商家已收到退货", "received by the seller"),
    "reshipped": ("换货已发出", "the exchange is on its way"),
    "refunding": ("退款中", "being refunded"),
    "refused": ("商家已拒绝", "declined by the seller"),
    "refunded": ("已退款", "refunded"),
    "exchanged": ("换货完成", "exchanged"),
    "withdrawn": ("已撤销", "withdrawn"),
    "closed": ("已关闭", "closed"),
}
RETURN_FREIGHT_WORDS: Mapping[str, tuple[str, str]] = {
    "none": ("没有申报", "not declared"),
    "claimed": ("待商家确认", "waiting for the seller"),
    "accepted": ("商家待支付", "to be paid by the seller"),
    "declined": ("商家未认可", "declined by the seller"),
    "paid": ("商家已支付", "paid by the seller"),
}
WHY_WORDS: Mapping[str, tuple[str, str]] = {
    "order_state": ("订单现在不能申请售后", "the order cannot have after-sales now"),
    "line_open": ("这件商品已有处理中的售后单", "this line has an open case"),
    "nothing_left": ("已经全部退款", "everything has been given back"),
    "cases_max": ("这个订单的售后次数已用完", "this order has had its ten cases"),
    "window_over": ("已过售后期限", "the time for it is over"),
    "other_reason": ("这种售后方式不能选这个原因", "this reason does not go with what is asked"),
    "excluded_by_law": ("这类商品依法不适用七天无理由退货", "the law excludes these goods from return without reason"),
    "excluded_by_confirmation": (
        "购买时已确认不适用七天无理由退货", "you confirmed at purchase that these goods cannot be returned without reason",
    ),
}  # fmt: skip
SELLER_AT_FAULT = frozenset[Reason]({"quality", "damaged", "wrong_item", "missing", "not_as_described"})
REASONS_OF: Mapping[Kind, tuple[Reason, ...]] = {
    "refund_only": (
        "not_received",
        "missing",
        "quality",
        "damaged",
        "wrong_item",
        "not_as_described",
        "agreed",
    ),
    "return_refund": ("no_reason", "quality", "damaged", "wrong_item", "not_as_described", "agreed"),
    "exchange": ("quality", "damaged", "wrong_item", "not_as_described", "agreed"),
}


def seller_pays(reason: Reason) -> bool:
    """Whether the seller bears the freight of the return (consumer law, articles 24 and 25)."""
    return reason in SELLER_AT_FAULT


def goods_come_back(kind: Kind) -> bool:
    """Whether the shopper sends the goods back."""
    return kind != "refund_only"
