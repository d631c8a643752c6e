"""Prizes in money: owed when a campaign says so, asked for by their person, transferred, taxed, or given back.

Each transfer has a number for good. A prize whose transfer came to nothing waits again, and asking again is another transfer:
a final FAIL is never undone, so no prize is paid twice.
"""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from lianyi.distribution.actions.asking import Asked, ask
from lianyi.distribution.actions.payouts import wallet_of
from lianyi.distribution.errors.prizes import PrizeNameMissing, PrizeNeedsWeChat, PrizeNotWaiting
from lianyi.distribution.events.prizes import PrizeLapsed, PrizePaid, PrizeReturned
from lianyi.distribution.queries import prizes as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.rules import payouts as transfer_rules
from lianyi.distribution.rules import prizes as rules
from lianyi.distribution.rules import tax as tax_rules
from lianyi.distribution.store import prizes as store
from lianyi.distribution.store import tax as tax_store
from lianyi.distribution.types.prizes import AT_WECHAT, Prize, PrizeState
from lianyi.identity.types import Channel
from lianyi.kit import failpoints
from lianyi.kit.clock import business_day
from lianyi.kit.config import config
from lianyi.kit.db import Database, Session
from lianyi.kit.ids import TenantId, new_id
from lianyi.kit.log import get_logger
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries as payments
from lianyi.promotions import actions as promotions
from lianyi.promotions.events import PrizeDue
from lianyi.wechat import transfers
from lianyi.wechat.pay import PayRefused, PayUnanswered
from lianyi.wechat.transfers import Bill

log = get_logger(__name__)
ITEM = "prize"


async def owe(session: Session, fact: PrizeDue) -> bool:
    """Write down what a campaign owes somebody, and promise it in the books. Safe to replay; False when it was there."""
    working = rules.working(fact.gross_fen, tax_rules.month_of(business_day(session.now)))
    added = await session.run(
        store.ADD, id=fact.grant_id, campaign_id=fact.campaign_id, person_id=fact.person_id, title=fact.title,
        gross_fen=fact.gross_fen, tax_fen=working.tax_fen, net_fen=fact.gross_fen - working.tax_fen,
        expires_at=rules.expiry(session.now),
    )  # fmt: skip
    if not added:
        return False
    await ledger.transfer(
        session,
        Transfer(
            f"prize-due:{fact.grant_id}", "prize_due", reads.PROMISED, reads.DUE_ACCOUNT, fact.gross_fen,
            Subject("prize", fact.grant_id), memo="活动奖金应付",
        ),
    )  # fmt: skip
    return True


async def collect(session: Session, person_id: UUID, prize_id: UUID, channel: Channel) -> None:
    """Its person asks for a prize: tax is fixed, the net held, and WeChat asked after the commit.

    Raises PrizeUnknown, PrizeNameMissing, PrizeNeedsWeChat, PrizeNotWaiting, PayKeysMissing, NotEnoughMoney: nothing has
    moved then. Locks the real name, the prize, then the ledger's accounts.
    """
    known = await reads.prize_for(session, person_id, prize_id)
    name = await session.maybe(tax_store.LOCK_NAME, person_id=person_id)
    if name is None:
        raise PrizeNameMissing
    wallet = await wallet_of(session, person_id, channel)
    if wallet is None:
        raise PrizeNeedsWeChat
    appid, openid = wallet
    keys = await payments.pay_keys(session)
    transfer_id, month = new_id(), tax_rules.month_of(business_day(session.now))
    if not await session.run(
        store.SEND,
        id=prize_id,
        transfer_id=transfer_id,
        month=month,
        appid=appid,
        openid=openid,
        mchid=keys.mchid,
    ):
        zh, en = rules.STATE_WORDS[
            known.state if known.state is not PrizeState.WAITING else PrizeState.LAPSED
        ]
        raise PrizeNotWaiting(state_zh=zh, state_en=en)
    working = rules.working(known.gross_fen, month)
    fields = asdict(working) | {"strategy": working.strategy.value}
    await session.later(tax_store.PLAN, payout_id=transfer_id, real_name_id=name.id, item=ITEM, **fields)
    await ledger.hold(
        session,
        Transfer(
            _key(transfer_id), "prize", AccountRef(Purpose.EARNED), AccountRef(Purpose.PRIZE_PAID), known.net_fen,
            Subject("prize", prize_id), memo="现金奖金",
        ),
    )  # fmt: skip
    await session.defer("distribution.advance_prize", lock=f"prize:{prize_id}", prize_id=str(prize_id))


def _key(transfer_id: UUID) -> str:
    return f"prize:{transfer_id}"


async def advance_prize(db: Database, tenant: TenantId, prize_id: UUID) -> None:
    """Ask WeChat for a transfer, or what became of it, and write down what it says. Safe to run twice."""
    async with db.read(tenant) as session:
        known = await session.maybe(reads.PRIZE, id=prize_id)
        if known is None or known.state not in AT_WECHAT or known.transfer_id is None:
            return
        keys = await payments.pay_keys(session)
        sealed = await session.maybe(tax_reads.SEALED_BY_PAYOUT, payout_id=known.transfer_id)
        now = session.now
    if keys.mchid != known.mchid:
        await _wait(db, tenant, known, f"MERCHANT_CHANGED: 这笔奖金由商户号 {known.mchid} 发出")
        return
    name = tax_reads.opened(sealed).name if sealed else ""
    failpoints.reach("distribution.prize.asking")
    try:
        bill = await ask(keys, _asked(known), _wanted(tenant, known, name), now)
    except PayUnanswered as silence:
        await _wait(db, tenant, known, str(silence))
        return
    except PayRefused as refusal:
        await _refused(db, tenant, known, refusal)
        return
    failpoints.reach("distribution.prize.answered")
    if bill is not None:
        async with db.write(tenant) as session:
            await take(session, known.transfer_id, bill)


def _asked(known: Prize) -> Asked:
    assert known.transfer_id is not None
    return Asked(
        known.transfer_id.hex, sending=known.state is PrizeState.SENDING, cancelling=False, tries=known.tries,
        has_package=known.package_info is not None, sent_at=known.sent_at,
    )  # fmt: skip


def _wanted(tenant: TenantId, known: Prize, name: str) -> transfers.Wanted:
    assert known.transfer_id is not None
    assert known.appid is not None
    assert known.openid is not None
    return transfers.Wanted(
        out_bill_no=known.transfer_id.hex, appid=known.appid, openid=known.openid, amount_fen=known.net_fen,
        remark="活动奖金", notify_url=f"{config().public_url}/callbacks/transfer/{tenant}",
        scene=transfers.PRIZE_SCENE, reports=(("活动名称", known.title), ("奖励说明", "活动奖金,已代扣个税")),
        name=name,
    )  # fmt: skip


async def take(session: Session, transfer_id: UUID, bill: Bill) -> str:
    """Act on what WeChat says of a transfer, by callback, query or answer. Idempotent; the outcome in a word."""
    known = await session.maybe(store.LOCK_BY_TRANSFER, transfer_id=transfer_id)
    if known is None or known.state not in AT_WECHAT:
        return "unknown" if known is None else "settled"
    if bill.amount_fen not in {None, known.net_fen} or bill.openid not in {None, known.openid}:
        log.error("prize.mismatch", prize=str(known.id), asked=known.net_fen, got=bill.amount_fen)
        return "mismatch"
    state = rules.STATES[bill.state]
    if state is PrizeState.PAID:
        await _paid(session, known, transfer_id, bill)
    elif state is PrizeState.WAITING:
        reason = bill.fail_reason or "OTHER_FAIL_REASON_TYPE"
        await _come_to_nothing(session, known, transfer_id, reason, bill.state.value)
    else:
        until = (
            (bill.created_at or session.now) + transfer_rules.CONFIRM_FOR
            if state is PrizeState.CONFIRMING
            else None
        )
        await session.later(
            store.TOLD, id=known.id, transfer_id=transfer_id, state=state.value, wechat_state=bill.state.value,
            bill_no=bill.bill_no, package_info=bill.package_info, confirm_until=until,
            next_try_at=transfer_rules.next_try(known.tries, session.now),
        )  # fmt: skip
    return bill.state.value.lower()


async def _paid(session: Session, known: Prize, transfer_id: UUID, bill: Bill) -> None:
    """Its person has it: the promise is kept, the net is gone, the tax set aside for the tax office."""
    await session.run(
        store.PAID, id=known.id, transfer_id=transfer_id, wechat_state=bill.state.value, bill_no=bill.bill_no
    )
    await session.later(tax_store.END, payout_id=transfer_id, state="withheld")
    if known.net_fen >= transfers.NAME_FROM_FEN:
        await session.later(tax_store.VERIFIED, payout_id=transfer_id)
    places = (
        Purpose.EARNED,
        Purpose.PRIZE_PAID,
        Purpose.PRIZE_DUE,
        Purpose.PRIZE_PROMISED,
        Purpose.TAX_WITHHELD,
    )
    await ledger.lock(session, [AccountRef(place) for place in places])
    await ledger.capture(session, _key(transfer_id), reference=bill.bill_no)
    subject = Subject("prize", known.id)
    moves = [
        Transfer(
            f"prize-kept:{known.id}", "prize_kept", reads.DUE_ACCOUNT, reads.PROMISED, known.gross_fen, subject,
            memo="奖金已付",
        )
    ]  # fmt: skip
    if known.tax_fen:
        moves.append(
            Transfer(
                f"prize-tax:{known.id}", "tax_withheld", AccountRef(Purpose.EARNED), AccountRef(Purpose.TAX_WITHHELD),
                known.tax_fen, subject, memo="代扣偶然所得个税",
            )
        )  # fmt: skip
    await ledger.transfer_all(session, moves)
    await session.emit(PrizePaid(known.id, known.person_id, known.gross_fen, known.net_fen))


async def _come_to_nothing(
    session: Session, known: Prize, transfer_id: UUID, reason: str, wechat_state: str | None
) -> None:
    """A transfer is over without its person having anything: hold and tax are void, and the prize waits again."""
    if not await session.run(
        store.BACK, id=known.id, transfer_id=transfer_id, reason=reason[:200], wechat_state=wechat_state
    ):
        return
    await session.later(tax_store.END, payout_id=transfer_id, state="void")
    await ledger.void(session, _key(transfer_id))
    words = rules.reason_words(reason)
    await session.emit(PrizeReturned(known.id, known.person_id, known.gross_fen, *words))


async def _wait(db: Database, tenant: TenantId, known: Prize, error: str) -> None:
    async with db.write(tenant) as session:
        await session.later(
            store.WAITS, id=known.id, transfer_id=known.transfer_id, error=error[:200],
            next_try_at=transfer_rules.next_try(known.tries, session.now),
        )  # fmt: skip


async def _refused(db: Database, tenant: TenantId, known: Prize, refusal: PayRefused) -> None:
    """A no to a number that WeChat does not know: the merchant's to mend is asked again, the person's ends the transfer."""
    log.warning("prize.refused", prize=str(known.id), wechat_code=refusal.code, tries=known.tries)
    error = f"{refusal.code}: {refusal.message}"[:200]
    if known.state is not PrizeState.SENDING or not transfer_rules.is_final(refusal.code, known.tries):
        await _wait(db, tenant, known, error)
        return
    async with db.write(tenant) as session:
        locked = await session.maybe(store.LOCK, id=known.id)
        if (
            locked is not None
            and locked.state is PrizeState.SENDING
            and locked.transfer_id == known.transfer_id
        ):
            assert known.transfer_id is not None
            await _come_to_nothing(session, locked, known.transfer_id, error, None)


async def retry(session: Session, prize_id: UUID) -> None:
    """Ask WeChat now. Raises PrizeUnknown."""
    known = await reads.prize(session, prize_id)
    if known.state in AT_WECHAT:
        await session.later(store.NUDGE, id=prize_id)
        await session.defer("distribution.advance_prize", lock=f"prize:{prize_id}", prize_id=str(prize_id))


async def lapse(session: Session, limit: int) -> int:
    """Prizes that nobody took in time: the promise ends and the campaign's budget has them again. Answers how many."""
    over = await session.all(store.LAPSE, limit=limit)
    for known in sorted(over, key=lambda one: one.id.int):
        await promotions.prize_lapsed(session, known.id)
        await session.emit(PrizeLapsed(known.id, known.campaign_id, known.gross_fen))
    if over:
        await ledger.transfer_all(
            session,
            [
                Transfer(
                    f"prize-lapsed:{one.id}", "prize_lapsed", reads.DUE_ACCOUNT, reads.PROMISED, one.gross_fen,
                    Subject("prize", one.id), memo="奖金过期未领",
                )
                for one in over
            ],
        )  # fmt: skip
    return len(over)


def lasts_until(known: Prize) -> datetime:
    """Until when its person can still do something about it."""
    return (
        known.confirm_until
        if known.state is PrizeState.CONFIRMING and known.confirm_until
        else known.expires_at
    )
