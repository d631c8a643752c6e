"""Campaigns side by side: their goods' cost, their order, their days, their sheet. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from lianyi.insight.types import ComparedDay, Growth, GrowthSort
from lianyi.kit import sheets
from lianyi.kit.clock import business_day
from lianyi.promotions.queries import Brought, BroughtDay, Sold
from lianyi.social.types import CampaignReach, DayReach

DAYS_MAX = 92
STATES = {"published": "已发布", "paused": "已暂停", "stopped": "已停止", "ended": "已结束"}


def rows(
    brought: Iterable[Brought], reaches: Mapping[UUID, CampaignReach], helpers: Mapping[UUID, int],
    sold: Iterable[Sold], costs: Mapping[UUID, int | None],
) -> list[Growth]:  # fmt: skip
    """Each campaign with what its shares reached and what its goods cost; `costs` by SKU, unknown ones None or missing."""
    pieces: dict[UUID, list[Sold]] = {}
    for each in sold:
        pieces.setdefault(each.campaign_id, []).append(each)
    found = []
    for one in brought:
        reach = reaches.get(one.id)
        goods = [(costs.get(line.sku_id), line.pieces) for line in pieces.get(one.id, ())]
        unknown = sum(cost is None for cost, _ in goods)
        found.append(
            Growth(
                one, reach.shares if reach else 0, reach.people if reach else 0, reach.opens if reach else 0,
                helpers.get(one.id, 0), None if unknown else sum((cost or 0) * count for cost, count in goods), unknown,
            )
        )  # fmt: skip
    return found


def ordered(found: Iterable[Growth], by: GrowthSort, *, descending: bool) -> list[Growth]:
    """By one figure, the newer campaign first among equals; what has no such figure stands last either way."""
    newest = sorted(found, key=_begun, reverse=True)
    known = [one for one in newest if _value(one, by) is not None]
    missing = [one for one in newest if _value(one, by) is None]
    return sorted(known, key=lambda one: _value(one, by) or 0, reverse=descending) + missing


def _begun(one: Growth) -> tuple[float, int]:
    return one.brought.starts_at.timestamp(), one.brought.id.int


def _value(one: Growth, by: GrowthSort) -> float | None:
    if by == "starts_at":
        return one.brought.starts_at.timestamp()
    value: int | None = getattr(one, by, None) if hasattr(one, by) else getattr(one.brought, by)
    return value


def days(
    one: Brought, claims: Iterable[BroughtDay], came: Iterable[DayReach], today: date
) -> tuple[ComparedDay, ...]:
    """A campaign's days from its first to its last or today, at most 92, also those on which nothing happened."""
    first, last = business_day(one.starts_at), min(business_day(one.ends_at), today)
    sold = {row.day: row for row in claims if row.campaign_id == one.id}
    people = {row.day: row.people for row in came}
    span = [first + timedelta(days=number) for number in range(min((last - first).days + 1, DAYS_MAX))]
    return tuple(
        ComparedDay(
            number, day, people.get(day, 0), found.paid_orders if found else 0, found.paid_fen if found else 0,
            found.new_customers if found else 0,
        )
        for number, day in enumerate(span, 1)
        for found in [sold.get(day)]
    )  # fmt: skip


HEADER = (
    "活动", "玩法", "状态", "开始", "结束", "分享被打开", "打开的人", "打开次数", "助力的人", "下单", "付款订单",
    "其中同时用了别的活动", "买家", "实收(元)", "退款(元)", "新客", "花费(元)", "每个新客的花费(元)", "货品成本(元)",
    "贡献(元)", "预算承担的亏损(元)", "每花 1 元的贡献(元)",
)  # fmt: skip
NOTES = (
    "期间按北京时间的自然日;订单按付款日、打开按打开日、奖励按发放日计入。",
    "打开的人:从分享打开页面的不同的人(没登录的按设备),不含自己打开和机器人。同一个人打开几个活动,每个活动各算一次,所以人数不能相加。",
    "花费:付款订单少收的钱(已全额退款的不算),加上发出去还占着预算的券和奖励。",
    "贡献 = 实收 - 退款 - 货品成本(按现在的成本价);没有扣佣金、手续费和运费。有商品没填成本时空着,不猜。",
    "预算承担的亏损:选了「亏损由预算承担」的活动,贡献为负的部分;其他活动空着。",
    "一个订单同时用了几个活动,每个活动都算这一单,金额不能跨活动相加。",
    "Days are Beijing time. People: distinct people (devices before they sign in) who opened a share.",
    "Cost: what paid orders were spared, and what coupons and rewards still hold of the budget.",
    "Contribution = paid - refunded - goods at today's cost; before commission, fees and freight.",
    "An order with several campaigns counts for each of them.",
)


def sheet(found: Sequence[Growth], plays: Mapping[str, str]) -> bytes:
    """XLSX with every figure and what it means. Blocks: use a thread."""
    lines = [_cells(one, plays) for one in found]
    return sheets.write_xlsx(HEADER, lines, title="增长", notes=NOTES)


def _cells(one: Growth, plays: Mapping[str, str]) -> list[sheets.Cell]:
    row = one.brought
    return [
        row.title, plays.get(row.play, row.play), STATES.get(row.state, row.state), business_day(row.starts_at).isoformat(),
        business_day(row.ends_at).isoformat(), one.shares, one.people, one.opens, one.helpers, row.orders, row.paid_orders,
        row.shared_orders, row.buyers, _yuan(row.paid_fen), _yuan(row.refunded_fen), row.new_customers, _yuan(row.cost_fen),
        _yuan(one.cost_per_new_customer_fen), _yuan(one.goods_cost_fen), _yuan(one.contribution_fen),
        _yuan(one.loss_fen),
        None if one.return_bp is None else Decimal(one.return_bp).scaleb(-4),
    ]  # fmt: skip


def _yuan(fen: int | None) -> Decimal | None:
    return None if fen is None else Decimal(fen).scaleb(-2)
