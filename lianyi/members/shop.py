"""Membership for shoppers: the public rules, their own level and points, prices at their level, their birthday."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from lianyi.catalog import queries as catalog
from lianyi.identity.edges import CurrentShopper
from lianyi.kit.clock import day_bounds
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.ledger import queries as ledger
from lianyi.ledger.types import Line
from lianyi.members import actions, queries
from lianyi.members.types import Count, Level, Program

router = edge("/api/shop/members", tags=["shop: members"])
LevelRef = Annotated[UUID, as_word("lvl")]
ProductRef = Annotated[UUID, as_word("prd")]
SkuRef = Annotated[UUID, as_word("sku")]
PRODUCTS_MAX = 50


class LevelOut(BaseModel):
    """A level with how it is reached and what it brings, in words. `card_product_id`: the card that brings it."""

    id: LevelRef
    rank: int
    name: str
    ways: list[str]
    benefits: list[str]
    spend_fen: int | None
    orders: int | None
    points: int | None
    card_sku_id: SkuRef | None
    card_product_id: ProductRef | None
    card_price_fen: int | None
    card_days: int | None


class RulesOut(BaseModel):
    """The whole program, for everybody; empty levels: the shop has none. `points_on`: it has points."""

    levels: list[LevelOut]
    points_on: bool
    points_per_yuan: int
    rules: list[str]


async def _levels_out(session: Read, plan: Program, levels: list[Level], language: str) -> list[LevelOut]:
    cards = await catalog.worth(session, [level.card_sku_id for level in levels if level.card_sku_id])
    found = []
    for level in levels:
        ways, benefits = queries.level_words(level, plan, language)
        card = cards.get(level.card_sku_id) if level.card_sku_id else None
        sold = card if card is not None and card.on_sale else None
        found.append(
            LevelOut(
                id=level.id, rank=level.rank, name=level.name, ways=ways, benefits=benefits,
                spend_fen=level.spend_fen, orders=level.orders, points=level.points,
                card_sku_id=sold.sku_id if sold else None, card_product_id=sold.product_id if sold else None,
                card_price_fen=sold.price_fen if sold else None, card_days=level.card_days,
            )
        )  # fmt: skip
    return found


@router.get("/rules")
async def member_rules(session: Read, language: Language) -> RulesOut:
    """Who reaches which level and what it brings: published, so that no price depends on anything else (PIPL, article 24)."""
    plan, levels = await queries.program(session), await queries.levels(session)
    zh, en = queries.rules_text(plan, levels)
    return RulesOut(
        levels=await _levels_out(session, plan, levels, language), points_on=plan.points_on,
        points_per_yuan=plan.points_per_yuan, rules=list(en if language == "en" else zh),
    )  # fmt: skip


class StepOut(BaseModel):
    """How far somebody is on one way to the next level: `have` of `need`, in fen, orders or points."""

    way: Literal["spend", "orders", "points"]
    have: int
    need: int


class BirthdayOut(BaseModel):
    month: int
    day: int


class CentreOut(BaseModel):
    """Level (null: none) until when and by which way, the next one and how far it is, points and when some end.

    `steps`: any one of them is enough. `super_user`: the shop has flagged this person.
    """

    level: LevelOut | None
    way: Literal["reached", "card", "hand"] | None
    until_at: datetime | None
    next_level: LevelOut | None
    steps: list[StepOut]
    window_days: int
    points_on: bool
    points: int
    points_worth_fen: int
    owed_points: int
    expiring_points: int
    expiring_at: datetime | None
    birthday: BirthdayOut | None
    super_user: bool


def _steps(level: Level | None, count: Count) -> list[StepOut]:
    if level is None:
        return []
    ways: list[tuple[Literal["spend", "orders", "points"], int, int | None]] = [
        ("spend", count.spend_fen, level.spend_fen), ("orders", count.orders, level.orders),
        ("points", count.points, level.points),
    ]  # fmt: skip
    return [StepOut(way=way, have=have, need=need) for way, have, need in ways if need is not None]


@router.get("/me")
async def member_centre(session: Read, shopper: CurrentShopper, language: Language) -> CentreOut:
    """The member centre."""
    plan = await queries.program(session)
    found = await queries.standing(session, shopper.person)
    both = [level for level in (found.level, found.next_level) if level]
    shown = {level.id: level for level in await _levels_out(session, plan, both, language)}
    kept = found.person
    birthday = None
    if kept is not None and kept.birth_month is not None and kept.birth_day is not None:
        birthday = BirthdayOut(month=kept.birth_month, day=kept.birth_day)
    return CentreOut(
        level=shown[found.level.id] if found.level else None, way=found.holding.way if found.holding else None,
        until_at=found.holding.until_at if found.holding else None,
        next_level=shown[found.next_level.id] if found.next_level else None,
        steps=_steps(found.next_level, found.count), window_days=plan.window_days, points_on=plan.points_on,
        points=found.points, points_worth_fen=found.points * 100 // plan.points_per_yuan,
        owed_points=found.owed_points, expiring_points=found.expiring.points if found.expiring else 0,
        expiring_at=day_bounds(found.expiring.expires_on)[0] if found.expiring else None,
        birthday=birthday, super_user=kept.super_user if kept else False,
    )  # fmt: skip


class PointsLineOut(BaseModel):
    """A line of the statement: `points` is signed, `note` the shop's reason. `order_id` where it was an order."""

    id: UUID
    at: datetime
    kind: str
    title: str
    note: str
    points: int
    order_id: Annotated[UUID, as_word("ord")] | None


def line_out(line: Line, language: str) -> PointsLineOut:
    """A line of the ledger as a line of points."""
    return PointsLineOut(
        id=line.id, at=line.at, kind=line.kind, title=ledger.kind_name(line.kind, language), note=line.memo,
        points=line.amount_fen, order_id=line.subject_id if line.subject_kind == "order" else None,
    )  # fmt: skip


@router.get("/points")
async def my_points(
    session: Read, shopper: CurrentShopper, paging: PageQuery, language: Language
) -> Page[PointsLineOut]:
    """The person's points, newest first, straight from the ledger."""
    return await points_page(session, shopper.person, paging, language)


async def points_page(
    session: Read, person_id: UUID, paging: PageQuery, language: str
) -> Page[PointsLineOut]:
    """A page of somebody's statement of points."""
    after = paging.after(datetime, UUID)
    before = (after[0], after[1]) if after else None
    lines = await queries.statement(session, person_id, before, paging.limit + 1)
    return Page(
        items=[line_out(line, language) for line in lines[: paging.limit]],
        next_cursor=next_cursor(lines, paging.limit, "at", "id"),
    )


class SkuPriceOut(BaseModel):
    sku_id: SkuRef
    price_fen: int
    member_price_fen: int


class ProductPricesOut(BaseModel):
    product_id: ProductRef
    skus: list[SkuPriceOut]


class PricesOut(BaseModel):
    """Prices at the person's level; SKUs that cost the same are left out, and products with none of them."""

    level: str
    products: list[ProductPricesOut]


@router.get("/prices")
async def member_prices(
    session: Read, shopper: CurrentShopper,
    product_id: Annotated[list[ProductRef], Query(min_length=1, max_length=PRODUCTS_MAX)],
) -> PricesOut:  # fmt: skip
    """What goods cost the person at their level, for pages that show list prices."""
    goods = await catalog.worth(
        session, [place.sku_id for place in await catalog.skus_of_products(session, product_id)]
    )
    held = await queries.benefits(session, shopper.person, list(goods))
    if held is None or held.level_id is None:
        return PricesOut(level="", products=[])
    prices: dict[UUID, list[SkuPriceOut]] = {}
    for sku in goods.values():
        cheaper_fen = queries.member_price_fen(held, sku.sku_id, sku.price_fen)
        if cheaper_fen < sku.price_fen:
            out = SkuPriceOut(sku_id=sku.sku_id, price_fen=sku.price_fen, member_price_fen=cheaper_fen)
            prices.setdefault(sku.product_id, []).append(out)
    products = [ProductPricesOut(product_id=one, skus=skus) for one, skus in prices.items()]
    return PricesOut(level=held.level_name, products=products)


class BirthdayIn(BaseModel):
    """Month and day, never the year. `consent`: the shop may use it to congratulate; it can be taken back any time."""

    month: int = Field(ge=1, le=12)
    day: int = Field(ge=1, le=31)
    consent: bool


@router.put("/birthday", status_code=204)
async def set_birthday(session: Write, shopper: CurrentShopper, given: BirthdayIn) -> None:
    """Keep a birthday; once in 365 days."""
    await actions.set_birthday(session, shopper, given.month, given.day, consent=given.consent)


@router.delete("/birthday", status_code=204)
async def forget_birthday(session: Write, shopper: CurrentShopper) -> None:
    """Take the birthday out."""
    await actions.forget_birthday(session, shopper)
