"""Reads of storefront: home, favourites, footprints. A home is composed in at most two statements a section kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.errors import ProductGone
from lianyi.catalog.queries import CardPlace, CardRow
from lianyi.catalog.types import CategoryId, Product, ProductId, Sort
from lianyi.identity import queries as identity
from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.inventory import queries as inventory
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import encode
from lianyi.media import queries as media
from lianyi.storefront.rules import SECTION_SHOWN
from lianyi.storefront.types import (
    ArrangedHome,
    HomeContent,
    Section,
    ShownBanner,
    ShownHome,
    ShownProduct,
    ShownSection,
)
from lianyi.supply import queries as supply
from lianyi.supply.types import FreightLine, FreightQuote, FreightTemplate, FreightTemplateId

NEWEST = Section(title="")
DEFAULT_SECTIONS_MAX = 6
OWN_TRACES_MAX = 1000


@dataclass(frozen=True, slots=True)
class HomeRow:
    content: dict[str, Any]
    version: int


@dataclass(frozen=True, slots=True)
class Kept:
    product_id: UUID
    at: datetime


HOME = Statement(
    "select content, version from storefront_home where tenant_id = %(tenant)s and one = 1", HomeRow
)
FAVOURITES = Statement(
    """
    select product_id, at from storefront_favourite
    where tenant_id = %(tenant)s and person_id = %(person_id)s and (at, product_id) < (%(before_at)s, %(before_id)s)
    order by at desc, product_id desc limit %(limit)s
    """,
    Kept,
)
FOOTPRINTS = Statement(
    """
    select product_id, at from storefront_footprint
    where tenant_id = %(tenant)s and person_id = %(person_id)s and (at, product_id) < (%(before_at)s, %(before_id)s)
    order by at desc, product_id desc limit %(limit)s
    """,
    Kept,
)
IS_FAVOURITE = Statement(
    """
    select exists (select 1 from storefront_favourite
                   where tenant_id = %(tenant)s and person_id = %(person_id)s and product_id = %(product_id)s) as found
    """,
    bool,
)


async def arranged(session: ReadSession) -> ArrangedHome:
    """The home as the staff arranged it; empty at version 0 when nobody has."""
    row = await session.maybe(HOME)
    return ArrangedHome() if row is None else ArrangedHome(wire.typed(row.content, HomeContent), row.version)


async def home(session: ReadSession) -> ShownHome:
    """The home as a shopper sees it. Without an arrangement: a section for each category, or simply the newest goods."""
    content = (await arranged(session)).content
    categories = [one for one in await catalog.categories(session) if one.shown]
    sections = (
        content.sections
        or tuple(Section(one.name, one.id) for one in categories if one.parent_id is None)[
            :DEFAULT_SECTIONS_MAX
        ]
    )
    shown = [await _section(session, section) for section in sections]
    shown = [section for section in shown if section.cards]
    if not shown:
        shown = [section for section in [await _section(session, NEWEST)] if section.cards]
    pictures = await media.pictures(session, [banner.picture_id for banner in content.banners])
    banners = [
        ShownBanner(pictures[banner.picture_id], banner.title, banner.link)
        for banner in content.banners
        if banner.picture_id in pictures
    ]
    return ShownHome(banners, categories, shown)


async def _section(session: ReadSession, section: Section) -> ShownSection:
    if section.product_ids:
        cards = await catalog.cards_by_ids(session, section.product_ids)
    else:
        place = CardPlace(
            sort=Sort.DEFAULT if section.category_id else Sort.NEWEST,
            category_id=CategoryId(section.category_id) if section.category_id else None,
            limit=SECTION_SHOWN,
        )
        cards = (await catalog.card_page(session, place))[:SECTION_SHOWN]
    return ShownSection(section.title, section.category_id, cards)


async def favourites(
    session: ReadSession, person: PersonId, before: tuple[Any, ...] | None, limit: int
) -> list[Kept]:
    """Favourites, newest first, from before (instant, product)."""
    return await _kept(session, FAVOURITES, person, before, limit)


async def footprints(
    session: ReadSession, person: PersonId, before: tuple[Any, ...] | None, limit: int
) -> list[Kept]:
    """Products looked at, newest first, from before (instant, product)."""
    return await _kept(session, FOOTPRINTS, person, before, limit)


async def _kept(
    session: ReadSession,
    statement: Statement[Kept],
    person: PersonId,
    before: tuple[Any, ...] | None,
    limit: int,
) -> list[Kept]:
    before_at, before_id = before or (session.now.replace(year=9999), UUID(int=2**128 - 1))
    return await session.all(
        statement, person_id=person, before_at=before_at, before_id=before_id, limit=limit
    )


@own_data.answer("storefront")
async def own_traces(session: ReadSession, person: PersonId) -> object:
    """What the person marked and looked at, as they may take it away; newest first."""
    return {
        name: [
            {"product_id": encode("prd", kept.product_id), "at": kept.at}
            for kept in await _kept(session, statement, person, None, OWN_TRACES_MAX)
        ]
        for name, statement in (("favourites", FAVOURITES), ("footprints", FOOTPRINTS))
    }


async def cards_of(session: ReadSession, kept: Sequence[Kept]) -> list[CardRow]:
    """The cards of what was kept, in its order; what left the shelf is left out."""
    return await catalog.cards_by_ids(session, [one.product_id for one in kept])


async def is_favourite(session: ReadSession, person: PersonId, product_id: UUID) -> bool:
    """Whether the person has the product among the favourites."""
    return await session.one(IS_FAVOURITE, person_id=person, product_id=product_id)


async def product(session: ReadSession, product_id: UUID, person: PersonId | None) -> ShownProduct:
    """A product's page. Nine short statements at the most. Raises ProductGone when it is not on the shelf."""
    whole = await catalog.product_for_shop(session, ProductId(product_id))
    cards = await catalog.cards_by_ids(session, [whole.id])
    if not cards:
        raise ProductGone
    pictures = await media.pictures(
        session, [*whole.picture_ids, *(s.picture_id for s in whole.skus if s.picture_id)]
    )
    template = await _template(session, whole)
    return ShownProduct(
        product=whole,
        card=cards[0],
        pictures=[pictures[one] for one in whole.picture_ids if one in pictures],
        sku_pictures={one: pictures[one] for one in pictures},
        available=await inventory.available(session, [sku.id for sku in whole.skus]),
        category=await _category_name(session, whole),
        freight_from_fen=template.cheapest_fen if template else 0,
        freight_free_from_fen=_free_from_fen(template),
        notice=(await identity.tenant(session)).settings.notice,
        favourite=None if person is None else await is_favourite(session, person, whole.id),
    )


async def product_freight(
    session: ReadSession, product_id: UUID, region_code: str, quantity: int
) -> FreightQuote:
    """What carrying pieces of a product to a region would cost, by its heaviest SKU. Raises ProductGone."""
    whole = await catalog.product_for_shop(session, ProductId(product_id))
    sku = max(whole.skus, key=lambda one: (one.weight_g, one.price_fen), default=None)
    if sku is None:
        raise ProductGone
    template = FreightTemplateId(whole.freight_template_id) if whole.freight_template_id else None
    line = FreightLine(sku.id, template, sku.weight_g, quantity, sku.price_fen * quantity)
    return supply.freight_by(await supply.freight_templates(session), [line], region_code)


async def _template(session: ReadSession, whole: Product) -> FreightTemplate | None:
    templates = await supply.freight_templates(session)
    default = next((template for template in templates.values() if template.is_default), None)
    return next((one for one in templates.values() if one.id == whole.freight_template_id), default)


async def _category_name(session: ReadSession, whole: Product) -> tuple[CategoryId, str] | None:
    if whole.category_id is None:
        return None
    names = await catalog.path_names(session, whole.category_id)
    return whole.category_id, names[-1]


def _free_from_fen(template: FreightTemplate | None) -> int | None:
    """From which amount of goods some region carries free; None when none does."""
    amounts = (
        [rule.free_from_fen for rule in template.rules if rule.free_from_fen is not None] if template else []
    )
    return min(amounts, default=None)
