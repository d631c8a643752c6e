"""Sending pay-outs: a batch leaves the house when two people agree, and so do the limits change."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any
from uuid import UUID

from lianyi.distribution.actions.payouts import SYSTEM, give_back, note_step, work_out
from lianyi.distribution.errors.payouts import BatchTooLarge, NothingReady
from lianyi.distribution.queries import payouts as reads
from lianyi.distribution.queries import sending as checks
from lianyi.distribution.queries import tax as names
from lianyi.distribution.queries.tax import SealedName
from lianyi.distribution.rules import payouts as rules
from lianyi.distribution.rules import tax as tax_rules
from lianyi.distribution.store import payouts as store
from lianyi.distribution.store import tax as tax_store
from lianyi.distribution.types.payouts import Path, Payout, PayoutSettings, PayoutState
from lianyi.distribution.types.tax import Strategy, Working
from lianyi.identity import actions as identity
from lianyi.identity import queries as tenants
from lianyi.identity.types import ApprovalId, Change, Staff, Wish
from lianyi.kit.clock import business_day
from lianyi.kit.db import ReadSession, Session
from lianyi.kit.ids import encode, new_id
from lianyi.kit.money import format_yuan
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from lianyi.payments import queries as payments
from lianyi.rulebook.distribution import Deed, check_payout
from lianyi.rulebook.rule import Finding, refused, told

BATCH_PREFIX = "pyb"
READY = frozenset({PayoutState.READY})
identity.name_acts(
    {
        "payouts.sent": ("发放佣金提现", "Pay-outs sent"),
        "payouts.settings_changed": ("修改提现规则", "Pay-out rules changed"),
    }
)


async def send(
    session: Session, staff: Staff, payout_ids: Sequence[UUID], code: str | None
) -> tuple[UUID, ApprovalId | None]:
    """Send pay-outs that are ready as one batch when a second person agrees, whose number comes along.

    Raises NothingReady, BatchTooLarge, PayKeysMissing, and as `identity.ask_or_do`.
    """
    chosen = await _ready(session, payout_ids)
    await payments.pay_keys(session)  # a batch that nobody could send is not asked for
    settings = await reads.settings(session)
    net_fen = sum(one.net_fen for one in chosen)
    left_fen = await _left_today(session, settings)
    if net_fen > left_fen:
        raise BatchTooLarge(max=format_yuan(settings.batch_day_fen), left=format_yuan(left_fen))
    batch_id = new_id()
    given = {"id": str(batch_id), "payouts": [str(one.id) for one in chosen]}
    after = {"count": len(chosen), "gross_fen": sum(one.gross_fen for one in chosen), "net_fen": net_fen}
    wish = Wish(encode(BATCH_PREFIX, batch_id), given, after=after)
    return batch_id, await identity.ask_or_do(session, staff, _sent, wish, code)


@identity.approvable(
    "payouts.batch_sent", permission="payouts.write", zh="发放一批佣金提现", en="Send a batch of pay-outs"
)
async def _sent(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    """Fixes tax and net of each, holds the net, and has WeChat asked after the commit. What is no longer ready stays out.

    Locks the shop's sending, the pay-outs by id, the real names, then all accounts at once.
    """
    await session.later(store.LOCK_SHOP)
    batch_id = UUID(given["id"])
    keys = await payments.pay_keys(session)
    settings = await reads.settings(session)
    chosen: list[tuple[Payout, SealedName | None]] = []
    for payout_id in sorted(UUID(one) for one in given["payouts"]):
        known = await session.maybe(store.LOCK, id=payout_id)
        if known is not None and known.state is PayoutState.READY:
            name = await session.maybe(tax_store.LOCK_NAME, person_id=known.person_id)
            chosen.append((known, name))
    accounts = [AccountRef(Purpose.EARNED), AccountRef(Purpose.PAID_OUT)]
    for known, _ in chosen:
        places = await reads.accountable(session, known.person_id)
        accounts += [*(reads.available_of(one) for one in places), reads.held_of(known.shopkeeper_id)]
    await ledger.lock(session, accounts)
    left_fen, sent_fen, count = await _left_today(session, settings), 0, 0
    for known, name in chosen:
        working = await _fit(session, settings, known, name)
        if working is None:
            continue
        net_fen = known.gross_fen - known.fee_fen - working.tax_fen
        if sent_fen + net_fen > left_fen:
            continue
        assert name is not None
        await _leave(session, known, name.id, working, net_fen, (batch_id, keys.mchid, by.name))
        sent_fen, count = sent_fen + net_fen, count + 1
    if count:
        await session.later(store.ADD_BATCH, id=batch_id, count=count, net_fen=sent_fen, asked_by=by.name)
        change = Change(
            "payouts.sent", encode(BATCH_PREFIX, batch_id), after={"count": count, "net_fen": sent_fen}
        )
        await identity.note_change(session, by, change)
    elif not chosen:
        raise NothingReady


async def _fit(
    session: Session, settings: PayoutSettings, known: Payout, name: SealedName | None
) -> Working | None:
    """The tax of one that may leave; one that may not is given back with the reason."""
    if name is None:
        await _decline(session, known, "NAME_WITHDRAWN")
        return None
    if await reads.available_fen(session, await reads.accountable(session, known.person_id)) < 0:
        words = (
            "期间有订单退款,余额为负,请按新的余额重新提现",
            "refunds came meanwhile; ask again by what is left",
        )
        await give_back(session, known, PayoutState.REFUSED, READY, "system", "OWED_BACK", words)
        return None
    working = await work_out(session, settings, name, known.gross_fen)
    if known.gross_fen - known.fee_fen - working.tax_fen < rules.NET_MIN_FEN:
        await _decline(session, known, "TOO_LITTLE")
        return None
    against = await _against_law(session, known, name, working)
    if against:
        words = told(against)
        await give_back(session, known, PayoutState.REFUSED, READY, SYSTEM, words[0], words)
        return None
    return working


async def _against_law(
    session: ReadSession, known: Payout, name: SealedName, working: Working
) -> tuple[Finding, ...]:
    """What the rulebook refuses in a pay-out about to leave: its records, its tax, whom it goes to."""
    today = business_day(session.now)
    records = await checks.not_lawful(session, known.id)
    born_on = tax_rules.born_on(names.opened(name).id_number)
    facts = rules.law_facts(
        known.gross_fen, known.fee_fen, working, born_on, today, unripe=records.unripe
    )  # fmt: skip
    if records.not_own:
        facts = replace(facts, deeds=frozenset({Deed.OWN_REFERRAL, Deed.DOWNLINE_SALE}))
    return refused(check_payout(facts, today))


async def _decline(session: Session, known: Payout, reason: str) -> None:
    words = rules.why_words(PayoutState.REFUSED, reason)
    await give_back(session, known, PayoutState.REFUSED, READY, SYSTEM, reason, words)


async def _leave(
    session: Session, known: Payout, real_name_id: UUID, working: Working, net_fen: int, batch: tuple[UUID, str, str]
) -> None:  # fmt: skip
    batch_id, mchid, who = batch
    await plan_tax(session, known.id, real_name_id, working)
    await session.later(
        store.SEND, id=known.id, tax_fen=working.tax_fen, net_fen=net_fen, batch_id=batch_id, mchid=mchid
    )
    await ledger.hold(
        session,
        Transfer(
            key=f"payout:{known.id}",
            kind="payout",
            source=AccountRef(Purpose.EARNED),
            target=AccountRef(Purpose.PAID_OUT),
            amount_fen=net_fen,
            subject=Subject("payout", known.id),
            memo="佣金提现",
        ),
    )
    await note_step(session, known.id, PayoutState.SENDING, who)
    await session.defer("distribution.advance_payout", lock=f"payout:{known.id}", payout_id=str(known.id))


async def plan_tax(session: Session, payout_id: UUID, real_name_id: UUID, working: Working) -> None:
    """Write down how the tax of a pay-out was worked out, before anything is paid."""
    fields = asdict(working) | {"strategy": working.strategy.value}
    await session.later(
        tax_store.PLAN, payout_id=payout_id, real_name_id=real_name_id, item="labour", **fields
    )


async def _ready(session: ReadSession, payout_ids: Sequence[UUID]) -> list[Payout]:
    found = await session.all(reads.SOME, ids=list(set(payout_ids)))
    ready = [one for one in found if one.state is PayoutState.READY and one.path is Path.TRANSFER]
    if not ready:
        raise NothingReady
    return ready


async def _left_today(session: ReadSession, settings: PayoutSettings) -> int:
    sent_fen = await checks.sent_today_fen(session, business_day(session.now))
    return max(settings.batch_day_fen - sent_fen, 0)


async def change_settings(
    session: Session, staff: Staff, wanted: PayoutSettings, code: str | None
) -> ApprovalId | None:
    """Change limits, fee, review, path and formula when a second person agrees. Raises SettingWrong, and as `ask_or_do`."""
    rules.check_settings(wanted)
    shop = await tenants.tenant(session)
    rules.check_path(wanted, guaranteed=shop.settings.guarantee)
    before, after = _changes(await reads.settings(session), wanted)
    if not after:
        return None
    wish = Wish("payouts", asdict(wanted), before, after)
    return await identity.ask_or_do(session, staff, _changed, wish, code)


@identity.approvable(
    "payouts.settings", permission="payouts.write", zh="修改提现规则", en="Change the rules of pay-outs"
)
async def _changed(session: Session, by: Staff, given: Mapping[str, Any]) -> None:
    words = {"path": Path(given["path"]), "strategy": Strategy(given["strategy"])}
    wanted = rules.check_settings(PayoutSettings(**dict(given) | words))
    await session.later(store.LOCK_SHOP)
    before, after = _changes(await reads.settings(session), wanted)
    await session.later(
        store.SAVE_SETTINGS, **asdict(wanted) | {"path": wanted.path.value, "strategy": wanted.strategy.value}
    )
    await identity.note_change(session, by, Change("payouts.settings_changed", "payouts", before, after))


def _changes(old: PayoutSettings, new: PayoutSettings) -> tuple[dict[str, Any], dict[str, Any]]:
    was, now = asdict(old), asdict(new)
    changed = [name for name in now if was[name] != now[name]]
    return {name: was[name] for name in changed}, {name: now[name] for name in changed}
