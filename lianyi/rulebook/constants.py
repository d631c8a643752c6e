"""The numbers of the law and of WeChat in one place, each with its source. A domain that has the number refers to it here.

A number that its own module already keeps is named from there (`prices`, `taxes`), so that it stands once.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianyi.rulebook import prices, taxes
from lianyi.rulebook.taxes import Bracket


@dataclass(frozen=True, slots=True)
class Constant:
    """A number by its key; `verified` is False where the text itself could not be read."""

    key: str
    value: int
    zh: str
    en: str
    source: str
    verified: bool = True


LEVELS_PAID_MAX = 1
ALARM_DEPTH = 3
ALARM_PEOPLE = 30
COMMISSION_MAX_BP = 3_000
PRIZE_MAX_FEN = 5_000_000
WINNERS_PUBLISHED_OVER_FEN = 50_000
RETURN_WINDOW_DAYS = 7
RETURN_REFUND_DAYS = 7
RETURN_HARD_LIMIT_DAYS = 15
PREPAID_COOLING_OFF_DAYS = 7
TERMS_NOTICE_DAYS = 7
RENEWAL_NOTICE_DAYS = 5
TRADE_RECORDS_YEARS = 3
LIVE_RECORDS_YEARS = 3
CONSENT_AGE = 14
STREAMER_AGE_MIN = 16
SELLER_AGE_MIN = 18
REFUND_WINDOW_DAYS = 365
PARTIAL_REFUNDS_MAX = 50
PROFIT_SHARE_MAX_BP = 3_000
SHARE_FIX_DEADLINE_DAYS = 3
COMPLAINT_FIRST_REPLY_HOURS = 24
COMPLAINT_FINISH_HOURS = 72
COMPLAINT_MINI_STEP_HOURS = 48
SHIPPING_DEFAULT_HOURS = 48
SHIPPING_AGREED_MAX_DAYS = 15
SHIPPING_SPECIAL_MAX_DAYS = 330
PRIZE_TAX_BP = 2_000
COMMISSION_SCENE = "1005"  # 佣金报酬, the one transfer scene that fits commission (merchant transfer, D4)

# No law names a share; goods that mostly end at the sellers themselves are the mark of 囤货 by which inspectors tell
# a ladder of buyers from sales to consumers, so more than half alarms, and there must be enough to speak of.
OWN_SHARE_ALARM_BP = 5_000
OWN_SHARE_ORDERS_MIN = 10

_ONCE, _YEARLY = "国家税务总局公告2018年第61号", "国家税务总局公告2025年第16号; 《个人所得税法》附表"


def _brackets(key: str, zh: str, en: str, table: Sequence[Bracket], source: str) -> Iterator[Constant]:
    """A table of withholding, number by number; its inner borders were read in reprints alone (platform rules, T2, T3)."""
    for number, one in enumerate(table, 1):
        place = f"{key}.{number}"
        if one.upto_fen is not None:
            yield Constant(
                f"{place}.upto_fen",
                one.upto_fen,
                f"{zh}第 {number} 级至(分)",
                f"{en}, bracket {number} up to, fen",
                source,
                verified=False,
            )
        yield Constant(
            f"{place}.rate_bp",
            one.rate_bp,
            f"{zh}第 {number} 级税率(万分比)",
            f"{en}, rate of bracket {number}, in 1/100 %",
            source,
        )
        yield Constant(f"{place}.quick_fen", one.quick_fen, f"{zh}第 {number} 级速算扣除(分)",
                       f"{en}, quick deduction of bracket {number}, fen", source, verified=False)  # fmt: skip


CONSTANTS: tuple[Constant, ...] = (
    Constant("distribution.max_levels", LEVELS_PAID_MAX, "付佣层级", "Levels that are paid",
             "《禁止传销条例》第二、七条; 微信公告 2015-02、2016-09-12"),
    Constant("distribution.alarm_depth", ALARM_DEPTH, "层级预警", "Depth that alarms", "公通字〔2013〕37号"),
    Constant("distribution.alarm_people", ALARM_PEOPLE, "人数预警", "People that alarm", "公通字〔2013〕37号"),
    Constant("distribution.max_rate_bp", COMMISSION_MAX_BP, "佣金占实付上限(万分比)",
             "Commission of what was paid at most, in 1/100 %", "《直销管理条例》第二十四条; 微信支付分账上限"),
    Constant("lottery.max_prize_fen", PRIZE_MAX_FEN, "抽奖最高奖金额(分)", "Highest prize of a draw, fen",
             "《反不正当竞争法》(2025)第十一条; 《规范促销行为暂行规定》"),
    Constant("lottery.winner_publish_over_fen", WINNERS_PUBLISHED_OVER_FEN, "超过此金额公示中奖者(分)",
             "Winners are published above, fen", "《规范促销行为暂行规定》", verified=False),
    Constant("price.base_window_days", prices.BASE_WINDOW_DAYS, "划线价参照天数", "Days a former price is taken from",
             "《明码标价和禁止价格欺诈规定》第十六条"),
    Constant("return.window_days", RETURN_WINDOW_DAYS, "无理由退货天数", "Days to return without a reason",
             "《消费者权益保护法》第二十五条"),
    Constant("return.refund_days", RETURN_REFUND_DAYS, "收到退货后退款天数", "Days to refund after goods came back",
             "《消费者权益保护法》第二十五条"),
    Constant("return.hard_limit_days", RETURN_HARD_LIMIT_DAYS, "退货、退款拖延的处罚线(天)",
             "Days after which delay is punished", "《侵害消费者权益行为处罚办法》第八、九、十条"),
    Constant("prepaid.cooling_off_days", PREPAID_COOLING_OFF_DAYS, "预付款无理由退款天数",
             "Days a prepayment is refundable", "《预付式消费司法解释》第十四条"),
    Constant("terms.notice_days", TERMS_NOTICE_DAYS, "规则变更公示天数", "Days terms are shown before they hold",
             "《电子商务法》第三十四条"),
    Constant("renewal.notice_days", RENEWAL_NOTICE_DAYS, "自动续费提前提醒天数", "Days of notice before renewal",
             "《网络交易监督管理办法》第十八条"),
    Constant("retention.trade_years", TRADE_RECORDS_YEARS, "交易记录保存年数", "Years that trade records are kept",
             "《电子商务法》第三十一、五十三条"),
    Constant("retention.live_years", LIVE_RECORDS_YEARS, "直播记录保存年数", "Years that live records are kept",
             "《网络交易监督管理办法》; 《直播电商监督管理办法》"),
    Constant("minor.consent_age", CONSENT_AGE, "须监护人同意的年龄", "Age below which a guardian consents",
             "《个人信息保护法》第三十一条; 《未成年人保护法》第七十二条"),
    Constant("minor.streamer_min_age", STREAMER_AGE_MIN, "主播最低年龄", "Youngest age of a host",
             "《未成年人保护法》第七十六条"),
    Constant("minor.seller_min_age", SELLER_AGE_MIN, "店主最低年龄", "Youngest age of a shopkeeper",
             "《民法典》第十七、十八条: 十八周岁为成年人", verified=False),
    Constant("wechat.refund_window_days", REFUND_WINDOW_DAYS, "微信支付可退款天数", "Days WeChat Pay refunds",
             "微信支付退款文档"),
    Constant("wechat.max_partial_refunds", PARTIAL_REFUNDS_MAX, "每单部分退款次数上限",
             "Partial refunds an order", "微信支付退款文档"),
    Constant("wechat.profit_share_max_ratio_bp", PROFIT_SHARE_MAX_BP, "分账比例上限(万分比)",
             "Profit sharing at most, in 1/100 %", "微信支付分账文档"),
    Constant("share.fix_deadline_days", SHARE_FIX_DEADLINE_DAYS, "分享违规整改天数",
             "Days to mend what is shared", "微信小程序平台运营规范 5.1"),
    Constant("complaint.first_reply_hours", COMPLAINT_FIRST_REPLY_HOURS, "投诉首次回复(小时)",
             "Hours to the first reply", "微信支付《消费者投诉管理规范》"),
    Constant("complaint.finish_hours", COMPLAINT_FINISH_HOURS, "投诉完结(小时)", "Hours to finish",
             "微信支付《消费者投诉管理规范》"),
    Constant("complaint.mini_step_hours", COMPLAINT_MINI_STEP_HOURS, "小程序交易投诉每步(小时)",
             "Hours of a step in the mini program", "微信小程序交易投诉规则"),
    Constant("shipping.default_hours", SHIPPING_DEFAULT_HOURS, "发货时限(小时)", "Hours to ship",
             "商家自营类小程序运营规范"),
    Constant("shipping.agreed_max_days", SHIPPING_AGREED_MAX_DAYS, "约定发货最长(天)", "Days to ship by agreement",
             "商家自营类小程序运营规范"),
    Constant("shipping.special_max_days", SHIPPING_SPECIAL_MAX_DAYS, "报备发货最长(天)", "Days to ship by report",
             "商家自营类小程序运营规范"),
    Constant("tax.prize_bp", PRIZE_TAX_BP, "偶然所得税率(万分比)", "Tax on prizes, in 1/100 %",
             "《个人所得税法》第三、六条"),
    Constant("tax.labor.small_fen", taxes.ONCE_SMALL_FEN, "劳务报酬:每次收入不超过此数减定额(分)",
             "Labour income: a time up to this is lessened by a fixed sum, fen", _ONCE),
    Constant("tax.labor.deduction_fen", taxes.ONCE_DEDUCTION_FEN, "劳务报酬:定额减除(分)",
             "Labour income: the fixed sum, fen", _ONCE),
    Constant("tax.labor.monthly_free_fen", taxes.MONTHLY_FREE_FEN, "累计预扣:每月减除(分)",
             "Cumulative withholding: free a month, fen", _YEARLY),
    Constant("tax.labor.restart_months", taxes.RESTART_AFTER_MONTHS, "累计预扣:停多少个月后重新累计",
             "Cumulative withholding: months without income that begin it anew", _YEARLY, verified=False),
    *_brackets("tax.labor.once", "劳务报酬预扣", "Labour income a time", taxes.ONCE, _ONCE),
    *_brackets("tax.labor.cumulative", "累计预扣", "Cumulative withholding", taxes.YEARLY, _YEARLY),
)  # fmt: skip
