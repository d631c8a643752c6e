"""Doors and desks: shops, staff, codes, addresses and wishes that several hands want at the same moment."""

import asyncio
import dataclasses

import pytest_asyncio

from lianyi.identity import actions, rules
from lianyi.identity.actions import approvals
from lianyi.identity.actions.approvals import Act
from lianyi.identity.actions.sign_in import admit, login_index
from lianyi.identity.actions.staff import NewColleague
from lianyi.identity.store import shops as records
from lianyi.identity.store import staff as store
from lianyi.identity.types import AddressDraft, OpenShop, Role, SessionId, Staff, StaffId, Wish
from lianyi.kit.db import Statement
from lianyi.kit.ids import TenantId, new_id
from tests.identity.conftest import colleague, fresh_browser, open_shop, owner
from tests.order_world import open_shop as open_goods
from tests.races.conftest import answers, outcomes, somebody_waits
from tests.shop_world import PASSWORD, Console, tenant_of

__all__ = ["colleague", "fresh_browser", "open_shop", "owner"]
SHOPS = Statement("select count(*)::int from identity_tenant", int)
STAFF = Statement(
    "select count(*)::int from identity_staff where tenant_id = %(tenant)s and state = 'active'", int
)
OWNERS = Statement(
    """
    select count(*)::int from identity_staff
    where tenant_id = %(tenant)s and state = 'active' and role = 'owner'
    """,
    int,
)
ADDRESSES = Statement(
    """
    select count(*) || ' ' || count(*) filter (where is_default) from identity_address
    where tenant_id = %(tenant)s and person_id = %(person)s
    """,
    str,
)
WISHES = Statement("select count(*)::int from identity_approval where tenant_id = %(tenant)s", int)
OWNER_IDS = Statement(
    "select id from identity_staff where tenant_id = %(tenant)s and role = 'owner' order by id", StaffId
)
HOME = AddressDraft("王小明", "13800001234", "浙江省", "杭州市", "西湖区", "330106", "文三路 1 号", "", True)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world):
    return await open_goods(db, world)


def wish(**more):
    return {
        "shop_name": "青禾茶铺", "owner_name": "青禾", "login": "owner@qinghe.test", "password": PASSWORD,
        "accept_terms": True, **more,
    }  # fmt: skip


async def ask(db, tenant, statement, **params):
    async with db.read(tenant) as session:
        return await session.one(statement, **params)


def as_owner(tenant, staff):
    return Staff(tenant, staff, new_id(), Role.OWNER, "掌柜", totp_ok=True, session=SessionId(new_id()))


async def remove(db, by, colleague):
    async with db.write(by.tenant) as session:
        await actions.remove_staff(session, by, colleague)


async def test_one_address_for_eight_shops_is_one_shops(fresh_browser, clock, db):
    wanted = [wish(login=f"owner{number}@qinghe.test", slug="qinghe") for number in range(8)]
    consoles = [Console(fresh_browser(), clock, {}, {}) for _ in wanted]
    acts = [one.act("POST", "/open", body) for one, body in zip(consoles, wanted, strict=True)]
    assert await answers(*acts) == ["201", *["409 slug_taken"] * 7]
    assert await ask(db, None, SHOPS) == 1


async def test_a_second_shop_of_a_login_opened_twice_at_once_is_one(open_shop, fresh_browser, clock, db):
    """The first wish of a login is guarded by the login itself; the second shop needs a guard of its own."""
    await open_shop("Qinghe Tea")
    consoles = [Console(fresh_browser(), clock, {}, {}) for _ in range(4)]
    body = wish(shop_name="Qinghe Cups")
    opened = await asyncio.gather(*(one.act("POST", "/open", body) for one in consoles))
    assert [one.status_code for one in opened] == [201] * 4
    assert len({one.json()["shop"]["id"] for one in opened}) == 1
    assert await ask(db, None, SHOPS) == 2


async def test_a_login_opens_no_more_shops_than_it_may(open_shop, db, monkeypatch):
    await open_shop("Qinghe Tea")
    monkeypatch.setattr("lianyi.identity.actions.opening.SHOPS_MAX", 3)
    wishes = [OpenShop(f"分店{number}", "青禾", "owner@qinghe.test", PASSWORD) for number in range(6)]
    results = await outcomes(*(actions.open_shop(db, one, "测试") for one in wishes))
    assert set(results) <= {"", "staff_full", "sign_in_paused"}  # the attempts of a login are counted, too
    assert await ask(db, None, SHOPS) == 3


async def test_the_last_place_among_the_staff_is_taken_once(owner, db, monkeypatch):
    """The second waits for the first and then counts it, too."""
    monkeypatch.setattr(rules, "STAFF_MAX", 2)
    tenant = tenant_of(owner)

    async def add(session, number):
        new = NewColleague(f"客服{number}", f"s{number}@qinghe.test", Role.CUSTOMER_SERVICE, PASSWORD)
        await actions.add_staff(session, as_owner(tenant, StaffId(new_id())), new)

    async def alone(number):
        async with db.write(tenant) as session:
            await add(session, number)

    async with db.write(tenant) as first:
        await add(first, 1)
        second = asyncio.create_task(alone(2))
        await somebody_waits(db)
    assert await outcomes(second, *(alone(number) for number in range(3, 6))) == ["staff_full"] * 4
    assert await ask(db, tenant, STAFF) == 2


async def test_a_login_that_loses_its_only_shop_while_it_opens_another_keeps_that_one(owner, db):
    """Whoever is removed from the staff opens a shop of their own with that login: it must not go with the old place."""
    tenant, login = tenant_of(owner), "s1@qinghe.test"
    new = NewColleague("客服", login, Role.CUSTOMER_SERVICE, PASSWORD)
    async with db.write(tenant) as session:
        (boss,) = await session.all(OWNER_IDS)
        colleague_id = await actions.add_staff(session, as_owner(tenant, boss), new)
    index = login_index(login)
    account, _ = await admit(db, index, PASSWORD)
    async with db.write(TenantId(new_id())) as opening:
        assert await store.hold_shops_of(opening, account.id, 20) is not None
        await records.add_tenant(opening, "own-shop", "自己的店", "#0F766E")
        await store.add_staff(opening, StaffId(new_id()), account.id, "店主", Role.OWNER)
        leaving = asyncio.create_task(remove(db, as_owner(tenant, boss), colleague_id))
        await somebody_waits(db)
    assert await outcomes(leaving) == [""]
    _, shops = await admit(db, index, PASSWORD)
    assert [shop.name for shop in shops] == ["自己的店"]


async def test_owners_who_remove_each_other_leave_one(owner, colleague, db):
    """Four ways at once to leave a shop without anybody who may do everything."""
    others = [await colleague(owner, "owner", f"owner{number}@qinghe.test") for number in range(2)]
    tenant = tenant_of(owner)
    async with db.read(tenant) as session:
        people = await session.all(OWNER_IDS)
    by = [as_owner(tenant, one) for one in people]
    acts = [
        remove(db, by[0], people[1]), remove(db, by[1], people[0]), remove(db, by[1], people[2]),
        remove(db, by[2], people[0]), remove(db, by[2], people[1]),
    ]  # fmt: skip
    assert set(await outcomes(*acts)) <= {"", "staff_unknown", "last_owner"}
    assert await ask(db, tenant, OWNERS) >= 1
    assert len(others) == 2


async def test_the_last_two_places_for_addresses_are_taken_once(shop, monkeypatch):
    monkeypatch.setattr(rules, "ADDRESSES_MAX", 2)
    drafts = [dataclasses.replace(HOME, detail=f"文三路 {number} 号") for number in range(6)]
    add = [shop.write(actions.add_address, shop.shopper, one) for one in drafts]
    assert await outcomes(*add) == ["", "", *["addresses_full"] * 4]
    assert await ask(shop.db, shop.tenant, ADDRESSES, person=shop.shopper.person) == "2 1"


async def test_there_is_one_default_whoever_changes_and_deletes_addresses(shop):
    made = [await shop.write(actions.add_address, shop.shopper, HOME) for _ in range(4)]
    acts = [shop.write(actions.change_address, shop.shopper, one, HOME) for one in made]
    acts += [shop.write(actions.drop_address, shop.shopper, one) for one in made[:2]]
    assert set(await outcomes(*acts)) <= {"", "address_unknown"}
    assert await ask(shop.db, shop.tenant, ADDRESSES, person=shop.shopper.person) == "2 1"


async def test_wishes_that_wait_for_a_second_person_stay_within_their_limit(
    owner, colleague, db, monkeypatch
):
    monkeypatch.setattr(rules, "APPROVALS_WAITING_MAX", 3)
    second = await colleague(owner, "owner", "second@qinghe.test")
    await second.turn_on_totp()
    tenant, act = tenant_of(owner), approvals.ACTS["staff.named"]
    async with db.read(tenant) as session:
        (first, *_) = await session.all(OWNER_IDS)

    async def wants(act: Act, number):
        async with db.write(tenant) as session:
            await actions.ask_or_do(session, as_owner(tenant, first), act, Wish(f"stf_{number}", {}), None)

    assert await outcomes(*(wants(act, number) for number in range(8))) == [
        "",
        "",
        "",
        *["approvals_full"] * 5,
    ]
    assert await ask(db, tenant, WISHES) == 3
