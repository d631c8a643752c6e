"""Rules on one pay-out, checked before it is sent (platform rules 1.3 D4, 6 I4, 7, 8 T1 and Enforce, 9 M3)."""

from collections.abc import Iterator
from datetime import date

from lianyi.rulebook import sources
from lianyi.rulebook.constants import COMMISSION_SCENE, LEVELS_PAID_MAX, SELLER_AGE_MIN
from lianyi.rulebook.distribution.facts import Deed, Means, PayoutFacts
from lianyi.rulebook.rule import Area, Breach, Rule, Severity


def verified_name(payout: PayoutFacts) -> Iterator[Breach]:
    """Verified name and number, with a consent of its own: sensitive data, and the payer withholds tax."""
    if not payout.real_name_verified:
        yield Breach("收款人还没有实名", "The payee's real name is not verified", "real_name")
    if not payout.real_name_consent:
        yield Breach(
            "没有单独同意使用实名信息", "No consent of its own for the real-name data", "real_name_consent"
        )


def paid_to_adults(payout: PayoutFacts) -> Iterator[Breach]:
    """Pay-out goes to adults only; where nobody can tell the age, to nobody."""
    if payout.born_on is None:
        yield Breach("实名信息里读不出出生日期", "The real name says no day of birth", "born_on")
    elif age_on(payout.born_on, payout.paid_on) < SELLER_AGE_MIN:
        yield Breach(
            f"收款人未满 {SELLER_AGE_MIN} 周岁", f"The payee is younger than {SELLER_AGE_MIN}", "born_on"
        )


def tax_withheld(payout: PayoutFacts) -> Iterator[Breach]:
    """Tax is worked out by a named formula and taken off: what arrives is gross less tax less fee."""
    if payout.tax_formula is None:
        yield Breach("没有计算代扣个人所得税", "The tax to withhold was not worked out", "tax_formula")
    if payout.net_fen != payout.gross_fen - payout.tax_fen - payout.fee_fen:
        yield Breach("到账金额不等于应付减税减费", "Net is not gross less tax less fee", "net_fen")
    if min(payout.gross_fen, payout.tax_fen, payout.fee_fen, payout.net_fen) < 0:
        yield Breach("金额不能是负数", "No amount is negative", "gross_fen")


def money_only(payout: PayoutFacts) -> Iterator[Breach]:
    """Paid in money by WeChat, never by goods, coupons or a balance: that would hide income and be a wallet."""
    if payout.means not in {Means.TRANSFER, Means.PROFIT_SHARING}:
        yield Breach("佣金只能付钱,不能抵成余额、券或商品", "Commission is paid in money only", "means")
    if payout.means is Means.TRANSFER and payout.scene != COMMISSION_SCENE:
        yield Breach(
            f"转账场景应为 {COMMISSION_SCENE} 佣金报酬",
            f"The transfer scene must be {COMMISSION_SCENE}",
            "scene",
        )


def own_referrals_only(payout: PayoutFacts) -> Iterator[Breach]:
    """Every record in it is for an order that the payee led to, on the one level there is."""
    if payout.deeds - {Deed.OWN_REFERRAL} or any(level != LEVELS_PAID_MAX for level in payout.levels):
        yield Breach(
            "里面有不是自己带来的订单的佣金",
            "It holds pay for orders that the payee did not lead to",
            "records",
        )


def after_the_window(payout: PayoutFacts) -> Iterator[Breach]:
    """Nothing leaves while goods may come back."""
    if payout.unripe:
        yield Breach(
            f"{payout.unripe} 笔佣金还在退货期", f"{payout.unripe} records may still be returned", "records"
        )


def age_on(born_on: date, day: date) -> int:
    """Whole years on a day; who is born on 29 February is a year older on 1 March."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


_DOES = ("这笔提现不会付出", "The pay-out is not sent")

RULES: tuple[Rule[PayoutFacts], ...] = (
    Rule("verified_name", 1, Area.PAYOUT, Severity.REFUSE, "实名且单独同意", "Real name, agreed to apart", *_DOES,
         (sources.PRIVACY_SENSITIVE, sources.TAX_WITHHELD), date(2021, 11, 1), verified_name),
    Rule("paid_to_adults", 1, Area.PAYOUT, Severity.REFUSE, "只付给成年人", "Paid to adults", *_DOES,
         (sources.MAJORITY,), date(2021, 1, 1), paid_to_adults),
    Rule("tax_withheld", 1, Area.PAYOUT, Severity.REFUSE, "代扣个人所得税", "Income tax is withheld", *_DOES,
         (sources.TAX_WITHHELD, sources.TAX_LABOUR), date(2019, 1, 1), tax_withheld),
    Rule("money_only", 1, Area.PAYOUT, Severity.REFUSE, "佣金只付钱", "Commission is money", *_DOES,
         (sources.TRANSFER, sources.TAX_WITHHELD), date(2019, 1, 1), money_only),
    Rule("own_referrals_only", 1, Area.PAYOUT, Severity.REFUSE, "只付自己带来的订单", "Own referrals only", *_DOES,
         (sources.PYRAMID_TEAM, sources.DIRECT_SELLING_PAY), date(2005, 12, 1), own_referrals_only),
    Rule("after_the_window", 1, Area.PAYOUT, Severity.REFUSE, "退货期过后才付", "Paid after the return window", *_DOES,
         (sources.RETURNS, sources.RETURNS_RULES), date(2014, 3, 15), after_the_window),
)  # fmt: skip
