"""What is known of prizes in money: for their person, for the staff, for the sweeps."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from lianyi.distribution.errors.prizes import PrizeNotConfirmable, PrizeUnknown
from lianyi.distribution.queries.payouts import payee_of
from lianyi.distribution.types.payouts import Confirmation
from lianyi.distribution.types.prizes import Prize, PrizeState, PrizeSum
from lianyi.kit.db import ReadSession, Statement
from lianyi.ledger.types import AccountRef, Purpose
from lianyi.payments import queries as payments

OWN_MAX = 100
PRIZE_COLUMNS = """id, campaign_id, person_id, title, state, gross_fen, tax_fen, net_fen, transfer_id, month, appid, openid,
    mchid, wechat_state, bill_no, package_info, confirm_until, error, reason, tries, next_try_at, due_at, expires_at,
    sent_at, ended_at"""
PRIZE = Statement(
    f"select {PRIZE_COLUMNS} from distribution_prize where tenant_id = %(tenant)s and id = %(id)s",  # noqa: S608  our own columns
    Prize,
)
OWN = Statement(
    f"""
    select {PRIZE_COLUMNS} from distribution_prize
    where tenant_id = %(tenant)s and person_id = %(person_id)s order by due_at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Prize,
)
LISTED = Statement(
    f"""
    select {PRIZE_COLUMNS} from distribution_prize
    where tenant_id = %(tenant)s and state = any(%(states)s::text[])
      and (%(at)s::timestamptz is null or (due_at, id) < (%(at)s, %(after_id)s))
    order by due_at desc, id desc limit %(limit)s
    """,  # noqa: S608  our own columns
    Prize,
)
SUMS = Statement(
    """
    select state, count(*)::int as count, sum(gross_fen)::bigint as gross_fen, sum(net_fen)::bigint as net_fen
    from distribution_prize where tenant_id = %(tenant)s group by state order by state
    """,
    PrizeSum,
)
DUE = Statement(
    """
    select id from distribution_prize
    where tenant_id = %(tenant)s and state in ('sending', 'confirming', 'paying') and next_try_at <= %(now)s
    order by next_try_at limit %(limit)s
    """,
    UUID,
)
# Money under way by a real name keeps the name.
IS_OPEN = Statement(
    """
    select id from distribution_prize where tenant_id = %(tenant)s and person_id = %(person_id)s
      and state in ('sending', 'confirming', 'paying') limit 1
    """,
    UUID,
)
AT_MERCHANT = Statement(
    """
    select count(*)::int from distribution_prize
    where tenant_id = %(tenant)s and state in ('sending', 'confirming', 'paying') and mchid = %(mchid)s
    """,
    int,
)
STUCK = Statement(
    """
    select count(*)::int from distribution_prize
    where tenant_id = %(tenant)s and state = 'sending' and error is not null and tries > 2
    """,
    int,
)
DUE_ACCOUNT = AccountRef(Purpose.PRIZE_DUE)
PROMISED = AccountRef(Purpose.PRIZE_PROMISED)


@payments.sent_by_merchant.answer("prizes")
async def at_merchant(session: ReadSession, mchid: str) -> int:
    """Prizes that this merchant number has sent and that WeChat still has to be asked about. One statement."""
    return await session.one(AT_MERCHANT, mchid=mchid)


async def prize(session: ReadSession, prize_id: UUID) -> Prize:
    """One statement. Raises PrizeUnknown."""
    found = await session.maybe(PRIZE, id=prize_id)
    if found is None:
        raise PrizeUnknown
    return found


async def prize_for(session: ReadSession, person_id: UUID, prize_id: UUID) -> Prize:
    """The person's own. Raises PrizeUnknown, also for somebody else's."""
    found = await prize(session, prize_id)
    if found.person_id != person_id:
        raise PrizeUnknown
    return found


async def own(session: ReadSession, person_id: UUID) -> list[Prize]:
    """A person's prizes, the newest first, a hundred at most. One statement."""
    return await session.all(OWN, person_id=person_id, limit=OWN_MAX)


async def assert_paid(session: ReadSession, person_id: UUID) -> None:
    """Whether the shop pays somebody at all, so that an ID number is asked of nobody else. Two statements at most.

    Raises ShopkeeperNotPaid.
    """
    if not await session.all(OWN, person_id=person_id, limit=1):
        await payee_of(session, person_id)


async def listed(
    session: ReadSession, states: Sequence[PrizeState], after: tuple[datetime, UUID] | None, limit: int
) -> list[Prize]:
    """The shop's prizes in these states, the newest first. One statement."""
    at, after_id = after or (None, None)
    return await session.all(
        LISTED, states=[one.value for one in states], at=at, after_id=after_id, limit=limit
    )


async def stuck(session: ReadSession) -> int:
    """Prizes that WeChat has refused to send more than twice. One statement."""
    return await session.one(STUCK)


async def sums(session: ReadSession) -> list[PrizeSum]:
    """How many stand where. One statement."""
    return await session.all(SUMS)


def confirmation(found: Prize) -> Confirmation:
    """What the person's client hands to WeChat. Raises PrizeNotConfirmable."""
    if (
        found.state is not PrizeState.CONFIRMING
        or found.package_info is None
        or found.mchid is None
        or found.appid is None
        or found.openid is None
    ):
        raise PrizeNotConfirmable
    return Confirmation(found.mchid, found.appid, found.package_info, found.openid, found.confirm_until)
