"""The ledger under every order of verbs: sums to zero, moves a key once, never below a floor, edits nothing."""

import asyncio
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from lianyi.ledger import actions, queries
from lianyi.ledger.errors import NotEnoughMoney, TransferDiffers
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer

BUYERS, ORDER, EARNED = (
    AccountRef(Purpose.BUYERS),
    AccountRef(Purpose.ORDER_MONEY),
    AccountRef(Purpose.EARNED),
)
SUBJECT = Subject("order", UUID(int=7))
EDIT = Statement("update ledger_transfer set amount_fen = 1 where tenant_id = %(tenant)s")


def move(key, source, target, amount_fen, **more):
    return Transfer(key, "test", source, target, amount_fen, SUBJECT, **more)


async def balances(db, tenant):
    async with db.read(tenant) as session:
        return {a.purpose: (a.posted_fen, a.held_fen) for a in await queries.accounts(session)}


async def test_money_moves_once_per_key(db, tenant):
    for expected in (True, False):
        async with db.write(tenant) as session:
            assert await actions.transfer(session, move("pay:1", BUYERS, ORDER, 990)) is expected
    assert await balances(db, tenant) == {"buyers": (-990, 0), "order_money": (990, 0)}


async def test_the_same_key_for_something_else_is_refused(db, tenant):
    async with db.write(tenant) as session:
        await actions.transfer(session, move("pay:1", BUYERS, ORDER, 990))
    with pytest.raises(TransferDiffers):
        async with db.write(tenant) as session:
            await actions.transfer(session, move("pay:1", BUYERS, ORDER, 991))
    assert (await balances(db, tenant))["order_money"] == (990, 0)


async def test_an_account_never_falls_below_its_floor_holds_included(db, tenant):
    async with db.write(tenant) as session:
        await actions.transfer(session, move("pay:1", BUYERS, ORDER, 100))
        await actions.hold(session, move("refund:1", ORDER, BUYERS, 60))
    for verb in (actions.transfer, actions.hold):
        with pytest.raises(NotEnoughMoney):
            async with db.write(tenant) as session:
                await verb(session, move(f"more:{verb.__name__}", ORDER, EARNED, 41))
    assert (await balances(db, tenant))["order_money"] == (100, 60)
    async with db.write(tenant) as session:
        await actions.transfer(session, move("rest", ORDER, EARNED, 40))


async def test_a_hold_ends_once(db, tenant):
    async with db.write(tenant) as session:
        await actions.transfer(session, move("pay:1", BUYERS, ORDER, 100))
        await actions.hold(session, move("refund:1", ORDER, BUYERS, 60))
    async with db.write(tenant) as session:
        assert await actions.capture(session, "refund:1", reference="50300")
        assert not await actions.capture(session, "refund:1")
        assert not await actions.void(session, "refund:1")
        assert not await actions.void(session, "never")
    assert await balances(db, tenant) == {"buyers": (-40, 0), "order_money": (40, 0)}


async def test_a_voided_hold_gives_back(db, tenant):
    async with db.write(tenant) as session:
        await actions.transfer(session, move("pay:1", BUYERS, ORDER, 100))
        await actions.hold(session, move("refund:1", ORDER, BUYERS, 60))
        assert await actions.void(session, "refund:1")
    assert await balances(db, tenant) == {"buyers": (-100, 0), "order_money": (100, 0)}


async def test_history_cannot_be_edited_by_anybody(db, tenant, owner_dsn):
    async with db.write(tenant) as session:
        await actions.transfer(session, move("pay:1", BUYERS, ORDER, 100))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with db.write(tenant) as session:
            await session.run(EDIT)
    with psycopg.connect(owner_dsn) as owner, pytest.raises(psycopg.errors.RestrictViolation):
        owner.execute("delete from ledger_transfer")


async def test_forty_withdrawals_of_a_hundred_from_a_thousand(db, tenant):
    async with db.write(tenant) as session:
        await actions.transfer(session, move("pay:1", BUYERS, ORDER, 1000))

    async def withdraw(number):
        try:
            async with db.write(tenant) as session:
                await actions.hold(session, move(f"out:{number}", ORDER, BUYERS, 100))
        except NotEnoughMoney:
            return 0
        return 1

    assert sum(await asyncio.gather(*(withdraw(n) for n in range(40)))) == 10
    assert (await balances(db, tenant))["order_money"] == (1000, 1000)


async def test_opposite_transfers_do_not_deadlock(db, tenant):
    async with db.write(tenant) as session:
        await actions.transfer(session, move("a", BUYERS, ORDER, 10_000))
        await actions.transfer(session, move("b", BUYERS, EARNED, 10_000))

    async def swing(number):
        async with db.write(tenant) as session:
            pair = (ORDER, EARNED) if number % 2 else (EARNED, ORDER)
            await actions.transfer(session, move(f"swing:{number}", *pair, 1))

    await asyncio.gather(*(swing(n) for n in range(200)))
    assert await balances(db, tenant) == {
        "buyers": (-20_000, 0),
        "order_money": (10_000, 0),
        "earned": (10_000, 0),
    }


async def test_a_statement_opens_closes_and_pages(db, tenant, clock):
    start = clock.now()
    for day in range(6):
        async with db.write(tenant) as session:
            await actions.transfer(session, move(f"pay:{day}", BUYERS, ORDER, 100 + day, memo=f"day {day}"))
            await actions.hold(session, move(f"hold:{day}", ORDER, BUYERS, 1))
        clock.advance(timedelta(days=1))
    account = ORDER.id_in(tenant)
    async with db.read(tenant) as session:
        whole = await queries.statement(
            session, account, start + timedelta(days=1), start + timedelta(days=5)
        )
        assert (whole.opening_fen, whole.closing_fen) == (100, 100 + 101 + 102 + 103 + 104)
        assert [line.amount_fen for line in whole.lines] == [101, 102, 103, 104]
        assert [line.balance_fen for line in whole.lines] == [201, 303, 406, 510]
        second = whole.lines[1]
        rest = await queries.statement(
            session,
            account,
            start + timedelta(days=1),
            start + timedelta(days=5),
            after=(second.at, second.id),
        )
        assert rest.lines == whole.lines[2:]
        assert len(await queries.trail(session, "order", SUBJECT.id)) == 12


VERB = st.tuples(
    st.sampled_from(["pay", "hold", "capture", "void", "earn", "back"]),
    st.integers(1, 500),
    st.integers(0, 5),
)


async def tell(session, verb, index, amount, which):
    """One step of a story; several holds share a key, so that some end twice."""
    match verb:
        case "pay":
            await actions.transfer(session, move(f"pay:{index}", BUYERS, ORDER, amount))
        case "earn":
            await actions.transfer(session, move(f"earn:{index}", ORDER, EARNED, amount))
        case "back":
            await actions.transfer(session, move(f"back:{index}", EARNED, BUYERS, amount))
        case "hold":
            await actions.hold(session, move(f"hold:{which}", ORDER, BUYERS, amount))
        case "capture":
            await actions.capture(session, f"hold:{which}")
        case "void":
            await actions.void(session, f"hold:{which}")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(VERB, max_size=25))
async def test_any_story_sums_to_zero_and_balances_equal_history(db, story):
    tenant = TenantId(new_id())
    for index, (verb, amount, which) in enumerate(story):
        try:
            async with db.write(tenant) as session:
                await tell(session, verb, index, amount, which)
        except (NotEnoughMoney, TransferDiffers):
            pass
    async with db.read(tenant) as session:
        assert await queries.sum_fen(session) == 0
        told = await queries.summary(session, session.now, session.now + timedelta(days=1))
        for one in told:
            assert one.opening_fen + sum(kind.amount_fen for kind in one.kinds) == one.closing_fen
        assert {one.account_id: one.closing_fen for one in told} == {
            account.id: account.posted_fen for account in await queries.accounts(session)
        }
        for account in await queries.accounts(session):
            assert account.posted_fen == await session.one(
                queries.BALANCE_AT, id=account.id, before=session.now + timedelta(days=1)
            )
            assert account.purpose in {"buyers", "earned"} or account.posted_fen - account.held_fen >= 0
