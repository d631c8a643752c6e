"""The profit gate: claims of plays, coupons and commission against the merchant's floor."""

from collections.abc import Mapping, Sequence

from lianyi.catalog import queries as catalog
from lianyi.kit.db import Session
from lianyi.kit.ids import encode
from lianyi.kit.money import format_yuan
from lianyi.margin import queries, rules, store
from lianyi.margin.errors import CostUnknown, LossNotCovered, MarginTooThin, OtherLossNotCovered
from lianyi.margin.types import Bearer, Loss, Room, Source, Wish

TITLES_SHOWN = 3


async def claim(
    session: Session, source: Source, wishes: Sequence[Wish], *, accept_unknown_cost: bool = False,
    loss: Loss | None = None,
) -> list[Room]:  # fmt: skip
    """Hold a source's worst case for every SKU, or for none; a claim of the source on a SKU is replaced.

    `loss`: the source falls below the floor on purpose, and its budget has to cover the most that can come to; what a
    piece costs has to be known then. Whoever claims has to leave the budgets of others that do so covered, too.
    Cost: 4 waits (prices, floor, who bears a loss here, the guarded statement; the rows two claims would meet on are
    opened and locked in the pipe before it, SKUs and then budgets by id). Raises CostUnknown unless that was accepted,
    MarginTooThin with the limiting SKU, the one with the least left below its floor, and its arithmetic, LossNotCovered
    with the SKU that takes most, OtherLossNotCovered: nothing has moved then.
    """
    if not wishes:
        return []
    asked = await _locked(session, source, wishes, loss)
    over = [bearer for bearer in await queries.bearers(session, asked) if bearer.loss_fen > bearer.budget_fen]
    rooms = await _claim(session, asked, forced=False, unknown_cost_accepted=accept_unknown_cost)
    unknown = [room for room in rooms if room.cost_fen is None]
    if unknown and (loss is not None or not accept_unknown_cost):
        raise await _cost_unknown(session, unknown)
    if loss is not None and rules.loss_fen(rooms) > loss.budget_fen:
        raise await _not_covered(session, rooms, loss.budget_fen)
    thin = [room for room in rooms if not room.ok]
    if thin:
        raise await _too_thin(session, rules.thinnest(thin))
    if over:  # last: what is below its own floor can be put right by whoever claims
        raise _other_loss(over[0])
    return rooms


async def restate(
    session: Session, source: Source, wishes: Sequence[Wish], loss: Loss | None = None
) -> list[Room]:
    """Write a running source's claims as they have become, whatever is left.

    The caller alarms for rooms not `ok`, and for a loss that its budget covers no more.
    """
    if not wishes:
        return []
    asked = await _locked(session, source, wishes, loss)
    return await _claim(session, asked, forced=True, unknown_cost_accepted=True)


async def release(session: Session, source: Source) -> None:
    """A source has ended: it claims nothing any more. Safe to replay."""
    await session.later(store.RELEASE, source_kind=source.kind, source_id=source.id)


async def _locked(
    session: Session, source: Source, wishes: Sequence[Wish], loss: Loss | None
) -> dict[str, object]:
    asked = await queries.asked(session, source, wishes, loss)
    rows = {name: asked[name] for name in ("sku_ids", "prices_fen", "costs_fen", "floors_fen")}
    await session.later(store.OPEN_ROOMS, **rows)
    await session.later(store.LOCK_ROOMS, sku_ids=asked["sku_ids"])
    await session.later(store.LOCK_LOSSES, sku_ids=asked["sku_ids"])
    return asked


async def _claim(
    session: Session, asked: Mapping[str, object], *, forced: bool, unknown_cost_accepted: bool
) -> list[Room]:
    return await session.all(store.CLAIM, **asked, forced=forced, unknown_cost_accepted=unknown_cost_accepted)


async def _too_thin(session: Session, room: Room) -> MarginTooThin:
    worth = (await catalog.worth(session, [room.sku_id]))[room.sku_id]
    return MarginTooThin(
        sku_id=encode("sku", room.sku_id), title=f"{worth.title} {worth.option_text}".strip(),
        price_fen=room.price_fen, claim_fen=room.claim_fen, cost_fen=room.cost_fen, left_fen=room.left_fen,
        floor_fen=room.floor_fen, price_yuan=format_yuan(room.price_fen), claim_yuan=format_yuan(room.claim_fen),
        cost_yuan="-" if room.cost_fen is None else format_yuan(room.cost_fen),
        left_yuan=format_yuan(room.left_fen), floor_yuan=format_yuan(room.floor_fen),
    )  # fmt: skip


async def _not_covered(session: Session, rooms: Sequence[Room], budget_fen: int) -> LossNotCovered:
    room, loss_fen = rules.worst_loss(rooms), rules.loss_fen(rooms)
    worth = (await catalog.worth(session, [room.sku_id]))[room.sku_id]
    cost_fen = room.cost_fen or 0
    return LossNotCovered(
        sku_id=encode("sku", room.sku_id), title=f"{worth.title} {worth.option_text}".strip(),
        price_fen=room.price_fen, claim_fen=room.claim_fen, cost_fen=cost_fen, floor_fen=room.floor_fen,
        short_fen=room.short_fen, pieces=room.pieces, sku_loss_fen=room.loss_fen, loss_fen=loss_fen,
        budget_fen=budget_fen, missing_fen=loss_fen - budget_fen, price_yuan=format_yuan(room.price_fen),
        claim_yuan=format_yuan(room.claim_fen), cost_yuan=format_yuan(cost_fen), floor_yuan=format_yuan(room.floor_fen),
        short_yuan=format_yuan(room.short_fen), sku_loss_yuan=format_yuan(room.loss_fen),
        loss_yuan=format_yuan(loss_fen), budget_yuan=format_yuan(budget_fen),
        missing_yuan=format_yuan(loss_fen - budget_fen),
    )  # fmt: skip


def _other_loss(bearer: Bearer) -> OtherLossNotCovered:
    missing_fen = bearer.loss_fen - bearer.budget_fen
    return OtherLossNotCovered(
        campaign_id=encode("cmp", bearer.source_id), loss_fen=bearer.loss_fen, budget_fen=bearer.budget_fen,
        missing_fen=missing_fen, loss_yuan=format_yuan(bearer.loss_fen), budget_yuan=format_yuan(bearer.budget_fen),
        missing_yuan=format_yuan(missing_fen),
    )  # fmt: skip


async def _cost_unknown(session: Session, rooms: Sequence[Room]) -> CostUnknown:
    worth = await catalog.worth(session, [room.sku_id for room in rooms])
    titles = list(dict.fromkeys(one.title for one in worth.values()))
    return CostUnknown(
        sku_ids=[encode("sku", room.sku_id) for room in rooms],
        titles="、".join(titles[:TITLES_SHOWN]) + ("…" if len(titles) > TITLES_SHOWN else ""),
    )
