"""Decisions of bargains: what each cut takes off, what may be done now, words. Pure; money in fen."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from lianyi.kit.clock import BUSINESS_ZONE
from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan, split
from lianyi.promotions.plays.bargain.errors import BargainPriceWrong, CutsWrong, OnePieceABargain
from lianyi.promotions.plays.bargain.types import Act, BargainSettings, BargainSku, Run
from lianyi.promotions.types import Adjustment, Campaign, HelpPhase, HelpTerms, Phase, PlayLine

_HERE = ZoneInfo(BUSINESS_ZONE)
WHOLE_BP = 10_000


def cuts_of(settings: BargainSettings, start_fen: int, floor_fen: int) -> list[int]:
    """What each cut takes off: equal or by the declared shares, largest remainder, exactly start − floor in all."""
    shares = [cut.share_bp for cut in settings.cuts] if settings.cuts else [1] * settings.people
    return split(start_fen - floor_fen, shares)


def start_of(sku: BargainSku, list_fen: int) -> int:
    """The price a run starts at; never above what the goods cost without it."""
    return min(sku.start_price_fen or list_fen, list_fen)


def is_fair(settings: BargainSettings, sku: BargainSku, list_fen: int) -> bool:
    """Whether there is something to bargain for: each cut takes at least 1 fen off."""
    start_fen = start_of(sku, list_fen)
    return sku.floor_price_fen < start_fen and min(cuts_of(settings, start_fen, sku.floor_price_fen)) > 0


def worst_claim_fen(sku: BargainSku, price_fen: int) -> int:
    """The most a piece can cost the merchant below its list price."""
    return max(0, price_fen - sku.floor_price_fen)


def terms_of(settings: BargainSettings) -> HelpTerms:
    """What the frame must know to judge who may help."""
    return HelpTerms(
        need=settings.people, runs_max=settings.runs_per_person, per_person_max=settings.helps_per_person,
        per_day_max=settings.helps_per_day, weight_new=settings.new_customer_cuts, early=settings.buy_early,
    )  # fmt: skip


def check(settings: BargainSettings, skus: Sequence[tuple[PlayLine, BargainSku]]) -> None:
    """Refuse cuts that are no whole, and prices that leave nothing to cut. Raises CutsWrong, BargainPriceWrong."""
    if settings.cuts is not None:
        shares = [cut.share_bp for cut in settings.cuts]
        if len(shares) != settings.people or sum(shares) != WHOLE_BP:
            raise CutsWrong(field="settings.cuts")
    for number, (line, sku) in enumerate(skus):
        too_high = sku.start_price_fen is not None and sku.start_price_fen > line.price_fen
        if too_high or not is_fair(settings, sku, line.price_fen):
            raise BargainPriceWrong(field=f"skus.{number}.settings.floor_price_fen", title=line.title)


def assert_one_piece(lines: Sequence[PlayLine], sku_id: UUID) -> None:
    """Raises OnePieceABargain."""
    if len(lines) != 1 or lines[0].quantity != 1 or lines[0].sku_id != sku_id:
        raise OnePieceABargain(field="lines")


def adjustments(run: Run, lines: Sequence[PlayLine]) -> tuple[Adjustment, ...]:
    """What the bargain takes off; nothing where the goods are cheaper by themselves."""
    source = f"bargain:{encode('cmp', run.terms.campaign_id)}"
    return tuple(
        Adjustment(Phase.ACTIVITY, source, "砍价", "Bargain", -off_fen, line.sku_id)
        for line in lines
        if (off_fen := line.price_fen - run.price_fen) > 0
    )


def next_cut_fen(run: Run, *, is_new: bool) -> int:
    """What the next help takes off: one cut, or as many as a new customer's counts for; 0 when none is left."""
    taken = run.standing.taken
    return sum(run.terms.cuts[taken : taken + (run.standing.weight_new if is_new else 1)])


def acts_of(
    run: Run, phase: HelpPhase, person_id: UUID | None, *, helped: bool, running: bool, now: datetime
) -> list[Act]:
    """What the reader may do, the next act first. `phase` is the frame's; `running`: the campaign takes new helps."""
    standing = run.standing
    if person_id != standing.person_id:
        if running and phase == "open" and not helped:
            return ["help", "start_own"]
        return ["start_own"] if running else ["see_product"]
    if standing.state in {"ordered", "used"}:
        return ["view_order"]
    usable = standing.state == "open" and standing.review != "waiting" and now < standing.ends_at
    acts: list[Act] = []
    if usable and not standing.missing:
        acts.append("buy")
    if running and phase == "open":
        acts.append("share")
    if usable and standing.missing and standing.early:
        acts.append("buy_now")
    return acts or ["see_product"]


def rules_text(campaign: Campaign) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules of a campaign in plain words, Chinese and English."""
    settings = BargainSettings.model_validate(campaign.settings)
    people, new = settings.people, settings.new_customer_cuts
    if settings.cuts:
        shares = "、".join(percent(cut.share_bp) for cut in settings.cuts)
        how = (f"每一刀依次砍掉差价的 {shares}", f"the cuts take {shares} of the difference, in this order")
    else:
        how = ("每一刀砍掉的金额相等(差 1 分以内)", "each cut takes off the same (within 1 fen)")
    lines = [
        (
            f"砍 {people} 刀到底价,{how[0]};起砍价、底价和每一刀的金额在发起前就公布,不随机。",
            f"{people} cuts down to the floor; {how[1]}. Start, floor and every cut are known beforehand; nothing is random.",
        ),
        _who(new),
        (
            f"发起后 {settings.hours} 小时内可以请人帮砍,不晚于活动结束;之后 {settings.keep_hours} 小时内可以下单。",
            f"Friends can help for {settings.hours} hours, within the campaign; then {settings.keep_hours} hours to order.",
        ),
        (
            "没到底价也可以按当时的价格买。" if settings.buy_early else "砍到底价才能买,没到底价就作废。",
            "It may be bought before the floor, at the price of the moment."
            if settings.buy_early
            else "It can be bought at the floor only; otherwise it lapses.",
        ),
        (
            f"每人最多发起 {settings.runs_per_person} 次。",
            f"At most {settings.runs_per_person} runs each.",
        ),
        (
            f"每人最多帮砍 {settings.helps_per_person} 次,每天 {settings.helps_per_day} 次。",
            f"At most {settings.helps_per_person} helps each, {settings.helps_per_day} a day.",
        ),
        (
            "同一次砍价,每人、每台手机、每个微信只能帮一次,不能帮自己。",
            "One help a person, phone and WeChat account in a run, and never one's own.",
        ),
        (
            f"一次砍价买一件,下单后 {settings.pay_minutes} 分钟内付款;不付款,到期前还能再下单。",
            f"One piece a run; pay within {settings.pay_minutes} minutes, or order again until it ends.",
        ),
        (
            "在写明全部规则的页面点「帮砍」才算;转发和打开不算,也没有奖励。",
            "A help counts when somebody taps the button on the page with all rules; sharing or opening earns nothing.",
        ),
        (
            "为防作弊会核对帮忙的手机和微信账号;记录异常时由商家核对,核对完之前不能下单,不通过会说明原因。",
            "Phones and WeChat accounts of helpers are compared; what looks made up is checked first; a refusal says why.",
        ),
        ("库存有限,先下单先得。", "Stock is limited: first come, first served."),
        ("不与优惠券同时使用。", "Not together with coupons."),
    ]
    if campaign.orders_per_person_max is not None:
        most = campaign.orders_per_person_max
        lines.append((f"每人在活动期间最多 {most} 单。", f"At most {most} orders each."))
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _who(new: int) -> tuple[str, str]:
    if new == 1:
        return "谁帮都是一刀,新老顾客一样。", "Everybody's help is one cut, new customers or not."
    return (
        f"帮一次是一刀;微信登录、还没在本店付过款的新客帮一次是 {new} 刀,最多到底价。",
        f"A help is one cut; that of a new customer (signed in with WeChat, never paid here) is {new}, down to the floor.",
    )


def percent(bp: int) -> str:
    """`1250` as `12.5%`."""
    return f"{format_yuan(bp).rstrip('0').rstrip('.')}%"  # hundredths, as fen are


def clock_words(at: datetime) -> str:
    """An instant as a card says it."""
    return f"{at.astimezone(_HERE):%m-%d %H:%M}"
