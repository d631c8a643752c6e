"""Becoming a shopkeeper, one's own place, inviting others. Free, always."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from lianyi.distribution.actions import shopkeepers as actions
from lianyi.distribution.actions.shopkeepers import Application
from lianyi.distribution.queries import payouts
from lianyi.distribution.queries import shopkeepers as queries
from lianyi.distribution.rules import joining as rules
from lianyi.distribution.shop.principal import CurrentShopkeeper
from lianyi.distribution.shop.shapes import InviteRef, MyPlace, Said
from lianyi.distribution.types.shopkeepers import Invite, JoinSettings, JoinWay, Keeper
from lianyi.identity.edges import CurrentShopper, MaybeShopper, Version
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.limits import rate_limit

router = edge("/api/shop/distribution", tags=["shop: shopkeepers"])
CODE = Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=20)]


class AgreementOut(BaseModel):
    version: Version
    body_zh: str
    body_en: str
    published_at: datetime


class JoiningOut(BaseModel):
    """`ways` is empty while the shop takes on nobody; `mine` is null for who never applied. It costs nothing."""

    ways: list[JoinWay]
    probation_days: int
    agreement: AgreementOut | None
    mine: MyPlace | None
    fee_fen: int = 0


@router.get("/joining")
async def read_joining(session: Read, shopper: MaybeShopper) -> JoiningOut:
    """How one becomes a shopkeeper here, what is signed, and where I stand."""
    settings = await queries.join_settings(session)
    signed = await queries.agreement_if_any(session)
    keeper = await queries.keeper_of_person(session, shopper.person) if shopper else None
    return JoiningOut(
        ways=list(settings.ways), probation_days=settings.probation_days,
        agreement=AgreementOut.model_validate(signed, from_attributes=True) if signed else None,
        mine=None if keeper is None else await place_of(session, keeper),
    )  # fmt: skip


def _place(keeper: Keeper, settings: JoinSettings, newest: int, *, sold: bool) -> MyPlace:
    return MyPlace(
        id=keeper.id, state=keeper.state, way=keeper.way, grade=keeper.grade,
        grade_name=queries.grade_name(settings, keeper.grade), agreement_version=keeper.agreement_version,
        must_sign=keeper.agreement_version < newest, applied_at=keeper.applied_at,
        decided_words=keeper.decided_words, probation_until=keeper.probation_until,
        suspended_until=keeper.suspended_until, suspended_words=keeper.suspended_words,
        sold=sold,
    )  # fmt: skip


async def place_of(session: ReadSession, keeper: Keeper) -> MyPlace:
    """A shopkeeper's place as they see it."""
    signed = await queries.agreement_if_any(session)
    sold = await payouts.payee_if_any(session, keeper.person_id) is not None
    return _place(keeper, await queries.join_settings(session), signed.version if signed else 0, sold=sold)


class JoinIn(BaseModel):
    """`is_adult`: I am at least 18. `agreement_version`: what I read and agree to. `code`: of an invitation."""

    agreement_version: Version
    is_adult: bool
    words: Said = ""
    code: CODE | None = None


@router.post("/joining", status_code=201, dependencies=[rate_limit("10/hour", name="joining")])
async def join(session: Write, shopper: CurrentShopper, given: JoinIn) -> MyPlace:
    """Become a shopkeeper, or apply where the shop reviews. Nothing is paid and nothing has to be bought."""
    application = Application(given.agreement_version, given.is_adult, given.words, given.code)
    return await place_of(session, await actions.join(session, shopper, application))


@router.delete("/joining", status_code=204)
async def withdraw_application(session: Write, shopper: CurrentShopper) -> None:
    """Take my application back while the shop has not decided. I may apply again at once."""
    await actions.withdraw_application(session, shopper)


@router.get("/me")
async def read_my_place(session: Read, keeper: CurrentShopkeeper) -> MyPlace:
    """My place as a shopkeeper."""
    return await place_of(session, await queries.keeper(session, keeper.id))


class AgreementSigned(BaseModel):
    version: Version


@router.post("/me/agreement", status_code=204)
async def sign_again(session: Write, keeper: CurrentShopkeeper, given: AgreementSigned) -> None:
    """I read and agree to the newest agreement."""
    await actions.sign_again(session, keeper, given.version)


class LeaveIn(BaseModel):
    words: Said = ""


@router.post("/me/leave")
async def leave(session: Write, keeper: CurrentShopkeeper, given: LeaveIn) -> MyPlace:
    """Stop selling for good. My customers are free; what I earned stays mine and is paid out as before."""
    return await place_of(session, await actions.leave(session, keeper, keeper.id, given.words))


class InviteOut(BaseModel):
    id: InviteRef
    code: str
    note: str
    uses_max: int
    used: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


class InvitesOut(BaseModel):
    items: list[InviteOut]


def invite_out(invite: Invite) -> InviteOut:
    """A code as its maker sees it."""
    return InviteOut.model_validate(invite, from_attributes=True)


class OwnInviteIn(BaseModel):
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    uses_max: Annotated[int, Field(ge=1, le=rules.OWN_INVITE_USES)] = 1


@router.get("/me/invites")
async def my_invites(session: Read, keeper: CurrentShopkeeper) -> InvitesOut:
    """Codes that I gave out, the newest first; whoever comes by one earns me nothing."""
    return InvitesOut(items=[invite_out(one) for one in await queries.invites(session, keeper.id, None, 50)])


@router.post("/me/invites", status_code=201)
async def make_invite(session: Write, keeper: CurrentShopkeeper, given: OwnInviteIn) -> InviteOut:
    """Make a code for somebody I know; it runs out in 30 days."""
    return invite_out(await actions.invite(session, keeper, note=given.note, uses_max=given.uses_max))


@router.delete("/me/invites/{invite_id}", status_code=204)
async def drop_invite(session: Write, keeper: CurrentShopkeeper, invite_id: InviteRef) -> None:
    """Revoke a code of mine."""
    await actions.revoke_invite(session, keeper, invite_id)
