"""A shop opened through the front door, its staff and its customers, all over HTTP."""

import httpx
import pytest_asyncio

from tests.shop_world import PASSWORD, Console, Visitor, code_of


@pytest_asyncio.fixture(loop_scope="session")
async def fresh_browser(app):
    """Make a browser: a client with a cookie jar of its own."""
    clients = []

    def make():
        transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
        clients.append(httpx.AsyncClient(transport=transport, base_url="http://shop.test"))
        return clients[-1]

    yield make
    for client in clients:
        await client.aclose()


@pytest_asyncio.fixture(loop_scope="session")
async def open_shop(fresh_browser, clock):
    """Open a shop as a merchant does, and stay signed in as its owner."""

    async def opened(name="Qinghe Tea", login="owner@qinghe.test", slug=None):
        console = Console(fresh_browser(), clock, {}, {})
        answer = await console.act(
            "POST",
            "/open",
            {
                "shop_name": name, "slug": slug, "owner_name": "青禾", "login": login, "password": PASSWORD,
                "accept_terms": True,
            },
        )  # fmt: skip
        assert answer.status_code == 201, answer.text
        console.shop, console.staff = answer.json()["shop"], answer.json()["staff"]
        return console

    return opened


@pytest_asyncio.fixture(loop_scope="session")
async def owner(open_shop):
    return await open_shop()


@pytest_asyncio.fixture(loop_scope="session")
async def colleague(fresh_browser, clock):
    """Add a colleague of a role and sign in as them. The owner has TOTP, as adding staff asks for."""

    async def added(owner, role, login=None):
        if owner.secret is None:
            await owner.turn_on_totp()
        login = login or f"{role}@qinghe.test"
        wanted = {"name": role, "login": login, "role": role, "password": PASSWORD}
        code = owner.fresh() if role in {"owner", "finance"} else {}
        answer = await owner.act("POST", "/staff", wanted, **code)
        assert answer.status_code == 201, answer.text
        console = Console(fresh_browser(), clock, owner.shop, answer.json())
        entered = await console.act("POST", "/sign-in", {"login": login, "password": PASSWORD})
        assert entered.status_code == 200, entered.text
        return console

    return added


@pytest_asyncio.fixture(loop_scope="session")
async def apps(world, owner):
    """The shop's mini program and official account, as the sandbox gave them, stored by the owner."""
    merchant = await world.merchant(key="people")
    if owner.secret is None:
        await owner.turn_on_totp()
    for kind, short in (("mini", "mini"), ("official", "oa")):
        keys = {"appid": merchant[f"{short}_appid"], "secret": merchant[f"{short}_secret"]}
        if kind == "mini":
            keys |= {"push_token": merchant["push_token"], "push_aes_key": merchant["encoding_aes_key"]}
        answer = await owner.act("PUT", f"/settings/wechat-apps/{kind}", keys)
        assert answer.status_code == 200, answer.text
    return merchant


@pytest_asyncio.fixture(loop_scope="session")
async def visitor(fresh_browser, owner):
    """A new device in the owner's shop."""

    def made(slug=None):
        return Visitor(fresh_browser(), slug or owner.shop["slug"])

    return made


@pytest_asyncio.fixture(loop_scope="session")
async def by_phone(world, visitor):
    """Sign a device in by phone, with the code that the SMS brought."""

    async def entered(phone, slug=None):
        device = visitor(slug)
        asked = await device.act("POST", "/login/phone/code", {"phone": phone})
        assert asked.status_code == 200, asked.text
        answer = await device.enter("/login/phone", {"phone": phone, "code": await code_of(world, phone)})
        assert answer.status_code == 200, answer.text
        return device

    return entered


@pytest_asyncio.fixture(loop_scope="session")
async def by_mini(world, apps, visitor):
    """Sign a device in through the mini program as a person of the sandbox."""

    async def entered(person):
        device = visitor()
        wanted = {"appid": apps["mini_appid"], "kind": "login"}
        code = (await world.ask("POST", f"/people/{person['id']}/code", json=wanted))["code"]
        answer = await device.enter("/login/mini", {"code": code})
        assert answer.status_code == 200, answer.text
        return device

    return entered
