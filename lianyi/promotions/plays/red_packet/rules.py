"""Decisions of red packets: whether settings hold together, what is drawn, when it is over, all rules in words. Pure."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from lianyi.identity.types import Channel
from lianyi.kit.errors import Refusal
from lianyi.kit.money import format_yuan
from lianyi.orders.types import Order
from lianyi.promotions.errors import (
    HelpDeviceUsed,
    HelpedAlready,
    HelpLimitReached,
    HelpRunOver,
    HelpYourself,
)
from lianyi.promotions.plays.red_packet.errors import (
    DayLimitReached,
    PacketEmpty,
    PacketOver,
    PacketWrong,
    TakenAlready,
    TakenHere,
)
from lianyi.promotions.plays.red_packet.types import LuckyIn, Packet, PacketState, RedPacketSettings
from lianyi.promotions.types import Campaign, HelpTerms, Verdict
from lianyi.rulebook import taxes
from lianyi.rulebook.campaigns import CampaignFacts, Prize

WHOLE_BP = 10_000
# WeChat Pay, merchant transfer: at least 0.10 yuan arrives; what is 13 fen before a fifth of tax.
CASH_MIN_FEN = 13
SOURCE = "微信小程序平台运营规范 5.1 S2, S5, S6; 微信外部链接内容管理规范 H1; 规范促销行为暂行规定 第十三条"
PAID_STATES = frozenset({"to_ship", "shipped", "received", "completed"})
# How often somebody has a packet, its own rules say; how often a friend takes, the day's limits.
NO_LIMIT = 1_000_000
WEEKDAYS = (
    ("周一", "Mondays"), ("周二", "Tuesdays"), ("周三", "Wednesdays"), ("周四", "Thursdays"), ("周五", "Fridays"),
    ("周六", "Saturdays"), ("周日", "Sundays"),
)  # fmt: skip


def verdict_of(settings: RedPacketSettings) -> Verdict:
    """Parts for friends are help that is confirmed; a draw has nothing to share; what one takes alone is known and free."""
    if settings.shares:
        return Verdict(frozenset({Channel.MINI, Channel.H5}), "confirmed_help", True, SOURCE)
    if settings.split == "lucky":
        return Verdict(frozenset({Channel.MINI, Channel.H5}), "none", False, SOURCE)
    return Verdict(frozenset(Channel), "none", True, SOURCE)


def declares(facts: CampaignFacts, settings: Any, skus: Sequence[Any]) -> CampaignFacts:  # noqa: ARG001  the protocol names it
    """A draw names its prizes, their odds and who holds it; `settings` are a RedPacketSettings."""
    if settings.split != "lucky":
        return facts
    prizes = tuple(
        Prize(f"红包 {format_yuan(one.fen)} 元", one.fen, probability_bp=one.probability_bp)
        for one in settings.lucky
    )
    return replace(facts, draw=True, prizes=prizes, organiser=settings.organiser.strip())


def terms_of(settings: RedPacketSettings) -> HelpTerms:
    """Who may take of a packet for friends: a part is a step of the frame's run, a day's parts are a phone's, too."""
    return HelpTerms(
        need=parts_of(settings),
        runs_max=NO_LIMIT,
        per_person_max=NO_LIMIT,
        per_day_max=settings.person_day_max,
    )


def in_our_words(refusal: Refusal) -> Refusal:
    """What the frame says of a help, said of a part; anything else as it is."""
    match refusal:
        case HelpRunOver():
            gone = refusal.data["state"] in {"full", "used"}
            return PacketEmpty() if gone else PacketOver()
        case HelpedAlready():
            return TakenAlready()
        case HelpDeviceUsed() | HelpYourself():
            return TakenHere()
        case HelpLimitReached():
            return DayLimitReached()
    return refusal


def earns(settings: RedPacketSettings, order: Order) -> bool:
    """Whether enough of an order is paid and kept; not while its team may yet fail and all of it go back."""
    kept_fen = order.payable_fen - order.granted_fen
    return order.state in PAID_STATES and kept_fen >= max(settings.min_paid_fen, 1)


def most_fen(settings: RedPacketSettings) -> int:
    """The most a part is worth."""
    return max((one.fen for one in settings.lucky), default=0) if settings.split == "lucky" else settings.fen


def least_fen(settings: RedPacketSettings) -> int:
    """The least a part is worth."""
    return min((one.fen for one in settings.lucky), default=0) if settings.split == "lucky" else settings.fen


def parts_of(settings: RedPacketSettings) -> int:
    """How many parts a packet has."""
    return settings.parts if settings.shares else 1


def check_settings(settings: RedPacketSettings) -> None:
    """Refuse settings that contradict each other. Raises PacketWrong at the field."""
    if settings.split == "lucky":
        _check_draw(settings)
    if settings.pays == "coupon" and not settings.pays_in:
        raise PacketWrong("pays_in", "选择用哪种券发", "Choose the coupon it is paid in")
    if settings.pays == "cash" and least_fen(settings) < CASH_MIN_FEN:
        field = "lucky" if settings.split == "lucky" else "fen"
        least = format_yuan(CASH_MIN_FEN)
        raise PacketWrong(
            field, f"现金红包每份至少 {least} 元:扣税后要到 0.10 元,微信才能转账",
            f"A part in money is at least {least} yuan, so that 0.10 arrive after tax",
        )  # fmt: skip
    for name in ("person_day_fen", "day_fen"):
        if getattr(settings, name) < most_fen(settings):
            raise PacketWrong(
                name, "每天的金额不能小于一份的金额", "A day's limit is at least the worth of one part"
            )


def _check_draw(settings: RedPacketSettings) -> None:
    if settings.opens != "weekly":
        raise PacketWrong(
            "split", "随机金额只用于每周活动:微信禁止用不确定的结果引导购买或分享",
            "Chance is for the weekly day only: WeChat bans it as a reason to buy or share",
        )  # fmt: skip
    if sum(one.probability_bp for one in settings.lucky) != WHOLE_BP:
        raise PacketWrong("lucky", "概率合计应为 100%", "The odds make 100 % together")
    if len({one.fen for one in settings.lucky}) != len(settings.lucky):
        raise PacketWrong("lucky", "同一个金额只写一次", "An amount stands here once")
    if not settings.organiser.strip():
        raise PacketWrong(
            "organiser", "抽取金额要写明主办方与联系方式", "A draw names who holds it and how to reach them"
        )


def drawn_fen(lucky: Sequence[LuckyIn], roll: int) -> int:
    """The amount that a roll (0 to 9999) means: as many rolls lead to each amount as its odds have basis points."""
    passed = 0
    for one in lucky:
        passed += one.probability_bp
        if roll < passed:
            return one.fen
    raise ValueError(f"roll {roll} is beyond the odds, which make {passed}")


def roll_of(digest: bytes) -> int:
    """0 to 9999 of a keyed hash: of 2⁶⁴ values, so that no roll is likelier than another by more than 10⁻¹⁵."""
    return int.from_bytes(digest[:8], "big") % WHOLE_BP


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def is_day(settings: RedPacketSettings, today: date) -> bool:
    """Whether the weekly packet is given on this day of the shop's calendar."""
    return today.isoweekday() == int(settings.weekday)


def expiry(settings: RedPacketSettings, campaign_ends_at: datetime, now: datetime) -> datetime:
    """When a packet that opens now is over: after its hours, with the campaign at the latest."""
    return min(now + timedelta(hours=settings.hours), campaign_ends_at)


def state_of(packet: Packet, now: datetime) -> PacketState:
    """A packet as it stands by the clock, whether the sweep has come by or not."""
    return "over" if packet.state == "open" and packet.expires_at <= now else packet.state


def net_fen(settings: RedPacketSettings, fen: int) -> int:
    """What arrives of a part: all of it in a coupon, less the prize tax in money."""
    return fen - taxes.prize(fen) if settings.pays == "cash" else fen


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    settings = RedPacketSettings.model_validate(campaign.settings)
    lines = [_how_one_gets_it(settings), *_how_it_is_split(settings), *_how_it_is_paid(settings)]
    lines += [
        (
            (f"每人每天最多领 {settings.person_day_max} 份、合计 {format_yuan(settings.person_day_fen)} 元;全店每天最多发 "
            f"{format_yuan(settings.day_fen)} 元,发完当天停发(本店所有红包合计)。"),
            (f"A day, each person takes at most {settings.person_day_max} parts and {format_yuan(settings.person_day_fen)} "
            f"yuan, and the shop gives at most {format_yuan(settings.day_fen)} yuan in all; all its red packets together."),
        ),
        ("活动预算用完,不再产生新的红包;已经产生的红包有效。",
         "When the budget is spent no new packets open; those that are open stay good."),
    ]  # fmt: skip
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _how_one_gets_it(settings: RedPacketSettings) -> tuple[str, str]:
    if settings.opens == "weekly":
        zh, en = WEEKDAYS[int(settings.weekday) - 1]
        return (
            f"每{zh}(北京时间)每人可以领一个红包,不需要购买或分享。",
            f"On {en}, Beijing time, everybody may have one; nothing has to be bought or shared.",
        )
    over_zh, over_en = "", ""
    if settings.min_paid_fen:
        paid = format_yuan(settings.min_paid_fen)
        over_zh, over_en = f"实付满 {paid} 元的", f" of {paid} yuan or more"
    if settings.pays == "cash":
        return (
            f"活动期间付款,{over_zh}订单过了退货期得到一个红包,每单一个;那时活动已经结束的不再产生。",
            (
                f"An order{over_en} paid during the campaign brings one red packet when its return window is over, unless "
                "the campaign has ended by then."
            ),
        )
    return (
        f"活动期间付款,{over_zh}订单得到一个红包,每单一个;退款后不够条件的,没领的份数作废,已领的不受影响。",
        (
            f"An order{over_en} paid during the campaign brings one red packet; when a refund leaves too little of it, the "
            "parts that are left lapse and those that were taken stay."
        ),
    )


def _how_it_is_split(settings: RedPacketSettings) -> list[tuple[str, str]]:
    worth, hours = format_yuan(settings.fen), settings.hours
    over = (
        f"红包 {hours} 小时内有效,最晚到活动结束;没领的金额退回活动预算。",
        f"A packet is good for {hours} hours, until the campaign's end at the latest; the rest goes back to the budget.",
    )
    if settings.split == "lucky":
        odds_zh = "、".join(
            f"{format_yuan(one.fen)} 元 {_percent(one.probability_bp)}%" for one in settings.lucky
        )
        odds_en = ", ".join(
            f"{format_yuan(one.fen)} yuan {_percent(one.probability_bp)} %" for one in settings.lucky
        )
        return [
            (f"金额由系统按以下概率抽取,每次抽取互不影响:{odds_zh}。当场抽取,当场发放。",
             f"The amount is drawn by these odds, each draw by itself: {odds_en}. It is drawn and given at once."),
            (f"主办方:{settings.organiser.strip()}。", f"Held by: {settings.organiser.strip()}."),
            ("抽取结果与分享无关,这个活动不能分享换取机会。", "Sharing changes nothing, and there is nothing to share."),
        ]  # fmt: skip
    if settings.split == "own":
        return [
            (f"每个红包 {worth} 元,只能本人领取。", f"Each is worth {worth} yuan, for its owner alone."),
            over,
        ]
    own = (
        ("自己也可以领其中一份。", "Its owner may take one of them.")
        if settings.owner_takes
        else ("自己不能领。", "Its owner takes none.")
    )
    return [
        (f"每个红包 {settings.parts} 份,每份 {worth} 元,金额相同、事先公开;一人一份,先到先得。{own[0]}",
         f"Each has {settings.parts} equal parts of {worth} yuan; one a person, first come, first served. {own[1]}"),
        ("好友打开页面、看过规则、点「领取」确认后才算领取;分享本身没有任何奖励。",
         "A part is taken by who opens the page, reads the rules and confirms; sharing itself earns nothing."),
        ("同一个红包每台手机、每个微信只能领一份;记录异常时由商家核对,核对通过才发放,不通过会说明原因。",
         "One part a phone and WeChat account; what looks made up is checked by the shop first, and a refusal says why."),
        over,
    ]  # fmt: skip


def _percent(probability_bp: int) -> str:
    return format_yuan(probability_bp).removesuffix(".00")  # hundredths, as fen are


def _how_it_is_paid(settings: RedPacketSettings) -> list[tuple[str, str]]:
    if settings.pays == "coupon":
        return [
            ("领到的是本店优惠券,有自己的门槛和有效期,不能兑换现金。",
             "A part is a coupon of this shop with its own terms and validity; never cash.")
        ]  # fmt: skip
    lines = [
        ("现金红包按偶然所得由商家代扣 20% 个人所得税,余额转到微信零钱;需要填写姓名和身份证号用于报税,并在微信里确认收款。",
         ("Money is taxed as a prize: the shop withholds 20 %, the rest comes by a WeChat transfer that you confirm. Name "
         "and ID number are needed to declare the tax.")),
        ("30 天内没有确认收款,视为放弃,金额退回活动预算。",
         "What is not confirmed within 30 days is given up and goes back to the budget."),
    ]  # fmt: skip
    if settings.split != "lucky":
        net, tax = net_fen(settings, settings.fen), taxes.prize(settings.fen)
        lines.insert(1, (
            f"每份 {format_yuan(settings.fen)} 元,扣税 {format_yuan(tax)} 元,到账 {format_yuan(net)} 元。",
            f"Of {format_yuan(settings.fen)} yuan, {format_yuan(tax)} are tax and {format_yuan(net)} arrive.",
        ))  # fmt: skip
    return lines
