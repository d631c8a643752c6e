"""The town's assist: somebody's run that the buyer can help, one friend having helped before."""

from lianyi.identity.types import Channel
from lianyi.kit.ids import decode
from lianyi.promotions.plays.assist import actions as assists
from tests.help_world import somebody


async def assists_run(town, campaign):
    """`campaign`: one that runs for the town's second SKU."""
    shop, owner, friend = town.shop, await somebody(town.shop, "小贝"), await somebody(town.shop, "阿琪")
    run_id = await shop.write(
        assists.open_run, owner.shopper, Channel.MINI, owner.marks, decode("cmp", campaign),
        decode("sku", town.ids["sku.1"]),
    )  # fmt: skip
    await shop.write(assists.help_run, friend.shopper, Channel.MINI, run_id, friend.marks, with_coupon=False)
    town.name("assist.run", "team", run_id)
