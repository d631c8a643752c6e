"""What shopkeepers are told, and what becomes of their place when a person leaves or two turn out to be one."""

from datetime import datetime
from uuid import UUID

from lianyi.distribution.actions import shopkeepers as actions
from lianyi.distribution.events.bindings import CustomerBound
from lianyi.distribution.events.shopkeepers import DisputeAnswered, ShopkeeperStepped
from lianyi.distribution.queries import shopkeepers as queries
from lianyi.distribution.rules import notices
from lianyi.identity.events import PersonDeleted, PersonMerged
from lianyi.identity.types import System
from lianyi.kit.clock import business_day
from lianyi.kit.db import Session
from lianyi.kit.outbox import on
from lianyi.messages import actions as messages
from lianyi.messages.types import NoticeKind, NoticeValue

for declared in notices.KINDS:
    messages.declare(declared)

MERGED, GONE = "账号合并", "账号注销"


@on(ShopkeeperStepped)
async def tell_step(session: Session, fact: ShopkeeperStepped) -> None:
    """Say what the shop did: taken on, declined, suspended, open again. What one did oneself needs no notice."""
    kind = notices.BY_MOVE.get(fact.move)
    if kind is not None:
        await _tell(session, kind, fact.shopkeeper_id, fact.at.isoformat(), at=fact.at, why=fact.words)


@on(CustomerBound)
async def tell_new_customers(session: Session, fact: CustomerBound) -> None:
    """Once a business day, however many came."""
    day = business_day(session.now).isoformat()
    await _tell(session, notices.NEW_CUSTOMERS, fact.shopkeeper_id, day, at=fact.at, why="")


@on(DisputeAnswered)
async def tell_answer(session: Session, fact: DisputeAnswered) -> None:
    await _tell(
        session, notices.APPEAL_ANSWERED, fact.shopkeeper_id, str(fact.dispute_id), at=fact.at, why=fact.reply
    )


async def _tell(
    session: Session, kind: NoticeKind, keeper_id: UUID, happening: str, *, at: datetime, why: str
) -> None:
    keeper = await queries.keeper(session, keeper_id)
    known: dict[str, NoticeValue] = {
        "shop": keeper.shop_name or notices.NO_WORDS,
        "why": why or notices.NO_WORDS,
        "at": at,
    }
    await messages.notify(
        session, kind, keeper.person_id, key=f"{kind.code}:{keeper_id}:{happening}", page=notices.HOME,
        values={one.name: known[one.name] for one in kind.fields},
    )  # fmt: skip


@on(PersonDeleted)
async def forget_shopkeeper(session: Session, fact: PersonDeleted) -> None:
    await actions.forget_person(session, System(session.tenant, GONE), fact.person_id)


@on(PersonMerged)
async def merge_shopkeepers(session: Session, fact: PersonMerged) -> None:
    by = System(session.tenant, MERGED)
    await actions.merge_people(session, by, fact.from_person_id, fact.into_person_id)
