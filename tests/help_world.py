"""People who help one another's runs, each with a phone of their own, on a shop that sells."""

from dataclasses import dataclass, replace
from datetime import timedelta

from lianyi.identity.types import Channel, PersonId, SessionId, Shopper
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.promotions import actions, queries
from lianyi.promotions.types import HelpTerms, Marks
from tests.order_world import PERSON

HELPS = Statement(
    """
    select first || '+' || steps || ' ' || state || case when is_new then ' new' else '' end from promotions_help
    where tenant_id = %(tenant)s order by run_id, first
    """,
    str,
)
RUNS = Statement(
    """
    select state || ' ' || taken || '/' || need || ' ' || people || coalesce(' ' || review, '') from promotions_help_run
    where tenant_id = %(tenant)s order by opened_at, id
    """,
    str,
)
TERMS = HelpTerms(need=3, runs_max=2, per_person_max=5, per_day_max=3)


@dataclass(frozen=True)
class Helper:
    """Somebody with a phone in the hand."""

    shopper: Shopper
    marks: Marks

    def on(self, marks):
        """The same person on another phone."""
        return replace(self, marks=marks)


async def somebody(shop, nickname="小林", *, account=None, network="", joined_ago=timedelta(days=30)):
    """A person of their own, on a phone of their own, signed in with WeChat unless `account` is empty."""
    person = PersonId(new_id())
    async with shop.db.write(shop.tenant) as session:
        await session.later(PERSON, id=person, nickname=nickname)
        if joined_ago:
            await session.later(JOINED, id=person, at=session.now - joined_ago)
    account = f"o{new_id().hex}" if account is None else account
    openids = {"wxmini": account} if account else {}
    return Helper(Shopper(shop.tenant, person, SessionId(new_id()), openids), Marks(new_id(), network))


JOINED = Statement(
    "update identity_person set joined_at = %(at)s where tenant_id = %(tenant)s and id = %(id)s"
)


async def open_run(shop, campaign, owner, terms=TERMS, *, hours=24, keep_hours=48, about=None):
    """A run of a campaign; its id."""
    run_id, now = new_id(), shop.db.clock.now()
    await shop.write(
        actions.open_help_run, campaign, owner.shopper, owner.marks, run_id, terms, about=about,
        closes_at=now + timedelta(hours=hours), ends_at=now + timedelta(hours=keep_hours),
    )  # fmt: skip
    return run_id


async def help_it(shop, run_id, helper, channel=Channel.MINI):
    """(run, help)."""
    return await shop.write(actions.confirm_help, helper.shopper, channel, run_id, helper.marks)


async def helped_by(shop, run_id, count, *, gap=timedelta(minutes=1), **more):
    """So many people help, one after the other."""
    for _ in range(count):
        await help_it(shop, run_id, await somebody(shop, **more))
        shop.db.clock.advance(gap)


async def help_standing(shop):
    """All that helping can move: (runs, helps)."""
    async with shop.db.read(shop.tenant) as session:
        return await session.all(RUNS), await session.all(HELPS)


async def run_now(shop, run_id):
    async with shop.db.read(shop.tenant) as session:
        return await queries.help_run(session, run_id)
