"""Reads of content: what is true of a target now, the words of a share, what a picture of it shows."""

from collections.abc import Sequence
from contextlib import suppress
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.content import rules
from lianyi.content.errors import PictureUnknown, TargetGone
from lianyi.content.types import Drawing, Facts, PictureKind, SharedTarget, ShareWords, Shop
from lianyi.distribution.errors.shopkeepers import MicroShopClosed
from lianyi.distribution.queries import micro_shops
from lianyi.identity import queries as identity
from lianyi.kit.config import config
from lianyi.kit.db import ReadSession
from lianyi.kit.ids import encode
from lianyi.promotions import queries as promotions
from lianyi.promotions.errors import CampaignUnknown
from lianyi.social import queries as social
from lianyi.social.types import MyShare, Share, Target
from lianyi.wechat.types import AppKind


async def facts_of(session: ReadSession, target: Target, shop: Shop) -> Facts:
    """What is true of a target now, as far as it may travel. Raises TargetGone."""
    return rules.allowed(await _facts(session, target, shop), shop)


async def _facts(session: ReadSession, target: Target, shop: Shop) -> Facts:
    if target.kind == "shop":
        return Facts(
            title=shop.name, description="", line="", badge="", price_fen=None, price_from=False,
            market_price_fen=None, picture_url=None, page=rules.HOME_PAGE,
        )  # fmt: skip
    if target.id is None:
        raise TargetGone
    if target.kind == "product":
        return await _product_facts(session, target.id)
    if target.kind == "micro_shop":
        return await _micro_shop_facts(session, target.id, shop)
    return await _run_facts(session, target.kind, target.id)


async def _run_facts(session: ReadSession, kind: str, target_id: UUID) -> Facts:
    """A campaign or a team, as its play tells it."""
    if kind not in {"campaign", "team"}:
        raise TargetGone
    try:
        found = await promotions.share_facts(session, "campaign" if kind == "campaign" else "team", target_id)
    except CampaignUnknown:
        found = None
    if found is None:
        raise TargetGone
    return Facts(
        title=found.title, description=found.badge, line=found.line, badge=found.badge, price_fen=found.price_fen,
        price_from=False, market_price_fen=found.market_price_fen, picture_url=found.picture_url, page=found.page,
        ends_at=found.ends_at,
    )  # fmt: skip


async def campaign_for(session: ReadSession, target: Target, wanted: UUID | None) -> UUID | None:
    """The campaign a share works for: its own target, the one asked for, its team's, or what runs for the product now.

    So a product's plain page, shared while a campaign runs, counts for it. Raises TargetGone for one that is not there.
    """
    if target.kind == "campaign":
        return target.id
    if wanted is not None:
        try:
            return (await promotions.campaign(session, wanted)).id
        except CampaignUnknown:
            raise TargetGone(field="campaign_id") from None
    if target.kind == "team" and target.id is not None:
        facts = await promotions.share_facts(session, "team", target.id)
        return facts.campaign_id if facts else None
    if target.kind == "product" and target.id is not None:
        running = await promotions.running_for_products(session, [target.id])
        return next((one.id for one in running[target.id]), None)
    return None


async def _product_facts(session: ReadSession, product_id: UUID) -> Facts:
    found = await catalog.cards_by_ids(session, [product_id])
    if not found:
        raise TargetGone
    card = catalog.card_of(found[0])
    return Facts(
        title=card.title, description=card.subtitle, line="", badge="", price_fen=card.price_fen,
        price_from=card.price_max_fen > card.price_fen, market_price_fen=card.market_price_fen,
        picture_url=card.picture.url_960 if card.picture else None,
        page=f"{rules.PRODUCT_PAGE}?id={encode('prd', product_id)}",
    )  # fmt: skip


async def _micro_shop_facts(session: ReadSession, keeper_id: UUID, shop: Shop) -> Facts:
    """A shopkeeper's own shop, as long as it is open; without a cover its first picture stands for it."""
    try:
        page = await micro_shops.page(session, keeper_id)
    except MicroShopClosed:
        raise TargetGone from None
    shown = page.cover or next((one.card.picture for one in page.goods if one.card.picture), None)
    return Facts(
        title=page.keeper.shop_name or shop.name, description=page.keeper.shop_words, line="", badge="",
        price_fen=None, price_from=False, market_price_fen=None, picture_url=shown.url_960 if shown else None,
        page=f"{rules.MICRO_SHOP_PAGE}?id={encode('shk', keeper_id)}",
    )  # fmt: skip


async def shop_of(session: ReadSession) -> Shop:
    """What stands on every picture of the session's shop. Raises LookupError when there is none."""
    found = await identity.tenant(session)
    return Shop(found.name, found.slug, found.theme_color)


async def drawing_of(session: ReadSession, share: Share) -> Drawing:
    """Everything that a card or poster of a share shows now. Raises TargetGone."""
    shop = await shop_of(session)
    facts = await facts_of(session, share.target, shop)
    nickname, avatar_url = "", None
    if share.sharer_person_id is not None:
        brief = (await identity.people_brief(session, [share.sharer_person_id])).get(share.sharer_person_id)
        nickname, avatar_url = (brief.nickname, brief.avatar_url) if brief else ("", None)
    appids = await identity.wechat_appids(session)
    return Drawing(
        shop=shop, facts=facts, sharer=rules.sharer_of(nickname, avatar_url, agreed=share.shows_sharer),
        token=share.token, link=rules.link_of(config().public_url, shop.slug, share.token, facts.page),
        code_link=rules.code_link_of(config().public_url, shop.slug, share.token),
        mini_appid=appids.get(AppKind.MINI),
    )  # fmt: skip


async def drawing_by_token(session: ReadSession, token: str) -> Drawing:
    """The same for whoever asks for a picture by its address. Raises PictureUnknown, TargetGone."""
    share = await social.share_by_token(session, token)
    if share is None:
        raise PictureUnknown
    return await drawing_of(session, share)


async def share_words(session: ReadSession, share: Share) -> ShareWords:
    """What travels with a share: words, addresses, pictures as they stand now. Raises TargetGone."""
    drawing = await drawing_of(session, share)
    title, description, moments = rules.words_of(drawing.facts, drawing.shop)

    def picture(kind: PictureKind) -> str:
        version = rules.version_of(kind, drawing)
        return rules.picture_url(config().public_url, session.tenant, share.token, kind, version)

    return ShareWords(
        share=share, title=title, description=description, timeline_title=moments, link=drawing.link,
        mini_path=rules.mini_path_of(drawing.facts.page, share.token), scene=share.token,
        card_url=picture("card"), poster_url=picture("poster"),
    )  # fmt: skip


async def page_behind(session: ReadSession, token: str) -> tuple[str, dict[str, str]]:
    """The page and query that a scanned code means; the home page when what was shared is gone.

    Raises:
        PictureUnknown: the token is not of this shop.
    """
    share = await social.share_by_token(session, token)
    if share is None:
        raise PictureUnknown
    try:
        facts = await facts_of(session, share.target, await shop_of(session))
    except TargetGone:
        return rules.HOME_PAGE, {}
    return rules.page_and_query(facts.page)


async def shared_targets(
    session: ReadSession, shares: Sequence[MyShare]
) -> dict[tuple[str, UUID | None], SharedTarget]:
    """What some shares showed, for a page of them; what is gone is left out. A run costs its play's one statement or two."""
    shop = await shop_of(session)
    cards = {
        row.id: catalog.card_of(row)
        for row in await catalog.cards_by_ids(
            session, [one.target_id for one in shares if one.target_kind == "product" and one.target_id]
        )
    }
    found: dict[tuple[str, UUID | None], SharedTarget] = {}
    for one in shares:
        target = Target(one.target_kind, one.target_id)
        key = (one.target_kind, one.target_id)
        if target.kind == "shop":
            found[key] = SharedTarget("shop", None, shop.name, None)
        elif one.target_id in cards:
            card = cards[one.target_id]
            url = card.picture.url_480 if card.picture else None
            found[key] = SharedTarget("product", one.target_id, card.title, url)
        elif target.kind != "product" and key not in found:
            with suppress(TargetGone):
                facts = await facts_of(session, target, shop)
                found[key] = SharedTarget(target.kind, target.id, facts.title, facts.picture_url)
    return found
