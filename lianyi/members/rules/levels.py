"""What a program may be, and which level a count reaches. Pure."""

from collections.abc import Iterator, Sequence

from lianyi.kit.money import FEN_MAX
from lianyi.members.errors import ProgramInvalid
from lianyi.members.types import Count, Level, LevelDraft, Program

LEVELS_MAX = 10
NAME_CHARS_MAX = 12
OFF_BP_MAX = 9_000
RATE_BP_MAX = 100_000
COUNT_MAX = 1_000_000_000
BIRTHDAY_POINTS_MAX = 100_000

RANGES: tuple[tuple[str, str, str, int, int], ...] = (
    ("earn_per_yuan", "每元得积分", "Points a yuan", 1, 100),
    ("points_per_yuan", "抵一元的积分", "Points for a yuan", 1, 10_000),
    ("share_max_bp", "抵扣上限", "Largest share", 100, 10_000),
    ("points_months", "积分有效月数", "Months of points", 1, 60),
    ("window_days", "统计天数", "Days that count", 30, 1_095),
    ("hold_days", "保级天数", "Days a level is kept", 30, 1_095),
)


def program_problems(program: Program, levels: Sequence[LevelDraft]) -> Iterator[ProgramInvalid]:
    """What a program must be, field by field."""
    for field, zh, en, least, most in RANGES:
        if not least <= getattr(program, field) <= most:
            yield ProgramInvalid(field, f"{zh}应在 {least} 到 {most} 之间", f"{en}: from {least} to {most}")
    if len(levels) > LEVELS_MAX:
        yield ProgramInvalid("levels", f"最多 {LEVELS_MAX} 个等级", f"At most {LEVELS_MAX} levels")
    names = [level.name.strip() for level in levels]
    for index, level in enumerate(levels):
        yield from _level_problems(f"levels.{index}", level, names)
    yield from _steps(levels)


def _level_problems(field: str, level: LevelDraft, names: Sequence[str]) -> Iterator[ProgramInvalid]:
    name = level.name.strip()
    if not 1 <= len(name) <= NAME_CHARS_MAX:
        yield ProgramInvalid(
            f"{field}.name",
            f"名称 1 到 {NAME_CHARS_MAX} 个字",
            f"The name has 1 to {NAME_CHARS_MAX} characters",
        )
    if names.count(name) > 1:
        yield ProgramInvalid(f"{field}.name", "等级名称不能重复", "Two levels have this name")
    for part in ("spend_fen", "orders", "points"):
        value = getattr(level, part)
        if value is not None and not 1 <= value <= (FEN_MAX if part == "spend_fen" else COUNT_MAX):
            yield ProgramInvalid(f"{field}.{part}", "请填大于 0 的数,或留空", "Above 0, or empty")
    if (level.card_sku_id is None) != (level.card_days is None):
        yield ProgramInvalid(
            f"{field}.card_days", "会员卡要有商品和有效天数", "A card needs a product and its days"
        )
    limits = (
        ("off_bp", level.off_bp, 0, OFF_BP_MAX), ("points_rate_bp", level.points_rate_bp, 0, RATE_BP_MAX),
        ("birthday_points", level.birthday_points, 0, BIRTHDAY_POINTS_MAX),
        ("freight_from_fen", level.freight_from_fen, 1 if level.freight == "from" else 0, FEN_MAX),
        ("card_days", level.card_days or 1, 1, 1_095),
    )  # fmt: skip
    for part, value, least, most in limits:
        if not least <= value <= most:
            yield ProgramInvalid(f"{field}.{part}", f"应在 {least} 到 {most} 之间", f"From {least} to {most}")


def _steps(levels: Sequence[LevelDraft]) -> Iterator[ProgramInvalid]:
    """A higher level asks for more, or nobody could tell which is the higher one."""
    for part, zh, en in (
        ("spend_fen", "消费", "spend"),
        ("orders", "订单数", "orders"),
        ("points", "积分", "points"),
    ):
        before = 0
        for index, level in enumerate(levels):
            value = getattr(level, part)
            if value is None:
                continue
            if value <= before:
                yield ProgramInvalid(
                    f"levels.{index}.{part}",
                    f"{zh}门槛应高于前面的等级",
                    f"More {en} than the levels before it",
                )
            before = max(before, value)


def reaches(level: Level, count: Count) -> bool:
    """Whether a count reaches a level: one threshold that is met is enough."""
    return any(
        wanted is not None and found >= wanted
        for wanted, found in (
            (level.spend_fen, count.spend_fen), (level.orders, count.orders), (level.points, count.points),
        )
    )  # fmt: skip


def reached(levels: Sequence[Level], count: Count) -> Level | None:
    """The highest level a count reaches."""
    return max(
        (level for level in levels if reaches(level, count)), key=lambda level: level.rank, default=None
    )


def next_of(levels: Sequence[Level], level: Level | None) -> Level | None:
    """The next level that can be reached by buying, above the one that is held."""
    rank = level.rank if level else 0
    above = [
        one for one in levels
        if one.rank > rank and (one.spend_fen, one.orders, one.points) != (None, None, None)
    ]  # fmt: skip
    return min(above, key=lambda one: one.rank, default=None)
