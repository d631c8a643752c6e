"""The verbs of storefront: arranging the home, keeping favourites, leaving footprints."""

from dataclasses import asdict
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import ProductId
from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Shopper, Staff, System
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.media import queries as media
from lianyi.storefront import rules, store
from lianyi.storefront.errors import FavouritesFull, HomeInvalid, HomeStale
from lianyi.storefront.types import HomeContent

identity.name_acts({"home.arranged": ("装修首页", "Home page arranged")})


async def arrange_home(session: Session, by: Staff | System, content: HomeContent, version: int) -> int:
    """Replace the home; `version` is the one that was edited. Gives the new one. Raises HomeInvalid, HomeStale."""
    rules.check(content)
    await _check_pictures(session, content)
    statement = store.REARRANGE if version else store.ARRANGE
    if not await session.run(statement, content=wire.dumps(asdict(content)).decode(), version=version):
        raise HomeStale
    if isinstance(by, Staff):
        after = {"banners": len(content.banners), "sections": len(content.sections)}
        await identity.note_change(
            session, by, Change("home.arranged", encode("shop", session.tenant), after=after)
        )
    return version + 1


async def _check_pictures(session: Session, content: HomeContent) -> None:
    known = await media.pictures(session, [banner.picture_id for banner in content.banners])
    for number, banner in enumerate(content.banners):
        if banner.picture_id not in known:
            raise HomeInvalid(
                field=f"banners.{number}.picture_id",
                reason="图片不在素材库里 (the picture is not in the library)",
            )


async def like(session: Session, shopper: Shopper, product_id: UUID) -> None:
    """Keep a product; twice is once. Raises FavouritesFull, ProductGone."""
    await catalog.product_for_shop(session, ProductId(product_id))
    await session.later(store.LOCK_FAVOURITES, person_id=shopper.person)
    kept = await session.run(
        store.LIKE, person_id=shopper.person, product_id=product_id, count_max=rules.FAVOURITES_MAX
    )
    if not kept:
        raise FavouritesFull(count_max=rules.FAVOURITES_MAX)


async def unlike(session: Session, shopper: Shopper, product_id: UUID) -> None:
    """Let a product go; what was not kept is fine."""
    await session.later(store.UNLIKE, person_id=shopper.person, product_id=product_id)


async def leave_footprint(session: Session, shopper: Shopper, product_id: UUID) -> None:
    """Remember for this person alone that the product was looked at; the last 200 are kept. Raises ProductGone."""
    await catalog.product_for_shop(session, ProductId(product_id))
    await session.later(store.LOOK, person_id=shopper.person, product_id=product_id)
    await session.later(store.TRIM_FOOTPRINTS, person_id=shopper.person, kept=rules.FOOTPRINTS_KEPT)


async def forget_footprints(session: Session, shopper: Shopper) -> None:
    """Clear them all."""
    await session.later(store.FORGET_FOOTPRINTS, person_id=shopper.person)
