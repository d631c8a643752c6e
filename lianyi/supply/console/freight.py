"""Freight templates as the merchant's staff see them."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from lianyi.identity.edges import require
from lianyi.identity.types import Staff
from lianyi.kit.http import Read, Write, edge
from lianyi.kit.ids import as_word
from lianyi.supply import actions, queries
from lianyi.supply.rules import FEE_FEN_MAX, FIRST_MAX, REGIONS_MAX, RULES_MAX
from lianyi.supply.types import FreightKind, FreightRule, FreightTemplate

router = edge("/api/console/freight-templates", tags=["console: freight"])
TemplateRef = Annotated[UUID, as_word("frt")]
Writer = Annotated[Staff, require("goods.write")]
Fee = Annotated[int, Field(ge=0, le=FEE_FEN_MAX)]
Load = Annotated[int, Field(ge=1, le=FIRST_MAX)]


class FreightRuleIO(BaseModel):
    """`regions`: six-digit codes of GB/T 2260, or `*` for everywhere else; `first` and `step` in grams or pieces."""

    regions: Annotated[list[Annotated[str, Field(max_length=6)]], Field(max_length=REGIONS_MAX)]
    first: Load = 1
    first_fen: Fee = 0
    step: Load = 1
    step_fen: Fee = 0
    free_from_fen: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    excluded: bool = False


class FreightTemplateIn(BaseModel):
    name: Annotated[str, Field(min_length=1, max_length=40)]
    kind: FreightKind
    rules: Annotated[list[FreightRuleIO], Field(max_length=RULES_MAX)] = []
    is_default: bool = False


class FreightTemplateChange(FreightTemplateIn):
    """`version` as it was read; somebody else's change in between is refused (stale_version)."""

    version: int


class FreightTemplateOut(FreightTemplateChange):
    id: TemplateRef


class FreightTemplatesOut(BaseModel):
    items: list[FreightTemplateOut]


@router.get("", dependencies=[require("goods.read")])
async def templates(session: Read) -> FreightTemplatesOut:
    """Every freight template, the default one first."""
    found = await queries.freight_templates(session)
    return FreightTemplatesOut(items=[_out(template) for template in found.values()])


@router.post("", status_code=201)
async def add(draft: FreightTemplateIn, session: Write, staff: Writer) -> FreightTemplateOut:
    """Add a template; the first one becomes the default."""
    return _out(await actions.create_freight_template(session, staff, _draft(draft)))


@router.put("/{template_id}")
async def change(
    template_id: TemplateRef, draft: FreightTemplateChange, session: Write, staff: Writer
) -> FreightTemplateOut:
    """Replace a template; orders placed before keep what they paid."""
    return _out(
        await actions.change_freight_template(session, staff, template_id, _draft(draft), draft.version)
    )


@router.delete("/{template_id}", status_code=204)
async def drop(template_id: TemplateRef, session: Write, staff: Writer) -> None:
    """Delete a template that no product uses."""
    await actions.drop_freight_template(session, staff, template_id)


def _draft(given: FreightTemplateIn) -> actions.FreightDraft:
    return actions.FreightDraft(
        name=given.name.strip(),
        kind=given.kind,
        rules=[FreightRule(**{**rule.model_dump(), "regions": tuple(rule.regions)}) for rule in given.rules],
        is_default=given.is_default,
    )


def _out(template: FreightTemplate) -> FreightTemplateOut:
    return FreightTemplateOut(
        id=template.id, name=template.name, kind=template.kind, is_default=template.is_default,
        version=template.version,
        rules=[
            FreightRuleIO(
                regions=list(rule.regions), first=rule.first, first_fen=rule.first_fen, step=rule.step,
                step_fen=rule.step_fen, free_from_fen=rule.free_from_fen, excluded=rule.excluded,
            )
            for rule in template.rules
        ],
    )  # fmt: skip
