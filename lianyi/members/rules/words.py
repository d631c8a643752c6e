"""The rules of a program in plain words, Chinese and English, as everybody may read them. Pure."""

from collections.abc import Iterator, Sequence

from lianyi.kit.money import format_yuan
from lianyi.members.types import ChangeKind, Level, Program

Words = tuple[str, str]
BP = 10_000

CHANGE_WORDS: dict[ChangeKind, Words] = {
    "reached": ("达到条件,升级", "Reached by buying"),
    "renewed": ("到期重新评定,保级", "Assessed again and kept"),
    "fell": ("到期重新评定,等级变更", "Assessed again and changed"),
    "card": ("购买会员卡", "By a card"),
    "card_ended": ("会员卡到期或已退", "The card has ended or was given back"),
    "hand": ("商家设置", "Set by the shop"),
    "hand_ended": ("商家设置的等级到期或取消", "What the shop had set has ended"),
    "merged": ("账号合并", "Two accounts became one"),
}


def _yuan(fen: int) -> str:
    return format_yuan(fen).removesuffix(".00")


def _times(rate_bp: int) -> str:
    return f"{rate_bp // BP}.{rate_bp % BP:04d}".rstrip("0").rstrip(".")


def ways(level: Level, window_days: int) -> list[Words]:
    """How a level is reached."""
    found: list[Words] = []
    if level.spend_fen is not None:
        yuan = _yuan(level.spend_fen)
        found.append((f"{window_days} 天内消费满 {yuan} 元", f"{yuan} yuan spent in {window_days} days"))
    if level.orders is not None:
        found.append(
            (
                f"{window_days} 天内完成 {level.orders} 单",
                f"{level.orders} orders completed in {window_days} days",
            )
        )
    if level.points is not None:
        found.append(
            (
                f"{window_days} 天内获得 {level.points} 积分",
                f"{level.points} points earned in {window_days} days",
            )
        )
    if level.card_days is not None:
        found.append((f"购买会员卡({level.card_days} 天)", f"a card bought ({level.card_days} days)"))
    return found or [("由商家邀请", "by the shop's invitation")]


def benefits(level: Level, *, points_on: bool) -> list[Words]:
    """What a level brings."""
    found: list[Words] = []
    if level.off_bp:
        share = _times(BP - level.off_bp)
        tenth = f"{(BP - level.off_bp) // 1000}.{(BP - level.off_bp) % 1000:03d}".rstrip("0").rstrip(".")
        found.append((f"会员价 {tenth} 折", f"member price: {share} of the list price"))
    if level.freight == "free":
        found.append(("免运费", "free freight"))
    if level.freight == "from":
        yuan = _yuan(level.freight_from_fen)
        found.append((f"满 {yuan} 元免运费", f"free freight from {yuan} yuan"))
    if points_on and level.points_rate_bp != BP:
        found.append(
            (f"{_times(level.points_rate_bp)} 倍积分", f"{_times(level.points_rate_bp)} times the points")
        )
    if points_on and level.birthday_points:
        found.append(
            (f"生日赠 {level.birthday_points} 积分", f"{level.birthday_points} points on the birthday")
        )
    return found


def rules_text(program: Program, levels: Sequence[Level]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The whole program: who reaches which level, what it brings, how it ends, how points live."""
    lines = [*_level_rules(program, levels), *(_points_rules(program) if program.points_on else ())]
    return tuple(zh for zh, _ in lines), tuple(en for _, en in lines)


def _level_rules(program: Program, levels: Sequence[Level]) -> Iterator[Words]:
    for level in levels:
        how, what = ways(level, program.window_days), benefits(level, points_on=program.points_on)
        yield (
            f"{level.name}:{' 或 '.join(zh for zh, _ in how)};权益:{'、'.join(zh for zh, _ in what) or '身份标识'}。",
            f"{level.name}: {' or '.join(en for _, en in how)}; brings {', '.join(en for _, en in what) or 'the title'}.",
        )
    if levels:
        yield (
            "会员价只取决于公布的等级,同一等级的人看到同样的价格;有单独会员价的商品以商品页为准。",
            (
                "A member price depends on the published level alone: everybody of a level sees the same price; goods with"
                " a price of their own show it on their page."
            ),
        )
        yield (
            "消费、订单和积分在订单完成后计入,退款的部分不计入。",
            "Spend, orders and points count once an order is completed; what was refunded does not.",
        )
        yield (
            f"达到的等级保留 {program.hold_days} 天,到期按最近 {program.window_days} 天重新评定;到期前 30 天会通知。",
            (
                f"A level is kept for {program.hold_days} days and then assessed again by the last {program.window_days}"
                " days; you are told 30 days before."
            ),
        )
        yield (
            "活动价(如拼团价)与会员价不叠加,除非活动规则写明。",
            "A campaign's price and the member price do not add up, unless the campaign says so.",
        )
    if any(level.card_days for level in levels):
        yield (
            "会员卡付款后立即生效;未使用会员权益的,7 天内可全额退;之后按剩余天数折算。退款后会员卡失效。",
            (
                "A card works once it is paid. Unused, it is refunded whole within 7 days, later by the days that are left;"
                " it ends with the refund."
            ),
        )


def _points_rules(program: Program) -> Iterator[Words]:
    share = program.share_max_bp // 100
    yield (
        f"每付 1 元商品款得 {program.earn_per_yuan} 积分(按等级倍数),订单完成后到账;运费不计。",
        (
            f"Every yuan paid for goods earns {program.earn_per_yuan} points (times the level's rate) once the order is"
            " completed; freight earns none."
        ),
    )
    yield (
        f"{program.points_per_yuan} 积分抵 1 元,最多抵商品款的 {share}%。",
        f"{program.points_per_yuan} points take off one yuan, at most {share}% of the goods.",
    )
    yield (
        f"积分自获得之月起 {program.points_months} 个整月后的月初失效,先到期的先用;到期前 30 天会通知。",
        (
            f"Points end on the first day after {program.points_months} whole months; the first to end are used first; you"
            " are told 30 days before."
        ),
    )
    yield (
        "订单取消或退款,所用积分按件退回,至少再有效 30 天;因退款多得的积分会扣回。",
        (
            "Points spent come back with what is cancelled or refunded and live at least 30 days more; points earned by"
            " refunded goods are taken back."
        ),
    )
    yield ("积分不能转让,不能兑换现金。", "Points cannot be passed on or turned into cash.")
