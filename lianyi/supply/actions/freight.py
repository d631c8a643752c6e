"""The verbs of supply: freight templates."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff, System
from lianyi.kit import wire
from lianyi.kit.db import Session
from lianyi.kit.ids import encode, new_id
from lianyi.supply import queries, rules, store
from lianyi.supply.errors import (
    DefaultFreightTemplateStays,
    FreightTemplateInUse,
    FreightTemplateNameTaken,
    FreightTemplatesFull,
    FreightTemplateStale,
)
from lianyi.supply.types import FreightKind, FreightRule, FreightTemplate, FreightTemplateId

identity.name_acts(
    {
        "freight.added": ("新建运费模板", "Freight template added"),
        "freight.changed": ("修改运费模板", "Freight template changed"),
        "freight.dropped": ("删除运费模板", "Freight template deleted"),
    }
)


@dataclass(frozen=True, slots=True)
class FreightDraft:
    """A template as staff wrote it; the first one of a shop is its default whatever it says."""

    name: str
    kind: FreightKind
    rules: Sequence[FreightRule]
    is_default: bool = False


async def create_freight_template(
    session: Session, by: Staff | System, draft: FreightDraft
) -> FreightTemplate:
    """Add a template. Raises FreightTemplateInvalid, FreightTemplateNameTaken, FreightTemplatesFull."""
    rules.check_template(draft.kind, draft.rules)
    if len(await queries.freight_templates(session)) >= queries.TEMPLATES_MAX:
        raise FreightTemplatesFull(limit=queries.TEMPLATES_MAX)
    template_id = FreightTemplateId(new_id())
    await session.later(store.LOCK)
    made = await session.maybe(store.ADD, id=template_id, is_default=draft.is_default, **_columns(draft))
    if made is None:
        raise FreightTemplateNameTaken(field="name", name=draft.name)
    if draft.is_default:
        await session.later(store.ONE_DEFAULT, id=template_id)
    await _note(session, by, "freight.added", template_id, draft)
    return await queries.freight_template(session, template_id)


async def change_freight_template(
    session: Session, by: Staff | System, template_id: UUID, draft: FreightDraft, version: int
) -> FreightTemplate:
    """Replace a template; orders placed before keep what they paid.

    Raises FreightTemplateInvalid, FreightTemplateGone, FreightTemplateNameTaken, FreightTemplateStale.
    """
    rules.check_template(draft.kind, draft.rules)
    await session.later(store.LOCK)
    changed = await session.run(
        store.CHANGE, id=template_id, version=version, is_default=draft.is_default, **_columns(draft)
    )
    if not changed:
        known = await queries.freight_template(session, template_id)
        if known.version != version:
            raise FreightTemplateStale
        raise FreightTemplateNameTaken(field="name", name=draft.name)
    if draft.is_default:
        await session.later(store.ONE_DEFAULT, id=template_id)
    await _note(session, by, "freight.changed", template_id, draft)
    return await queries.freight_template(session, template_id)


async def drop_freight_template(session: Session, by: Staff, template_id: UUID) -> None:
    """Delete a template that no product uses.

    Raises FreightTemplateGone, FreightTemplateInUse, DefaultFreightTemplateStays.
    """
    await session.later(store.LOCK)
    await session.later(store.HOLD_TO_DROP, id=template_id)
    known = await queries.freight_template(session, template_id)
    count = await catalog.templates_in_use(session, template_id)
    if count:
        raise FreightTemplateInUse(count=count)
    if not await session.run(store.DROP, id=template_id):
        raise DefaultFreightTemplateStays
    change = Change("freight.dropped", encode("frt", template_id), before={"name": known.name})
    await identity.note_change(session, by, change)


def _columns(draft: FreightDraft) -> dict[str, str]:
    return {
        "name": draft.name,
        "kind": draft.kind.value,
        "rules": wire.dumps([asdict(rule) for rule in draft.rules]).decode(),
    }


async def _note(
    session: Session, by: Staff | System, act: str, template_id: UUID, draft: FreightDraft
) -> None:
    if isinstance(by, Staff):
        after = {"name": draft.name, "kind": draft.kind.value, "rules": len(draft.rules)}
        await identity.note_change(session, by, Change(act, encode("frt", template_id), after=after))
