"""A picture of every page of those who sell and of what friends do for one another, into .screens; `make screens` runs it."""

import pytest

from lianyi.app.demo.assisting import RUNS
from lianyi.app.demo.bargaining import OWNERS
from lianyi.app.demo.cast import customers
from lianyi.app.demo.packets import WEEKLY_BY
from lianyi.app.demo.passing import BOUGHT_THEN
from lianyi.app.demo.shopkeepers import SELLERS
from tests.browser import shopping as do

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]
NOTHING = "0" * 26
DESK = (
    "desk", "edit", "orders", "customers", "disputes", "earnings", "statement", "payouts", "tax", "prizes", "withdraw", "verify",
)  # fmt: skip


@pytest.fixture
def shoot(instance, phone, picture):
    def one(name, path, *, whole=True, **query):
        do.open_page(phone, instance, path, **query)
        do.settled(phone)
        phone.wait_for_timeout(400)
        picture(phone, f"shop-{name}", whole=whole)

    return one


def asks(instance, phone_number):
    """What the demo's person of that phone reads through the shop's own interface."""
    headers = {
        "Lianyi-Shop": instance.slug,
        "Authorization": f"Bearer {do.mini_token(instance, phone_number)}",
    }
    return lambda path: do.call(f"{instance.address}/api/shop{path}", headers=headers)


def test_who_sells(instance, phone, shoot):
    """The pages of somebody who sells, from the desk to why a commission is what it is."""
    seller = customers()[SELLERS[0].customer]
    ask = asks(instance, seller.phone)
    do.enter(phone, instance, seller.phone)
    for page in DESK:
        shoot(f"seller-{page}", f"distribution/{page}/index")
    shoot("seller-picks", "distribution/picks/index")
    picked = ask("/distribution/me/picks")["items"][0]
    shoot("seller-material", "distribution/material/index", product=picked["id"])
    shoot("seller-shop", "distribution/shop/index", id=ask("/distribution/me")["id"])
    brought = ask("/distribution/me/orders?limit=1")["items"][0]
    shoot("seller-appeal", "distribution/appeal/index", number=brought["number"])
    earned = ask("/distribution/earnings/commissions?limit=1")["items"][0]
    shoot("seller-why", "distribution/why/index", id=earned["id"])
    shoot("seller-payout-gone", "distribution/payout/index", id=f"pyo_{NOTHING}")


def test_what_friends_did(instance, phone, shoot):
    """Runs that friends helped, packets, a pack passed on, a brand's day: as their owners see them; a pack as a friend does."""
    _, assisted, *_ = RUNS[0]
    owner, _ = OWNERS["under way"]
    for play, customer in {"assist": assisted, "bargain": owner}.items():
        someone = customers()[customer]
        mine = asks(instance, someone.phone)(f"/{play}/mine?limit=20")["items"]
        do.enter(phone, instance, someone.phone)
        shoot(f"{play}-mine", f"plays/{play}/mine/index")
        for run in mine:
            shoot(f"{play}-run-{run.get('stage') or run['phase']}", f"plays/{play}/run/index", id=run["id"])
    someone = customers()[WEEKLY_BY[0]]
    packets = asks(instance, someone.phone)("/red-packet/mine?limit=1")["items"]
    do.enter(phone, instance, someone.phone)
    shoot("red-packets-mine", "plays/red_packet/mine/index")
    shoot("red-packet", "plays/red_packet/packet/index", id=packets[0]["id"])
    shoot("inbox", "account/inbox/index")
    shoot("notice-settings", "account/notices/index")
    days = asks(instance, someone.phone)("/brand-day/calendar")["days"]
    for day in days:
        shoot(f"brand-day-{day['state']}", "plays/brand_day/day/index", id=day["campaign_id"])
    buyer, _ = BOUGHT_THEN[0]
    ask = asks(instance, customers()[buyer].phone)
    orders = ask("/orders?limit=100")["items"]
    packs = [found for one in orders if (found := ask(f"/social-coupon/orders/{one['id']}")["pack"])]
    shoot("pack", "plays/social_coupon/pack/index", id=packs[0]["id"])
