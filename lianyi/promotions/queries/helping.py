"""Reads of runs that others help: the run, its helps, what is known of a helper, what waits for the staff."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from lianyi.identity import queries as identity
from lianyi.identity.queries import own_data
from lianyi.identity.types import Channel, PersonId, Shopper
from lianyi.kit.db import ReadSession, Statement
from lianyi.kit.ids import TenantId
from lianyi.kit.secrets import vault
from lianyi.orders import queries as orders
from lianyi.payments import queries as payments
from lianyi.promotions.errors import HelpRunUnknown
from lianyi.promotions.types import Campaign, Help, HelpReview, HelpRun, HelpRunState
from lianyi.social import queries as social
from lianyi.wechat.types import AppKind

FRESH_FOR = timedelta(hours=1)
HELPS_MAX = 500
OWN_MAX = 1000
_RUN = """
    select id, campaign_id, play, person_id, about, need, taken, people, weight_new, only_new, per_person_max,
      per_day_max, early, state, review, reasons, review_words, opened_at, closes_at, ends_at, filled_at, order_id
    from promotions_help_run
"""
RUN = Statement(_RUN + "where tenant_id = %(tenant)s and id = %(run_id)s", HelpRun)
RUNS = Statement(_RUN + "where tenant_id = %(tenant)s and id = any(%(run_ids)s::uuid[]) order by id", HelpRun)
RUN_OF_ORDER = Statement(_RUN + "where tenant_id = %(tenant)s and order_id = %(order_id)s limit 1", HelpRun)
RUNS_OF = Statement(
    _RUN
    + """
    where tenant_id = %(tenant)s and person_id = %(person_id)s and play = %(play)s
      and (%(before_at)s::timestamptz is null or (opened_at, id) < (%(before_at)s, %(before_id)s::uuid))
    order by opened_at desc, id desc limit %(limit)s
    """,
    HelpRun,
)
LIVE_RUN = Statement(
    _RUN
    + """
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s
      and about is not distinct from %(about)s::uuid and state in ('open', 'ordered')
    limit 1
    """,
    HelpRun,
)
OPEN_RUNS = Statement(
    """
    select count(*)::int as open from promotions_help_run
    where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and state in ('open', 'ordered')
    """,
    int,
)
HELPS = Statement(
    """
    select run_id, person_id, device, network, is_new, fresh, others, first, steps, state, at from promotions_help
    where tenant_id = %(tenant)s and run_id = %(run_id)s order by first limit %(limit)s
    """,
    Help,
)
MY_HELP = Statement(
    """
    select run_id, person_id, device, network, is_new, fresh, others, first, steps, state, at from promotions_help
    where tenant_id = %(tenant)s and run_id = %(run_id)s and person_id = %(person_id)s
    """,
    Help,
)
# Everybody who has helped or begun a run on a device: a new account on it is no new customer.
PEOPLE_OF_DEVICE = Statement(
    """
    select person_id from promotions_help where tenant_id = %(tenant)s and device = %(device)s
    union
    select person_id from promotions_help_run where tenant_id = %(tenant)s and device = %(device)s
    limit 50
    """,
    UUID,
)


@dataclass(frozen=True, slots=True)
class Stands:
    """What stands against a help, read under the run's lock: each true or a count."""

    by_person: bool
    by_phone: bool
    owners_phone: bool
    given: int
    given_today: int


STANDS = Statement(
    """
    select
      exists(select from promotions_help h where h.tenant_id = %(tenant)s and h.run_id = r.id
        and h.person_id = %(person_id)s) as by_person,
      exists(select from promotions_help h where h.tenant_id = %(tenant)s and h.run_id = r.id
        and (h.device = %(device)s or h.accounts && %(accounts)s::text[])) as by_phone,
      coalesce(r.device = %(device)s, false) or r.accounts && %(accounts)s::text[] as owners_phone,
      seen.given, seen.given_today
    from promotions_help_run r
    cross join lateral (
      select count(*)::int as given, (count(*) filter (where at >= %(today)s))::int as given_today from (
        select run_id, at from promotions_help h
        where h.tenant_id = %(tenant)s and h.campaign_id = r.campaign_id
          and (h.person_id = %(person_id)s or h.device = %(device)s)
        union
        select run_id, at from promotions_help_account a
        where a.tenant_id = %(tenant)s and a.campaign_id = r.campaign_id and a.account = any(%(accounts)s::text[])
      ) as each
    ) as seen
    where r.tenant_id = %(tenant)s and r.id = %(run_id)s
    """,
    Stands,
)


@dataclass(frozen=True, slots=True)
class HeldRun:
    """A run the staff were asked to look at, as its list shows it."""

    id: UUID
    campaign_id: UUID
    campaign: str
    play: str
    person_id: UUID
    need: int
    taken: int
    people: int
    state: HelpRunState
    review: HelpReview
    reasons: list[str]
    review_words: str
    held_at: datetime
    reviewed_at: datetime | None


HELD = Statement(
    """
    select r.id, r.campaign_id, c.title as campaign, r.play, r.person_id, r.need, r.taken, r.people, r.state, r.review,
      r.reasons, r.review_words, r.held_at, r.reviewed_at
    from promotions_help_run r
    join promotions_campaign c on c.tenant_id = r.tenant_id and c.id = r.campaign_id
    where r.tenant_id = %(tenant)s and r.held_at is not null
      and (%(waiting)s::boolean is null or (r.review = 'waiting') = %(waiting)s)
      and (%(run_id)s::uuid is null or r.id = %(run_id)s)
      and (%(before_at)s::timestamptz is null or (r.held_at, r.id) < (%(before_at)s, %(before_id)s::uuid))
    order by r.held_at desc, r.id desc limit %(limit)s
    """,
    HeldRun,
)
HELD_COUNT = Statement(
    """
    select count(*)::int as waiting from promotions_help_run
    where tenant_id = %(tenant)s and held_at is not null and review = 'waiting'
    """,
    int,
)


@dataclass(frozen=True, slots=True)
class HelpFigures:
    """What helping brought to a campaign."""

    runs: int
    filled: int
    used: int
    helps: int
    new_helpers: int
    held: int
    refused: int


FIGURES = Statement(
    """
    select r.runs, r.filled, r.used, h.helps, h.new_helpers, r.held, r.refused
    from (
      select count(*)::int as runs, (count(*) filter (where filled_at is not null))::int as filled,
        (count(*) filter (where state = 'used'))::int as used,
        (count(*) filter (where review = 'waiting'))::int as held,
        (count(*) filter (where state = 'refused'))::int as refused
      from promotions_help_run where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s
    ) as r, (
      select count(*)::int as helps, (count(distinct g.person_id) filter (where g.is_new))::int as new_helpers
      from promotions_help g
      where g.tenant_id = %(tenant)s and g.campaign_id = %(campaign_id)s and g.state <> 'refused'
    ) as h
    """,
    HelpFigures,
)


@dataclass(frozen=True, slots=True)
class OwnHelp:
    campaign: str
    role: Literal["owner", "helper"]
    state: str
    at: datetime


OWN = Statement(
    """
    select c.title as campaign, own.role, own.state, own.at from (
      select campaign_id, 'owner' as role, state, opened_at as at from promotions_help_run
      where tenant_id = %(tenant)s and person_id = %(person_id)s
      union all
      select campaign_id, 'helper', state, at from promotions_help
      where tenant_id = %(tenant)s and person_id = %(person_id)s
    ) as own
    join promotions_campaign c on c.tenant_id = %(tenant)s and c.id = own.campaign_id
    order by own.at desc limit %(limit)s
    """,
    OwnHelp,
)


async def help_run(session: ReadSession, run_id: UUID) -> HelpRun:
    """Raises HelpRunUnknown."""
    found = await session.maybe(RUN, run_id=run_id)
    if found is None:
        raise HelpRunUnknown
    return found


async def help_runs(session: ReadSession, run_ids: Sequence[UUID]) -> dict[UUID, HelpRun]:
    """Runs by their ids, unknown ones left out. One statement."""
    if not run_ids:
        return {}
    return {run.id: run for run in await session.all(RUNS, run_ids=list(run_ids))}


async def run_of_order(session: ReadSession, order_id: UUID) -> HelpRun | None:
    """The run an order was last made of; None for any other order. One statement."""
    return await session.maybe(RUN_OF_ORDER, order_id=order_id)


async def runs_of(
    session: ReadSession, person_id: UUID, play: str, *, limit: int, before: tuple[datetime, UUID] | None
) -> list[HelpRun]:
    """A person's runs of a play, newest first; one more than `limit`."""
    at, run_id = before or (None, None)
    return await session.all(
        RUNS_OF, person_id=person_id, play=play, limit=limit + 1, before_at=at, before_id=run_id
    )


async def live_run(
    session: ReadSession, campaign_id: UUID, person_id: UUID, about: UUID | None
) -> HelpRun | None:
    """The run somebody has under way for the same thing, if any. One statement."""
    return await session.maybe(LIVE_RUN, campaign_id=campaign_id, person_id=person_id, about=about)


async def open_help_runs(session: ReadSession, campaign_id: UUID) -> int:
    """How many runs of a campaign can still be made use of. One statement."""
    return await session.one(OPEN_RUNS, campaign_id=campaign_id)


async def helps_of(session: ReadSession, run_id: UUID) -> list[Help]:
    """Who helped a run, in the order of the steps, at most 500. One statement."""
    return await session.all(HELPS, run_id=run_id, limit=HELPS_MAX)


async def my_help(session: ReadSession, run_id: UUID, person_id: UUID) -> Help | None:
    """A person's own help in a run."""
    return await session.maybe(MY_HELP, run_id=run_id, person_id=person_id)


async def help_figures(session: ReadSession, campaign_id: UUID) -> HelpFigures:
    """What helping brought to a campaign. One statement."""
    return await session.one(FIGURES, campaign_id=campaign_id)


async def held_runs(
    session: ReadSession, *, waiting: bool | None, limit: int, before: tuple[datetime, UUID] | None
) -> list[HeldRun]:
    """Runs that were held for review, the latest first; `waiting` None: decided ones, too. One more than `limit`."""
    at, before_id = before or (None, None)
    return await session.all(
        HELD, waiting=waiting, run_id=None, limit=limit + 1, before_at=at, before_id=before_id
    )


async def held_run(session: ReadSession, run_id: UUID) -> HeldRun:
    """Raises HelpRunUnknown, also for a run that was never held."""
    found = await session.maybe(HELD, waiting=None, run_id=run_id, limit=1, before_at=None, before_id=None)
    if found is None:
        raise HelpRunUnknown
    return found


async def helps_held(session: ReadSession) -> int:
    """How many runs wait for the staff."""
    return await session.one(HELD_COUNT)


async def way_to_mini(
    session: ReadSession, campaign: Campaign, channel: Channel, path: str
) -> tuple[str, str] | None:
    """(appid, path) by which a page opens the mini program; None where the campaign runs or there is no mini program."""
    if channel in campaign.channels or Channel.MINI not in campaign.channels:
        return None
    appid = (await identity.wechat_appids(session)).get(AppKind.MINI)
    return None if appid is None else (appid, path)


def accounts_of(shopper: Shopper) -> list[str]:
    """The WeChat accounts of a shopper as keyed words: compared, never read back, the same after a new registration."""
    return keyed_accounts(shopper.tenant, shopper.openids)


def keyed_accounts(tenant: TenantId, openids: Mapping[str, str]) -> list[str]:
    """As `accounts_of`, from openids by app."""
    blind = vault().blind
    return sorted(
        blind(f"{tenant}:{appid}:{openid}", "help-account").hex()[:32] for appid, openid in openids.items()
    )


@dataclass(frozen=True, slots=True)
class Newness:
    """`is_new`: has never bought here, by whatever cannot be registered anew; `fresh`: joined within the last hour."""

    is_new: bool
    fresh: bool


async def newness(session: ReadSession, shopper: Shopper, device: UUID) -> Newness:
    """Whether a helper is a new customer: five statements.

    New is who signed in with WeChat and has not paid here, while nobody seen on the same device has, and no payment ever
    came from the same WeChat account, under whatever registration. Whoever cannot be told apart so (signed in by phone
    alone) counts as an old customer.
    """
    joined_at = await identity.joined_at(session, shopper.person)
    fresh = joined_at is not None and joined_at > session.now - FRESH_FOR
    if not shopper.openids:
        return Newness(False, fresh)
    people = {shopper.person, *await session.all(PEOPLE_OF_DEVICE, device=device)}
    people.update(PersonId(one) for one in await social.people_on(session, device))
    bought = bool(await orders.totals_of(session, sorted(people))) or await payments.has_paid(
        session, sorted(shopper.openids.values())
    )
    return Newness(not bought, fresh)


@own_data.answer("helps")
async def own_helps(session: ReadSession, person: PersonId) -> object:
    """Runs a person began and helped, as they may take them away."""
    return [
        {"campaign": one.campaign, "role": one.role, "state": one.state, "at": one.at}
        for one in await session.all(OWN, person_id=person, limit=OWN_MAX)
    ]
