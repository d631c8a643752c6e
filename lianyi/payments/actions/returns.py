"""Shares that come back: a refund after the release takes from each merchant that was given one, in proportion.

Persons cannot give back (WeChat allows it to merchants only); what they keep, the merchant bears.
"""

from uuid import UUID

from lianyi.kit import failpoints
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries, store
from lianyi.payments.queries import guarantee as reads
from lianyi.payments.rules import guarantee as rules
from lianyi.payments.store import guarantee as writes
from lianyi.payments.types import ClaimState, Refund, ReleaseState, ReturnState, ShareReturn
from lianyi.wechat import profitsharing
from lianyi.wechat.pay import PayKeys, PayRefused, PayUnanswered
from lianyi.wechat.profitsharing import ReceiverKind, ReturnResult

log = get_logger(__name__)


async def shares_are_back(db: Database, tenant: TenantId, refund: Refund) -> bool:
    """Whether a refund may be sent: shares that it takes back have come back, failed, or kept the buyer waiting enough.

    False too while the release is at work on money that this refund needs.
    """
    if refund.stray or refund.held_on != Purpose.EARNED or refund.order_id is None:
        return True
    async with db.read(tenant) as session:
        payment = await queries.of_order(session, refund.order_id)
        if payment is None or not payment.guaranteed or not payment.shared_fen:
            return True
        known = await session.maybe(reads.RELEASE, payment_id=payment.id)
        if known is not None and known.state is not ReleaseState.RELEASED:
            return False
    async with db.write(tenant) as session:
        await plan_returns(session, refund, known.base_fen if known and known.base_fen else 0)
    for wanted in await _of_refund(db, tenant, refund):
        if wanted.state is ReturnState.REQUESTED:
            await advance_return(db, tenant, wanted.id)
    async with db.read(tenant) as session:
        patient_until = session.now - rules.RETURN_PATIENCE
    waiting = [one for one in await _of_refund(db, tenant, refund) if one.state is ReturnState.REQUESTED]
    return all(one.created_at <= patient_until for one in waiting)


async def _of_refund(db: Database, tenant: TenantId, refund: Refund) -> list[ShareReturn]:
    async with db.read(tenant) as session:
        found = await session.all(reads.RETURNS, order_id=refund.order_id)
    return [one for one in found if one.refund_id == refund.id]


async def plan_returns(session: Session, refund: Refund, base_fen: int) -> None:
    """Once a refund: what of each share goes back, counted over all refunds since the shares were fixed."""
    assert refund.order_id is not None
    payment = await session.one(store.LOCK_PAYMENT_OF_ORDER, order_id=refund.order_id)
    known = await session.all(reads.RETURNS, order_id=refund.order_id)
    if any(one.refund_id == refund.id for one in known):
        return
    refunds = await session.all(queries.REFUNDS_OF_ORDER, order_id=refund.order_id)
    refunded_fen = rules.refunded_since(payment, base_fen, refunds)
    for claim in await session.all(reads.CLAIMS, order_id=refund.order_id):
        if claim.state is not ClaimState.SHARED or claim.kind != ReceiverKind.MERCHANT:
            continue
        asked_fen = sum(
            one.amount_fen
            for one in known
            if one.claim_id == claim.id and one.state is not ReturnState.FAILED
        )
        amount_fen = rules.returned(claim.due_fen or 0, base_fen, refunded_fen) - asked_fen
        if amount_fen > 0:
            await session.later(
                writes.ADD_RETURN, id=new_id(), refund_id=refund.id, claim_id=claim.id, order_id=refund.order_id,
                amount_fen=amount_fen,
            )  # fmt: skip


async def advance_return(db: Database, tenant: TenantId, return_id: UUID) -> None:
    """Ask for a share back, or what became of it; the same number every time."""
    async with db.read(tenant) as session:
        wanted = await session.maybe(reads.RETURN, id=return_id)
        if wanted is None or wanted.state is not ReturnState.REQUESTED:
            return
        keys = await queries.pay_keys(session)
    try:
        answer = await _ask(keys, wanted)
    except PayUnanswered as silence:
        await _wait(db, tenant, wanted, str(silence)[:200])
        return
    except PayRefused as refusal:
        error = f"{refusal.code}: {refusal.message}"[:200]
        log.warning(
            "return.refused", share=str(wanted.claim_id), wechat_code=refusal.code, tries=wanted.tries
        )
        if refusal.code not in rules.HOPELESS and wanted.tries < rules.RETURN_REFUSALS_MAX:
            await _wait(db, tenant, wanted, error)
            return
        async with db.write(tenant) as session:
            await _end(session, wanted, ReturnState.FAILED, "", error)
        return
    failpoints.reach("payments.return.answered")
    if answer.result is ReturnResult.PROCESSING:
        await _wait(db, tenant, wanted, None)
        return
    done = answer.result is ReturnResult.SUCCESS
    async with db.write(tenant) as session:
        state = ReturnState.SUCCEEDED if done else ReturnState.FAILED
        await _end(session, wanted, state, answer.return_id, None if done else answer.fail_reason or "FAILED")


async def _ask(keys: PayKeys, wanted: ShareReturn) -> profitsharing.Return:
    share, number = rules.share_number(wanted.payment_id), rules.return_number(wanted.id)
    if wanted.tries:
        known = await profitsharing.query_return(keys, out_order_no=share, out_return_no=number)
        if known is not None:
            return known
    return await profitsharing.give_back(
        keys, out_order_no=share, out_return_no=number, mchid=wanted.account, amount_fen=wanted.amount_fen,
        description="买家退款,退回分账",
    )  # fmt: skip


async def _end(
    session: Session, wanted: ShareReturn, state: ReturnState, wechat_return_id: str, error: str | None
) -> None:
    await session.one(store.LOCK_PAYMENT, id=wanted.payment_id)
    if not await session.run(
        writes.END_RETURN, id=wanted.id, state=state.value, wechat_return_id=wechat_return_id, error=error
    ):
        return
    await session.later(writes.NUDGE_REFUND, id=wanted.refund_id)
    if state is not ReturnState.SUCCEEDED:
        return
    await session.later(writes.RETURNED, id=wanted.claim_id, amount_fen=wanted.amount_fen)
    await ledger.transfer(
        session,
        Transfer(
            key=f"unshare:{wanted.id}",
            kind="unshare",
            source=AccountRef(Purpose.SHARED),
            target=AccountRef(Purpose.EARNED),
            amount_fen=wanted.amount_fen,
            subject=Subject("order", wanted.order_id),
            memo="买家退款,分账退回",
            reference=wechat_return_id,
        ),
    )


async def _wait(db: Database, tenant: TenantId, wanted: ShareReturn, error: str | None) -> None:
    async with db.write(tenant) as session:
        await session.later(
            writes.RETURN_WAITS,
            id=wanted.id,
            error=error,
            next_try_at=rules.next_try(wanted.tries, session.now),
        )
