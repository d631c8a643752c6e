"""WeChat Pay as the merchant's staff see it: keys and their test, callbacks seen."""

from datetime import datetime
from typing import Annotated

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.types import Staff
from lianyi.kit.config import config
from lianyi.kit.http import Own, Read, Write, edge
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.payments import actions, queries
from lianyi.wechat.pay import PayKeys

router = edge("/api/console/payments", tags=["console: payments"])
own = edge("/api/console/payments", tags=["console: payments"], own=True)
KeysReader = Annotated[Staff, require("shop.settings")]
KeysWriter = Annotated[Staff, require("keys.write")]
Pem = Annotated[str, Field(max_length=8000)]


class CheckStepOut(BaseModel):
    name: str
    ok: bool
    detail: str


class CheckOut(BaseModel):
    ok: bool
    steps: list[CheckStepOut]


class AccountOut(BaseModel):
    """What may be shown: secrets never are. The notify addresses are what WeChat must be able to reach."""

    configured: bool
    mchid: str | None = None
    serial_no: str | None = None
    public_key_id: str | None = None
    checked_at: datetime | None = None
    check: CheckOut | None = None
    notify_url: str


class KeysIn(BaseModel):
    """As WeChat Pay hands them out; the public key and its id together, or neither for platform certificates."""

    mchid: Annotated[str, Field(max_length=32)]
    serial_no: Annotated[str, Field(max_length=64)]
    private_key: Pem
    apiv3_key: Annotated[str, Field(max_length=64)]
    public_key_id: Annotated[str, Field(max_length=64)] | None = None
    public_key: Pem | None = None


class NoticeOut(BaseModel):
    id: str
    event: str
    number: str
    outcome: str
    at: datetime


@router.get("/account")
async def account(session: Read, staff: KeysReader) -> AccountOut:
    """The merchant's account at WeChat Pay."""
    row = await session.maybe(queries.ACCOUNT)
    notify_url = f"{config().public_url}/callbacks/pay/{staff.tenant}"
    if row is None:
        return AccountOut(configured=False, notify_url=notify_url)
    return AccountOut(
        configured=True, mchid=row.mchid, serial_no=row.serial_no, public_key_id=row.public_key_id,
        checked_at=row.checked_at, check=CheckOut(**row.check_result) if row.check_result else None,
        notify_url=notify_url,
    )  # fmt: skip


@router.put("/account", response_model=AccountOut, responses=WAITS)
async def save(keys: KeysIn, session: Write, staff: KeysWriter, code: FreshCode) -> AccountOut | JSONResponse:
    """Store the keys, checked for shape and sealed. Others in the place of the first wait for a second person. Test them."""
    given = PayKeys(
        mchid=keys.mchid.strip(), serial_no=keys.serial_no.strip(), private_key=keys.private_key.strip() + "\n",
        apiv3_key=keys.apiv3_key.strip(), public_key_id=(keys.public_key_id or "").strip() or None,
        public_key=f"{keys.public_key.strip()}\n" if keys.public_key and keys.public_key.strip() else None,
    )  # fmt: skip
    waits = await actions.replace_keys(session, given, staff, code)
    return waiting(waits) if waits else await account(session, staff)


@own.post("/account/test", dependencies=[rate_limit("10/minute", name="keys")])
async def test(db: Own, staff: KeysReader) -> CheckOut:
    """Ask WeChat Pay something harmless and say which step works."""
    result = await actions.check_keys(db, staff.tenant)
    return CheckOut(
        ok=result.ok, steps=[CheckStepOut(name=s.name, ok=s.ok, detail=s.detail) for s in result.steps]
    )


@router.get("/notices", dependencies=[require("ledger.read")])
async def notices(session: Read, paging: PageQuery) -> Page[NoticeOut]:
    """Callbacks that WeChat Pay sent, newest first, and what they meant."""
    rows = await queries.notices(session, paging.after(datetime, str), paging.limit + 1)
    return Page(
        items=[
            NoticeOut(id=r.id, event=r.event, number=r.number, outcome=r.outcome, at=r.at)
            for r in rows[: paging.limit]
        ],
        next_cursor=next_cursor(rows, paging.limit, "at", "id"),
    )
