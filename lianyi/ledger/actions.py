"""The verbs that move money. Every other domain moves it through these and nothing else."""

from collections.abc import Sequence
from uuid import UUID

import psycopg

from lianyi.kit.db import Session
from lianyi.ledger import queries, rules, store
from lianyi.ledger.errors import NotEnoughMoney, TransferDiffers
from lianyi.ledger.types import AccountRef, Stage, Transfer


async def transfer(session: Session, wanted: Transfer) -> bool:
    """Move fen now. True when they moved, False when this key had moved them before. As transfer_all()."""
    return (await transfer_all(session, [wanted]))[0]


async def transfer_all(session: Session, wanted: Sequence[Transfer]) -> list[bool]:
    """Move fen now, each as transfer() does, all or none.

    Raises NotEnoughMoney when a source would fall below its floor by them all, TransferDiffers when a key was used for
    something else. Cost, whatever their number: three statements, one waited for; locks the accounts by id.
    """
    ids = await _ready(session, wanted)
    try:
        moved = await store.post(session, wanted, ids)
    except psycopg.errors.CheckViolation as violation:
        raise NotEnoughMoney(missing_fen=sum(one.amount_fen for one in wanted)) from violation
    for one in wanted:
        if one.key not in moved:
            await _assert_same(session, one)
    return [one.key in moved for one in wanted]


async def lock(session: Session, accounts: list[AccountRef]) -> None:
    """Hold the accounts of several transfers to come, in the one order in which each transfer holds its two.

    For a transaction that moves fen between more than two accounts: between its first transfer and its second it would
    wait for an account while it holds others, and somebody may hold and want them the other way round. Accounts without a
    row yet are passed over. One statement in the pipe.
    """
    await store.lock(session, accounts)


async def hold(session: Session, wanted: Transfer) -> bool:
    """Promise fen: they stay where they are and can be spent on nothing else until captured or voided. As transfer()."""
    await _ready(session, [wanted])
    try:
        held = await store.hold(session, wanted)
    except psycopg.errors.CheckViolation as violation:
        raise NotEnoughMoney(missing_fen=wanted.amount_fen) from violation
    if held is None:
        await _assert_same(session, wanted)
    return held is not None


async def capture(session: Session, key: str, *, reference: str = "") -> bool:
    """The hold made under `key` becomes a transfer. False when it had ended before, or never was."""
    return await store.end(session, key, Stage.CAPTURED, reference) is not None


async def void(session: Session, key: str) -> bool:
    """The hold made under `key` is given back. False when it had ended before, or never was."""
    return await store.end(session, key, Stage.VOIDED, "") is not None


async def _ready(session: Session, wanted: Sequence[Transfer]) -> dict[AccountRef, UUID]:
    """The accounts' rows made where there are none; their ids, each worked out once: a sweep names hundreds."""
    if any(one.amount_fen <= 0 for one in wanted):
        raise ValueError("a transfer moves at least one fen")
    for one in wanted:
        rules.assert_one_currency(one.source, one.target)
    sides = dict.fromkeys(side for one in wanted for side in (one.source, one.target))
    ids = {side: side.id_in(session.tenant) for side in sides}
    await store.ensure(session, ids)
    return ids


async def _assert_same(session: Session, wanted: Transfer) -> None:
    known = await queries.recorded(session, wanted.key)
    if (known.source_id, known.target_id, known.amount_fen) != (
        wanted.source.id_in(session.tenant),
        wanted.target.id_in(session.tenant),
        wanted.amount_fen,
    ):
        raise TransferDiffers(key=wanted.key)
