"""What campaigns take for an order: claimed for before the order is written, spent after it, given back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.catalog.types import SkuId
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.errors import Refusal
from lianyi.kit.ids import encode
from lianyi.orders import queries as orders
from lianyi.promotions import queries, registry, rules
from lianyi.promotions.errors import BudgetSpent, QuotaSpent
from lianyi.promotions.events import ClaimLost
from lianyi.promotions.store import claiming as store
from lianyi.promotions.types import Campaign, Claiming, Held, Priced
from lianyi.social import queries as social


async def claim(session: Session, priced: Priced, order_id: UUID) -> Held:
    """Let the play take its place (a seat) for an order about to be written: before `orders.open_order`.

    Cost: one statement for the share the person last came by, and the play's one guarded statement; locks the run only.
    Raises what the play refuses; nothing has moved then.
    """
    campaign, person = priced.campaign, priced.asking.shopper.person
    share_id = await social.last_share_to(session, person, campaign.id)
    claiming = Claiming(
        order_id=order_id, person_id=person, asking=priced.asking, discount_fen=-priced.quoted.adjust_fen,
        share_id=share_id,
    )  # fmt: skip
    play = registry.price_play(campaign.play)
    return Held(await play.claim(session, campaign, priced.state, claiming), share_id)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What an order takes of a campaign; `counted` are (SKU, pieces) of the SKUs that have a quota.

    `promised_fen`: what was taken off and what may still be given back by rule, both of the budget.
    """

    campaign: Campaign
    person_id: UUID
    pieces: int
    promised_fen: int
    counted: Sequence[tuple[UUID, int]]


async def spend(session: Session, priced: Priced, held: Held, order_id: UUID) -> None:
    """Take the person's limit, the budget and the quota, after the order is written and before its stock.

    Cost: one guarded statement and one wait for each of the three that the campaign has (a quota is locked by a piped
    one before it), and the claim itself, piped. Locks person, budget, quota (by SKU id) in that order. Raises
    LimitReached, BudgetSpent, QuotaSpent: nothing has moved then.
    """
    campaign, lines = priced.campaign, priced.asking.lines
    reserves = registry.price_play(campaign.play).reserves
    quotas = set() if reserves else {sku.sku_id for sku in campaign.skus if sku.quota is not None}
    off = {line.sku_id: -line.adjust_fen for line in priced.quoted.lines}
    discount_fen, more_fen, covered = sum(off.values()), held.claimed.more_fen, held.claimed.covered
    wanted = _Wanted(
        campaign, priced.asking.shopper.person, sum(line.quantity for line in lines),
        0 if covered else discount_fen + more_fen,
        [(line.sku_id, line.quantity) for line in lines if line.sku_id in quotas],
    )  # fmt: skip
    await _take(session, wanted)
    kept = [
        {
            "sku_id": line.sku_id, "quantity": line.quantity, "discount_fen": off[line.sku_id],
            "counted": line.sku_id in quotas,
        }
        for line in lines
    ]  # fmt: skip
    await session.later(
        store.HOLD, order_id=order_id, campaign_id=campaign.id, play=campaign.play, person_id=wanted.person_id,
        run_id=held.claimed.run_id or priced.asking.intent.run_id, share_id=held.share_id,
        lines=wire.dumps(kept).decode(), pieces=wanted.pieces, discount_fen=discount_fen, more_fen=more_fen,
        covered=covered,
    )  # fmt: skip


async def _take(session: Session, wanted: _Wanted) -> None:
    campaign = wanted.campaign
    limits = campaign.orders_per_person_max, campaign.pieces_per_person_max
    if limits != (None, None):
        counted = await session.maybe(
            store.COUNT_PERSON, campaign_id=campaign.id, person_id=wanted.person_id, pieces=wanted.pieces,
            orders_max=limits[0], pieces_max=limits[1],
        )  # fmt: skip
        if counted is None:
            standing = await queries.standing(session, campaign.id, wanted.person_id)
            raise rules.limit_reached(campaign, standing.used_orders, standing.used_pieces)
    if (
        campaign.budget_fen is not None
        and wanted.promised_fen
        and not await session.run(store.SPEND, campaign_id=campaign.id, discount_fen=wanted.promised_fen)
    ):
        raise BudgetSpent
    if wanted.counted:
        await _take_quota(session, campaign, wanted.counted)


async def _take_quota(session: Session, campaign: Campaign, counted: Sequence[tuple[UUID, int]]) -> None:
    sku_ids = sorted((sku_id for sku_id, _ in counted), key=lambda sku_id: sku_id.int)
    quantities = dict(counted)
    await session.later(store.LOCK_SKUS, campaign_id=campaign.id, sku_ids=sku_ids)
    taken = await session.all(
        store.TAKE, campaign_id=campaign.id, sku_ids=sku_ids, quantities=[quantities[one] for one in sku_ids]
    )
    short = next((sku_id for sku_id in sku_ids if sku_id not in taken), None)
    if short is not None:
        now = await queries.campaign(session, campaign.id)
        left = next((sku.quota or 0) - sku.taken for sku in now.skus if sku.sku_id == short)
        title = (await catalog.titles(session, [short])).get(SkuId(short), "")
        raise QuotaSpent(sku_id=encode("sku", short), title=title, left=left)


async def keep_place(session: Session, campaign: Campaign, sku_id: UUID) -> bool:
    """Take a piece of a SKU's quota for a run, before anybody orders it; False when the SKU has no quota.

    Cost: two statements; locks the quota. Raises QuotaSpent: nothing has moved then.
    """
    if not any(sku.sku_id == sku_id and sku.quota is not None for sku in campaign.skus):
        return False
    await _take_quota(session, campaign, [(sku_id, 1)])
    return True


async def give_place_back(session: Session, campaign_id: UUID, sku_id: UUID) -> None:
    """A run does not need the piece of a quota any more that `keep_place` took; the play does this once."""
    await session.later(store.GIVE_BACK, campaign_id=campaign_id, sku_ids=[sku_id], quantities=[1])


async def give_back(session: Session, order_id: UUID, *, refunded: bool) -> bool:
    """An order of campaigns closed: what it took can be taken again. Safe to replay.

    Unpaid: the plays give their places back, too. Refunded whole: the discount was never given in the end, so budget,
    quota and the person's limit come back; the plays have moved their runs by themselves. False when there was nothing,
    also when a late payment has made the closing untrue before it was told.
    """
    ends = {"held", "paid"} if refunded else {"held"}
    claims = [claim for claim in await session.all(store.CLAIMS, order_id=order_id) if claim.state in ends]
    if not refunded:
        for claim in claims:  # every run before anything that is locked after runs
            await registry.price_play(claim.play).release(session, order_id)
    if not claims:
        return False
    locked = [
        claim for claim in await session.all(store.LOCK_CLAIMS, order_id=order_id) if claim.state in ends
    ]
    for claim in locked:
        await _give_back(session, claim)
    await session.later(
        store.END_CLAIMS, order_id=order_id, campaign_ids=[claim.campaign_id for claim in locked],
        state="refunded" if refunded else "released",
    )  # fmt: skip
    return bool(locked)


async def _give_back(session: Session, claim: store.Claim) -> None:
    await session.later(store.UNCOUNT_PERSON, **_of(claim), person_id=claim.person_id, pieces=claim.pieces)
    await session.later(store.UNSPEND, **_of(claim), discount_fen=claim.promised_fen)
    counted = _counted(claim)
    if counted:
        await session.later(store.LOCK_SKUS, **_of(claim), sku_ids=[sku_id for sku_id, _ in counted])
        await session.later(
            store.GIVE_BACK, **_of(claim), sku_ids=[sku_id for sku_id, _ in counted],
            quantities=[quantity for _, quantity in counted],
        )  # fmt: skip


def _of(claim: store.Claim) -> dict[str, Any]:
    return {"campaign_id": claim.campaign_id}


def _counted(claim: store.Claim) -> list[tuple[UUID, int]]:
    found = [(UUID(line["sku_id"]), int(line["quantity"])) for line in claim.lines if line["counted"]]
    return sorted(found, key=lambda pair: pair[0].int)


async def count_paid(session: Session, order_id: UUID, paid_fen: int, paid_at: datetime) -> None:
    """An order of campaigns was paid: their figures, and whether its person bought here for the first time. Replayable.

    Paid after it had closed and given everything back, it takes it again where there is room, of all its campaigns or of
    none; else ClaimLost is told and the order goes back whole: no budget is exceeded by who pays late.
    """
    claims = [
        claim for claim in await session.all(store.LOCK_CLAIMS, order_id=order_id)
        if claim.state in {"held", "released"}
    ]  # fmt: skip
    if not claims:
        return
    released = [claim for claim in claims if claim.state == "released"]
    if released and not await _taken_again(session, released):
        await session.emit(ClaimLost(order_id, released[0].campaign_id))
        return
    totals = await orders.totals_of(session, [claims[0].person_id])
    first = claims[0].person_id not in totals or totals[claims[0].person_id].orders <= 1
    await session.later(
        store.COUNT_PAID, order_id=order_id, campaign_ids=[claim.campaign_id for claim in claims], paid_fen=paid_fen,
        paid_at=paid_at, is_new_customer=first,
    )  # fmt: skip
    for claim in claims:
        told = registry.price_play(claim.play).paid
        if told is not None:
            await told(session, order_id)


async def _taken_again(session: Session, claims: Sequence[store.Claim]) -> bool:
    try:
        async with session.savepoint():
            for claim in claims:
                campaign = await queries.campaign(session, claim.campaign_id)
                await _retake(session, claim)
                wanted = _Wanted(campaign, claim.person_id, claim.pieces, claim.promised_fen, _counted(claim))
                await _take(session, wanted)
    except Refusal:
        return False
    return True


async def _retake(session: Session, claim: store.Claim) -> None:
    """Let the play take its place anew for an order that was paid after it had closed. Raises what the play refuses."""
    again = registry.price_play(claim.play).retake
    if again is not None:
        await again(session, claim.order_id)


async def settle(session: Session, order_id: UUID, given_fen: int) -> None:
    """What was open of an order's discount is known: `given_fen` of it was given, the rest is the budget's again.

    Safe to replay; an order that gave everything back meanwhile holds nothing any more. One campaign of an order at most
    leaves something open.
    """
    for claim in await session.all(store.LOCK_CLAIMS, order_id=order_id):
        if claim.state == "paid" and claim.more_fen:
            await session.later(store.UNSPEND, **_of(claim), discount_fen=claim.more_fen - given_fen)
            await session.later(store.SETTLE, order_id=order_id, **_of(claim), given_fen=given_fen)


async def count_refunded(session: Session, order_id: UUID) -> None:
    """Money of an order went back: its claims know how much in all. Safe to replay."""
    if not await session.all(store.CLAIMS, order_id=order_id):
        return
    order = await orders.order(session, order_id)
    await session.later(store.COUNT_REFUNDED, order_id=order_id, refunded_fen=order.refunded_fen)
