"""Reads of supply: freight templates, and what carrying goods costs."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from lianyi.identity.queries import opening_steps
from lianyi.kit import wire
from lianyi.kit.db import ReadSession, Soon, Statement
from lianyi.supply import rules
from lianyi.supply.errors import FreightTemplateGone
from lianyi.supply.types import (
    FreightKind,
    FreightRule,
    FreightTemplate,
    FreightTemplateId,
)

TEMPLATES_MAX = 200


@dataclass(frozen=True, slots=True)
class TemplateRow:
    id: UUID
    name: str
    kind: FreightKind
    rules: list[dict[str, Any]]
    is_default: bool
    version: int


TEMPLATES = Statement(
    """
    select id, name, kind, rules, is_default, version from supply_freight_template
    where tenant_id = %(tenant)s order by is_default desc, name limit %(limit)s
    """,
    TemplateRow,
)


HAS_ANY = Statement(
    "select exists (select 1 from supply_freight_template where tenant_id = %(tenant)s)", bool
)


async def freight_templates(session: ReadSession) -> dict[FreightTemplateId, FreightTemplate]:
    """Every template of the tenant, the default one first. One statement."""
    return await (await freight_templates_soon(session))


async def freight_templates_soon(session: ReadSession) -> Soon[dict[FreightTemplateId, FreightTemplate]]:
    """`freight_templates`, on its way."""
    return await session.soon(
        TEMPLATES, lambda rows: {FreightTemplateId(row.id): _template(row) for row in rows},
        limit=TEMPLATES_MAX,
    )  # fmt: skip


async def freight_template(session: ReadSession, template_id: UUID) -> FreightTemplate:
    """One template. Raises FreightTemplateGone."""
    found = (await freight_templates(session)).get(FreightTemplateId(template_id))
    if found is None:
        raise FreightTemplateGone(field="freight_template_id")
    return found


# What carrying lines to a region costs by given templates; pure.
freight_by = rules.freight


@opening_steps.answer("has_freight")
async def has_freight(session: ReadSession, _: None) -> bool:
    """Whether the merchant said what carrying costs."""
    return await session.one(HAS_ANY)


def _template(row: TemplateRow) -> FreightTemplate:
    return FreightTemplate(
        id=FreightTemplateId(row.id),
        name=row.name,
        kind=row.kind,
        rules=tuple(wire.typed(rule, FreightRule) for rule in row.rules),
        is_default=row.is_default,
        version=row.version,
    )
