"""HTTP for shoppers: sign-in by phone. It stands here because its proof is a message."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from lianyi.identity.edges import Device, ShopId, SignedIn, signed_in
from lianyi.kit.http import Own, edge
from lianyi.kit.limits import rate_limit
from lianyi.messages.actions import codes as actions

phone_login = edge("/api/shop", tags=["shop: messages"], own=True)
Phone = Annotated[str, StringConstraints(min_length=11, max_length=20)]


class CodeWish(BaseModel):
    phone: Phone


class CodeSent(BaseModel):
    """`test_code_hint` is always null: a code reaches its phone and nothing else."""

    retry_after_seconds: int
    test_code_hint: None = None


@phone_login.post(
    "/login/phone/code",
    dependencies=[
        rate_limit("10/minute", name="login-code", by="address"),
        rate_limit("60/hour", name="login-code-hour", by="address"),
    ],
)
async def send_code(wanted: CodeWish, db: Own, tenant: ShopId) -> CodeSent:
    return CodeSent(retry_after_seconds=await actions.send_login_code(db, tenant, wanted.phone))


class PhoneLogin(BaseModel):
    phone: Phone
    code: Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{6}$")]


@phone_login.post("/login/phone", dependencies=[rate_limit("20/minute", name="login-phone", by="address")])
async def sign_in(wanted: PhoneLogin, db: Own, tenant: ShopId, device: Device) -> SignedIn:
    entered = await actions.sign_in_by_phone(db, tenant, wanted.phone, wanted.code, device)
    async with db.read(tenant) as session:
        return await signed_in(session, entered)
