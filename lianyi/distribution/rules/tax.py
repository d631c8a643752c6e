"""Whose income it is and what is withheld of it. Pure."""

import re
from collections.abc import Sequence
from datetime import date

from lianyi.distribution.errors.payouts import RealNameWrong, TooYoung
from lianyi.distribution.types.tax import Income, Strategy, Working
from lianyi.kit.money import format_yuan
from lianyi.ledger.errors import MonthNotRight
from lianyi.rulebook import taxes

YEAR_MIN, YEAR_MAX = 2000, 2999
AGE_MIN = 18  # platform-rules.md, section 7: under 18 nobody distributes for pay
CONSENT_VERSION = 2
KEEP_YEARS = 10  # platform-rules.md, section 12: vouchers of withholding
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643-1999, ISO 7064 MOD 11-2
_CHECK = "10X98765432"
_NAME = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·•A-Za-z .'-]{2,40}")

# What somebody agrees to before a real name is taken: separate, because an ID number is sensitive (PIPL 28, 29). A new
# text is a new version.
CONSENT_ZH = (
    "为向你支付推广佣金或活动奖金,本店需要你的姓名和身份证号,用途只有两项:一、依照《个人所得税法》第九条代扣代缴个人所得税并向税务机关"
    "申报;二、交由微信支付(财付通支付科技有限公司)核对收款人姓名。身份证号属于敏感个人信息:加密保存,页面上只显示部分字符,"
    "员工每次导出申报文件都有记录,不会用于其他目的。不同意不影响购物和推广,但无法提现或领取现金奖金。你可以随时撤回;撤回后不再用于付款,"
    "已发生的扣缴记录按税法要求封存十年,期满删除。"
)
CONSENT_EN = (
    "To pay you commission or prizes the shop needs your name and ID number, for two purposes only: to withhold and declare "
    "income tax (Individual Income Tax Law, article 9), and for WeChat Pay (Tenpay) to check the recipient's name. An ID "
    "number is sensitive: it is stored encrypted, pages show parts of it, every export for the tax office is logged, and it "
    "is used for nothing else. If you do not agree you can shop and sell as before, but cannot be paid. You may withdraw at "
    "any time; then it is used for no further payment, and what was withheld before is kept sealed for ten years by tax law."
)


def check_real_name(name: str, id_number: str, today: date) -> tuple[str, str]:
    """Name and ID number as they are kept. Raises RealNameWrong naming the field, TooYoung."""
    name, number = " ".join(name.split()), id_number.strip().upper()
    if not _NAME.fullmatch(name):
        raise RealNameWrong(
            field="name",
            what_zh="姓名",
            what_en="Name",
            why_zh="请填写身份证上的姓名",
            why_en="as on the ID card",
        )
    born = born_on(number)
    if born is None or born > today:
        raise RealNameWrong(
            field="id_number", what_zh="身份证号", what_en="ID number", why_zh="18 位号码或校验位不对,请核对",
            why_en="its 18 characters or its check digit are not right",
        )  # fmt: skip
    if age_on(born, today) < AGE_MIN:
        raise TooYoung(field="id_number")
    return name, number


def born_on(number: str) -> date | None:
    """The day of birth in an ID number whose check digit holds (GB 11643-1999); None for anything else."""
    if not re.fullmatch(r"[1-9]\d{16}[0-9X]", number, re.ASCII):
        return None
    digit = _CHECK[sum(int(one) * weight for one, weight in zip(number[:17], _WEIGHTS, strict=True)) % 11]
    if digit != number[17]:
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def age_on(born: date, today: date) -> int:
    """Full years; who was born on 29 February is older from 1 March on."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def masked_name(name: str) -> str:
    """A name as a list may show it: its last character, as WeChat shows recipients."""
    return "*" * min(len(name) - 1, 3) + name[-1]


def masked_id(number: str) -> str:
    """An ID number as its owner may recognise it: the first digit and the last."""
    return f"{number[0]}****************{number[-1]}"


def keep_until(today: date) -> date:
    """Until when a withdrawn name stays sealed for the tax office: ten whole years after the last of its records."""
    return date(today.year + KEEP_YEARS + 1, 1, 1)


def month_of(day: date) -> date:
    """A month is named by its first day."""
    return day.replace(day=1)


def first_of(month: str) -> date:
    """The first day of a month written `2026-03`. Raises MonthNotRight."""
    try:
        first = date.fromisoformat(f"{month}-01")
    except ValueError:
        raise MonthNotRight(field="month") from None
    if not YEAR_MIN <= first.year <= YEAR_MAX:
        raise MonthNotRight(field="month")
    return first


def withhold(strategy: Strategy, month: date, gross_fen: int, earlier: Sequence[Income]) -> Working:
    """The tax of `gross_fen` (≥ 1) more in `month`, after what `earlier` says of this year, this month included.

    Once: all of a month is one time, so the tax of the sum less what the month has given already. Cumulative: the same over
    the months of the last run of earning. Never below zero: what was withheld too much is settled once a year by law.
    """
    if strategy is Strategy.ONCE:
        counted = [one for one in earlier if one.month == month]
        months = 1
    else:
        earned = {one.month.month for one in earlier if one.month.year == month.year and one.gross_fen > 0}
        first = taxes.counted_from(earned - {month.month}, month.month)
        months = taxes.counted_months(earned - {month.month}, month.month)
        counted = [
            one for one in earlier if one.month.year == month.year and first <= one.month.month <= month.month
        ]
    before_fen = sum(one.gross_fen for one in counted)
    withheld_fen = sum(one.tax_fen for one in counted)
    if strategy is Strategy.ONCE:
        levy = taxes.labour_once(before_fen + gross_fen)
    else:
        levy = taxes.labour_cumulative(before_fen + gross_fen, months)
    return Working(
        strategy, month, before_fen, gross_fen, months, levy.base_fen, levy.rate_bp, levy.quick_fen, levy.tax_fen,
        withheld_fen, max(levy.tax_fen - withheld_fen, 0),
    )  # fmt: skip


def words(one: Working) -> tuple[str, str]:
    """The arithmetic of a tax for a person to follow, in Chinese and English; amounts in yuan."""
    total = one.before_fen + one.gross_fen
    rate = f"{one.rate_bp // 100}%"
    quick = f" − {format_yuan(one.quick_fen)}" if one.quick_fen else ""
    end = format_yuan(one.due_fen)
    if one.withheld_fen:
        end += f" − {format_yuan(one.withheld_fen)} = {format_yuan(one.tax_fen)}"
    middle = f"{format_yuan(one.base_fen)} × {rate}{quick} = "
    if one.strategy is Strategy.CUMULATIVE:
        taken = f"{format_yuan(total)} × 80% − 5000 × {one.months}"
        return (
            f"累计预扣:本年连续 {one.months} 个月收入 {format_yuan(total)};{taken} → {middle}{end}",
            f"Cumulative: {format_yuan(total)} in {one.months} months; {taken} → {middle}{end}",
        )
    taken = f"{format_yuan(total)} − 800" if total <= taxes.ONCE_SMALL_FEN else f"{format_yuan(total)} × 80%"
    return (
        f"劳务报酬:本月收入 {format_yuan(total)};{taken} → {middle}{end}",
        f"Labour income: {format_yuan(total)} this month; {taken} → {middle}{end}",
    )
