"""The program of a shop, its levels and the prices of their own."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.kit.db import ReadSession, Statement
from lianyi.members.errors import LevelUnknown
from lianyi.members.rules import words
from lianyi.members.types import Level, Program, SkuPrice

PROGRAM = Statement(
    """
    select points_on, earn_per_yuan, points_per_yuan, share_max_bp, points_months, window_days, hold_days, version
    from members_program where tenant_id = %(tenant)s
    """,
    Program,
)
LEVELS = Statement(
    """
    select id, rank, name, spend_fen, orders, points, card_sku_id, card_days, off_bp, points_rate_bp, birthday_points,
      freight, freight_from_fen
    from members_level where tenant_id = %(tenant)s order by rank limit 10
    """,
    Level,
)
PRICES = Statement(
    """
    select level_id, sku_id, price_fen from members_price
    where tenant_id = %(tenant)s and (%(sku_ids)s::uuid[] is null or sku_id = any(%(sku_ids)s::uuid[]))
    order by sku_id, level_id limit 20000
    """,
    SkuPrice,
)


async def program(session: ReadSession) -> Program:
    """The program; a shop that never set one up has no points."""
    return await session.maybe(PROGRAM) or Program()


async def levels(session: ReadSession) -> list[Level]:
    """The levels from the lowest up, at most ten."""
    return await session.all(LEVELS)


async def level(session: ReadSession, level_id: UUID) -> Level:
    """One level. Raises LevelUnknown."""
    found = next((one for one in await levels(session) if one.id == level_id), None)
    if found is None:
        raise LevelUnknown(field="level_id")
    return found


async def sku_prices(session: ReadSession, sku_ids: Sequence[UUID] | None = None) -> list[SkuPrice]:
    """Prices of their own, of some SKUs or all."""
    return await session.all(PRICES, sku_ids=None if sku_ids is None else list(sku_ids))


def level_words(level: Level, program: Program, language: str) -> tuple[list[str], list[str]]:
    """(how a level is reached, what it brings) in words."""
    index = 1 if language == "en" else 0
    ways = words.ways(level, program.window_days)
    brings = words.benefits(level, points_on=program.points_on)
    return [way[index] for way in ways], [one[index] for one in brings]


def rules_text(program: Program, levels: Sequence[Level]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The whole program in plain words, Chinese and English."""
    return words.rules_text(program, levels)
