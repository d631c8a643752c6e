"""Sign-in by mini program and by official account, and the signature WeChat's pages ask for."""

import secrets
from typing import Annotated

from fastapi import Cookie, Response
from pydantic import BaseModel, StringConstraints

from lianyi.identity import actions, queries, rules
from lianyi.identity.edges import (
    Device,
    ShopId,
    SignedIn,
    signed_in,
)
from lianyi.identity.errors import ReturnAddressInvalid
from lianyi.kit.clock import wall_seconds
from lianyi.kit.config import config
from lianyi.kit.http import Own, edge
from lianyi.kit.limits import rate_limit
from lianyi.wechat import official
from lianyi.wechat.types import AppKind

login = edge("/api/shop", tags=["shop: identity"], own=True)

BROWSER_COOKIE = "lianyi_browser"
# WeChat's codes are plain ASCII; of anything else it says that our request was malformed, which it was not.
Code = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[!-~]+$")]


class MiniLogin(BaseModel):
    code: Code


@login.post("/login/mini", dependencies=[rate_limit("20/minute", name="login-mini", by="address")])
async def login_mini(wanted: MiniLogin, db: Own, tenant: ShopId, device: Device) -> SignedIn:
    entered = await actions.shopper_login_mini(db, tenant, wanted.code, device)
    async with db.read(tenant) as session:
        return await signed_in(session, entered)


class OfficialUrl(BaseModel):
    url: str


@login.get("/login/official/url", dependencies=[rate_limit("20/minute", name="login-url", by="address")])
async def login_official_url(
    db: Own,
    tenant: ShopId,
    response: Response,
    return_to: str = "",
    browser: Annotated[str, Cookie(alias=BROWSER_COOKIE)] = "",
) -> OfficialUrl:
    """The cookie binds the round to this browser; it is renewed with every round."""
    browser = browser if rules.BROWSER_WORD.fullmatch(browser) else secrets.token_hex(16)
    url = await actions.official_login_url(db, tenant, return_to, browser)
    response.set_cookie(
        BROWSER_COOKIE, browser, max_age=int(rules.STATE_LIFE.total_seconds()), path="/api/shop", httponly=True,
        samesite="lax", secure=config().public_url.startswith("https://"),
    )  # fmt: skip
    return OfficialUrl(url=url)


class OfficialLogin(BaseModel):
    code: Code
    state: Code


@login.post("/login/official", dependencies=[rate_limit("20/minute", name="login-official", by="address")])
async def login_official(
    wanted: OfficialLogin,
    db: Own,
    tenant: ShopId,
    device: Device,
    browser: Annotated[str, Cookie(alias=BROWSER_COOKIE)] = "",
) -> SignedIn:
    entered = await actions.shopper_login_official(
        db, tenant, code=wanted.code, state=wanted.state, browser=browser, device=device
    )
    async with db.read(tenant) as session:
        return await signed_in(session, entered)


class JsConfigOut(BaseModel):
    """What `wx.config` takes; `timestamp` in seconds."""

    app_id: str
    timestamp: int
    nonce_str: str
    signature: str


@login.get("/wechat/js-config", dependencies=[rate_limit("60/minute", name="js-config", by="address")])
async def js_config(
    db: Own, tenant: ShopId, url: Annotated[str, StringConstraints(max_length=2000)]
) -> JsConfigOut:
    """Sign a page of this installation, and no other."""
    if not url.startswith(f"{config().public_url}/"):
        raise ReturnAddressInvalid(field="url")
    async with db.read(tenant) as session:
        app = await queries.wechat_app(session, AppKind.OFFICIAL)
    signed = await official.js_config(app, url=url, now_seconds=wall_seconds())
    return JsConfigOut(
        app_id=signed.appid, timestamp=signed.timestamp, nonce_str=signed.nonce, signature=signed.signature
    )
