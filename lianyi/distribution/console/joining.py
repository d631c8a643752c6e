"""How the shop takes on shopkeepers: ways, agreement, pool, invitations, and the rule of whose customer somebody is."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import BaseModel, Field, StringConstraints, model_validator

from lianyi.distribution.actions import arranging, shopkeepers
from lianyi.distribution.actions.arranging import RuleDraft
from lianyi.distribution.console.shapes import ShopkeeperRef
from lianyi.distribution.queries import bindings, micro_shops
from lianyi.distribution.queries import shopkeepers as queries
from lianyi.distribution.rules import joining as rules
from lianyi.distribution.types.bindings import AttributionRule, TouchRule
from lianyi.distribution.types.shopkeepers import Grade, JoinSettings, JoinWay
from lianyi.identity.edges import Version, require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.kit.paging import Page, PageQuery, next_cursor

router = edge("/api/console/distribution", tags=["console: shopkeepers"])
MayRead = Annotated[Staff, require("shopkeepers.read")]
MayWrite = Annotated[Staff, require("shopkeepers.write")]
GoodsRef = Annotated[UUID, as_word("prd")]
InviteRef = Annotated[UUID, as_word("inv")]
Days = Annotated[int, Field(ge=0, le=3650)]
Body = Annotated[str, StringConstraints(strip_whitespace=True, min_length=20, max_length=20_000)]


class GradeDraft(BaseModel):
    """`own_sales_fen`: own sales of 90 days that reach it by themselves; null: by staff alone. Never by recruits."""

    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=12)]
    own_sales_fen: Annotated[int, Field(ge=1, le=10**12)] | None = None


class JoiningSettings(BaseModel):
    """`ways` empty: nobody joins. There is no fee to set: the law has none. `version`: of what was looked at, 0 at first."""

    ways: Annotated[list[JoinWay], Field(max_length=3)]
    probation_days: Annotated[int, Field(ge=0, le=365)]
    picks_max: Annotated[int, Field(ge=1, le=500)]
    pool_all: bool
    grades: Annotated[list[GradeDraft], Field(min_length=1, max_length=rules.GRADES_MAX)]
    version: Annotated[int, Field(ge=0)]

    @model_validator(mode="after")
    def _ways_once(self) -> Self:
        if len(set(self.ways)) != len(self.ways):
            raise ValueError("a way stands there twice")
        return self


def _settings(settings: JoinSettings) -> JoiningSettings:
    return JoiningSettings(
        ways=list(settings.ways), probation_days=settings.probation_days, picks_max=settings.picks_max,
        pool_all=settings.pool_all, version=settings.version,
        grades=[GradeDraft(name=grade.name, own_sales_fen=grade.own_sales_fen) for grade in settings.grades],
    )  # fmt: skip


@router.get("/joining")
async def read_settings(session: Read, _staff: MayRead) -> JoiningSettings:
    """How people become shopkeepers here."""
    return _settings(await queries.join_settings(session))


@router.put("/joining")
async def change_settings(session: Write, staff: MayWrite, given: JoiningSettings) -> JoiningSettings:
    """Change it. A way opens only once an agreement is published."""
    wanted = JoinSettings(
        tuple(given.ways), given.probation_days, given.picks_max, given.pool_all,
        tuple(Grade(grade.name, grade.own_sales_fen) for grade in given.grades), given.version,
    )  # fmt: skip
    return _settings(await arranging.set_join(session, staff, wanted))


class AgreementIn(BaseModel):
    body_zh: Body
    body_en: Body


class PublishedAgreement(AgreementIn):
    version: Version
    published_at: datetime


class PublishedAgreements(BaseModel):
    items: list[PublishedAgreement]


@router.get("/agreements")
async def read_agreements(session: Read, _staff: MayRead) -> PublishedAgreements:
    """Every version that was published, the newest first."""
    rows = await queries.agreements(session)
    return PublishedAgreements(
        items=[PublishedAgreement.model_validate(row, from_attributes=True) for row in rows]
    )


@router.post("/agreements", status_code=201)
async def publish_agreement(session: Write, staff: MayWrite, given: AgreementIn) -> PublishedAgreement:
    """Publish a new version; whoever signed an earlier one is asked to read it and keeps selling meanwhile."""
    version = await arranging.publish_agreement(session, staff, given.body_zh, given.body_en)
    made = await queries.agreement(session, version)
    return PublishedAgreement.model_validate(made, from_attributes=True)


class Pool(BaseModel):
    """Goods that shopkeepers may pick from, where the shop does not let them pick from all of the shelf."""

    product_ids: Annotated[list[GoodsRef], Field(max_length=arranging.POOL_MAX)]


@router.get("/pool")
async def read_pool(session: Read, _staff: MayRead) -> Pool:
    """The pool."""
    return Pool(product_ids=await micro_shops.pool(session, None, arranging.POOL_MAX))


@router.put("/pool")
async def set_pool(session: Write, staff: MayWrite, given: Pool) -> Pool:
    """Replace the pool."""
    await arranging.set_pool(session, staff, given.product_ids)
    return Pool(product_ids=await micro_shops.pool(session, None, arranging.POOL_MAX))


# -- whose customer ------------------------------------------------------------------------------------------------


class AttributionRuleIn(BaseModel):
    """`validity_days` null: until somebody else's. `effective_at` null: now. What is bound keeps its own periods."""

    mode: TouchRule
    protection_days: Days
    validity_days: Annotated[int, Field(ge=1, le=3650)] | None
    new_customers_only: bool
    effective_at: datetime | None = None


class AttributionRuleOut(BaseModel):
    """A version of the rule; 0 is what held before anybody said anything. `in_force`: now."""

    version: int
    mode: TouchRule
    protection_days: int
    validity_days: int | None
    new_customers_only: bool
    effective_at: datetime
    in_force: bool


class AttributionRules(BaseModel):
    items: list[AttributionRuleOut]


def _rule(one: AttributionRule, in_force: int) -> AttributionRuleOut:
    return AttributionRuleOut(
        version=one.version, mode=one.mode, protection_days=one.protection_days, validity_days=one.validity_days,
        new_customers_only=one.new_customers_only, effective_at=one.effective_at, in_force=one.version == in_force,
    )  # fmt: skip


@router.get("/rules")
async def read_rules(session: Read, _staff: MayRead) -> AttributionRules:
    """Every version of the rule, the newest first."""
    now = await bindings.rule_now(session)
    return AttributionRules(
        items=[_rule(one, now.version) for one in reversed(await bindings.rules(session))]
    )


@router.post("/rules", status_code=201)
async def set_rule(session: Write, staff: MayWrite, given: AttributionRuleIn) -> AttributionRuleOut:
    """Write the next version of the rule."""
    made = await arranging.set_rule(session, staff, RuleDraft(**given.model_dump()))
    return _rule(made, (await bindings.rule_now(session)).version)


# -- invitations ---------------------------------------------------------------------------------------------------


class InviteDraft(BaseModel):
    note: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    uses_max: Annotated[int, Field(ge=1, le=1000)] = 1
    days: Annotated[int, Field(ge=1, le=365)] = rules.INVITE_DAYS


class GivenInvite(BaseModel):
    """`shopkeeper_id` null: of the staff."""

    id: InviteRef
    code: str
    shopkeeper_id: ShopkeeperRef | None
    note: str
    uses_max: int
    used: int
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


@router.get("/invites")
async def list_invites(session: Read, _staff: MayRead, paging: PageQuery) -> Page[GivenInvite]:
    """Codes of the staff and of shopkeepers, the newest first."""
    rows = await queries.invites(session, None, paging.after(datetime, UUID), paging.limit + 1)
    items = [GivenInvite.model_validate(row, from_attributes=True) for row in rows[: paging.limit]]
    return Page(items=items, next_cursor=next_cursor(rows, paging.limit, "created_at", "id"))


@router.post("/invites", status_code=201)
async def make_invite(session: Write, staff: MayWrite, given: InviteDraft) -> GivenInvite:
    """Make a code that lets people in."""
    made = await shopkeepers.invite(session, staff, note=given.note, uses_max=given.uses_max, days=given.days)
    return GivenInvite.model_validate(made, from_attributes=True)


@router.delete("/invites/{invite_id}", status_code=204)
async def revoke_invite(session: Write, staff: MayWrite, invite_id: InviteRef) -> None:
    """A code lets nobody in any more."""
    await shopkeepers.revoke_invite(session, staff, invite_id)
