"""`lianyi ops guarantee`: the operator sees over all shops what of the guarantee needs somebody."""

from datetime import timedelta

from lianyi.app.cli import overdue_rows
from lianyi.kit.ids import encode
from tests.guarantee_world import open_guaranteed


async def test_freezes_that_end_soon_are_listed_over_all_shops(db, world, app):
    fresh, old = await open_guaranteed(db, world), await open_guaranteed(db, world)
    await old.pay(9900)
    await world.advance(timedelta(days=28))
    await fresh.pay()
    rows = await overdue_rows(db)
    assert [(row[1], row[2], row[3]) for row in rows] == [(encode("ord", old.order), "frozen", "99.00")]
