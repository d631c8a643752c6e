"""Rules on a commission plan, checked whenever one is saved (platform rules 1.3 and 2, P1 to P7)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from lianyi.kit.money import format_yuan
from lianyi.rulebook import sources
from lianyi.rulebook.constants import COMMISSION_MAX_BP, LEVELS_PAID_MAX, RETURN_WINDOW_DAYS
from lianyi.rulebook.distribution.facts import Base, Deed, NeedKind, Pay, PlanFacts
from lianyi.rulebook.rule import Area, Breach, Rule, Severity, Source

WORTH_BP = 10_000


def one_paid_level(plan: PlanFacts) -> Iterator[Breach]:
    """Nobody above the first level is paid, whatever it is called."""
    for pay in plan.pays:
        if pay.level != LEVELS_PAID_MAX:
            yield Breach(
                f"第 {pay.level} 级也拿钱:只有把订单带来的人可以拿佣金",
                f"Level {pay.level} is paid, too: only whoever led to the order may earn",
                pay.subject,
            )


def no_pay_on_others_sales(plan: PlanFacts) -> Iterator[Breach]:
    """No pay from what recruits or a team sold (团队计酬)."""
    for pay in plan.pays:
        if pay.deed is Deed.DOWNLINE_SALE:
            yield Breach(
                "按下线或团队的销售给钱,属于团队计酬",
                "It pays on what recruits or a team sold, which is team pay",
                pay.subject,
            )


def no_pay_for_heads(plan: PlanFacts) -> Iterator[Breach]:
    """No pay for people who join, brought directly or by others (拉人头)."""
    for pay in plan.pays:
        if pay.deed in {Deed.RECRUIT, Deed.INDIRECT_RECRUIT}:
            yield Breach(
                "按拉来的人数给钱,属于拉人头", "It pays by the number of people recruited", pay.subject
            )


def no_pay_for_sharing(plan: PlanFacts) -> Iterator[Breach]:
    """No reward for the act of sharing (S2)."""
    for pay in plan.pays:
        if pay.deed is Deed.SHARE:
            yield Breach(
                "为分享这个动作给钱,属于利诱分享", "It rewards the act of sharing itself", pay.subject
            )


def no_rank_by_heads(plan: PlanFacts) -> Iterator[Breach]:
    """No level of shopkeeper by how many people were recruited directly or stand below (P5)."""
    for rung in plan.rungs:
        for need in rung.needs:
            if need.kind in {NeedKind.DIRECT_RECRUITS, NeedKind.TEAM_PEOPLE}:
                yield Breach(
                    f"升到「{rung.name}」要拉 {need.at_least} 人,属于按人头升级",
                    f"“{rung.name}” takes {need.at_least} people recruited",
                    rung.name,
                )


def no_rank_by_indirect_recruits(plan: PlanFacts) -> Iterator[Breach]:
    """No promotion by people whom others recruited, rolling on (滚动发展)."""
    for rung in plan.rungs:
        for need in rung.needs:
            if need.kind is NeedKind.INDIRECT_RECRUITS:
                yield Breach(
                    f"升到「{rung.name}」要间接发展 {need.at_least} 人",
                    f"“{rung.name}” takes {need.at_least} people recruited by recruits",
                    rung.name,
                )


def no_rank_by_others_sales(plan: PlanFacts) -> Iterator[Breach]:
    """No level by what a team sold: a higher rate for it is team pay by another name."""
    for rung in plan.rungs:
        for need in rung.needs:
            if need.kind is NeedKind.TEAM_SALES:
                yield Breach(
                    f"升到「{rung.name}」要团队卖出 ¥{format_yuan(need.at_least)}",
                    f"“{rung.name}” takes ¥{format_yuan(need.at_least)} sold by a team",
                    rung.name,
                )


def no_rank_for_money(plan: PlanFacts) -> Iterator[Breach]:
    """No level, and so no rate, that is paid for or bought (P4)."""
    for rung in plan.rungs:
        for need in rung.needs:
            if need.kind in {NeedKind.OWN_PURCHASES, NeedKind.FEE}:
                yield Breach(
                    f"升到「{rung.name}」要自己花 ¥{format_yuan(need.at_least)},属于变相入门费",
                    f"“{rung.name}” takes ¥{format_yuan(need.at_least)} of one's own money",
                    rung.name,
                )


def commission_within_cap(plan: PlanFacts) -> Iterator[Breach]:
    """At most 30 % of what is paid; of a margin at most the whole margin, and the engine cuts to 30 % of what was paid."""
    for pay in plan.pays:
        cap_bp = COMMISSION_MAX_BP if pay.base is Base.PAID else WORTH_BP
        if pay.rate_bp > cap_bp:
            yield Breach(
                f"佣金比例 {_percent(pay.rate_bp)} 超过上限 {_percent(cap_bp)}",
                f"The rate of {_percent(pay.rate_bp)} is above the limit of {_percent(cap_bp)}",
                pay.subject,
            )
        if pay.price_fen is not None and _fixed_at_most(pay) * WORTH_BP > pay.price_fen * COMMISSION_MAX_BP:
            yield Breach(
                f"每件 ¥{format_yuan(_fixed_at_most(pay))} 超过售价 ¥{format_yuan(pay.price_fen)} 的 30%",
                f"¥{format_yuan(_fixed_at_most(pay))} a piece is above 30% of its price ¥{format_yuan(pay.price_fen)}",
                pay.subject,
            )
        if min(pay.rate_bp, pay.fixed_fen) < 0 or (pay.cap_fen is not None and pay.cap_fen < 0):
            yield Breach("佣金不能是负数", "A commission is not negative", pay.subject)


def frozen_until_returns_end(plan: PlanFacts) -> Iterator[Breach]:
    """Commission waits until goods can no longer come back, and goes back with them (P6)."""
    if plan.frozen_days < RETURN_WINDOW_DAYS:
        yield Breach(
            f"收货后 {plan.frozen_days} 天就可提现,退货期至少 {RETURN_WINDOW_DAYS} 天",
            f"It is free {plan.frozen_days} days after receipt; goods may come back for {RETURN_WINDOW_DAYS}",
            "frozen_days",
        )
    if not plan.reverses_refunds:
        yield Breach("退款时佣金不退回", "A refund does not take its commission back", "reverses_refunds")


def own_purchases_earn_nothing(plan: PlanFacts) -> Iterator[Breach]:
    """What a shopkeeper buys earns that shopkeeper nothing: it would pay for stacking goods up (P6)."""
    for pay in plan.pays:
        if pay.deed is Deed.OWN_PURCHASE:
            yield Breach(
                "店主自己买也拿佣金,容易变成囤货",
                "Shopkeepers earn on what they buy themselves, which invites stacking up",
                pay.subject,
            )


def _fixed_at_most(pay: Pay) -> int:
    return pay.fixed_fen if pay.cap_fen is None else min(pay.fixed_fen, pay.cap_fen)


def _percent(bp: int) -> str:
    return f"{bp // 100}.{bp % 100:02d}%" if bp % 100 else f"{bp // 100}%"


_NOT_SAVED = ("方案不能保存", "The plan cannot be saved")


def _rule(
    name: str,
    zh: str,
    en: str,
    texts: tuple[Source, ...],
    since: date,
    check: Callable[[PlanFacts], Iterable[Breach]],
) -> Rule[PlanFacts]:
    return Rule(name, 1, Area.PLAN, Severity.REFUSE, zh, en, *_NOT_SAVED, texts, since, check)


_PYRAMID_LAW = date(2005, 11, 1)
_WECHAT_LEVELS = date(2016, 9, 12)

RULES: tuple[Rule[PlanFacts], ...] = (
    _rule("one_paid_level", "只有一级可以拿佣金", "One paid level",
          (sources.PYRAMID_TEAM, sources.WECHAT_2015, sources.WECHAT_2016, sources.MINI_LEVELS), _PYRAMID_LAW,
          one_paid_level),
    _rule("no_pay_on_others_sales", "不按别人的销售给钱", "No pay on others' sales",
          (sources.PYRAMID_TEAM, sources.WECHAT_2015, sources.DIRECT_SELLING_PAY), _PYRAMID_LAW,
          no_pay_on_others_sales),
    _rule("no_pay_for_heads", "不按人头给钱", "No pay for head-count",
          (sources.PYRAMID_HEADS, sources.WECHAT_2016), _PYRAMID_LAW, no_pay_for_heads),
    _rule("no_pay_for_sharing", "不为分享给钱", "No pay for sharing", (sources.MINI_SHARING, sources.LINKS_2019),
          date(2020, 5, 1), no_pay_for_sharing),
    _rule("no_rank_by_heads", "不按拉人数升级", "No rank by people recruited", (sources.PYRAMID_HEADS,), _PYRAMID_LAW,
          no_rank_by_heads),
    _rule("no_rank_by_indirect_recruits", "不按间接发展的人数升级", "No promotion by indirect recruits",
          (sources.PYRAMID_HEADS, sources.PYRAMID_FORMS), _PYRAMID_LAW, no_rank_by_indirect_recruits),
    _rule("no_rank_by_others_sales", "不按团队销售升级", "No rank by a team's sales", (sources.PYRAMID_TEAM,),
          _PYRAMID_LAW, no_rank_by_others_sales),
    _rule("no_rank_for_money", "不花钱升级", "No rank for money", (sources.PYRAMID_FEE, sources.WECHAT_2016),
          _PYRAMID_LAW, no_rank_for_money),
    _rule("commission_within_cap", "佣金不超过实付的 30%", "Commission at most 30% of what was paid",
          (sources.DIRECT_SELLING_PAY, sources.PROFIT_SHARING), _PYRAMID_LAW, commission_within_cap),
    _rule("frozen_until_returns_end", "退货期内佣金冻结,退款退佣", "Frozen until returns end, back with refunds",
          (sources.RETURNS, sources.RETURNS_RULES), date(2014, 3, 15), frozen_until_returns_end),
    _rule("own_purchases_earn_nothing", "自购不拿佣金", "Own purchases earn nothing",
          (sources.PYRAMID_FEE, sources.DIRECT_SELLING_PAY), _WECHAT_LEVELS, own_purchases_earn_nothing),
)  # fmt: skip
