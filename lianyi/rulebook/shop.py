"""Rules on how a shop is run as a whole, looked at every night: returns, records, consents, withholding (4 to 8, 12)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lianyi.rulebook import sources
from lianyi.rulebook.constants import RETURN_WINDOW_DAYS, TRADE_RECORDS_YEARS
from lianyi.rulebook.rule import Area, Breach, Finding, Rule, Severity, judge


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """Counted from the rows of one tenant.

    `return_days`: days after receipt before an order is settled. `unprotected`: records that must be kept and that the
    database would let somebody edit or delete. `without_agreement`: active shopkeepers who have not agreed to the
    agreement in force. `paid_without_tax`: pay-outs sent without a formula. `paid_unverified`: pay-outs sent to somebody
    without a verified name. `evidence_broken`: the first link of the evidence that does not fit, 0 for none.
    """

    return_days: int
    unprotected: tuple[str, ...] = ()
    without_agreement: int = 0
    paid_without_tax: int = 0
    paid_unverified: int = 0
    evidence_broken: int = 0


def seven_days(shop: ShopFacts) -> Iterator[Breach]:
    """Nothing is settled before goods can no longer come back without a reason."""
    if shop.return_days < RETURN_WINDOW_DAYS:
        yield Breach(
            f"收货 {shop.return_days} 天后订单就完结,退货期至少 {RETURN_WINDOW_DAYS} 天",
            f"Orders are settled {shop.return_days} days after receipt; goods may come back for {RETURN_WINDOW_DAYS}",
            "return_days",
        )


def records_kept(shop: ShopFacts) -> Iterator[Breach]:
    """Trade records are kept three years after completion: the database itself refuses to edit or delete them."""
    for name in shop.unprotected:
        yield Breach(
            f"记录表 {name} 没有防改防删保护,法律要求保存 {TRADE_RECORDS_YEARS} 年",
            f"The records in {name} could be edited or deleted; they are kept {TRADE_RECORDS_YEARS} years by law",
            name,
        )


def agreed(shop: ShopFacts) -> Iterator[Breach]:
    """Whoever sells has agreed, apart, to what holds."""
    if shop.without_agreement:
        yield Breach(
            f"{shop.without_agreement} 个店主没有同意现行协议",
            f"{shop.without_agreement} shopkeepers have not agreed to the agreement in force",
            "agreement",
        )


def withheld(shop: ShopFacts) -> Iterator[Breach]:
    """Every pay-out had its tax worked out and a verified payee."""
    if shop.paid_without_tax:
        yield Breach(
            f"{shop.paid_without_tax} 笔提现没有计算代扣税",
            f"{shop.paid_without_tax} pay-outs without tax worked out",
            "tax",
        )
    if shop.paid_unverified:
        yield Breach(
            f"{shop.paid_unverified} 笔提现的收款人没有实名",
            f"{shop.paid_unverified} pay-outs to unverified payees",
            "real_name",
        )


def evidence_whole(shop: ShopFacts) -> Iterator[Breach]:
    """The chain of evidence fits link by link."""
    if shop.evidence_broken:
        yield Breach(
            f"证据链从第 {shop.evidence_broken} 条起对不上",
            f"The chain of evidence breaks at link {shop.evidence_broken}",
            "evidence",
        )


_TOLD = ("记入合规看板,由负责人处理", "It is put on the compliance board for whoever answers for it")

RULES: tuple[Rule[ShopFacts], ...] = (
    Rule("seven_day_returns", 1, Area.SHOP, Severity.REPORT, "七天无理由退货", "Seven days to return", *_TOLD,
         (sources.RETURNS, sources.RETURNS_RULES), date(2014, 3, 15), seven_days),
    Rule("records_three_years", 1, Area.SHOP, Severity.REPORT, "交易记录保存三年", "Records kept three years", *_TOLD,
         (sources.TRADE_RECORDS,), date(2019, 1, 1), records_kept),
    Rule("privacy_agreed", 1, Area.SHOP, Severity.REPORT, "店主同意了现行协议和隐私条款", "Shopkeepers agreed", *_TOLD,
         (sources.PRIVACY_CONSENT,), date(2021, 11, 1), agreed),
    Rule("withholding", 1, Area.SHOP, Severity.REPORT, "代扣个人所得税", "Tax is withheld", *_TOLD,
         (sources.TAX_WITHHELD,), date(2019, 1, 1), withheld),
    Rule("evidence_whole", 1, Area.SHOP, Severity.REPORT, "证据链完整", "Evidence is whole", *_TOLD,
         (sources.TRADE_RECORDS, sources.PYRAMID_THRESHOLD), date(2019, 1, 1), evidence_whole),
)  # fmt: skip


def check_shop(facts: ShopFacts, on: date) -> tuple[Finding, ...]:
    """What the rules find in how a shop is run."""
    return judge(RULES, facts, on)
