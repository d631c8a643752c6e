"""Staff come in by password and TOTP; attempts are counted; sessions are listed, revoked and end."""

import asyncio
import importlib.util
from datetime import timedelta

import pytest
from argon2 import Type, extract_parameters
from argon2.exceptions import VerifyMismatchError

from lianyi.identity import rules
from lianyi.identity.actions import passwords
from lianyi.kit import secrets
from lianyi.kit.db import Statement
from tests.shop_world import PASSWORD, Console, tenant_of

HASHES = Statement(
    "select token_hash from identity_staff_session where tenant_id = %(tenant)s order by created_at", bytes
)
SESSIONS = Statement("select count(*)::int from identity_staff_session where tenant_id = %(tenant)s", int)
ACCOUNT = Statement("select password_hash from identity_account", str)
TOTP = Statement("select totp_sealed from identity_account", bytes)
TOUCHED = Statement("select touched_at::text from identity_staff_session where tenant_id = %(tenant)s", str)


def shown(password=PASSWORD, **more):
    return {"login": "owner@qinghe.test", "password": password, **more}


@pytest.fixture
def guest(fresh_browser, clock):
    return Console(fresh_browser(), clock, {}, {})


async def test_an_unknown_login_and_a_wrong_password_sound_alike(owner, guest):
    wrong = await guest.act("POST", "/sign-in", shown("not-the-password"))
    unknown = await guest.act("POST", "/sign-in", {"login": "nobody@qinghe.test", "password": PASSWORD})
    assert wrong.status_code == unknown.status_code == 401
    for answer in (wrong.json(), unknown.json()):
        assert (answer["code"], answer["detail"]) == ("sign_in_refused", "账号或密码不正确")
    assert "lianyi_console" not in guest.http.cookies


@pytest.mark.parametrize("login", ["owner@qinghe.test", "nobody@qinghe.test"])
async def test_five_failures_pause_a_login_known_or_not_and_the_pause_doubles(owner, guest, clock, login):
    async def attempt(password="not-the-password"):
        return await guest.act("POST", "/sign-in", {"login": login, "password": password})

    for _ in range(5):
        assert (await attempt()).status_code == 401
    paused = await attempt(PASSWORD)
    assert (paused.status_code, paused.json()["code"]) == (429, "sign_in_paused")
    assert paused.headers["retry-after"] == str(paused.json()["data"]["retry_after_seconds"])
    assert 30 <= paused.json()["data"]["retry_after_seconds"] <= 31
    clock.advance(timedelta(seconds=31))
    assert (await attempt()).status_code == 401
    assert (await attempt()).json()["data"]["retry_after_seconds"] >= 60


async def test_guesses_at_the_same_moment_are_each_counted(owner, guest):
    answers = await asyncio.gather(
        *(guest.act("POST", "/sign-in", shown(f"guess-number-{number}")) for number in range(9))
    )
    codes = sorted(answer.json()["code"] for answer in answers)
    assert codes == ["sign_in_paused"] * 4 + ["sign_in_refused"] * 5


async def test_success_forgets_the_failures(owner, guest):
    for _ in range(2):
        for _ in range(4):
            assert (await guest.act("POST", "/sign-in", shown("not-the-password"))).status_code == 401
        assert (await guest.act("POST", "/sign-in", shown())).status_code == 200


async def test_the_cookie_is_for_this_site_and_no_script(owner, guest):
    answer = await guest.act("POST", "/sign-in", shown())
    cookie = answer.headers["set-cookie"].lower()
    for word in ("httponly", "samesite=strict", "path=/api/console"):
        assert word in cookie
    assert "token" not in answer.json()


async def test_tokens_are_stored_hashed_and_passwords_by_argon2(owner, db):
    token = owner.http.cookies["lianyi_console"]
    async with db.read(tenant_of(owner)) as session:
        assert [bytes(one) for one in await session.all(HASHES)] == [rules.token_hash(token)]
        assert (await session.one(ACCOUNT)).startswith("$argon2id$")
    assert rules.tenant_of(rules.STAFF_MARK, token) == tenant_of(owner)
    assert rules.tenant_of(rules.SHOPPER_MARK, token) is None


def test_a_password_costs_a_thief_what_owasp_asks():
    """Of the module as the programs load it: tests/conftest.py made passwords cheap for the tests."""
    spec = importlib.util.find_spec(passwords.__name__)
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    price = extract_parameters(loaded._hasher.hash(PASSWORD))
    assert (price.type, price.memory_cost, price.time_cost, price.parallelism) == (Type.ID, 19_456, 2, 1)
    assert extract_parameters(loaded._NOBODY) == price


async def test_an_unknown_login_is_compared_as_dearly_as_a_known_one():
    known = await passwords.hashed(PASSWORD)
    assert extract_parameters(passwords._NOBODY) == extract_parameters(known)
    assert not await passwords.matches(None, PASSWORD)
    with pytest.raises(VerifyMismatchError):  # it is computed to its end, and not refused for its form
        passwords._hasher.verify(passwords._NOBODY, PASSWORD)


async def test_a_token_moved_to_another_tenant_is_worth_nothing(owner, open_shop, fresh_browser):
    other = await open_shop("Other Shop", login="other@qinghe.test")
    token = owner.http.cookies["lianyi_console"]
    mark, _, rest = token.partition("_")
    import base64

    raw = base64.urlsafe_b64decode(rest)
    forged = f"{mark}_{base64.urlsafe_b64encode(tenant_of(other).bytes + raw[16:]).decode()}"
    thief = fresh_browser()
    thief.cookies.set("lianyi_console", forged)
    assert (await thief.get("/api/console/me")).status_code == 401
    thief.cookies.set("lianyi_console", token)
    assert (await thief.get("/api/console/me")).json()["shop"]["id"] == owner.shop["id"]


async def test_totp_is_asked_for_after_the_password_and_each_code_works_once(owner, guest, clock):
    await owner.turn_on_totp()
    assert (await guest.act("POST", "/sign-in", shown())).json()["code"] == "totp_required"
    clock.advance(timedelta(seconds=30))
    code = owner.code()
    assert (await guest.act("POST", "/sign-in", shown(totp=code))).status_code == 200
    again = await guest.act("POST", "/sign-in", shown(totp=code))
    assert (again.status_code, again.json()["code"]) == (401, "totp_wrong")
    earlier = await guest.act("POST", "/sign-in", shown(totp=owner.code(-1)))
    assert earlier.json()["code"] == "totp_wrong"
    clock.advance(timedelta(seconds=30))
    assert (await guest.act("POST", "/sign-in", shown(totp=owner.code()))).status_code == 200


async def test_the_code_that_turned_totp_on_does_not_open_the_door(owner, guest):
    await owner.turn_on_totp()
    answer = await guest.act("POST", "/sign-in", shown(totp=owner.code()))
    assert answer.json()["code"] == "totp_wrong"


async def test_the_same_code_at_the_same_moment_lets_one_in(owner, fresh_browser, clock):
    await owner.turn_on_totp()
    clock.advance(timedelta(seconds=30))
    doors = [Console(fresh_browser(), clock, {}, {}) for _ in range(3)]
    answers = await asyncio.gather(*(one.act("POST", "/sign-in", shown(totp=owner.code())) for one in doors))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401]


async def test_a_recovery_code_replaces_the_phone_once(owner, guest):
    await owner.turn_on_totp()
    assert len(owner.recovery) == 8
    typed = owner.recovery[0].lower().replace("-", " ")
    assert (await guest.act("POST", "/sign-in", shown(totp=typed))).status_code == 200
    assert (await guest.act("POST", "/sign-in", shown(totp=typed))).json()["code"] == "totp_wrong"


async def test_totp_secrets_are_sealed(owner, db):
    await owner.turn_on_totp()
    async with db.read(None) as session:
        sealed = bytes(await session.one(TOTP))
    assert owner.secret.encode() not in sealed
    assert "identity_account" not in sealed.decode("latin1")
    assert secrets.vault().open is not None


async def test_turning_totp_on_asks_for_the_password_and_a_right_code(owner):
    refused = await owner.act("POST", "/me/totp/begin", {"password": "not-the-password"})
    assert (refused.status_code, refused.json()["code"]) == (403, "password_wrong")
    assert (await owner.act("POST", "/me/totp/confirm", {"code": "123456"})).json()[
        "code"
    ] == "totp_not_begun"
    begun = (await owner.act("POST", "/me/totp/begin", {"password": PASSWORD})).json()
    assert begun["otpauth_url"].startswith("otpauth://totp/")
    assert begun["qr_svg"].startswith("<svg")
    owner.secret = begun["secret"]
    wrong = f"{(int(owner.code()) + 1) % 1_000_000:06d}"
    assert (await owner.act("POST", "/me/totp/confirm", {"code": wrong})).json()["code"] == "totp_wrong"
    assert (await owner.get("/me")).json()["staff"]["totp_enrolled"] is False


async def test_sessions_are_listed_and_revoked(owner, guest):
    await guest.act("POST", "/sign-in", shown())
    mine = (await owner.get("/me/sessions")).json()["items"]
    assert [one["current"] for one in mine].count(True) == 1
    other = next(one for one in mine if not one["current"])
    assert (await guest.get("/me")).status_code == 200
    assert (await owner.act("DELETE", f"/me/sessions/{other['id']}")).status_code == 204
    assert (await guest.get("/me")).status_code == 401
    again = await owner.act("DELETE", f"/me/sessions/{other['id']}")
    assert (again.status_code, again.json()["code"]) == (404, "session_unknown")


async def test_nobody_revokes_a_colleagues_session(owner, colleague):
    guest = await colleague(owner, "operations")
    current = (await owner.get("/me/sessions")).json()["items"][0]
    assert (await guest.act("DELETE", f"/me/sessions/{current['id']}")).status_code == 404
    assert (await owner.get("/me")).status_code == 200


async def test_signing_out_ends_the_session(owner):
    token = owner.http.cookies["lianyi_console"]
    assert (await owner.act("POST", "/sign-out")).status_code == 204
    owner.http.cookies.set("lianyi_console", token)
    assert (await owner.get("/me")).json()["code"] == "signed_out"


async def test_an_idle_session_ends_and_use_keeps_it_at_most_a_week(owner, clock, db):
    clock.advance(timedelta(hours=11))
    assert (await owner.get("/me")).status_code == 200
    assert (await owner.act("PUT", "/settings", await _settings(owner))).status_code == 200
    clock.advance(timedelta(hours=11))
    assert (await owner.get("/me")).status_code == 200
    for _ in range(15):
        await owner.act("PUT", "/settings", await _settings(owner))
        clock.advance(timedelta(hours=10))
    assert (await owner.get("/me")).status_code == 401


async def _settings(owner):
    answer = await owner.get("/settings")
    return answer.json() if answer.status_code == 200 else {}


async def test_a_request_writes_nothing_while_the_session_is_fresh(owner, clock, db):
    async def touched():
        async with db.read(tenant_of(owner)) as session:
            return await session.one(TOUCHED)

    before = await touched()
    clock.advance(timedelta(minutes=29))
    await owner.act("PUT", "/settings", await _settings(owner))
    assert await touched() == before
    clock.advance(timedelta(minutes=2))
    await owner.act("PUT", "/settings", await _settings(owner))
    assert await touched() > before


async def test_a_new_password_ends_every_other_session(owner, guest, fresh_browser, clock):
    await guest.act("POST", "/sign-in", shown())
    wrong = await owner.act("POST", "/me/password", {"current": "not-the-password", "new": "竹林-spring-77"})
    assert (wrong.status_code, wrong.json()["code"]) == (403, "password_wrong")
    weak = await owner.act("POST", "/me/password", {"current": PASSWORD, "new": "1234567890"})
    assert weak.json()["code"] == "password_too_weak"
    assert (await guest.get("/me")).status_code == 200
    done = await owner.act("POST", "/me/password", {"current": PASSWORD, "new": "竹林-spring-77"})
    assert done.status_code == 204
    assert (await guest.get("/me")).status_code == 401
    assert (await owner.get("/me")).status_code == 200
    anew = Console(fresh_browser(), clock, {}, {})
    assert (await anew.act("POST", "/sign-in", shown())).status_code == 401
    assert (await anew.act("POST", "/sign-in", shown("竹林-spring-77"))).status_code == 200


async def test_at_most_twenty_sessions_stay(owner, fresh_browser, clock, db):
    from lianyi.kit import limits

    for _ in range(21):
        await limits.reset()
        clock.advance(timedelta(seconds=1))
        console = Console(fresh_browser(), clock, {}, {})
        assert (await console.act("POST", "/sign-in", shown())).status_code == 200
    async with db.read(tenant_of(owner)) as session:
        assert await session.one(SESSIONS) == 20
    assert (await owner.get("/me")).status_code == 401


async def test_one_address_may_try_thirty_times_a_minute(owner, guest):
    answers = [
        await guest.act("POST", "/sign-in", {"login": f"login-{number}", "password": "whatever-it-is"})
        for number in range(31)
    ]
    assert [answer.status_code for answer in answers] == [401] * 30 + [429]
    assert answers[-1].json()["code"] == "too_many_requests"
