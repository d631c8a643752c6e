"""How a shop takes on shopkeepers and whose customers are whose: settings, agreement, pool, the rule's versions."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.distribution.actions.shopkeepers import settings_words
from lianyi.distribution.errors.bindings import RuleInvalid
from lianyi.distribution.errors.shopkeepers import NotInPool, SettingsChanged
from lianyi.distribution.queries import bindings, shopkeepers
from lianyi.distribution.rules.joining import check_words
from lianyi.distribution.store import bindings as rule_store
from lianyi.distribution.store import shopkeepers as store
from lianyi.distribution.types.bindings import AttributionRule, TouchRule
from lianyi.distribution.types.shopkeepers import JoinSettings
from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff
from lianyi.kit import wire
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.rulebook.content import Place
from lianyi.rulebook.distribution import JoinFacts, check_join
from lianyi.rulebook.refusal import obey

identity.name_acts(
    {
        "shopkeepers.settings_changed": ("修改店主加入设置", "Settings of joining changed"),
        "shopkeepers.agreement_published": ("发布店主协议", "Shopkeeper agreement published"),
        "shopkeepers.pool_changed": ("修改选品池", "Pool of goods changed"),
        "shopkeepers.rule_changed": ("修改客户归属规则", "Rule of whose customer changed"),
    }
)
POOL_MAX = 2000


async def set_join(session: Session, staff: Staff, wanted: JoinSettings) -> JoinSettings:
    """Change how people join; `wanted.version` is the one that was looked at.

    Raises:
        AgreementMissing: a way is to be opened before there is anything to sign.
        AgainstTheRules: what the rulebook finds in it; fees and purchases cannot even be said here.
        SettingsChanged: somebody else was quicker.
    """
    if wanted.ways:
        signed = await shopkeepers.agreement(session)
        obey(check_join(JoinFacts(agreement_version=signed.version), business_day(session.now)))
    before = await shopkeepers.join_settings(session)
    version = None
    if before.version == wanted.version:
        version = await session.maybe(
            store.SET_JOIN, ways=list(wanted.ways), probation_days=wanted.probation_days, picks_max=wanted.picks_max,
            pool_all=wanted.pool_all, grades=wire.dumps([asdict(grade) for grade in wanted.grades]).decode(),
            version=wanted.version,
        )  # fmt: skip
    if version is None:
        raise SettingsChanged
    change = Change(
        "shopkeepers.settings_changed", "distribution", settings_words(before), settings_words(wanted)
    )
    await identity.note_change(session, staff, change)
    return await shopkeepers.join_settings(session)


async def publish_agreement(session: Session, staff: Staff, body_zh: str, body_en: str) -> int:
    """Publish a new version of what shopkeepers sign; earlier ones stay as they were signed. Gives its number.

    Raises AgainstTheRules for words that may not be published.
    """
    texts: dict[str, str | None] = {"body_zh": body_zh, "body_en": body_en}
    check_words(texts, Place.JOIN, business_day(session.now))
    version = await session.one(store.ADD_AGREEMENT, body_zh=body_zh, body_en=body_en, staff_id=staff.staff)
    await identity.note_change(
        session, staff, Change("shopkeepers.agreement_published", "distribution", None, {"version": version})
    )
    return version


async def set_pool(session: Session, staff: Staff, product_ids: Sequence[UUID]) -> None:
    """Replace the pool of goods that shopkeepers pick from. Raises NotInPool for what is not on the shelf."""
    wanted = sorted(set(product_ids))
    found = await catalog.cards_by_ids(session, wanted)
    if len(found) != len(wanted):
        raise NotInPool(field="product_ids")
    await session.later(store.DROP_POOL, product_ids=wanted)
    await session.later(store.PUT_POOL, product_ids=wanted)
    await identity.note_change(
        session, staff, Change("shopkeepers.pool_changed", "distribution", None, {"products": len(wanted)})
    )


@dataclass(frozen=True, slots=True)
class RuleDraft:
    """A version of the rule to be. `effective_at` None: now."""

    mode: TouchRule
    protection_days: int
    validity_days: int | None
    new_customers_only: bool
    effective_at: datetime | None = None


async def set_rule(session: Session, staff: Staff, draft: RuleDraft) -> AttributionRule:
    """Write the next version of whose customer somebody is. What was bound keeps the periods it was bound with.

    Raises:
        RuleInvalid: the protection is longer than the validity, or the rule would have been in effect already.
    """
    if draft.validity_days is not None and draft.protection_days > draft.validity_days:
        raise RuleInvalid(field="protection_days")
    effective_at = draft.effective_at or session.now
    if effective_at < session.now:
        raise RuleInvalid(field="effective_at")
    before = await bindings.rule_now(session)
    version = await session.one(
        rule_store.ADD_RULE, mode=draft.mode, protection_days=draft.protection_days,
        validity_days=draft.validity_days, new_customers_only=draft.new_customers_only, effective_at=effective_at,
        staff_id=staff.staff,
    )  # fmt: skip
    made = AttributionRule(
        version,
        draft.mode,
        draft.protection_days,
        draft.validity_days,
        draft.new_customers_only,
        effective_at,
    )
    change = Change("shopkeepers.rule_changed", "distribution", _rule_words(before), _rule_words(made))
    await identity.note_change(session, staff, change)
    return made


def _rule_words(rule: AttributionRule) -> dict[str, object]:
    return {
        "version": rule.version, "mode": rule.mode, "protection_days": rule.protection_days,
        "validity_days": rule.validity_days, "new_customers_only": rule.new_customers_only,
    }  # fmt: skip
