"""The program in the console: settings, levels, a look before saving, prices of their own, figures."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.catalog import queries as catalog
from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.margin.types import Room
from lianyi.members import actions, queries
from lianyi.members.types import Freight, Level, LevelDraft, LevelId, Program

router = edge("/api/console/members", tags=["console: members"])
LevelRef = Annotated[UUID, as_word("lvl")]
SkuRef = Annotated[UUID, as_word("sku")]
ProductRef = Annotated[UUID, as_word("prd")]
Reader = Annotated[Staff, require("members.read")]
Writer = Annotated[Staff, require("members.write")]
FEN = Annotated[int, Field(ge=0, le=10_000_000_000)]
WHOLE = Annotated[int, Field(ge=0, le=1_000_000_000)]


class LevelIO(BaseModel):
    """A level, from the lowest up. A threshold that is null is no way to it; shares in 1/100 of a percent."""

    id: LevelRef | None = None
    name: str = Field(max_length=40)
    spend_fen: FEN | None = None
    orders: WHOLE | None = None
    points: WHOLE | None = None
    card_sku_id: SkuRef | None = None
    card_days: WHOLE | None = None
    off_bp: WHOLE = 0
    points_rate_bp: WHOLE = 10_000
    birthday_points: WHOLE = 0
    freight: Freight = "none"
    freight_from_fen: FEN = 0

    def draft(self) -> LevelDraft:
        return LevelDraft(**dict(self))  # dumping would make words of the ids


class ProgramIO(BaseModel):
    """See `Program`: what points earn and are worth, how long they live, how far back counts, how long a level is kept."""

    points_on: bool
    earn_per_yuan: WHOLE
    points_per_yuan: WHOLE
    share_max_bp: WHOLE
    points_months: WHOLE
    window_days: WHOLE
    hold_days: WHOLE
    version: WHOLE

    def program(self) -> Program:
        return Program(**dict(self))


class LevelShown(LevelIO):
    """A level with its words, how many hold it, and the card's product."""

    ways: list[str]
    benefits: list[str]
    people: int
    card_product_id: ProductRef | None
    card_title: str | None
    card_price_fen: int | None


class PointsFiguresOut(BaseModel):
    """Points in people's hands and their worth; what moved in the last 30 days; what ends in the next 30."""

    outstanding: int
    worth_fen: int
    earned: int
    spent: int
    expired: int
    expiring: int


class ProgramOut(BaseModel):
    program: ProgramIO
    levels: list[LevelShown]
    rules: list[str]
    points: PointsFiguresOut


async def _program_out(session: Read, language: str) -> ProgramOut:
    plan, levels = await queries.program(session), await queries.levels(session)
    people = {one.level_id: one.people for one in await queries.level_figures(session)}
    cards = await catalog.worth(session, [level.card_sku_id for level in levels if level.card_sku_id])
    zh, en = queries.rules_text(plan, levels)
    figures = await queries.points_figures(session)
    shown = []
    for level in levels:
        ways, brings = queries.level_words(level, plan, language)
        card = cards.get(level.card_sku_id) if level.card_sku_id else None
        fields = {name: getattr(level, name) for name in LevelIO.model_fields}
        shown.append(
            LevelShown(
                **fields, ways=ways, benefits=brings, people=people.get(level.id, 0),
                card_product_id=card.product_id if card else None, card_title=card.title if card else None,
                card_price_fen=card.price_fen if card else None,
            )
        )  # fmt: skip
    return ProgramOut(
        program=ProgramIO.model_validate(plan, from_attributes=True), levels=shown,
        rules=list(en if language == "en" else zh),
        points=PointsFiguresOut(
            outstanding=figures.outstanding, worth_fen=figures.outstanding * 100 // plan.points_per_yuan,
            earned=figures.earned, spent=figures.spent, expired=figures.expired, expiring=figures.expiring,
        ),
    )  # fmt: skip


@router.get("/program")
async def member_program(session: Read, _staff: Reader, language: Language) -> ProgramOut:
    """The program as it stands, with what it says to shoppers and what it has brought."""
    return await _program_out(session, language)


class ProgramIn(BaseModel):
    """`accept_unknown_cost`: goods without a cost cannot be checked against the margin; the shop accepts that openly."""

    program: ProgramIO
    levels: list[LevelIO] = Field(max_length=20)
    accept_unknown_cost: bool = False


@router.put("/program")
async def save_member_program(
    session: Write, staff: Writer, given: ProgramIn, language: Language
) -> ProgramOut:
    """Save points and levels; a price below the margin's floor is refused with the SKU and its arithmetic."""
    await actions.save_program(
        session, staff, given.program.program(), [level.draft() for level in given.levels],
        accept_unknown_cost=given.accept_unknown_cost,
    )  # fmt: skip
    return await _program_out(session, language)


class ThinOut(BaseModel):
    """A SKU whose price would fall below its floor."""

    sku_id: SkuRef
    title: str
    price_fen: int
    claim_fen: int
    cost_fen: int | None
    left_fen: int
    floor_fen: int


class PreviewOut(BaseModel):
    """What saving would say to shoppers, and what it would leave: `thin_count` SKUs below their floor, some shown."""

    rules: list[str]
    thin: list[ThinOut]
    thin_count: int
    unknown_cost_count: int


@router.post("/program/preview")
async def preview_member_program(
    session: Read, _staff: Writer, given: ProgramIn, language: Language
) -> PreviewOut:
    """Look before saving; nothing is kept."""
    levels = [_as_level(rank, level) for rank, level in enumerate(given.levels, start=1)]
    plan = given.program.program()
    zh, en = queries.rules_text(plan, levels)
    thin, count, unknown = await actions.look(session, plan, levels)
    goods = await catalog.worth(session, [room.sku_id for room in thin])
    return PreviewOut(
        rules=list(en if language == "en" else zh), thin_count=count, unknown_cost_count=unknown,
        thin=[_thin(room, f"{goods[room.sku_id].title} {goods[room.sku_id].option_text}".strip()) for room in thin],
    )  # fmt: skip


def _as_level(rank: int, level: LevelIO) -> Level:
    """A level that may not be kept yet; without an id of its own it has no prices of its own either."""
    fields = dict(level) | {"id": LevelId(level.id or UUID(int=rank)), "rank": rank}
    return Level(**fields)


def _thin(room: Room, title: str) -> ThinOut:
    return ThinOut(
        sku_id=room.sku_id, title=title, price_fen=room.price_fen, claim_fen=room.claim_fen, cost_fen=room.cost_fen,
        left_fen=room.left_fen, floor_fen=room.floor_fen,
    )  # fmt: skip


class OwnPrice(BaseModel):
    """A price at one level; null: no member price there."""

    level_id: LevelRef
    price_fen: Annotated[int, Field(ge=1, le=10_000_000_000)] | None


class SkuPricesOut(BaseModel):
    id: SkuRef
    title: str
    option_text: str
    price_fen: int
    prices: list[OwnPrice]


async def _prices_out(session: Read, sku_ids: list[UUID]) -> list[SkuPricesOut]:
    goods = await catalog.worth(session, sku_ids)
    own = await queries.sku_prices(session, sku_ids)
    return [
        SkuPricesOut(
            id=sku_id, title=goods[sku_id].title, option_text=goods[sku_id].option_text,
            price_fen=goods[sku_id].price_fen,
            prices=[OwnPrice(level_id=one.level_id, price_fen=one.price_fen) for one in own if one.sku_id == sku_id],
        )
        for sku_id in sku_ids
        if sku_id in goods
    ]  # fmt: skip


@router.get("/prices")
async def own_prices(
    session: Read, _staff: Reader, paging: PageQuery, product_id: ProductRef | None = None
) -> Page[SkuPricesOut]:
    """SKUs with prices of their own; or all SKUs of one product, with or without."""
    if product_id is not None:
        places = await catalog.skus_of_products(session, [product_id])
        return Page(items=await _prices_out(session, [place.sku_id for place in places]))
    after = paging.after(UUID)
    found = await queries.priced_skus(session, after[0] if after else None, paging.limit + 1)
    items = await _prices_out(session, found[: paging.limit])
    return Page(items=items, next_cursor=next_cursor([_Placed(one) for one in found], paging.limit, "id"))


class _Placed:
    """A SKU's place in the list."""

    def __init__(self, sku_id: UUID) -> None:
        self.id = sku_id


class PricesIn(BaseModel):
    """The prices of one SKU, level by level; a level that is not named has its discount."""

    prices: list[OwnPrice] = Field(max_length=10)
    accept_unknown_cost: bool = False


@router.put("/prices/{sku_id}")
async def set_own_prices(
    session: Write, staff: Writer, sku_id: SkuRef, given: PricesIn
) -> list[SkuPricesOut]:
    """Set a SKU's prices of its own; empty takes them away."""
    await actions.set_prices(
        session, staff, [sku_id], [(one.level_id, sku_id, one.price_fen) for one in given.prices],
        accept_unknown_cost=given.accept_unknown_cost,
    )  # fmt: skip
    return await _prices_out(session, [sku_id])
