"""Arranging the home page."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.media import queries as media
from lianyi.storefront import actions, queries, rules
from lianyi.storefront.types import Banner, HomeContent, Section

router = edge("/api/console/storefront", tags=["console: home page"])
MediaRef = Annotated[UUID, as_word("med")]
CategoryRef = Annotated[UUID, as_word("cat")]
ProductRef = Annotated[UUID, as_word("prd")]
Writer = Annotated[Staff, require("shop.settings")]
Title = Annotated[str, Field(max_length=rules.TITLE_CHARS_MAX)]


class BannerIn(BaseModel):
    """`link`: `product/prd_…`, `category/cat_…`, `search?q=…`, or null."""

    picture_id: MediaRef
    title: Title = ""
    link: Annotated[str, Field(max_length=60)] | None = None


class BannerOut(BannerIn):
    picture_url: str


class SectionIO(BaseModel):
    """The products named, or else the first of the category, or else the newest."""

    title: Title
    category_id: CategoryRef | None = None
    product_ids: Annotated[list[ProductRef], Field(max_length=rules.SECTION_PRODUCTS_MAX)] = []


class HomeArrangement(BaseModel):
    """`version` as it was read; 0 when nobody has arranged the home yet."""

    banners: Annotated[list[BannerIn], Field(max_length=rules.BANNERS_MAX)] = []
    sections: Annotated[list[SectionIO], Field(max_length=rules.SECTIONS_MAX)] = []
    version: int = 0


class ArrangedHomeOut(BaseModel):
    banners: list[BannerOut]
    sections: list[SectionIO]
    version: int


@router.get("/home", dependencies=[require("goods.read")])
async def arranged(session: Read) -> ArrangedHomeOut:
    """The home as it is arranged; empty at version 0."""
    return await _arranged(session)


@router.put("/home")
async def arrange(given: HomeArrangement, session: Write, staff: Writer) -> ArrangedHomeOut:
    """Replace the home."""
    content = HomeContent(
        banners=tuple(Banner(one.picture_id, one.title.strip(), one.link or None) for one in given.banners),
        sections=tuple(
            Section(one.title.strip(), one.category_id, tuple(one.product_ids)) for one in given.sections
        ),
    )
    await actions.arrange_home(session, staff, content, given.version)
    return await _arranged(session)


async def _arranged(session: ReadSession) -> ArrangedHomeOut:
    home = await queries.arranged(session)
    pictures = await media.pictures(session, [one.picture_id for one in home.content.banners])
    return ArrangedHomeOut(
        banners=[
            BannerOut(
                picture_id=one.picture_id,
                title=one.title,
                link=one.link,
                picture_url=pictures[one.picture_id].url_960,
            )
            for one in home.content.banners
            if one.picture_id in pictures
        ],
        sections=[
            SectionIO(title=one.title, category_id=one.category_id, product_ids=list(one.product_ids))
            for one in home.content.sections
        ],
        version=home.version,
    )
