"""A pay-out that the rulebook refuses does not leave, and everything it held comes back."""

import pytest
import pytest_asyncio

from lianyi.kit.db import Statement
from tests.payout_world import open_payouts

UNRIPE = Statement(
    """
    update distribution_commission set state = 'frozen', released_at = null, release_at = %(now)s + interval '3 days'
    where tenant_id = %(tenant)s and order_line_id = %(id)s
    """
)
OTHERS = Statement(
    """
    insert into distribution_order (tenant_id, order_id, shopkeeper_id, grade, touch, placed_at)
    select %(tenant)s, order_id, %(tenant)s, 1, 'click', %(now)s from distribution_commission
    where tenant_id = %(tenant)s and order_line_id = %(id)s
    """
)


@pytest_asyncio.fixture(loop_scope="session")
async def paying(shop):
    return await open_payouts(shop)


async def run(session, statement, **given):
    await session.run(statement, **given)


@pytest.mark.parametrize(
    ("statement", "words"), [(UNRIPE, "还在退货期"), (OTHERS, "不是自己带来的订单")], ids=["unripe", "others"]
)
async def test_what_may_not_be_paid_is_given_back_with_the_rule_in_words(paying, statement, words):
    line = await paying.grant(300_000)
    payout_id = await paying.ready(300_000)
    await paying.write(run, statement, id=line)

    await paying.send(payout_id)
    await paying.settle()

    found = await paying.payout(payout_id)
    assert found.state.value == "refused"
    assert await paying.available() == 300_000
    assert await paying.at_wechat() == []
    steps = await paying.read(_steps, payout_id)
    assert words in steps[-1].words


async def _steps(session, payout_id):
    from lianyi.distribution.queries import payouts as reads

    return await reads.steps(session, payout_id)
