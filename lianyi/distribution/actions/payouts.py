"""Asking for earned commission: previewed, held, looked at, given back. The money moves in the ledger with every step."""

from collections.abc import Sequence
from uuid import UUID

from lianyi.distribution.errors.payouts import (
    NothingReady,
    PayoutNeedsWeChat,
    PayoutNotPossible,
    PayoutOpen,
    PayoutTooLarge,
    RealNameMissing,
)
from lianyi.distribution.events.payouts import PayoutReturned
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import tax as tax_reads
from lianyi.distribution.queries.tax import SealedName
from lianyi.distribution.rules import payouts as rules
from lianyi.distribution.rules import tax as tax_rules
from lianyi.distribution.store import payouts as store
from lianyi.distribution.store import tax as tax_store
from lianyi.distribution.types.payouts import (
    WAITING,
    Item,
    Leg,
    Path,
    Payable,
    Payee,
    Payout,
    PayoutSettings,
    PayoutState,
    Preview,
)
from lianyi.distribution.types.tax import Working
from lianyi.identity import actions as identity_actions
from lianyi.identity import queries as identity
from lianyi.identity.types import Change, Channel, PersonId, Staff
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import encode, new_id
from lianyi.kit.money import format_yuan
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import Subject, Transfer
from lianyi.wechat.types import AppKind

PREFIX = "pyo"
SHOPKEEPER, SYSTEM, WECHAT = "shopkeeper", "system", "wechat"
# Who is paid without a look, when the sum is small.
TRUSTED = frozenset({"probation", "active"})
identity_actions.name_acts(
    {
        "payout.approved": ("佣金提现审核通过", "Pay-out approved"),
        "payout.refused": ("佣金提现未通过", "Pay-out declined"),
    }
)


async def preview(session: ReadSession, payee: Payee, amount_fen: int) -> Preview:
    """What a withdrawal would come to now, tax and fee taken off. Raises as `request` does, but moves nothing.

    Without a real name the tax is worked out as if nothing had been earned before.
    """
    settings = await reads.settings(session)
    available_fen = await reads.available_fen(session, await reads.accountable(session, payee.person_id))
    rules.check_request(settings, amount_fen, available_fen, await reads.asked(session, payee.person_id))
    name = await session.maybe(tax_reads.SEALED, person_id=payee.person_id)
    working = await work_out(session, settings, name, amount_fen)
    fee_fen = rules.fee_of(settings, amount_fen)
    net_fen = amount_fen - fee_fen - working.tax_fen
    rules.check_net(settings, net_fen)
    zh, en = tax_rules.words(working)
    return Preview(
        available_fen, amount_fen, fee_fen, working.tax_fen, net_fen, working.month, zh, en,
        is_reviewed=not _passes(settings, payee, amount_fen),
    )  # fmt: skip


async def work_out(
    session: ReadSession, settings: PayoutSettings, name: SealedName | None, gross_fen: int
) -> Working:
    """The tax of `gross_fen` more this month (China) by the shop's strategy."""
    month = tax_rules.month_of(business_day(session.now))
    earlier = await tax_reads.income(session, bytes(name.taxpayer), month) if name else []
    return tax_rules.withhold(settings.strategy, month, gross_fen, earlier)


def _passes(settings: PayoutSettings, payee: Payee, gross_fen: int) -> bool:
    return payee.state in TRUSTED and gross_fen <= settings.auto_below_fen


async def request(session: Session, payee: Payee, amount_fen: int, channel: Channel) -> UUID:
    """Hold `amount_fen` of what is available for a pay-out of exactly the commissions that make it up.

    What counts is what the person earned and owes in every place they have or had, and what other accounts of the same
    ID number owe: whoever leaves and comes back is paid for both and repays for both. The real name and the accounts are
    locked first, so of parallel requests one is served and the others see what is left.
    Raises RealNameMissing, PayoutNeedsWeChat, PayoutOpen, NotEnoughAvailable, PayoutTooSmall, PayoutTooLarge,
    TooManyPayouts. Locks the real name, then the accounts of the person's places.
    """
    name = await session.maybe(tax_store.LOCK_NAME, person_id=payee.person_id)
    if name is None:
        raise RealNameMissing
    wallet = await wallet_of(session, payee.person_id, channel)
    if wallet is None:
        raise PayoutNeedsWeChat
    appid, openid = wallet
    places = await reads.accountable(session, payee.person_id)
    await lock_places(session, payee.shopkeeper_id, places)
    if await reads.open_payout(session, payee.person_id):
        raise PayoutOpen
    settings = await reads.settings(session)
    available_fen = await reads.available_fen(session, places)
    rules.check_request(settings, amount_fen, available_fen, await reads.asked(session, payee.person_id))
    working = await work_out(session, settings, name, amount_fen)
    fee_fen = rules.fee_of(settings, amount_fen)
    net_fen = amount_fen - fee_fen - working.tax_fen
    rules.check_net(settings, net_fen)
    state = PayoutState.READY if _passes(settings, payee, amount_fen) else PayoutState.REVIEW
    payout_id = new_id()
    await session.later(
        store.ADD, id=payout_id, shopkeeper_id=payee.shopkeeper_id, person_id=payee.person_id, path=Path.TRANSFER.value,
        state=state.value, gross_fen=amount_fen, fee_fen=fee_fen, tax_fen=working.tax_fen, net_fen=net_fen,
        appid=appid, openid=openid, order_id=None,
    )  # fmt: skip
    await _hold_for(session, payee.shopkeeper_id, places, payout_id, amount_fen)
    await note_step(session, payout_id, state, SHOPKEEPER)
    return payout_id


async def lock_places(session: Session, shopkeeper_id: UUID, places: Sequence[UUID]) -> None:
    """Hold what is available in somebody's places, and what is held for a pay-out of one of them."""
    await ledger.lock(session, [*(reads.available_of(one) for one in places), reads.held_of(shopkeeper_id)])


async def _hold_for(
    session: Session, shopkeeper_id: UUID, places: Sequence[UUID], payout_id: UUID, gross_fen: int
) -> None:  # fmt: skip
    """Name the commissions that a pay-out pays, and take their sum from what is available. Under the accounts' locks."""
    payables = await reads.payables(session, places)
    whole_fen = sum(one.amount_fen for one in payables)
    if len(payables) == rules.ITEMS_MAX and whole_fen < gross_fen:
        raise PayoutTooLarge(
            field="amount_fen", limit_zh="单次", limit_en="what one pay-out can name", max=format_yuan(whole_fen),
            left=format_yuan(max(whole_fen, 0)),
        )  # fmt: skip
    items = rules.allocate(gross_fen, payables)
    await hold_items(session, shopkeeper_id, payout_id, items, payables, "申请提现")


async def hold_items(
    session: Session, shopkeeper_id: UUID, payout_id: UUID, items: Sequence[Item], payables: Sequence[Payable], memo: str
) -> None:  # fmt: skip
    """Write down what a pay-out pays and take it from where it is; what is owed in another place is repaid with it."""
    await name_items(session, payout_id, items)
    legs = rules.legs(rules.parts(items, payables))
    await _move(session, legs, shopkeeper_id, payout_id, memo, given_back=False)


async def name_items(session: Session, payout_id: UUID, items: Sequence[Item]) -> None:
    """Which commissions a pay-out pays, and how much of each."""
    await session.later(
        store.ADD_ITEMS, payout_id=payout_id, commission_ids=[one.commission_id for one in items],
        amounts=[one.amount_fen for one in items],
    )  # fmt: skip


async def _move(
    session: Session, legs: Sequence[Leg], shopkeeper_id: UUID, payout_id: UUID, memo: str, *, given_back: bool
) -> None:  # fmt: skip
    """Move the fen of a pay-out together, or back to where they came from."""
    held, word = reads.held_of(shopkeeper_id), "payout-back" if given_back else "payout-hold"
    kind = "payout_back" if given_back else "payout_hold"
    moves = []
    for number, leg in enumerate(legs):
        source = reads.available_of(leg.source)
        target = held if leg.target is None else reads.available_of(leg.target)
        if given_back:
            source, target = target, source
        moves.append(
            Transfer(
                f"{word}:{payout_id}{f':{number}' if number else ''}",
                kind if leg.target is None else "commission_repaid", source, target, leg.amount_fen,
                Subject("payout", payout_id), memo,
            )
        )  # fmt: skip
    await ledger.transfer_all(session, moves)


async def wallet_of(session: ReadSession, person_id: UUID, channel: Channel) -> tuple[str, str] | None:
    """The app and openid that confirm and receive: of the app somebody asks in, else of the other one; None for neither."""
    appids = await identity.wechat_appids(session)
    order = (
        (AppKind.OFFICIAL, AppKind.MINI) if channel is Channel.WECHAT_H5 else (AppKind.MINI, AppKind.OFFICIAL)
    )
    for appid in (appids[kind] for kind in order if kind in appids):
        openid = await identity.openid_of(session, PersonId(person_id), appid)
        if openid is not None:
            return appid, openid
    return None


async def note_step(session: Session, payout_id: UUID, state: PayoutState, who: str, words: str = "") -> None:
    """Write down what a pay-out became, by whom (`shopkeeper`, `system`, `wechat`, or a colleague's name), and why."""
    await session.later(
        store.ADD_STEP, id=new_id(), payout_id=payout_id, state=state.value, who=who, words=words[:200]
    )


async def approve(session: Session, staff: Staff, payout_ids: Sequence[UUID]) -> int:
    """Let requests pass that staff have looked at; how many did. Others may have been faster with some of them.

    Raises NothingReady when none was still in review.
    """
    done = 0
    for payout_id in sorted(set(payout_ids)):
        moved = await session.run(
            store.MOVE,
            id=payout_id,
            state=PayoutState.READY.value,
            leaves=[PayoutState.REVIEW.value],
            reason=None,
        )
        if not moved:
            continue
        done += 1
        await note_step(session, payout_id, PayoutState.READY, staff.name)
        change = Change("payout.approved", encode(PREFIX, payout_id))
        await identity_actions.note_change(session, staff, change)
    if not done:
        raise NothingReady
    return done


async def refuse(session: Session, staff: Staff, payout_id: UUID, reason: str) -> None:
    """Decline a request: the money is available again, and the shopkeeper reads why.

    Raises PayoutUnknown, PayoutNotPossible.
    """
    known = await _locked(session, payout_id)
    await give_back(session, known, PayoutState.REFUSED, WAITING, staff.name, reason, (reason, reason))
    change = Change("payout.refused", encode(PREFIX, payout_id), after={"reason": reason})
    await identity_actions.note_change(session, staff, change)


async def cancel(session: Session, payout_id: UUID, who: str) -> None:
    """Withdraw a pay-out: at once while it waits here, else WeChat is asked, which agrees until somebody confirmed.

    Raises PayoutUnknown, PayoutNotPossible.
    """
    known = await _locked(session, payout_id)
    if known.state in WAITING:
        await give_back(session, known, PayoutState.CANCELLED, WAITING, who, None, ("已撤销", "withdrawn"))
        return
    leaves = [PayoutState.SENDING.value, PayoutState.CONFIRMING.value]
    if not await session.run(
        store.MOVE, id=payout_id, state=PayoutState.CANCELLING.value, leaves=leaves, reason=None
    ):
        raise not_possible(known)
    await note_step(session, payout_id, PayoutState.CANCELLING, who)
    await session.defer("distribution.advance_payout", lock=f"payout:{payout_id}", payout_id=str(payout_id))


async def _locked(session: Session, payout_id: UUID) -> Payout:
    known = await session.maybe(store.LOCK, id=payout_id)
    return known or await reads.payout(session, payout_id)


def not_possible(known: Payout) -> PayoutNotPossible:
    """The refusal that names where a pay-out stands."""
    zh, en = rules.STATE_WORDS[known.state]
    return PayoutNotPossible(state=f"{zh} {en}")


async def give_back(
    session: Session, known: Payout, state: PayoutState, leaves: frozenset[PayoutState], who: str, reason: str | None,
    words: tuple[str, str], *, wechat_state: str | None = None, bill_no: str | None = None,
) -> None:  # fmt: skip
    """End a pay-out that came to nothing: its fen are available again, its tax is void, its commissions are free.

    Raises PayoutNotPossible when it is in none of the states it may leave.
    """
    ended = await session.run(
        store.END, id=known.id, state=state.value, leaves=[one.value for one in leaves], reason=reason,
        wechat_state=wechat_state, bill_no=bill_no,
    )  # fmt: skip
    if not ended:
        raise not_possible(known)
    await session.later(tax_store.END, payout_id=known.id, state="void")
    await ledger.void(session, f"payout:{known.id}")
    legs = rules.legs(await reads.parts(session, known.id))
    await _move(session, legs, known.shopkeeper_id, known.id, f"提现退回:{words[0]}"[:80], given_back=True)
    await note_step(session, known.id, state, who, reason or "")
    await session.emit(PayoutReturned(known.id, known.shopkeeper_id, known.gross_fen, state.value, *words))
