"""Commission plans: versions, the editor's live example and gate, saving by two people; why an order paid what it paid."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from lianyi.distribution.actions import plans as actions
from lianyi.distribution.errors.plans import PlanWrong
from lianyi.distribution.queries import plans as queries
from lianyi.distribution.types.plans import PREFIXES, Base, Case, Grade, Plan, PlanDraft, Preview, Rule, Scope
from lianyi.identity.edges import WAITS, FreshCode, require, waiting
from lianyi.identity.types import Staff
from lianyi.kit.db import ReadSession
from lianyi.kit.http import Language, Read, Write, edge
from lianyi.kit.ids import InvalidId, as_word, decode, encode
from lianyi.kit.paging import Page, PageQuery, next_cursor

router = edge("/api/console/distribution", tags=["console: commission"])
PlanRef = Annotated[UUID, as_word("pln")]
SkuRef = Annotated[UUID, as_word("sku")]
Reader = Annotated[Staff, require("commission.read")]
Writer = Annotated[Staff, require("commission.write")]
Share = Annotated[int, Field(ge=0, le=10_000)]
Fen = Annotated[int, Field(ge=0, le=100_000_000)]


class RuleIn(BaseModel):
    """`scope_id`: `cmp_…`, `sku_…`, `prd_…` or `cat_…`, as the scope says; null for the whole shop."""

    scope: Scope
    scope_id: Annotated[str, Field(max_length=40)] | None = None
    rate_bp: Annotated[int, Field(ge=0, le=10_000)] | None = None
    fixed_fen: Fen | None = None
    cap_fen: Fen | None = None

    def rule(self, number: int) -> Rule:
        prefix = PREFIXES.get(self.scope)
        try:
            scope_id = decode(prefix, self.scope_id) if prefix and self.scope_id else None
        except InvalidId as wrong:
            raise PlanWrong(
                field=f"rules.{number}", why_zh=wrong.words("zh"), why_en=wrong.words("en")
            ) from None
        return Rule(self.scope, scope_id, self.rate_bp, self.fixed_fen, self.cap_fen)


class GradeIn(BaseModel):
    """`factor_bp` 12000: a fifth more than the rule says."""

    grade: Annotated[int, Field(ge=1, le=100)]
    factor_bp: Annotated[int, Field(ge=0, le=100_000)]


class DraftIn(BaseModel):
    effective_at: datetime
    base: Base = "paid"
    freeze_days: Annotated[int, Field(ge=0, le=365)] = 8
    order_share_bp: Share = 3000
    margin_share_bp: Share = 5000
    fulfilment_fen: Fen = 0
    reserve_bp: Share = 0
    target_bp: Share = 0
    rules: Annotated[list[RuleIn], Field(max_length=500)]
    grades: Annotated[list[GradeIn], Field(max_length=20)] = []
    note: Annotated[str, Field(max_length=500)] = ""
    accept_unknown_cost: bool = False

    def draft(self) -> PlanDraft:
        return PlanDraft(
            effective_at=self.effective_at, base=self.base, freeze_days=self.freeze_days,
            order_share_bp=self.order_share_bp, margin_share_bp=self.margin_share_bp,
            fulfilment_fen=self.fulfilment_fen, reserve_bp=self.reserve_bp, target_bp=self.target_bp,
            rules=tuple(rule.rule(number) for number, rule in enumerate(self.rules)),
            grades=tuple(Grade(one.grade, one.factor_bp) for one in self.grades), note=self.note.strip(),
            accept_unknown_cost=self.accept_unknown_cost,
        )  # fmt: skip


class RuleOut(RuleIn):
    """`title`: what the scope is called now; empty when it is gone."""

    title: str


class PlanOut(BaseModel):
    """A version. `in_force`: what orders placed now follow."""

    id: PlanRef
    version: int
    effective_at: datetime
    in_force: bool
    base: Base
    freeze_days: int
    order_share_bp: int
    margin_share_bp: int
    fulfilment_fen: int
    reserve_bp: int
    target_bp: int
    rules: list[RuleOut]
    grades: list[GradeIn]
    note: str
    accept_unknown_cost: bool
    saved_by: str
    saved_at: datetime


class FindingOut(BaseModel):
    rule: str
    text: str
    source: str


class CaseOut(BaseModel):
    """price - discounts - commission - cost - fulfilment - reserve - target = left."""

    sku_id: SkuRef
    title: str
    option_text: str
    grade: int
    scope: str
    price_fen: int
    discounts_fen: int
    commission_fen: int
    cost_fen: int | None
    fulfilment_fen: int
    reserve_fen: int
    target_fen: int
    left_fen: int
    ok: bool


class ExampleOut(BaseModel):
    """base x rate (or fixed) x factor = worked; what the limits leave of it is `amount_fen`, and `reason` names the limit."""

    sku_id: SkuRef
    title: str
    option_text: str
    price_fen: int
    cost_fen: int | None
    scope: str
    rate_bp: int | None
    fixed_fen: int | None
    factor_bp: int
    base_fen: int
    worked_fen: int
    amount_fen: int
    reason: str


class ForecastOut(BaseModel):
    days: int
    orders_30d: int
    basket_fen: int
    commission_fen: int
    rate_bp: int
    orders: int
    earned_fen: int
    share_bp: int
    cost_fen: int


class PreviewIn(DraftIn):
    """With a shopkeeper of `orders` orders a month, and `share_bp` of all orders by shopkeepers."""

    orders: Annotated[int, Field(ge=1, le=100_000)] = 20
    share_bp: Share = 3000
    grade: Annotated[int, Field(ge=1, le=100)] = 1


class PreviewOut(BaseModel):
    """`limiting`: the SKU that leaves least at its worst; null while nobody said what anything costs."""

    refused: list[FindingOut]
    warned: list[FindingOut]
    checked: int
    unknown_costs: int
    unsafe: int
    limiting: CaseOut | None
    worst: list[CaseOut]
    examples: list[ExampleOut]
    forecast: ForecastOut


class SaveIn(DraftIn):
    """`seen_version`: the newest version its writer has seen; 0 for the first plan."""

    seen_version: Annotated[int, Field(ge=0)]


class SavedOut(BaseModel):
    version: int


@router.get("/plans")
async def list_plans(session: Read, _staff: Reader, page: PageQuery) -> Page[PlanOut]:
    """Versions, newest first."""
    after = page.after(int)
    found = await queries.listed(session, after[0] if after else None, page.limit + 1)
    items = await _plans_out(session, found[: page.limit])
    return Page(items=items, next_cursor=next_cursor(found, page.limit, "version"))


@router.get("/plans/{plan_id}")
async def read_plan(session: Read, _staff: Reader, plan_id: PlanRef) -> PlanOut:
    """One version whole."""
    return (await _plans_out(session, [await queries.by_id(session, plan_id)]))[0]


@router.post("/plans/preview")
async def preview(session: Read, _staff: Reader, given: PreviewIn, language: Language) -> PreviewOut:
    """What a draft would mean: the law, the gate with its limiting case, examples, a month. Nothing is kept."""
    asked = actions.Asked(given.orders, given.share_bp, given.grade)
    return _preview_out(await actions.preview(session, given.draft(), asked), language)


@router.post("/plans", status_code=201, response_model=SavedOut, responses=WAITS)
async def save(session: Write, staff: Writer, given: SaveIn, code: FreshCode) -> SavedOut | JSONResponse:
    """Save a version when a second person agrees; alone with a code, at once."""
    waits = await actions.save(session, staff, given.draft(), given.seen_version, code)
    return waiting(waits) if waits else SavedOut(version=given.seen_version + 1)


async def _plans_out(session: ReadSession, plans: list[Plan]) -> list[PlanOut]:
    now = await queries.in_force(session, session.now)
    titles = await queries.scope_titles(session, [rule for plan in plans for rule in plan.rules])
    return [
        PlanOut(
            id=plan.id, version=plan.version, effective_at=plan.effective_at,
            in_force=now is not None and now.id == plan.id, base=plan.base, freeze_days=plan.freeze_days,
            order_share_bp=plan.order_share_bp, margin_share_bp=plan.margin_share_bp,
            fulfilment_fen=plan.fulfilment_fen, reserve_bp=plan.reserve_bp, target_bp=plan.target_bp,
            rules=[_rule_out(rule, titles.get(rule.scope_id, "")) for rule in plan.rules],
            grades=[GradeIn(grade=one.grade, factor_bp=one.factor_bp) for one in plan.grades], note=plan.note,
            accept_unknown_cost=plan.accept_unknown_cost, saved_by=plan.saved_by, saved_at=plan.saved_at,
        )
        for plan in plans
    ]  # fmt: skip


def _rule_out(rule: Rule, title: str) -> RuleOut:
    return RuleOut(
        scope=rule.scope, scope_id=encode(PREFIXES[rule.scope], rule.scope_id) if rule.scope_id else None,
        rate_bp=rule.rate_bp, fixed_fen=rule.fixed_fen, cap_fen=rule.cap_fen, title=title,
    )  # fmt: skip


def _preview_out(seen: Preview, language: str) -> PreviewOut:
    def told(found: tuple[tuple[str, str, str, str], ...]) -> list[FindingOut]:
        return [
            FindingOut(rule=code, text=en if language == "en" else zh, source=source)
            for code, zh, en, source in found
        ]

    return PreviewOut(
        refused=told(seen.refused), warned=told(seen.warned), checked=seen.checked,
        unknown_costs=seen.unknown_costs, unsafe=seen.unsafe,
        limiting=_case_out(seen.limiting) if seen.limiting else None,
        worst=[_case_out(case) for case in seen.worst],
        examples=[ExampleOut.model_validate(one, from_attributes=True) for one in seen.examples],
        forecast=ForecastOut.model_validate(seen.forecast, from_attributes=True),
    )  # fmt: skip


def _case_out(case: Case) -> CaseOut:
    return CaseOut.model_validate(case, from_attributes=True)
