"""Being paid: the real name, a withdrawal before it is asked for, asking, following, confirming, withdrawing it again."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field, StringConstraints

from lianyi.distribution.actions import payouts as actions
from lianyi.distribution.actions import real_names, transfers
from lianyi.distribution.queries import payouts as queries
from lianyi.distribution.queries import prizes as prize_queries
from lianyi.distribution.queries import tax as tax_queries
from lianyi.distribution.rules import payouts as rules
from lianyi.distribution.rules import tax as tax_rules
from lianyi.distribution.types.payouts import Payout, PayoutState, Step
from lianyi.distribution.types.tax import RealName, Working
from lianyi.identity.edges import CurrentChannel, CurrentShopper
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.limits import rate_limit
from lianyi.kit.paging import Page, PageQuery, next_cursor
from lianyi.orders import queries as orders
from lianyi.orders.types import LineId

router = edge("/api/shop/distribution", tags=["shop: pay-outs"])
PayoutRef = Annotated[UUID, as_word("pyo")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=40)]
IdNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=18, max_length=18)]
Fen = Annotated[int, Field(ge=1, le=1_000_000_000)]


class RealNameOut(BaseModel):
    """Masked; `verified_at` is when WeChat paid somebody of this name."""

    name_masked: str
    id_masked: str
    consent_version: int
    consented_at: datetime
    verified_at: datetime | None


class ConsentText(BaseModel):
    """What somebody agrees to separately, in the language asked for; a new text has a new version."""

    version: int
    text: str


class RealNameState(BaseModel):
    """`given` is null until a real name was given, and after it was withdrawn."""

    given: RealNameOut | None
    consent: ConsentText


class RealNameIn(BaseModel):
    """Name and ID number as on the ID card, and the version of the text that was agreed to."""

    name: Name
    id_number: IdNumber
    consent_version: Annotated[int, Field(ge=1)]


class LimitsOut(BaseModel):
    min_fen: int
    max_fen: int
    day_fen: int
    day_count: int
    month_fen: int


class PayoutStart(BaseModel):
    """What somebody has before asking: `available_fen` may be below zero; `open_id` is the pay-out that has not ended."""

    available_fen: int
    held_fen: int
    real_name: RealNameOut | None
    limits: LimitsOut
    open_id: PayoutRef | None


class PreviewOut(BaseModel):
    """`gross_fen` − `fee_fen` − `tax_fen` = `net_fen`; `working` is the tax's arithmetic in words."""

    available_fen: int
    gross_fen: int
    fee_fen: int
    tax_fen: int
    net_fen: int
    month: date
    working: str
    is_reviewed: bool


class PayoutIn(BaseModel):
    amount_fen: Fen


class PayoutAsked(BaseModel):
    id: PayoutRef
    state: PayoutState


class PayoutHead(BaseModel):
    """`reason` says in words why it came to nothing; tax and net are an estimate until it was sent."""

    id: PayoutRef
    state: PayoutState
    state_text: str
    gross_fen: int
    fee_fen: int
    tax_fen: int
    net_fen: int
    reason: str | None
    requested_at: datetime
    sent_at: datetime | None
    confirm_until: datetime | None
    ended_at: datetime | None


class PayoutStepOut(BaseModel):
    at: datetime
    state: PayoutState
    state_text: str


class PaidLine(BaseModel):
    """A commission by its order line's goods, and what of it this pay-out pays; below zero for what is owed back.

    `title` null: the order is no longer kept.
    """

    order_line_id: Annotated[UUID, as_word("com")]
    title: str | None
    option_text: str
    amount_fen: int


class PayoutDetail(PayoutHead):
    """`working`: how the tax was worked out, once it was sent. `bill_no` is WeChat's number."""

    steps: list[PayoutStepOut]
    lines: list[PaidLine]
    working: str | None
    bill_no: str | None
    can_cancel: bool
    can_confirm: bool


class ConfirmOut(BaseModel):
    """The parameters of `requestMerchantTransfer`; the result it gives is not to be believed, the pay-out's state is."""

    mch_id: str
    app_id: str
    package: str
    open_id: str
    until: datetime | None


@router.get("/real-name")
async def real_name(session: Read, shopper: CurrentShopper, language: Language) -> RealNameState:
    """One's own real name, masked, and the text to agree to."""
    found = await tax_queries.real_name(session, shopper.person)
    return RealNameState(given=name_out(found), consent=consent_text(language))


@router.put("/real-name", dependencies=[rate_limit("10/hour", name="real-name")])
async def give_real_name(
    given: RealNameIn, session: Write, shopper: CurrentShopper, channel: CurrentChannel, language: Language
) -> RealNameState:
    """Give or correct one's real name, under a separate consent; only of whoever the shop pays."""
    await prize_queries.assert_paid(session, shopper.person)
    await real_names.give_real_name(
        session, shopper.person, given.name, given.id_number, given.consent_version, channel.value
    )
    return await real_name(session, shopper, language)


@router.delete("/real-name", status_code=204)
async def withdraw_real_name(session: Write, shopper: CurrentShopper, channel: CurrentChannel) -> None:
    """Take the consent back; refused while a pay-out is under way."""
    await real_names.withdraw_real_name(session, shopper.person, channel.value)


@router.get("/payouts/start")
async def start(session: Read, shopper: CurrentShopper) -> PayoutStart:
    """What there is to ask for, within which limits."""
    payee = await queries.payee_of(session, shopper.person)
    settings = await queries.settings(session)
    return PayoutStart(
        available_fen=await queries.available_fen(
            session, await queries.accountable(session, payee.person_id)
        ),
        held_fen=await queries.held_fen(session, await queries.places(session, payee.person_id)),
        real_name=name_out(await tax_queries.real_name(session, shopper.person)),
        limits=LimitsOut.model_validate(settings, from_attributes=True),
        open_id=await queries.open_payout(session, payee.person_id),
    )


@router.get("/payouts/preview")
async def preview(
    session: Read,
    shopper: CurrentShopper,
    language: Language,
    amount_fen: Annotated[int, Query(ge=1, le=1_000_000_000)],
) -> PreviewOut:
    """What a withdrawal of `amount_fen` would come to now."""
    payee = await queries.payee_of(session, shopper.person)
    found = await actions.preview(session, payee, amount_fen)
    working = found.working_en if language == "en" else found.working_zh
    return PreviewOut(
        available_fen=found.available_fen, gross_fen=found.gross_fen, fee_fen=found.fee_fen, tax_fen=found.tax_fen,
        net_fen=found.net_fen, month=found.month, working=working, is_reviewed=found.is_reviewed,
    )  # fmt: skip


@router.post("/payouts", status_code=201, dependencies=[rate_limit("20/minute", name="payout")])
async def ask(
    given: PayoutIn, session: Write, shopper: CurrentShopper, channel: CurrentChannel
) -> PayoutAsked:
    """Ask to be paid out."""
    payee = await queries.payee_of(session, shopper.person)
    payout_id = await actions.request(session, payee, given.amount_fen, channel)
    return PayoutAsked(id=payout_id, state=(await queries.payout(session, payout_id)).state)


@router.get("/payouts")
async def payouts(
    session: Read, shopper: CurrentShopper, paging: PageQuery, language: Language
) -> Page[PayoutHead]:
    """One's own pay-outs, newest first."""
    payee = await queries.payee_of(session, shopper.person)
    rows = await queries.own_payouts(session, payee.person_id, paging.after(datetime, UUID), paging.limit + 1)
    return Page(
        items=[head_out(row, language) for row in rows[: paging.limit]],
        next_cursor=next_cursor(rows, paging.limit, "requested_at", "id"),
    )


async def paid_lines(session: ReadSession, payout_id: UUID) -> list[PaidLine]:
    """What a pay-out pays, each commission by the goods it came of."""
    grouped = await orders.lines_of(session, await queries.orders_of(session, payout_id))
    goods = {line.id: line for lines in grouped.values() for line in lines}
    paid = []
    for one in await queries.items(session, payout_id):
        line = goods.get(LineId(one.commission_id))
        words = (line.title, line.option_text) if line else (None, "")
        paid.append(
            PaidLine(
                order_line_id=one.commission_id,
                title=words[0],
                option_text=words[1],
                amount_fen=one.amount_fen,
            )
        )
    return paid


@router.get("/payouts/{payout_id}")
async def payout(
    session: Read, shopper: CurrentShopper, payout_id: PayoutRef, language: Language
) -> PayoutDetail:
    """One pay-out with its steps, its commissions and its tax."""
    payee = await queries.payee_of(session, shopper.person)
    found = await queries.payout_for(session, payee.person_id, payout_id)
    return PayoutDetail(
        **head_out(found, language).model_dump(),
        steps=[step_out(one, language) for one in await queries.steps(session, payout_id)],
        lines=await paid_lines(session, payout_id),
        working=working_text(await tax_queries.working(session, payout_id), language),
        bill_no=found.bill_no,
        can_cancel=found.state in rules.CANCELLABLE,
        can_confirm=found.state is PayoutState.CONFIRMING and found.package_info is not None,
    )


@router.get("/payouts/{payout_id}/confirmation")
async def confirmation(session: Read, shopper: CurrentShopper, payout_id: PayoutRef) -> ConfirmOut:
    """What the client hands to WeChat so that the person can confirm."""
    payee = await queries.payee_of(session, shopper.person)
    found = await queries.payout_for(session, payee.person_id, payout_id)
    confirm = queries.confirmation(found)
    return ConfirmOut.model_validate(confirm, from_attributes=True)


@router.post(
    "/payouts/{payout_id}/confirmed", status_code=204, dependencies=[rate_limit("20/minute", name="payout")]
)
async def confirmed(session: Write, shopper: CurrentShopper, payout_id: PayoutRef) -> None:
    """The client says that the person confirmed: WeChat is asked now, and only its answer counts."""
    payee = await queries.payee_of(session, shopper.person)
    await queries.payout_for(session, payee.person_id, payout_id)
    await transfers.retry(session, payout_id)


@router.post("/payouts/{payout_id}/cancel", status_code=204)
async def cancel(session: Write, shopper: CurrentShopper, payout_id: PayoutRef) -> None:
    """Withdraw it, as long as it is not confirmed."""
    payee = await queries.payee_of(session, shopper.person)
    await queries.payout_for(session, payee.person_id, payout_id)
    await actions.cancel(session, payout_id, actions.SHOPKEEPER)


def consent_text(language: str) -> ConsentText:
    text = tax_rules.CONSENT_EN if language == "en" else tax_rules.CONSENT_ZH
    return ConsentText(version=tax_rules.CONSENT_VERSION, text=text)


def name_out(found: RealName | None) -> RealNameOut | None:
    return None if found is None else RealNameOut.model_validate(found, from_attributes=True)


def state_text(state: PayoutState, language: str) -> str:
    zh, en = rules.STATE_WORDS[state]
    return en if language == "en" else zh


def reason_text(found: Payout, language: str) -> str | None:
    if found.reason is None:
        return None
    zh, en = rules.why_words(found.state, found.reason)
    return en if language == "en" else zh


def working_text(found: Working | None, language: str) -> str | None:
    if found is None:
        return None
    zh, en = tax_rules.words(found)
    return en if language == "en" else zh


def head_out(found: Payout, language: str) -> PayoutHead:
    return PayoutHead(
        id=found.id, state=found.state, state_text=state_text(found.state, language), gross_fen=found.gross_fen,
        fee_fen=found.fee_fen, tax_fen=found.tax_fen, net_fen=found.net_fen, reason=reason_text(found, language),
        requested_at=found.requested_at, sent_at=found.sent_at, confirm_until=found.confirm_until,
        ended_at=found.ended_at,
    )  # fmt: skip


def step_out(found: Step, language: str) -> PayoutStepOut:
    return PayoutStepOut(at=found.at, state=found.state, state_text=state_text(found.state, language))
