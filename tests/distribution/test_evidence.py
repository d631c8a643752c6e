"""The chain of evidence: it grows link by link, and what was edited, cut off or taken out is told."""

from datetime import timedelta
from itertools import pairwise

import psycopg
import pytest

from lianyi.distribution.actions import evidence
from lianyi.distribution.queries import compliance as reads
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session, Statement
from tests.commission_world import pass_days, receive, save_plan
from tests.compliance_world import found, look, sale
from tests.promotion_world import own_plays

__all__ = ["own_plays"]

TAMPER = Statement(
    "update distribution_evidence set payload = replace(payload, 'shopkeepers', 'Shopkeepers')"
    " where tenant_id = %(tenant)s and seq = %(seq)s"
)
CUT = Statement("delete from distribution_evidence where tenant_id = %(tenant)s and seq > %(seq)s")
RAISE = Statement(
    "update distribution_commission_entry set amount_fen = amount_fen + 1 where tenant_id = %(tenant)s and kind = 'accrue'"
)
LESS = Statement(
    "update distribution_commission_release set amounts_fen[1] = amounts_fen[1] - 1 where tenant_id = %(tenant)s"
)
UNGUARD = "alter table {} disable trigger {}_append_only"
GUARD = "alter table {} enable trigger {}_append_only"


async def test_the_chain_of_evidence_grows_link_by_link_over_opaque_ids(shop):
    await save_plan(shop)
    body, _ = await shop.keeper("张三丰")
    await sale(shop, body)
    await look(shop)
    shop.db.clock.advance(timedelta(days=1))
    await look(shop)

    state = await evidence.verify(shop.db, shop.tenant)

    assert (state.ok, state.broken_at, state.changed) == (True, None, ())
    links = (await shop.read(reads.newest_links, None, 100))[::-1]
    assert [one.kind for one in links] == ["rules", "scan", "binding", "commission", "payout", "scan"]
    assert [one.seq for one in links] == list(range(1, 7))
    assert all(after.prev_hash == before.hash for before, after in pairwise(links))
    assert all("张三丰" not in one.payload for one in links)
    assert '"rows":1' in next(one.payload for one in links if one.kind == "commission")


async def test_a_link_edited_taken_out_or_cut_off_is_named(shop, owner_dsn):
    await look(shop)
    shop.db.clock.advance(timedelta(days=1))
    await look(shop)

    await _as_owner(owner_dsn, shop, TAMPER, seq=2)
    assert (await evidence.verify(shop.db, shop.tenant)).broken_at == 2
    made = await look(shop)
    assert ("evidence_whole", "evidence") in await found(shop)
    assert made.id


async def test_a_chain_that_lost_its_last_links_is_told(shop, owner_dsn):
    await look(shop)
    shop.db.clock.advance(timedelta(days=1))
    await look(shop)

    await _as_owner(owner_dsn, shop, CUT, seq=2)

    assert (await evidence.verify(shop.db, shop.tenant)).broken_at == 3


async def test_a_commission_entry_edited_later_is_told_by_its_day(shop, owner_dsn):
    await save_plan(shop)
    body, _ = await shop.keeper("甲")
    await sale(shop, body)
    day = "2026-03-02"
    shop.db.clock.advance(timedelta(days=1))
    await look(shop)

    await _as_owner(owner_dsn, shop, RAISE, table="distribution_commission_entry")

    state = await evidence.verify(shop.db, shop.tenant)
    assert (state.broken_at, state.changed) == (None, (f"{day} commission",))


async def test_a_release_edited_later_is_told_by_its_day(shop, owner_dsn):
    await save_plan(shop)
    body, _ = await shop.keeper("甲")
    order, who = await sale(shop, body)
    await receive(shop, order.id, who)
    await pass_days(shop, 9)
    day = business_day(shop.db.clock.now()).isoformat()
    shop.db.clock.advance(timedelta(days=1))
    await look(shop)
    assert (await evidence.verify(shop.db, shop.tenant)).changed == ()

    await _as_owner(owner_dsn, shop, LESS, table="distribution_commission_release")

    state = await evidence.verify(shop.db, shop.tenant)
    assert (state.broken_at, state.changed) == (None, (f"{day} commission",))


async def test_the_command_says_whether_every_chain_fits(shop, owner_dsn):
    from lianyi.app.evidence import tables

    await look(shop)
    shown, well = await tables(shop.db, None)
    assert (shown.row_count, well) == (1, True)
    assert (await tables(shop.db, "another"))[0].row_count == 0

    await _as_owner(owner_dsn, shop, TAMPER, seq=2)

    assert (await tables(shop.db, None))[1] is False


async def test_records_that_lost_their_protection_are_reported(shop, owner_dsn):
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute(UNGUARD.format("distribution_plan", "distribution_plan"))
        try:
            await look(shop)
        finally:
            connection.execute(GUARD.format("distribution_plan", "distribution_plan"))

    assert ("records_three_years", "distribution_plan") in await found(shop)


async def test_the_server_itself_can_edit_no_evidence(shop):
    await look(shop)
    with pytest.raises(psycopg.errors.RestrictViolation):
        await shop.write(Session.run, TAMPER, seq=1)


async def _as_owner(owner_dsn, shop, statement, table="distribution_evidence", **given):
    """Somebody with the owner's password takes the protection off, edits, and puts it on again."""
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        connection.execute("select set_config('lianyi.tenant', %s, false)", (str(shop.tenant),))
        connection.execute(UNGUARD.format(table, table))
        try:
            connection.execute(statement.text, {"tenant": shop.tenant, **given})
        finally:
            connection.execute(GUARD.format(table, table))
