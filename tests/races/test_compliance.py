"""Many hands on one finding and one chain: each is moved once, and no two links stand on the same one."""

import pytest_asyncio

from lianyi.distribution.actions import compliance as actions
from lianyi.distribution.actions import evidence
from lianyi.distribution.queries import compliance as reads
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from tests.races.conftest import HANDS, outcomes
from tests.selling_world import open_selling

FINDING = Statement(
    """
    insert into distribution_finding (tenant_id, id, rule, version, area, severity, subject, zh, en, source, switched, state,
      found_at, seen_at)
    values (%(tenant)s, %(id)s, 'sold_to_consumers', 1, 'graph', 'warn', %(subject)s, '囤货', 'stacked up', '', '', 'open',
      %(now)s, %(now)s)
    """
)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    return await open_selling(db, world)


async def found(shop, subject):
    finding_id = new_id()
    async with shop.db.write(shop.tenant) as session:
        await session.run(FINDING, id=finding_id, subject=subject)
    return finding_id


async def resolve(crowd, shop, finding_id, words):
    async with crowd.write(shop.tenant) as session:
        await actions.resolve(session, shop.staff, finding_id, words)


async def test_a_finding_that_many_resolve_is_resolved_once(crowd, shop):
    finding_id = await found(shop, "one")

    done = await outcomes(*(resolve(crowd, shop, finding_id, f"第 {n} 人") for n in range(HANDS)))

    assert done == [""] + ["finding_in_other_state"] * (HANDS - 1)
    steps = await shop.read(reads.steps, finding_id)
    assert [one.state for one in steps] == ["resolved"]
    assert (await evidence.verify(crowd, shop.tenant)).links == 1


async def test_links_that_many_add_at_once_are_one_chain(crowd, shop):
    many = [await found(shop, str(number)) for number in range(HANDS)]

    done = await outcomes(*(resolve(crowd, shop, one, "已核对") for one in many))

    assert done == [""] * HANDS
    state = await evidence.verify(crowd, shop.tenant)
    assert (state.ok, state.links) == (True, HANDS)


async def test_looks_at_once_find_each_thing_once_and_leave_one_chain(crowd, shop):
    await actions.scan(crowd, shop.tenant)

    await outcomes(*(actions.scan(crowd, shop.tenant) for _ in range(6)))

    state = await evidence.verify(crowd, shop.tenant)
    assert state.ok
    links = await shop.read(reads.newest_links, None, 50)
    assert [one.kind for one in links] == ["scan"] * 7 + ["rules"]
