"""The other path: a share of the order's frozen money, taken at its completion, when the return window has passed.

The order's completion begins the release of its money; its facts are told in one transaction, so the share is claimed before
the release can fix the shares. What cannot be claimed (not under the guarantee, no real name, no place among the receivers,
the commission's own window longer than the order's) stays available and is paid by transfer when it is asked for.
"""

from uuid import UUID

from lianyi.distribution.actions import commissions
from lianyi.distribution.actions.payouts import (
    SYSTEM,
    WECHAT,
    give_back,
    hold_items,
    lock_places,
    name_items,
    note_step,
    wallet_of,
    work_out,
)
from lianyi.distribution.actions.sending import plan_tax
from lianyi.distribution.actions.transfers import settle_promise
from lianyi.distribution.events.payouts import PayoutPaid
from lianyi.distribution.queries import commissions as commission_reads
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries.tax import SealedName, opened
from lianyi.distribution.rules import payouts as rules
from lianyi.distribution.rules import tax as tax_rules
from lianyi.distribution.store import payouts as store
from lianyi.distribution.store import tax as tax_store
from lianyi.distribution.types.payouts import Item, Path, Payable, Payee, Payout, PayoutState
from lianyi.distribution.types.tax import Working
from lianyi.identity.types import Channel
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.ids import new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import actions as payments
from lianyi.payments.errors import ClaimTooLarge, NotGuaranteed
from lianyi.payments.queries import guarantee
from lianyi.payments.types import Claim, ClaimState
from lianyi.rulebook.distribution import Means, check_payout
from lianyi.rulebook.rule import refused

SHARING = frozenset({PayoutState.SHARING})
ENDED = frozenset({ClaimState.SHARED, ClaimState.FAILED, ClaimState.VOID})


async def share_at_completion(session: Session, order_id: UUID) -> None:
    """Claim the order's commission as a share of its money. Safe to replay: an order is shared for once.

    Cost: one statement for a shop that pays by transfer. Locks the payment, the real name, then the ledger's accounts.
    """
    settings = await reads.settings(session)
    if settings.path is not Path.SHARING or await session.all(reads.OF_ORDER, order_id=order_id):
        return
    snapshot = await commission_reads.snapshot(session, order_id)
    if snapshot is None:
        return
    payee = await session.maybe(reads.PAYEE_OF_ID, id=snapshot.shopkeeper_id)
    if payee is None:
        return
    await payments.release(
        session, order_id
    )  # done by the completion itself; here it holds the payment first
    name = await session.maybe(tax_store.LOCK_NAME, person_id=payee.person_id)
    await commissions.release_order(session, order_id)
    if name is not None:
        await _claim(session, order_id, payee, name)


async def _claim(session: Session, order_id: UUID, payee: Payee, name: SealedName) -> None:
    places = await reads.accountable(session, payee.person_id)
    await lock_places(session, payee.shopkeeper_id, places)
    payables = await reads.payables(session, places)
    items = await _items(session, order_id, payables)
    gross_fen = sum(item.amount_fen for item in items)
    settings = await reads.settings(session)
    fee_fen = rules.fee_of(settings, gross_fen)
    working = await work_out(session, settings, name, gross_fen) if gross_fen else None
    net_fen = gross_fen - fee_fen - working.tax_fen if working else 0
    wallet = await wallet_of(session, payee.person_id, Channel.MINI)
    if working is None or net_fen < 1 or wallet is None:
        return
    if _against_law(session, gross_fen, fee_fen, working, name):
        return
    appid, openid = wallet
    receiver_id = await payments.register_person(session, appid, openid, opened(name).name)
    payout_id = new_id()
    if receiver_id is None:
        return
    try:
        await payments.claim(
            session,
            order_id,
            key=f"payout:{payout_id}",
            receiver_id=receiver_id,
            amount_fen=net_fen,
            reason="推广佣金",
        )
    except (NotGuaranteed, ClaimTooLarge):
        return
    await session.later(
        store.ADD, id=payout_id, shopkeeper_id=payee.shopkeeper_id, person_id=payee.person_id, path=Path.SHARING.value,
        state=PayoutState.SHARING.value, gross_fen=gross_fen, fee_fen=fee_fen, tax_fen=working.tax_fen, net_fen=net_fen,
        appid=appid, openid=openid, order_id=order_id,
    )  # fmt: skip
    await plan_tax(session, payout_id, name.id, working)
    await hold_items(session, payee.shopkeeper_id, payout_id, items, payables, "按订单分账")
    await note_step(session, payout_id, PayoutState.SHARING, SYSTEM)


def _against_law(
    session: Session, gross_fen: int, fee_fen: int, working: Working, name: SealedName
) -> bool:  # fmt: skip
    """Whether the rulebook would not let it leave: the same rules as for a transfer. Its items are the order's own."""
    today = business_day(session.now)
    born_on = tax_rules.born_on(opened(name).id_number)
    facts = rules.law_facts(gross_fen, fee_fen, working, born_on, today, means=Means.PROFIT_SHARING)
    return bool(refused(check_payout(facts, today)))


async def _items(session: Session, order_id: UUID, payables: list[Payable]) -> list[Item]:
    """The order's own commissions that are in no pay-out yet, as far as the shopkeeper owes nothing back."""
    own = {one.order_line_id for one in await commission_reads.of_order(session, order_id)}
    debts = [one for one in payables if one.amount_fen < 0]
    mine = [one for one in payables if one.commission_id in own and one.amount_fen > 0]
    whole_fen = sum(one.amount_fen for one in [*debts, *mine])
    return rules.allocate(whole_fen, [*debts, *mine]) if mine and whole_fen > 0 else []


async def settle_order(session: Session, order_id: UUID) -> None:
    """The release of an order has moved on: what became of its share. Safe to replay."""
    for payout_id in await session.all(reads.OF_ORDER, order_id=order_id):
        await settle_share(session, payout_id)


async def settle_share(session: Session, payout_id: UUID) -> None:
    """End a share that WeChat has executed or will not: paid as far as it was given, the rest available again."""
    known = await session.maybe(store.LOCK, id=payout_id)
    if known is None or known.state is not PayoutState.SHARING or known.order_id is None:
        return
    claims = await guarantee.claims(session, known.order_id)
    claim = next((one for one in claims if one.key == f"payout:{payout_id}"), None)
    if claim is None or claim.state not in ENDED:
        return
    if claim.state is not ClaimState.SHARED or not claim.due_fen:
        words = rules.why_words(PayoutState.FAILED, "RELEASE_FAILED")
        await give_back(session, known, PayoutState.FAILED, SHARING, WECHAT, "RELEASE_FAILED", words)
        return
    await _given(session, known, claim)


async def _given(session: Session, known: Payout, claim: Claim) -> None:
    net_fen = claim.due_fen or 0
    gross_fen = net_fen + known.tax_fen + known.fee_fen
    purposes = (Purpose.COMMISSION_PROMISED, Purpose.EARNED, Purpose.TAX_WITHHELD)
    places = await reads.places(session, known.person_id)
    accounts = [reads.held_of(known.shopkeeper_id), *(reads.available_of(one) for one in places)]
    await ledger.lock(session, [*accounts, *(AccountRef(one) for one in purposes)])
    if gross_fen < known.gross_fen:
        await _lessen(session, known, gross_fen, net_fen)
    await session.run(
        store.END, id=known.id, state=PayoutState.PAID.value, leaves=[PayoutState.SHARING.value], wechat_state="SUCCESS",
        bill_no=None, reason=None,
    )  # fmt: skip
    await session.later(tax_store.END, payout_id=known.id, state="withheld")
    # WeChat checks a receiver's name when it is added (pay-v3.md, profit sharing): what it paid is verified.
    await session.later(tax_store.VERIFIED, payout_id=known.id)
    await settle_promise(session, known, gross_fen)
    await note_step(session, known.id, PayoutState.PAID, WECHAT)
    await session.emit(PayoutPaid(known.id, known.shopkeeper_id, gross_fen, net_fen))


async def _lessen(session: Session, known: Payout, gross_fen: int, net_fen: int) -> None:
    """Refunds between the completion and the split made every share smaller in proportion."""
    before = await reads.parts(session, known.id)
    items = rules.shrunk(await reads.items(session, known.id), gross_fen)
    await session.later(store.DROP_ITEMS, payout_id=known.id)
    await name_items(session, known.id, items)
    await session.later(store.LESSEN, id=known.id, gross_fen=gross_fen, net_fen=net_fen)
    after = {one.shopkeeper_id: one.amount_fen for one in await reads.parts(session, known.id)}
    for part in before:
        less_fen = part.amount_fen - after.get(part.shopkeeper_id, 0)
        if less_fen:
            back = Transfer(
                key=f"payout-less:{known.id}:{part.shopkeeper_id}", kind="payout_back",
                source=reads.held_of(known.shopkeeper_id), target=reads.available_of(part.shopkeeper_id),
                amount_fen=less_fen, subject=Subject("payout", known.id), memo="退款后分账减少",
            )  # fmt: skip
            await ledger.transfer(session, back)
