"""Login codes by SMS: six digits, hashed, five minutes, five tries, once; one a minute, ten a day."""

import asyncio
import dataclasses
from datetime import timedelta

import pytest
import pytest_asyncio

from lianyi.kit import config, limits
from lianyi.kit.db import Statement
from lianyi.kit.fetch import authorities
from lianyi.messages import actions
from lianyi.messages.errors import CodesUsedUp, CodeTooSoon, CodeWrong, SmsNotSent
from tests.shop_world import code_of

PHONE = "13800138000"
TENANT = Statement(
    """
    insert into identity_tenant (id, slug, name, theme_color, created_at)
    values (%(tenant)s, 'qinghe', '青禾', '#0F766E', %(now)s)
    """
)
SMS = Statement(
    "select state || ':' || coalesce(error, '') from messages_sms where tenant_id = %(tenant)s", str
)
CODES = Statement("select count(*)::int from messages_login_code where tenant_id = %(tenant)s", int)
PEOPLE = Statement("select count(*)::int from identity_person where tenant_id = %(tenant)s", int)


@pytest_asyncio.fixture(loop_scope="session")
async def shop(db, world, tenant):
    async with db.write(tenant) as session:
        await session.run(TENANT)
    return tenant


async def sent(world):
    return (await world.ask("GET", "/sms", params={"phone": PHONE}))["messages"]


async def enter(db, shop, code):
    return await actions.sign_in_by_phone(db, shop, PHONE, code, "?")


async def test_the_sms_bears_the_shops_name_and_six_digits(db, shop, world):
    before = len(await sent(world))
    assert await actions.send_login_code(db, shop, PHONE) == 60
    texts = [one["text"] for one in await sent(world)]
    assert len(texts) == before + 1
    code = await code_of(world, PHONE)
    assert texts[0] == f"【青禾】您的验证码是 {code},5 分钟内有效。请勿告诉他人。"
    assert code.isdecimal()
    assert len(code) == 6
    async with db.read(shop) as session:
        assert await session.all(SMS) == ["sent:"]


async def test_whom_to_trust_is_read_once_not_with_every_message(db, shop, world):
    authorities.cache_clear()
    for phone in (PHONE, "13800138001", "13800138002"):
        await actions.send_login_code(db, shop, phone)
    assert (authorities.cache_info().misses, authorities.cache_info().hits) == (1, 2)


async def test_a_code_works_once(db, shop, world):
    await actions.send_login_code(db, shop, PHONE)
    code = await code_of(world, PHONE)
    assert (await enter(db, shop, code)).is_new is True
    with pytest.raises(CodeWrong):
        await enter(db, shop, code)
    async with db.read(shop) as session:
        assert await session.one(PEOPLE) == 1


async def test_a_code_used_twice_at_the_same_moment_lets_one_in(db, shop, world):
    await actions.send_login_code(db, shop, PHONE)
    code = await code_of(world, PHONE)
    answers = await asyncio.gather(*(enter(db, shop, code) for _ in range(4)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["CodeWrong"] * 3 + ["ShopperSignedIn"]


async def test_a_code_ends_after_five_minutes(db, shop, world):
    await actions.send_login_code(db, shop, PHONE)
    code = await code_of(world, PHONE)
    await world.advance(timedelta(minutes=5))
    with pytest.raises(CodeWrong):
        await enter(db, shop, code)


async def test_the_sixth_try_is_refused_even_when_right(db, shop, world):
    await actions.send_login_code(db, shop, PHONE)
    code = await code_of(world, PHONE)
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(CodeWrong):
            await enter(db, shop, wrong)
    with pytest.raises(CodeWrong):
        await enter(db, shop, code)
    async with db.read(shop) as session:
        assert await session.one(PEOPLE) == 0


async def test_four_wrong_tries_leave_the_fifth(db, shop, world):
    await actions.send_login_code(db, shop, PHONE)
    code = await code_of(world, PHONE)
    for _ in range(4):
        with pytest.raises(CodeWrong):
            await enter(db, shop, f"{(int(code) + 1) % 1_000_000:06d}")
    assert (await enter(db, shop, code)).is_new is True


async def test_a_new_code_replaces_the_old_one(db, shop, world):
    await actions.send_login_code(db, shop, PHONE)
    old = await code_of(world, PHONE)
    await world.advance(timedelta(minutes=1))
    await actions.send_login_code(db, shop, PHONE)
    new = await code_of(world, PHONE)
    if old != new:
        with pytest.raises(CodeWrong):
            await enter(db, shop, old)
    assert (await enter(db, shop, new)).is_new is True


async def test_one_a_minute_and_ten_a_day(db, shop, world):
    before = len(await sent(world))
    await actions.send_login_code(db, shop, PHONE)
    await world.advance(timedelta(seconds=59))
    with pytest.raises(CodeTooSoon) as caught:
        await actions.send_login_code(db, shop, PHONE)
    assert caught.value.data == {"retry_after_seconds": 1}
    for _ in range(9):
        await world.advance(timedelta(minutes=1))
        await actions.send_login_code(db, shop, PHONE)
    await world.advance(timedelta(minutes=1))
    with pytest.raises(CodesUsedUp):
        await actions.send_login_code(db, shop, PHONE)
    assert len(await sent(world)) == before + 10
    await world.advance(timedelta(days=1))
    await actions.send_login_code(db, shop, PHONE)


async def test_asking_twice_at_the_same_moment_sends_one(db, shop, world):
    before = len(await sent(world))
    answers = await asyncio.gather(
        *(actions.send_login_code(db, shop, PHONE) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in answers) == ["CodeTooSoon"] * 3 + ["int"]
    assert len(await sent(world)) == before + 1


async def test_a_code_of_one_shop_opens_no_other(db, shop, world):
    await actions.send_login_code(db, shop, PHONE)
    other = type(shop)(int=shop.int ^ 1)
    with pytest.raises(CodeWrong):
        await enter(db, other, await code_of(world, PHONE))


async def test_a_gateway_that_refuses_is_told_and_remembered(db, shop, world, configured):
    right = config.config()
    config.configure(dataclasses.replace(right, sms_url=f"{world.url}/sms/nobody-is-here"))
    with pytest.raises(SmsNotSent):
        await actions.send_login_code(db, shop, PHONE)
    async with db.read(shop) as session:
        assert await session.all(SMS) == ["failed:HTTP 404"]
    config.configure(right)
    await world.advance(timedelta(minutes=1))
    await actions.send_login_code(db, shop, PHONE)
    assert (await enter(db, shop, await code_of(world, PHONE))).is_new is True


async def test_without_a_gateway_no_code_is_sent(db, tenant, configured):
    assert config.config().sandbox_url is None
    async with db.write(tenant) as session:
        await session.run(TENANT)
    with pytest.raises(SmsNotSent):
        await actions.send_login_code(db, tenant, PHONE)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/login/phone/code", {"phone": "12345678901"}),
        ("/login/phone/code", {"phone": "138001380000"}),
        ("/login/phone", {"phone": "23800138000", "code": "123456"}),
    ],
)
async def test_what_is_no_mobile_number_is_refused_by_field(api, db, shop, path, body):
    answer = await api.post(
        f"/api/shop{path}", json=body, headers={"Lianyi-Shop": "qinghe", "Idempotency-Key": "k" * 8}
    )
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (
        422,
        "phone_invalid",
        "phone",
    )
    async with db.read(shop) as session:
        assert await session.one(CODES) == 0


async def test_one_address_asks_ten_times_a_minute(api, shop):
    await limits.reset()
    codes = []
    for number in range(11):
        answer = await api.post(
            "/api/shop/login/phone/code",
            json={"phone": f"138001380{number:02d}"},
            headers={
                "Lianyi-Shop": "qinghe",
                "Idempotency-Key": f"the-key-{number:02d}",
                "Authorization": f"Bearer {number}",
            },
        )
        codes.append(answer.status_code)
    assert codes == [200] * 10 + [429]


async def test_records_are_forgotten_after_thirty_days(db, shop, world, settle):
    await actions.send_login_code(db, shop, PHONE)
    await world.advance(timedelta(days=29))
    await settle()
    async with db.read(shop) as session:
        assert len(await session.all(SMS)) == 1
    await world.advance(timedelta(days=2))
    await settle()
    async with db.read(shop) as session:
        assert await session.all(SMS) == []
        assert await session.one(CODES) == 0
