"""A shop whose keys two people replace, for tests."""

import pytest_asyncio

from lianyi.kit.db import Statement
from tests.shop_world import PASSWORD, tenant_of

KEYS = Statement("select serial_no from payments_account where tenant_id = %(tenant)s", str)
ACTS = Statement("select act from identity_audit where tenant_id = %(tenant)s order by at, id", str)
OLD, NEW = "A" * 40, "B" * 40


@pytest_asyncio.fixture(loop_scope="session")
async def keys(world):
    """Keys of WeChat Pay as its form sends them; `keys(serial)` are the same merchant's with another certificate."""
    merchant = await world.merchant(key="two-people")

    def given(serial=NEW, **more):
        return {
            "mchid": merchant["mchid"], "serial_no": serial, "private_key": merchant["merchant_private_key"],
            "apiv3_key": merchant["apiv3_key"], "public_key_id": merchant["public_key_id"],
            "public_key": merchant["public_key"], **more,
        }  # fmt: skip

    return given


@pytest_asyncio.fixture(loop_scope="session")
async def shop(owner, keys):
    """One owner, with TOTP, whose shop has its first keys."""
    await owner.turn_on_totp()
    assert (await owner.act("PUT", "/payments/account", keys(OLD))).status_code == 200
    return owner


@pytest_asyncio.fixture(loop_scope="session")
async def second(shop, colleague):
    """Another owner, who can decide."""
    return await (await colleague(shop, "owner", "second@qinghe.test")).turn_on_totp()


async def asked(console, keys):
    """The owner asks for other keys; they wait."""
    answer = await console.act("PUT", "/payments/account", keys())
    assert answer.status_code == 202, answer.text
    return answer.json()["approval_id"]


def approve(console, approval, steps=1, code=None):
    headers = {"Lianyi-Code": code or console.code(steps)}
    return console.act("POST", f"/approvals/{approval}/approve", **headers)


async def serial(db, console):
    async with db.read(tenant_of(console)) as session:
        return await session.one(KEYS)


async def done(db, console, act):
    async with db.read(tenant_of(console)) as session:
        return (await session.all(ACTS)).count(act)


def told(answer):
    return answer.status_code, answer.json().get("code")


async def sign_in(like, login):
    """Another browser of the same shop."""
    import httpx

    from tests.shop_world import Console

    browser = httpx.AsyncClient(transport=like.http._transport, base_url="http://shop.test")
    console = Console(browser, like.clock, like.shop, {})
    entered = await console.act("POST", "/sign-in", {"login": login, "password": PASSWORD})
    assert entered.status_code == 200, entered.text
    return console
