"""Saving the program: levels and points as the staff wants them, within the law, the sense of steps and the margin."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any
from uuid import UUID

from lianyi.catalog import queries as catalog
from lianyi.identity import actions as identity
from lianyi.identity.types import Change, Staff
from lianyi.kit.db import Session
from lianyi.kit.ids import encode, new_id
from lianyi.members import queries, store
from lianyi.members.actions.margins import claim
from lianyi.members.errors import CardSkuUnknown, LevelHeld, LevelUnknown, ProgramInvalid, StaleProgram
from lianyi.members.rules import levels as rules
from lianyi.members.rules import words
from lianyi.members.types import Level, LevelDraft, LevelId, Program

identity.name_acts(
    {
        "members.program_changed": ("修改会员规则", "Member rules changed"),
        "members.prices_changed": ("修改会员价", "Member prices changed"),
    }
)


async def save_program(
    session: Session, staff: Staff, plan: Program, drafts: Sequence[LevelDraft], *, accept_unknown_cost: bool = False
) -> list[Level]:  # fmt: skip
    """Write points and levels, from the lowest level up, and claim what they may cost in the profit gate.

    `plan.version` is the one that was read. Who holds a level keeps it; a level that somebody holds is not removed.
    Raises ProgramInvalid, CardSkuUnknown, LevelUnknown, LevelHeld, StaleProgram, MarginTooThin, CostUnknown.
    """
    for problem in rules.program_problems(plan, drafts):
        raise problem
    before, old = await queries.program(session), await queries.levels(session)
    known = {level.id: level for level in old}
    for draft in drafts:
        if draft.id is not None and draft.id not in known:
            raise LevelUnknown(field="levels")
    await _assert_cards(session, drafts)
    levels = [_level(rank, draft) for rank, draft in enumerate(drafts, start=1)]
    await _assert_unheld(session, known, {level.id for level in levels})
    if not await session.run(store.SET_PROGRAM, **asdict(plan)):
        raise StaleProgram
    await session.later(store.DROP_LEVELS, kept=[level.id for level in levels])
    await session.later(store.DROP_PRICES_OF, kept=[level.id for level in levels])
    for level in levels:
        await session.later(store.SET_LEVEL, **asdict(level))
    await claim(session, plan, levels, accept_unknown_cost=accept_unknown_cost)
    await identity.note_change(
        session, staff,
        Change("members.program_changed", "members", before=_told(before, old), after=_told(plan, levels)),
    )  # fmt: skip
    return levels


def _level(rank: int, draft: LevelDraft) -> Level:
    fields = asdict(draft) | {"id": LevelId(draft.id or new_id()), "rank": rank, "name": draft.name.strip()}
    return Level(**fields)


def _told(plan: Program, levels: Sequence[Level]) -> dict[str, Any]:
    return {"rules": list(words.rules_text(plan, levels)[0])}


async def _assert_cards(session: Session, drafts: Sequence[LevelDraft]) -> None:
    wanted = [draft.card_sku_id for draft in drafts if draft.card_sku_id is not None]
    if len(set(wanted)) != len(wanted):
        raise ProgramInvalid("levels", "一种会员卡只能对应一个等级", "A card brings one level only")
    found = await catalog.worth(session, wanted)
    for index, draft in enumerate(drafts):
        if draft.card_sku_id is not None and draft.card_sku_id not in found:
            raise CardSkuUnknown(field=f"levels.{index}.card_sku_id", name=draft.name)


async def _assert_unheld(session: Session, known: Mapping[LevelId, Level], kept: set[LevelId]) -> None:
    for figure in await queries.level_figures(session):
        level = known.get(LevelId(figure.level_id))
        if level is not None and level.id not in kept:
            raise LevelHeld(name=level.name, people=figure.people)


async def set_prices(
    session: Session, staff: Staff, sku_ids: Sequence[UUID], prices: Sequence[tuple[UUID, UUID, int | None]], *,
    accept_unknown_cost: bool = False,
) -> None:  # fmt: skip
    """Write the prices of their own of some SKUs anew, as (level, SKU, fen); None: no member price there.

    Raises LevelUnknown, ProgramInvalid, MarginTooThin, CostUnknown; nothing has moved then.
    """
    plan, levels = await queries.program(session), await queries.levels(session)
    known = {level.id for level in levels}
    if any(level_id not in known for level_id, _, _ in prices):
        raise LevelUnknown(field="prices")
    if any(sku_id not in sku_ids for _, sku_id, _ in prices):
        raise ProgramInvalid("prices", "价格和商品不一致", "A price names a SKU that is not being set")
    before = await queries.sku_prices(session, sku_ids)
    await session.later(store.CLEAR_PRICES, sku_ids=list(sku_ids))
    await session.later(
        store.SET_PRICES, level_ids=[one for one, _, _ in prices], sku_ids=[one for _, one, _ in prices],
        prices_fen=[one for _, _, one in prices],
    )  # fmt: skip
    await claim(session, plan, levels, accept_unknown_cost=accept_unknown_cost)
    names = {level.id: level.name for level in levels}
    await identity.note_change(
        session, staff,
        Change(
            "members.prices_changed", ",".join(encode("sku", sku_id) for sku_id in sku_ids[:5]),
            before={names.get(LevelId(one.level_id), ""): one.price_fen for one in before},
            after={names[LevelId(level_id)]: price_fen for level_id, _, price_fen in prices},
        ),
    )  # fmt: skip
