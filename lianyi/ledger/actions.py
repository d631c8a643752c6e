"""The verbs that move money. Every other domain moves it through these and nothing else."""

import psycopg

from lianyi.kit.db import Session, Statement
from lianyi.ledger import queries, store
from lianyi.ledger.errors import NotEnoughMoney, TransferDiffers
from lianyi.ledger.types import AccountRef, Stage, Transfer


async def transfer(session: Session, wanted: Transfer) -> bool:
    """Move fen now. True when they moved, False when this key had moved them before.

    Raises NotEnoughMoney when the source would fall below its floor, TransferDiffers when the key was used for
    something else. Cost: three statements, one waited for; locks both accounts by id.
    """
    return await _record(session, store.POST, wanted)


async def lock(session: Session, accounts: list[AccountRef]) -> None:
    """Hold the accounts of several transfers to come, in the one order in which each transfer holds its two.

    For a transaction that moves fen between more than two accounts: between its first transfer and its second it would
    wait for an account while it holds others, and somebody may hold and want them the other way round. Accounts without a
    row yet are passed over. One statement in the pipe.
    """
    await store.lock(session, accounts)


async def hold(session: Session, wanted: Transfer) -> bool:
    """Promise fen: they stay where they are and can be spent on nothing else until captured or voided. As transfer()."""
    return await _record(session, store.HOLD, wanted)


async def capture(session: Session, key: str, *, reference: str = "") -> bool:
    """The hold made under `key` becomes a transfer. False when it had ended before, or never was."""
    return await store.end(session, key, Stage.CAPTURED, reference) is not None


async def void(session: Session, key: str) -> bool:
    """The hold made under `key` is given back. False when it had ended before, or never was."""
    return await store.end(session, key, Stage.VOIDED, "") is not None


async def _record(session: Session, statement: Statement[store.Moved], wanted: Transfer) -> bool:
    if wanted.amount_fen <= 0:
        raise ValueError("a transfer moves at least one fen")
    await store.ensure(session, [wanted.source, wanted.target])
    try:
        moved = await store.post(session, statement, wanted)
    except psycopg.errors.CheckViolation as violation:
        raise NotEnoughMoney(missing_fen=wanted.amount_fen) from violation
    if moved is None:
        await _assert_same(session, wanted)
    return moved is not None


async def _assert_same(session: Session, wanted: Transfer) -> None:
    known = await queries.recorded(session, wanted.key)
    if (known.source_id, known.target_id, known.amount_fen) != (
        wanted.source.id_in(session.tenant),
        wanted.target.id_in(session.tenant),
        wanted.amount_fen,
    ):
        raise TransferDiffers(key=wanted.key)
