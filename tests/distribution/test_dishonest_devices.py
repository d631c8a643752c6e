"""What dishonest shopkeepers try for themselves: a second account, its devices, and the chain above; none of it pays."""

from datetime import timedelta

from lianyi.distribution.actions import disputes
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.queries import commissions as reads
from lianyi.distribution.types.bindings import Touch
from tests.commission_world import explained, save_plan, standing
from tests.social.conftest import Body

# -- for oneself: a second account, its devices, and the chain above -----------------------------------------------


async def on_phone_of(shop, body, nickname="小号"):
    """A second account that signs in on somebody's phone."""
    second = await shop.someone(nickname)
    phone = Body(body.device, second.person)
    await shop.friends.join(phone, second)
    return second, phone


async def test_a_second_account_accepts_no_invitation_on_the_shopkeepers_phone(shop):
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    second = await shop.someone("小号")
    line = await shop.write(disputes.accept_invitation, shop.shopper_of(second), keeper.id, anna.device)
    assert (str(line.decision.result), str(line.decision.why)) == ("refused", "same_device")
    assert await shop.owner(second) is None


async def test_leaving_out_the_device_does_not_help_once_it_was_seen(shop):
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    second, _ = await on_phone_of(shop, anna)
    line = await shop.write(disputes.accept_invitation, shop.shopper_of(second), keeper.id, None)
    assert (str(line.decision.result), str(line.decision.why)) == ("refused", "same_device")
    assert await shop.owner(second) is None


async def test_a_device_of_anybody_above_is_no_customer_of_whoever_is_below(shop):
    """Anna's customer Ben sells; Anna's second account is not brought by Ben, or she would buy from herself through him."""
    anna, _ = await shop.keeper("安娜")
    await shop.friends.share(anna)
    ben, _ = await shop.keeper("小贝")
    await shop.came(ben, anna)
    _, phone = await on_phone_of(shop, anna)
    await shop.came(phone, ben)
    assert await shop.results(phone) == ["refused:same_device"]
    other = await shop.someone("客人")
    await shop.came(other, ben)
    assert await shop.results(other) == ["bound:first"]


async def test_a_second_account_bound_elsewhere_earns_nothing_once_it_signs_in_on_the_shopkeepers_phone(shop):
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    await save_plan(shop)
    second = await shop.someone("小号")
    await shop.came(second, anna)
    assert await shop.owner(second) == keeper.id
    await shop.friends.join(Body(anna.device, second.person), second)
    order = await shop.place(1, shopper=shop.shopper_of(second))
    await shop.tell()
    await shop.pay(order.id)
    (line,) = await shop.read(reads.of_order, order.id)
    assert (line.reason, line.amount_fen) == ("same_device", 0)
    assert await standing(shop, keeper.id) == (0, 0, 0, 0)
    await explained(shop)
    assert (await replay(shop.db, shop.tenant)).differences == ()


async def test_whom_the_staff_assigned_is_a_customer_whatever_the_devices_say(shop):
    """A shopkeeper who shows the goods on their own tablet: the staff know, and say so."""
    anna, keeper = await shop.keeper("安娜")
    await shop.friends.share(anna)
    await save_plan(shop)
    second, _ = await on_phone_of(shop, anna)
    line = await shop.write(disputes.assign, shop.staff, second.person, keeper.id, "到店用店主的平板下单")
    assert line.touch is Touch.STAFF
    shop.db.clock.advance(timedelta(seconds=1))
    order = await shop.place(1, shopper=shop.shopper_of(second))
    await shop.tell()
    await shop.pay(order.id)
    assert await standing(shop, keeper.id) == (680, 0, 0, 0)
