"""Pure decisions of group buy: prices, deadlines, who leads, how a team ends, what a past of teams says."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from math import isqrt

from lianyi.kit.money import format_yuan
from lianyi.promotions.plays.group_buy.errors import (
    AlreadyInTeam,
    LadderUneven,
    LeaderPriceTooHigh,
    OtherSkuInTeam,
    SeatHeld,
    TeamFull,
    TeamOver,
    TeamPriceTooHigh,
    TooLateToOpen,
    TooManyPieces,
)
from lianyi.promotions.plays.group_buy.types import (
    Arrival,
    Asked,
    Ending,
    Estimate,
    GroupBuySettings,
    GroupBuySku,
    PastTeam,
    Seat,
    Step,
    Team,
    TeamAction,
    TeamRules,
    Tier,
)
from lianyi.promotions.types import PlayLine

SEAT_FOR = timedelta(minutes=5)
# WeChat refuses to open a payment that ends within a minute (Pay v3, `time_expire`).
JOIN_UNTIL = timedelta(minutes=1)
OPEN_UNTIL = timedelta(minutes=10)
# Who paid before the deadline is counted, also when WeChat tells it late: a team with seats still being paid for waits
# so long for word of them, and takes nobody new meanwhile.
GRACE = timedelta(minutes=3)
LATE_TRIES_MAX = 5
ENOUGH_TEAMS = 30
# z² of a 95 % interval (1.96²), as a fraction: nothing here is a float.
_Z2 = Fraction(38416, 10_000)


# -- prices ------------------------------------------------------------------------------------------------


def tiers_of(sku: GroupBuySku) -> tuple[Tier, ...]:
    """The first step and the ladder above it, rising in people."""
    return (
        Tier(sku.people, sku.price_fen),
        *(Tier(step.people, step.price_fen) for step in sku.ladder or ()),
    )


def seat_price_fen(sku: GroupBuySku, list_price_fen: int, *, opens: bool) -> int:
    """What a piece costs in this seat; never above the price the goods have by themselves at this moment."""
    price_fen = sku.leader_price_fen if opens and sku.leader_price_fen is not None else sku.price_fen
    return min(price_fen, list_price_fen)


def tier_reached(tiers: Sequence[Tier], people: int) -> Tier:
    """The highest step that so many people reach; the first one when they reach none."""
    return [tiers[0], *(tier for tier in tiers if tier.people <= people)][-1]


def difference_fen(seat: Seat, tiers: Sequence[Tier], people: int) -> int:
    """What goes back to a seat when the team has ended with so many people; never negative."""
    return max(0, seat.price_fen - tier_reached(tiers, people).price_fen) * seat.quantity


def difference_max_fen(sku: GroupBuySku, list_price_fen: int, quantity: int, *, opens: bool) -> int:
    """The most that can go back to a seat when its team ends: down to the ladder's last step."""
    price_fen = seat_price_fen(sku, list_price_fen, opens=opens)
    return max(0, price_fen - tiers_of(sku)[-1].price_fen) * quantity


def worst_claim_fen(sku: GroupBuySku, price_fen: int) -> int:
    """The most a piece can cost the merchant below its list price: leader's price or the ladder's last step."""
    lowest_fen = min(sku.leader_price_fen or sku.price_fen, tiers_of(sku)[-1].price_fen)
    return max(0, price_fen - lowest_fen)


def check_sku(line: PlayLine, sku: GroupBuySku) -> None:
    """Refuse what would not be a group buy. Raises TeamPriceTooHigh, LeaderPriceTooHigh, LadderUneven."""
    if sku.price_fen >= line.price_fen:
        raise TeamPriceTooHigh(field="skus", title=line.title)
    if sku.leader_price_fen is not None and sku.leader_price_fen > sku.price_fen:
        raise LeaderPriceTooHigh(field="skus", title=line.title)
    tiers = tiers_of(sku)
    if any(
        above.people <= below.people or above.price_fen >= below.price_fen for below, above in pairwise(tiers)
    ):
        raise LadderUneven(field="skus", title=line.title)


# -- asking for a seat ---------------------------------------------------------------------------------------


def assert_may_sit(asked: Asked, closes_at: datetime, live: Sequence[Seat], now: datetime) -> None:
    """Whether this person may open or join now, as far as it can be seen without a lock.

    `live` are the person's seats of the campaign that are held or in. Raises TooManyPieces, SeatHeld, TooLateToOpen,
    OtherSkuInTeam, AlreadyInTeam, TeamOver, TeamFull.
    """
    if asked.quantity > asked.settings.pieces_per_order_max:
        raise TooManyPieces(field="lines", quantity_max=asked.settings.pieces_per_order_max)
    team = asked.team
    if team is not None and any(seat.team_id == team.id for seat in live):
        raise AlreadyInTeam
    if any(seat.state == "held" for seat in live):
        raise SeatHeld
    if team is None:
        if closes_at - now < OPEN_UNTIL:
            raise TooLateToOpen
        return
    if team.sku_id != asked.sku_id:
        raise OtherSkuInTeam(field="lines")
    if not takes_people(team, now):
        raise TeamOver
    if team.room < 1:
        raise TeamFull


def takes_people(team: Team, now: datetime) -> bool:
    """Whether somebody new may still pay in time."""
    return team.state == "forming" and team.expires_at is not None and team.expires_at > now + JOIN_UNTIL


def pay_by(now: datetime, team_ends_at: datetime) -> datetime:
    """Five minutes for a seat, and never beyond what the team (or the campaign) has left."""
    return min(now + SEAT_FOR, team_ends_at)


def expires_at(rules: TeamRules, opened_at: datetime, closes_at: datetime) -> datetime:
    """Hours from the leader's payment, never beyond the campaign's end."""
    return min(opened_at + timedelta(hours=rules.hours), closes_at)


# -- a payment has arrived -----------------------------------------------------------------------------------


def arrival(team: Team, seat: Seat, now: datetime, *, sits_twice: bool, takes_seats: bool) -> Arrival:
    """What a payment does for its seat: take it, or be late; `told` when it did so before.

    A seat given back is taken again while its team has room, and an unopened team opens late. `sits_twice`: the person
    has another seat in this team by now. `takes_seats`: the campaign was neither stopped nor ended.
    """
    if seat.state not in {"held", "released"}:
        return "told"
    unopened = team.opened_at is None and takes_seats and team.closes_at > now
    if seat.state == "held":
        return "take" if team.state == "forming" or (team.state == "pending" and unopened) else "late"
    if sits_twice:
        return "late"
    in_time = team.state == "forming" and team.expires_at is not None and team.expires_at > now
    if in_time and team.room > 0:
        return "take"
    return "take" if seat.leader and team.state == "void" and unopened else "late"


# -- the end of a team ---------------------------------------------------------------------------------------


def is_due(team: Team, now: datetime) -> bool:
    """Time is up, and no seat is still being paid for (or their time is up, too)."""
    if team.state != "forming" or team.expires_at is None or team.expires_at > now:
        return False
    return team.taken == team.joined or team.expires_at + GRACE <= now


def ending(team: Team) -> Ending:
    """How a team ends whose time is up: enough people win; else by the rule it was opened with."""
    if team.people >= team.need:
        return "fill"
    if team.rules.completion == "top_up" and enough_for_top_up(team):
        return "top_up"
    return "merge" if team.rules.completion == "merge" and team.joined else "fail"


def enough_for_top_up(team: Team) -> bool:
    """Whether real members reach the share from which the merchant's own seats are allowed."""
    return team.joined >= people_for_top_up(team.need, team.rules.top_up_from_bp)


def top_up_max(team: Team) -> int:
    """Seats the merchant may openly take now; none where the rules do not allow it yet."""
    if team.state != "forming" or team.rules.completion != "top_up" or not enough_for_top_up(team):
        return 0
    return team.room


def people_for_top_up(need: int, from_bp: int) -> int:
    """The share in people, rounded up: 60 % of 3 are 2."""
    return -(-need * from_bp // 10_000)


def next_leader(members: Sequence[Seat]) -> Seat | None:
    """Who leads when the leader has gone: the first who paid; the smaller id among equals."""
    paid = [(seat.joined_at, seat.id.int, seat) for seat in members if seat.joined_at is not None]
    return min(paid)[2] if paid else None


# -- what a shopper may do ------------------------------------------------------------------------------------


def actions_of(team: Team, mine: Seat | None, now: datetime, *, running: bool) -> list[TeamAction]:
    """The buttons of a team's page, most wanted first."""
    live = mine is not None and mine.state in {"held", "in"}
    takes = running and takes_people(team, now) and team.room > 0
    wanted: list[tuple[TeamAction, bool]] = [
        ("pay", mine is not None and mine.state == "held"),
        ("join", takes and not live),
        ("share", takes),
        ("leave", team.state == "forming" and mine is not None and mine.state == "in"),
        ("open_own", running and not live and not takes),
        ("view_order", mine is not None),
    ]
    return [action for action, offered in wanted if offered]


# each step of a team's history, Chinese and English; {…} are fields of its data
STEP_WORDS: Mapping[str, tuple[str, str]] = {
    "seat_held": ("占了一个名额,待付款", "took a seat, to be paid for"),
    "seat_released": ("没有付款,名额释放", "did not pay; the seat is free"),
    "opened": ("付款开团", "paid and opened the team"),
    "joined": ("付款加入", "paid and joined"),
    "moved_in": ("付款晚到,从别的团转入", "paid late and came from another team"),
    "moved_out": ("付款晚到,转入别的团", "paid late and went to another team"),
    "left": ("退出,自动退款", "left; the money goes back"),
    "refunded": ("订单已全额退款", "was refunded whole"),
    "leader_passed": ("接任团长", "leads the team now"),
    "merged_in": ("{people} 位成员从别的团并入", "{people} members came from another team"),
    "merged_into": ("{people} 位成员一起并入别的团", "{people} members moved into another team"),
    "topped_up": ("商家 {by} 补了 {people} 个名额", "{by} added {people} seats of the shop's"),
    "filled": ("{people} 人成团", "full with {people} people"),
    "failed": ("到时未成团,全部退款", "time is up; everybody is refunded"),
    "void": ("这个团没有成员了", "nobody is left in the team"),
}


def step_text(step: Step, language: str) -> str:
    """A step of the history as words."""
    return STEP_WORDS[step.kind][language == "en"].format_map(step.data)


# -- what the past says ---------------------------------------------------------------------------------------


def estimate(past: Sequence[PastTeam], people: int, hours: int) -> Estimate:
    """How many of the teams of the past would have filled with so many people in so many hours.

    A team counts as filled when its n-th member had paid in time, and as not filled when it was watched for the whole
    time and had room for n; one whose outcome cannot be known (it was full or over earlier) is left out. The interval
    is Wilson's score interval of 95 % (E. B. Wilson, Probable inference, the law of succession, and statistical
    inference, JASA 22, 1927, 209-212), rounded outwards; `enough` from ENOUGH_TEAMS teams on.
    """
    within = hours * 3600
    filled = teams = 0
    for team in past:
        in_time = sum(1 for seconds in team.joined_after_seconds if seconds <= within)
        if in_time >= people:
            filled, teams = filled + 1, teams + 1
        elif team.people_max >= people and team.watched_seconds >= within:
            teams += 1
    if not teams:
        return Estimate(0, 0, 0, 0, 10_000, enough=False)
    low, high = wilson(filled, teams)
    return Estimate(teams, filled, filled * 10_000 // teams, low, high, enough=teams >= ENOUGH_TEAMS)


def wilson(successes: int, trials: int) -> tuple[int, int]:
    """Wilson's 95 % interval for a share, in 1/100 percent, rounded outwards. `trials` ≥ 1."""
    whole = trials + _Z2
    middle = (successes + _Z2 / 2) / whole
    variance = (_Z2 / whole**2) * (Fraction(successes * (trials - successes), trials) + _Z2 / 4)
    scaled = variance * 10**8
    half = isqrt(scaled.numerator // scaled.denominator)
    if half * half < scaled:
        half += 1
    low = (middle * 10_000).__floor__() - half
    high = (middle * 10_000).__ceil__() + half
    return max(0, low), min(10_000, high)


# -- the rules in plain words ----------------------------------------------------------------------------------


def rules_text(
    settings: GroupBuySettings, skus: Sequence[GroupBuySku], orders_max: int | None, pieces_max: int | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All rules, Chinese and English, before anybody takes part.

    WeChat asks for fixed price, number of people, time limit and automatic refund on the page of a group buy (external
    links, 2019, H2 of our list), and for the whole set of rules and outcomes beforehand (sharing, 2020, S5).
    """
    zh, en = _price_words(skus)
    ending_zh, ending_en = _ending_words(settings)
    zh += [
        "提交订单后名额保留 5 分钟,付款后才算加入。",
        f"从团长付款起 {settings.hours} 小时内有效,不晚于活动结束;截止前付款的都算数。",
        ending_zh,
        "成团前可以退出,钱自动原路退回。",
        "团长退出时由最早加入的成员接任,截止时间不变。",
        "付款到得晚、名额已被别人占用时,自动转入另一个同款团并通知你。",
        "没有这样的团就立即原路退款。",
        "价格事先确定,没有抽奖,没有随机。",
        "成员都是真实付款的人,商家补的名额会标明。",
        f"每单最多 {settings.pieces_per_order_max} 件。" + _limit_zh(orders_max, pieces_max),
        "活动提前停止时不再接受新成员;已开的团到截止时间仍按本规则成团或退款。",
    ]
    en += [
        "A seat is held for 5 minutes after ordering; paying for it makes you a member.",
        f"A team has {settings.hours} hours from its leader's payment, within the campaign; whoever paid in time counts.",
        ending_en,
        "You may leave before the team is full and the money goes back by itself.",
        "When the leader leaves, the member who joined first takes over; the deadline stays.",
        "If your payment comes late and the seat is taken, you are moved to another team for the same goods, and told.",
        "If there is no such team, the money goes back at once.",
        "Prices are known beforehand: no draw, no chance.",
        "Members are people who really paid; seats added by the shop are marked.",
        f"At most {settings.pieces_per_order_max} pieces an order." + _limit_en(orders_max, pieces_max),
        "If the campaign is stopped early, nobody new can join; teams already open still end by these rules.",
    ]
    return tuple(zh), tuple(en)


def _price_words(skus: Sequence[GroupBuySku]) -> tuple[list[str], list[str]]:
    zh, en = [], []
    for sku in sorted(skus, key=lambda one: (one.people, one.price_fen)):
        price = format_yuan(sku.price_fen)
        line_zh = f"{sku.people} 人成团,每件 {price} 元"
        line_en = f"{sku.people} people, {price} yuan a piece"
        if sku.leader_price_fen is not None:
            line_zh += f",团长每件 {format_yuan(sku.leader_price_fen)} 元"
            line_en += f", {format_yuan(sku.leader_price_fen)} yuan for the leader"
        if sku.ladder:
            line_zh += ";满 " + "、".join(
                f"{one.people} 人每件 {format_yuan(one.price_fen)} 元" for one in sku.ladder
            )
            line_zh += f"。先按 {price} 元付款,结束后差额自动原路退回"
            line_en += "; " + ", ".join(
                f"{one.people} people {format_yuan(one.price_fen)} yuan" for one in sku.ladder
            )
            line_en += f". Everybody pays {price} first; the difference goes back by itself at the end"
        if f"{line_zh}。" not in zh:
            zh.append(f"{line_zh}。")
            en.append(f"{line_en}.")
    return zh, en


def _ending_words(settings: GroupBuySettings) -> tuple[str, str]:
    zh, en = "全部自动原路退款,含运费", "everybody gets all the money back by itself, freight included"
    missing = "If people are missing when time is up"
    if settings.completion == "merge":
        moves = "all members move together into another team for the same goods"
        return (
            f"到时人数不够,全体成员一起并入另一个未满的同款团;没有合适的团,{zh}。",
            f"{missing}, {moves}; if there is none, {en}.",
        )
    if settings.completion == "top_up":
        share = f"{settings.top_up_from_bp // 100}.{settings.top_up_from_bp % 100:02d}".removesuffix(".00")
        adds = "the shop openly adds the missing seats and marks them"
        return (
            f"到时真实成员达到所需人数的 {share}%,由商家公开补足名额并标明;达不到则{zh}。",
            f"{missing} but {share} % of them are in, {adds}; otherwise {en}.",
        )
    return f"到时人数不够,{zh}。", f"{missing}, {en}."


def _limit_zh(orders_max: int | None, pieces_max: int | None) -> str:
    orders = "" if orders_max is None else f"每人最多 {orders_max} 单。"
    return orders + ("" if pieces_max is None else f"每人最多共 {pieces_max} 件。")


def _limit_en(orders_max: int | None, pieces_max: int | None) -> str:
    orders = "" if orders_max is None else f" At most {orders_max} orders a person."
    return orders + ("" if pieces_max is None else f" At most {pieces_max} pieces a person in all.")
