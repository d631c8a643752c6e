"""WeChat Pay as the merchant's staff see it: keys and their test, callbacks seen, the guarantee, its receivers."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field, StringConstraints

from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.types import Staff
from lianyi.kit.config import config
from lianyi.kit.http import Own, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.payments import actions, queries
from lianyi.payments.errors import NoPayment
from lianyi.payments.queries import guarantee as guarantee_reads
from lianyi.payments.rules.guarantee import SHARE_LIMIT_BP
from lianyi.payments.types import ClaimState, Guarantee, Held, ReturnState
from lianyi.wechat.pay import PayKeys
from lianyi.wechat.profitsharing import ReceiverKind

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


OrderRef = Annotated[UUID, as_word("ord")]
ReceiverRef = Annotated[UUID, as_word("rcv")]
MoneyReader = Annotated[Staff, require("ledger.read")]
OrderReader = Annotated[Staff, require("orders.read")]
ReceiversReader = Annotated[Staff, require("receivers.read")]
ReceiversWriter = Annotated[Staff, require("receivers.write")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=64)]


class GuaranteeOut(BaseModel):
    """One guaranteed payment. `left_fen` is neither given back nor on its way back; `error` is WeChat's last no."""

    order_id: OrderRef
    paid_fen: int
    left_fen: int
    claimed_fen: int
    shared_fen: int
    paid_at: datetime
    frozen_until: datetime
    held: Held
    released_at: datetime | None
    error: str | None
    tries: int
    next_try_at: datetime | None


class HeldSum(BaseModel):
    held: Held
    count: int
    amount_fen: int


class GuaranteePage(Page[GuaranteeOut]):
    sums: list[HeldSum]


class ClaimOut(BaseModel):
    """`due_fen` is what the claim was worth when the release began, after refunds."""

    receiver_id: ReceiverRef
    kind: str
    receiver: str
    account: str
    amount_fen: int
    due_fen: int | None
    returned_fen: int
    reason: str
    state: ClaimState
    error: str | None
    created_at: datetime
    ended_at: datetime | None


class ReturnOut(BaseModel):
    account: str
    amount_fen: int
    state: ReturnState
    error: str | None
    created_at: datetime


class GuaranteeDetail(BaseModel):
    """`guarantee` is null for an order that was not paid under it."""

    guarantee: GuaranteeOut | None
    claims: list[ClaimOut]
    returns: list[ReturnOut]


def _out(found: Guarantee) -> GuaranteeOut:
    return GuaranteeOut.model_validate(found, from_attributes=True)


@router.get("/guarantee")
async def guarantees(
    session: Read, _staff: MoneyReader, paging: PageQuery, held: Held | None = None
) -> GuaranteePage:
    """Payments under the guarantee, newest first, with count and money by where they stand."""
    rows = await guarantee_reads.guarantees(session, held, paging.after(datetime, UUID), paging.limit + 1)
    return GuaranteePage(
        items=[_out(row) for row in rows[: paging.limit]],
        next_cursor=next_cursor(rows, paging.limit, "paid_at", "payment_id"),
        sums=[
            HeldSum.model_validate(one, from_attributes=True) for one in await guarantee_reads.sums(session)
        ],
    )


@router.get("/guarantee/{order_id}")
async def guarantee_of_order(session: Read, _staff: OrderReader, order_id: OrderRef) -> GuaranteeDetail:
    """Where an order's guaranteed money stands, who has a part of it, what receivers gave back."""
    if await queries.of_order(session, order_id) is None:
        raise NoPayment
    found = await guarantee_reads.guarantee(session, order_id)
    claims = await guarantee_reads.claims(session, order_id)
    returns = await guarantee_reads.returns(session, order_id)
    return GuaranteeDetail(
        guarantee=_out(found) if found else None,
        claims=[ClaimOut.model_validate(one, from_attributes=True) for one in claims],
        returns=[ReturnOut.model_validate(one, from_attributes=True) for one in returns],
    )


@router.post("/guarantee/{order_id}/retry", status_code=204)
async def retry_release(session: Write, _staff: ReceiversWriter, order_id: OrderRef) -> None:
    """Ask WeChat again now to release."""
    await actions.retry_release(session, order_id)


@own.post("/guarantee/{order_id}/without-shares", status_code=204)
async def release_without_shares(db: Own, staff: ReceiversWriter, order_id: OrderRef) -> None:
    """Release although WeChat will not execute its shares: they stay the merchant's."""
    await actions.give_up_shares(db, staff, order_id)


class ReceiverOut(BaseModel):
    """The name is sealed; `told_at` is when WeChat took it, `error` its no."""

    id: ReceiverRef
    kind: ReceiverKind
    account: str
    name_masked: str
    relation: str
    custom_relation: str
    standing_bp: int
    told_at: datetime | None
    error: str | None
    created_at: datetime


class ReceiversOut(BaseModel):
    items: list[ReceiverOut]
    limit_bp: int


class ReceiverIn(BaseModel):
    """A merchant number with its full name, or an openid of the shop's app; `standing_bp` of every paid order."""

    kind: ReceiverKind
    account: Text
    name: Text = ""
    relation: Text
    custom_relation: Annotated[str, StringConstraints(strip_whitespace=True, max_length=10)] = ""
    standing_bp: Annotated[int, Field(ge=0, le=SHARE_LIMIT_BP)] = 0


class StandingIn(BaseModel):
    standing_bp: Annotated[int, Field(ge=0, le=SHARE_LIMIT_BP)]


@router.get("/receivers")
async def receivers(session: Read, _staff: ReceiversReader) -> ReceiversOut:
    """Who may be given shares, newest first."""
    found = await guarantee_reads.receivers(session)
    return ReceiversOut(
        items=[ReceiverOut.model_validate(one, from_attributes=True) for one in found],
        limit_bp=SHARE_LIMIT_BP,
    )


class ReceiverAdded(BaseModel):
    id: ReceiverRef


@router.post("/receivers", status_code=201, response_model=ReceiverAdded, responses=WAITS)
async def add_receiver(
    session: Write, staff: ReceiversWriter, given: ReceiverIn, code: FreshCode
) -> ReceiverAdded | JSONResponse:
    """Name a receiver, when a second person agrees; WeChat is told right after."""
    wanted = actions.NewReceiver(**given.model_dump())
    receiver_id, waits = await actions.name_receiver(session, staff, wanted, code)
    return waiting(waits) if waits else ReceiverAdded(id=receiver_id)


@router.put("/receivers/{receiver_id}", status_code=204, response_model=None, responses=WAITS)
async def set_standing(
    session: Write, staff: ReceiversWriter, receiver_id: ReceiverRef, given: StandingIn, code: FreshCode
) -> JSONResponse | None:
    """Change its part of every order paid from now on; more of it, when a second person agrees."""
    waits = await actions.raise_standing(session, staff, receiver_id, given.standing_bp, code)
    return waiting(waits) if waits else None


@router.delete("/receivers/{receiver_id}", status_code=204)
async def remove_receiver(session: Write, staff: ReceiversWriter, receiver_id: ReceiverRef) -> None:
    """No new shares for it; refused while orders still owe it one."""
    await actions.remove_receiver(session, staff, receiver_id)


@own.post(
    "/receivers/{receiver_id}/tell", status_code=204, dependencies=[rate_limit("20/minute", name="keys")]
)
async def tell_receiver(db: Own, staff: ReceiversWriter, receiver_id: ReceiverRef) -> None:
    """Tell WeChat of it once more; what it said stands in the list."""
    await actions.tell_receiver(db, staff.tenant, receiver_id)
