"""Verbs of social coupons: passed on by a buyer, taken by others, ended."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.identity.types import Channel, Shopper
from lianyi.kit import failpoints
from lianyi.kit.db import Database, Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import TenantId, decode, encode, new_id
from lianyi.kit.log import get_logger
from lianyi.orders import queries as orders
from lianyi.payments import queries as payments
from lianyi.promotions import actions as promotions
from lianyi.promotions import queries as frame
from lianyi.promotions.errors import BudgetSpent, GrantNotPossible
from lianyi.promotions.plays.social_coupon import queries, rules, store
from lianyi.promotions.plays.social_coupon.errors import (
    CouponsOver,
    NothingToPassOn,
    PackIsYours,
    PackOver,
    PackTaken,
    PackUnknown,
)
from lianyi.promotions.plays.social_coupon.types import Pack, PackId
from lianyi.promotions.types import Campaign, HelpRun, Marks
from lianyi.social import queries as social
from lianyi.wechat import coupons
from lianyi.wechat.pay import PayRefused, PayUnanswered

log = get_logger(__name__)


async def pass_on(
    session: Session, shopper: Shopper, channel: Channel, order_id: UUID, marks: Marks | None
) -> Pack:
    """Open the pack of an own paid order: its whole worth leaves the budget now. The same order answers the same pack.

    Cost: the order, what runs, the door, the pack's row and run, one grant and its budget. Raises OrderUnknown,
    NothingToPassOn, what the frame's door refuses, BudgetSpent: nothing has moved then.
    """
    known = await queries.pack_of_order(session, order_id)
    if known is not None and known.person_id == shopper.person:
        return known
    found = await queries.to_pass_on(session, shopper.person, channel, order_id)
    if found is None:
        raise NothingToPassOn
    campaign = await promotions.admit(session, shopper, channel, found.id)
    settings, pack_id = rules.settings_of(campaign), PackId(new_id())
    expires_at = rules.expires_at(campaign, session.now)
    if await session.run(
        store.OPEN, id=pack_id, campaign_id=campaign.id, order_id=order_id, person_id=shopper.person,
        pieces=settings.pieces, face_fen=settings.face_fen, expires_at=expires_at,
    ):  # fmt: skip
        await promotions.open_help_run(
            session, campaign, shopper, marks, pack_id, rules.terms_of(settings), about=order_id,
            closes_at=expires_at, ends_at=expires_at,
        )  # fmt: skip
        worth_fen = settings.pieces * settings.face_fen
        grant_id = await promotions.grant(session, campaign, shopper.person, worth_fen, f"pack:{pack_id}")
        await session.later(store.HELD_BY, id=pack_id, grant_id=grant_id)
    opened = await queries.pack_of_order(session, order_id)
    if opened is None:
        raise PackUnknown
    return opened


async def claim(session: Session, shopper: Shopper, channel: Channel, pack_id: UUID, marks: Marks) -> Pack:
    """Take one of a pack, confirmed by the taker on a page that told all rules; answers the pack as it is then.

    Who may is the frame's to say: one a person, phone and WeChat account, and none on the giver's own phone. Of a pack
    whose takers look made up the piece is the taker's, and is paid when the staff have looked.
    Cost: the pack, its order, the frame's help, one insert, one guarded statement, and what the paying campaign needs.
    Raises PackUnknown, what the frame's door refuses, PackIsYours, NotForYou, PackTaken, PackTakenHere, ClaimsReached,
    PackOver, PackEmpty, HelpRunMoved, CouponsOver: nothing has moved then.
    """
    pack = await queries.pack(session, pack_id)
    campaign = await promotions.admit(session, shopper, channel, pack.campaign_id)
    await _assert_welcome(session, campaign, pack, shopper, marks)
    try:
        run, _ = await promotions.confirm_help(session, shopper, channel, pack_id, marks)
    except Refusal as refusal:
        raise rules.in_our_words(refusal, rules.settings_of(campaign)) from None
    held = run.review == "waiting"
    await session.later(
        store.CLAIM, pack_id=pack_id, person_id=shopper.person, campaign_id=campaign.id,
        state="held" if held else "taken",
    )  # fmt: skip
    if not await session.run(store.TAKE, id=pack_id):
        rules.assert_open(await queries.pack(session, pack_id), session.now)
    if not held:
        await _pay(session, campaign, pack, shopper.person)
        await _complete(session, run)
    failpoints.reach("promotions.pack.taken")
    return await queries.pack(session, pack_id)


async def _pay(session: Session, campaign: Campaign, pack: Pack, person_id: UUID) -> None:
    """WeChat Pay's own coupon where the campaign is built on it and the taker can have one, else the shop's, now."""
    wanted = rules.settings_of(campaign).wechat_stock_id
    if wanted and await queries.openid_here(session, person_id):
        await session.later(store.ASK_WECHAT, pack_id=pack.id, person_id=person_id)
    else:
        await _give(session, campaign, pack.id, person_id, pack.face_fen)


async def _complete(session: Session, run: HelpRun) -> None:
    if not run.missing:
        await promotions.complete_help_run(session, run.id)


async def release(session: Session, pack_id: UUID) -> list[UUID]:
    """The staff found a pack's takers real: who waited is paid; answers who. Safe to replay.

    Where the shop's coupons are all given, it waits among those whom WeChat is asked for, until there are some again.
    """
    pack = await queries.pack(session, pack_id)
    campaign = await frame.campaign(session, pack.campaign_id)
    waited = await session.all(store.RELEASE, pack_id=pack_id)
    for person_id in waited:
        try:
            async with session.savepoint():
                await _pay(session, campaign, pack, person_id)
        except CouponsOver:
            await session.later(store.ASK_WECHAT, pack_id=pack_id, person_id=person_id)
    await _complete(session, await frame.help_run(session, pack_id))
    return waited


async def refuse(session: Session, pack_id: UUID) -> tuple[list[UUID], list[store.Ended]]:
    """The staff found a pack's takers made up: who waited gets nothing, the pack is over, the budget has its worth again.

    Answers who waited, and the pack when it has ended by this. Safe to replay.
    """
    before = await queries.pack(session, pack_id)
    waited = await session.all(store.REFUSE, pack_id=pack_id)
    ended = await _gave_back(session, await session.all(store.END_REFUSED, pack_id=pack_id, lost=len(waited)))
    return waited, ended if before.state == "open" else []


async def _give(session: Session, campaign: Campaign, pack_id: UUID, person_id: UUID, face_fen: int) -> None:
    """The shop's own coupon for a claim, once. Raises CouponsOver."""
    key = f"{encode('team', pack_id)}:{encode('psn', person_id)}"
    pays_in = decode("cmp", rules.settings_of(campaign).pays_in)
    try:
        run_id = await promotions.give(session, pays_in, person_id, face_fen, key)
    except (BudgetSpent, GrantNotPossible):
        raise CouponsOver from None
    await session.later(store.PAID, pack_id=pack_id, person_id=person_id, run_id=run_id)


async def ask_wechat(db: Database, tenant: TenantId, limit: int) -> int:
    """Give WeChat Pay's own coupons for claims that wait, at most `limit`; answers how many were decided.

    Three steps each: what is due (leased, in a transaction), WeChat (outside of any), what it said (in a transaction).
    Without an answer it is asked again under the same number, which gives the same coupon; where WeChat refuses, or its
    stock is not what the page promised, the shop's coupon stands in.
    """
    async with db.write(tenant) as session:
        due = await session.all(store.TO_ASK, limit=limit)
    return sum([await _ask(db, tenant, one) for one in due])


async def _ask(db: Database, tenant: TenantId, one: store.Asked) -> bool:
    async with db.read(tenant) as session:
        campaign = await frame.campaign(session, one.campaign_id)
        whose = await queries.openid_here(session, one.person_id)
        keys = await payments.pay_keys(session)
        now = session.now
    stock_id = rules.settings_of(campaign).wechat_stock_id
    coupon_id = None
    if whose and stock_id:
        try:
            stock = await coupons.stock(keys, stock_id)
            if stock is not None and stock.gives(one.face_fen, now):
                number = rules.request_number(one.pack_id, one.person_id)
                coupon_id = await coupons.give(
                    keys, stock_id=stock_id, out_request_no=number, appid=whose[0], openid=whose[1]
                )
                failpoints.reach("promotions.pack.answered")
        except PayRefused as refusal:
            log.info("social_coupon_refused", why=refusal.code)
        except PayUnanswered:
            return False
    try:
        await _decide(db, tenant, campaign, one, coupon_id)
    except CouponsOver:  # it waits until the shop has coupons again; the result page counts who waits
        return False
    return True


async def _decide(
    db: Database, tenant: TenantId, campaign: Campaign, one: store.Asked, coupon_id: str | None
) -> None:
    claim_of = {"pack_id": one.pack_id, "person_id": one.person_id}
    async with db.write(tenant) as session:
        if coupon_id is not None:
            await session.run(store.GIVEN, **claim_of, coupon_id=coupon_id)
        elif await session.run(store.REFUSED, **claim_of):
            await _give(session, campaign, one.pack_id, one.person_id, one.face_fen)


async def _assert_welcome(
    session: Session, campaign: Campaign, pack: Pack, shopper: Shopper, marks: Marks
) -> None:
    """The unlocked look: whoever comes too late or has one is refused by it."""
    if pack.person_id == shopper.person:
        raise PackIsYours
    if await queries.own_claim(session, pack.id, shopper.person) is not None:
        raise PackTaken
    rules.assert_open(pack, session.now)
    if not rules.earns(rules.settings_of(campaign), await orders.order(session, pack.order_id)):
        raise PackOver
    if pack.person_id in await social.people_on(session, marks.device):
        raise PackIsYours


async def end_due(session: Session, limit: int) -> list[store.Ended]:
    """End what its hours have passed over, at most `limit`; what nobody took is the budget's again."""
    return await _gave_back(session, await session.all(store.END_DUE, limit=limit))


async def end_of_order(session: Session, order_id: UUID) -> list[store.Ended]:
    """Money of an order goes back: when too little of it is left, its pack ends. Safe to replay."""
    pack = await queries.pack_of_order(session, order_id)
    if pack is None or pack.state != "open":
        return []
    campaign = await frame.campaign(session, pack.campaign_id)
    if rules.earns(rules.settings_of(campaign), await orders.order(session, order_id)):
        return []
    return await _gave_back(session, await session.all(store.END_OF_ORDER, order_id=order_id))


async def end_of_campaign(session: Session, campaign_id: UUID, limit: int) -> list[store.Ended]:
    """A campaign is over: its packs end, at most `limit`. Safe to replay."""
    return await _gave_back(
        session, await session.all(store.END_OF_CAMPAIGN, campaign_id=campaign_id, limit=limit)
    )


async def _gave_back(session: Session, ended: Sequence[store.Ended]) -> list[store.Ended]:
    for one in sorted(ended, key=_id):
        if one.grant_id is not None and one.claimed < one.pieces:
            await promotions.keep_of_grant(session, one.grant_id, one.claimed * one.face_fen)
    return list(ended)


def _id(one: store.Ended) -> int:
    return one.id.int
