"""Decisions of coupons: what a piece takes off, what it may cost at worst, its words. Pure; money in fen."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.ids import InvalidId, decode, encode
from lianyi.kit.money import format_yuan, split
from lianyi.promotions.plays.coupon.errors import (
    BelowThreshold,
    CouponExpired,
    CouponNotForThese,
    CouponNotYet,
    CouponUsed,
    GiftNotInOrder,
    TermsIncomplete,
)
from lianyi.promotions.plays.coupon.types import CouponSettings, InHand, Piece
from lianyi.promotions.types import Adjustment, Campaign, Phase, PlayLine

_HERE = ZoneInfo(BUSINESS_ZONE)
TAKE_WORDS = {
    "collect": ("在领券中心领取", "Collect it in the coupon centre"),
    "code": ("输入口令领取", "Collect it with its code"),
    "automatic": ("不用领取,下单时自动减", "Nothing to collect: it is taken off at checkout"),
    "granted": ("参加店里的其他活动得到", "You get it from other campaigns of the shop"),
}


def face_fen(terms: CouponSettings) -> int:
    """The most a piece takes off."""
    return (terms.off_fen if terms.kind in {"fixed", "gift"} else terms.cap_fen) or 0


def counted_lines(hand: InHand, lines: Sequence[PlayLine]) -> list[PlayLine]:
    """The lines that the threshold counts and, but for a gift, the amount comes off."""
    return [
        line
        for line in lines
        if (hand.counted is None or line.product_id in hand.counted or line.sku_id in hand.counted)
        and line.sku_id not in hand.gifts
    ]


def off_fen(hand: InHand, lines: Sequence[PlayLine]) -> int:
    """What a piece takes off lines, rounded down; at most all of it.

    Raises CouponNotForThese, BelowThreshold, GiftNotInOrder.
    """
    terms = hand.terms
    base_fen = sum(line.left_fen for line in counted_lines(hand, lines))
    if base_fen <= 0:
        raise CouponNotForThese
    if base_fen < terms.threshold_fen:
        missing_fen = terms.threshold_fen - base_fen
        raise BelowThreshold(missing_fen=missing_fen, missing_yuan=format_yuan(missing_fen))
    match terms.kind:
        case "fixed":
            wanted_fen = min(terms.off_fen or 0, base_fen)
        case "full":
            wanted_fen = (terms.off_fen or 0) * (base_fen // max(terms.threshold_fen, 1))
        case "percent":
            wanted_fen = base_fen * (terms.rate_bp or 0) // 10_000
        case "gift":
            wanted_fen = _gift(hand, lines)[1]
    whole_fen = sum(line.left_fen for line in lines)
    return max(min(wanted_fen, hand.face_fen, whole_fen), 0)


def _gift(hand: InHand, lines: Sequence[PlayLine]) -> tuple[PlayLine, int]:
    """The gift in the order and what one piece of it costs now: the dearest that the terms allow, else the cheapest."""
    here = [(line, line.left_fen // line.quantity) for line in lines if line.sku_id in hand.gifts]
    if not here:
        raise GiftNotInOrder
    fitting = [one for one in here if one[1] <= hand.face_fen]
    return max(fitting, key=_worth) if fitting else min(here, key=_worth)


def _worth(one: tuple[PlayLine, int]) -> tuple[int, int]:
    return one[1], -one[0].sku_id.int


def adjustments(hand: InHand, lines: Sequence[PlayLine]) -> tuple[Adjustment, ...]:
    """What is taken off, divided over the lines it is for by what each has left.

    Largest remainder, ties to the smaller SKU id. Raises as `off_fen`.
    """
    total_fen = off_fen(hand, lines)
    if hand.terms.kind == "gift":
        parts = [(_gift(hand, lines)[0], total_fen)]
    else:
        ranked = sorted(counted_lines(hand, lines), key=lambda line: line.sku_id.int)
        shares = split(total_fen, [line.left_fen for line in ranked])
        parts = list(zip(ranked, shares, strict=True))
    zh, en = label(hand.terms)
    source = f"coupon:{encode('cmp', hand.campaign_id)}"
    return tuple(Adjustment(Phase.COUPON, source, zh, en, -fen, line.sku_id) for line, fen in parts if fen)


def worst_claim_fen(terms: CouponSettings, price_fen: int) -> int:
    """The most that may fall on one piece of goods at a price, rounded up.

    The amount is divided by what lines cost, and they come to the threshold together: a piece bears its share of it.
    A gift costs what it is worth, and the goods that earn it bear that.
    """
    most_fen = face_fen(terms)
    match terms.kind:
        case "fixed" | "gift":
            fen = -(-most_fen * price_fen // max(terms.threshold_fen, price_fen))
        case "full":
            fen = -(-(terms.off_fen or 0) * price_fen // max(terms.threshold_fen, 1))
        case "percent":
            fen = -(-price_fen * (terms.rate_bp or 0) // 10_000)
    return min(fen, most_fen, price_fen)


def validity(terms: CouponSettings, ends_at: datetime, now: datetime) -> tuple[datetime, datetime]:
    """(from, until) of a piece given now: so many days, or until the campaign ends."""
    starts_at = now + timedelta(days=terms.valid_after_days)
    return starts_at, ends_at if terms.valid_days is None else starts_at + timedelta(days=terms.valid_days)


def assert_ready(piece: Piece, now: datetime) -> None:
    """Raises CouponUsed, CouponExpired, CouponNotYet."""
    if piece.state in {"used", "spent"}:
        raise CouponUsed
    if piece.state == "expired" or piece.expires_at <= now:
        raise CouponExpired
    if piece.starts_at > now:
        raise CouponNotYet(from_day=f"{piece.starts_at.astimezone(_HERE):%Y-%m-%d}")


def check_terms(terms: CouponSettings, shelf: Sequence[UUID]) -> None:
    """Refuse terms that say nothing or contradict themselves. Raises TermsIncomplete naming the first setting."""
    for wrong, field, zh, en in _contradictions(terms, bool(shelf)):
        if wrong:
            raise TermsIncomplete(field, zh, en)


def _contradictions(terms: CouponSettings, named: bool) -> Sequence[tuple[bool, str, str, str]]:
    kind, scope, off_fen = terms.kind, terms.scope, terms.off_fen
    return (
        (
            kind == "percent" and terms.rate_bp is None,
            "rate_bp", "折扣券要填减去的比例", "A percentage needs its share",
        ),
        (kind != "percent" and off_fen is None, "off_fen", "请填面额", "Write the amount"),
        (
            kind in {"percent", "full"} and terms.cap_fen is None,
            "cap_fen", "请填最多减多少", "Write the most that is taken off",
        ),
        (
            kind == "full" and (off_fen or 0) >= terms.threshold_fen,
            "threshold_fen", "满减券的门槛须大于每次减的金额", "The threshold is above the amount",
        ),
        (
            kind == "gift" and (scope == "goods" or not named),
            "scope", "赠品券:所选商品就是赠品,适用范围选全店或分类",
            "The chosen goods are the gifts; choose the shop or a category",
        ),
        (scope == "goods" and not named, "scope", "请选择适用的商品", "Choose the goods it is for"),
        (
            scope != "goods" and kind != "gift" and named,
            "scope", "适用全店或分类时不用选商品", "Choose goods only when it is for chosen goods",
        ),
        (
            (scope == "category") is (terms.category_id is None),
            "category_id", "适用范围选分类时填分类,否则不填", "A category goes with that scope alone",
        ),
        (
            not _is_category(terms.category_id),
            "category_id", "没有这个分类,请重新选", "There is no such category; choose one",
        ),
        (
            (terms.take == "code") is (terms.code_word is None),
            "code_word", "凭口令领取时填口令,否则不填", "A code goes with that way alone",
        ),
        (
            terms.take == "granted" and kind != "fixed",
            "kind", "由活动发放的券只能是立减券", "What other campaigns give is a fixed amount",
        ),
    )  # fmt: skip


def _is_category(word: str | None) -> bool:
    try:
        return word is None or bool(decode("cat", word))
    except InvalidId:
        return False


def label(terms: CouponSettings, own_face_fen: int | None = None) -> tuple[str, str]:
    """What it does, short, in both languages; `own_face_fen` of a piece that was given for less than the terms' most."""
    off, cap = _yuan(terms.off_fen or 0), _yuan(terms.cap_fen or 0)
    over = _yuan(terms.threshold_fen)
    if own_face_fen is not None and terms.kind == "fixed":
        off = _yuan(own_face_fen)
    match terms.kind:
        case "fixed" if terms.threshold_fen:
            return f"满 {over} 减 {off}", f"{off} off from {over}"
        case "fixed":
            return f"立减 {off}", f"{off} off"
        case "full":
            return f"每满 {over} 减 {off},最多减 {cap}", f"{off} off each {over}, at most {cap}"
        case "percent":
            share = f"{format_yuan(terms.rate_bp or 0).removesuffix('.00')}%"  # hundredths, as fen are
            from_zh, from_en = (f"满 {over} ", f" from {over}") if terms.threshold_fen else ("", "")
            return f"{from_zh}减 {share},最多减 {cap}", f"{share} off{from_en}, at most {cap}"
        case "gift":
            return f"满 {over} 送赠品一件", f"A gift from {over}"


def _yuan(fen: int) -> str:
    return f"¥{format_yuan(fen).removesuffix('.00')}"


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All terms of a campaign in plain words, Chinese and English."""
    terms = CouponSettings.model_validate(campaign.settings)
    zh_label, en_label = label(terms)
    scope = {
        "all": ("全店商品可用", "Good for the whole shop"),
        "category": ("指定分类的商品可用", "Good for the goods of one category"),
        "goods": (f"{len(campaign.skus)} 种指定规格可用", f"Good for {len(campaign.skus)} chosen SKUs"),
    }[terms.scope]
    until = f"{campaign.ends_at.astimezone(_HERE):%Y-%m-%d %H:%M}"
    lines = [(f"{zh_label}。", f"{en_label}."), (f"{scope[0]}。", f"{scope[1]}.")]
    if terms.kind == "gift":
        lines.append(
            (
                "赠品和其他商品一起下单时,其中一件免费;赠品价值另有上限。",
                "Order the gift along: one piece is free, up to its worth.",
            )
        )
    way = TAKE_WORDS[terms.take]
    lines.append((f"{way[0]}。", f"{way[1]}."))
    if terms.take != "automatic":
        if terms.valid_days is None:
            lines.append((f"有效期到 {until}。", f"Good until {until}."))
        else:
            later = f"领取 {terms.valid_after_days} 天后生效," if terms.valid_after_days else ""
            later_en = f"Good {terms.valid_after_days} days after, " if terms.valid_after_days else "Good "
            lines.append((f"{later}有效 {terms.valid_days} 天。", f"{later_en}for {terms.valid_days} days."))
        each = terms.per_person_max
        if terms.take != "granted":
            total = f",共 {terms.total} 张" if terms.total else ""
            total_en = f", {terms.total} in all" if terms.total else ""
            lines.append((f"每人限领 {each} 张{total}。", f"At most {each} each{total_en}."))
        lines.append(_back(terms))
    lines.append(
        (
            "一个订单用一张,不能兑换现金;抵到 0 元时免支付。",
            "One an order; never cash; what comes to nothing needs no payment.",
        )
    )
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _back(terms: CouponSettings) -> tuple[str, str]:
    days = terms.grace_days
    if terms.back_on_refund:
        return (
            f"订单取消或整单退款后退回,退回后至少可用 {days} 天;部分退款不退券。",
            f"It comes back when the order is cancelled or wholly refunded, with {days} days at least; not for a part.",
        )
    return (
        f"订单未付款取消后退回,退回后至少可用 {days} 天;付款后退款不退券。",
        f"It comes back when an unpaid order is cancelled, with {days} days at least; not after payment.",
    )
