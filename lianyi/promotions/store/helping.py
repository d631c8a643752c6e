"""Writing SQL of runs that others help. One run a transaction, locked by LOCK before whatever moves it.

Who taps at the same moment waits for the run's row, and the statement after LOCK sees what the one before has written.
A helper's own marks are locked before the run (HANDS): the limits of a person, a phone and an account count over all runs.
"""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.db import Statement

# The next of its person, whose runs of the campaign are locked: two taps at once are looked at one after the other.
OPEN = Statement(
    """
    insert into promotions_help_run (
      tenant_id, id, campaign_id, play, person_id, nth, about, device, accounts, need, weight_new, only_new,
      per_person_max, per_day_max, early, state, opened_at, closes_at, ends_at)
    select %(tenant)s, %(id)s, %(campaign_id)s, %(play)s, %(person_id)s, mine.last + 1, %(about)s, %(device)s,
      %(accounts)s::text[], %(need)s, %(weight_new)s, %(only_new)s, %(per_person_max)s, %(per_day_max)s, %(early)s,
      'open', %(now)s, %(closes_at)s, %(ends_at)s
    from (
      select count(*)::int as had, coalesce(max(nth), 0) as last,
        count(*) filter (where about is not distinct from %(about)s::uuid and state in ('open', 'ordered')) as live
      from promotions_help_run
      where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s
    ) as mine
    where mine.had < %(runs_max)s and mine.live = 0
    on conflict (tenant_id, campaign_id, person_id, nth) do nothing
    """
)
# One lock a mark, taken in order: what one hand taps in many runs, under whatever account, is counted one by one.
HANDS = Statement(
    """
    select pg_advisory_xact_lock(hashtextextended('promotions_help:' || %(tenant)s::text || mark, 0)) from (
      select mark from unnest(%(marks)s::text[]) as given (mark) order by mark) as sorted
    """
)
LOCK = Statement(
    "select id from promotions_help_run where tenant_id = %(tenant)s and id = %(run_id)s for update", UUID
)


@dataclass(frozen=True, slots=True)
class Moved:
    """Where a run stands after a help: `first` and `steps` are this help's."""

    first: int
    steps: int
    others: int
    taken: int
    need: int


# Everything that must hold stands in this one statement, under the locks of the marks and of the run; nothing is written
# when something does not. What a person, their phone or their WeChat account has given before counts once a run.
HELP = Statement(
    """
    with mine as (
      select run_id, at, nth from promotions_help
      where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and person_id = %(person_id)s
    ), seen as (
      select run_id, at from mine
      union
      select run_id, at from promotions_help
      where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and device = %(device)s
      union
      select run_id, at from promotions_help_account
      where tenant_id = %(tenant)s and campaign_id = %(campaign_id)s and account = any(%(accounts)s::text[])
    ), had as (
      select count(*) as given, count(*) filter (where at >= %(today)s) as given_today,
        (select coalesce(max(nth), 0) from mine) as last
      from seen
    ), here as (
      select count(distinct person_id)::int as others from promotions_help
      where tenant_id = %(tenant)s and device = %(device)s and person_id <> %(person_id)s
    ), given as (
      insert into promotions_help (
        tenant_id, run_id, person_id, campaign_id, nth, device, accounts, network, is_new, fresh, others, first, steps,
        state, at)
      select %(tenant)s, r.id, %(person_id)s, r.campaign_id, had.last + 1, %(device)s, %(accounts)s::text[],
        %(network)s, %(is_new)s, %(fresh)s, here.others, r.taken,
        least(case when %(is_new)s then r.weight_new else 1 end, r.need - r.taken),
        case when r.review = 'waiting' then 'held' else 'counted' end, %(now)s
      from promotions_help_run r, had, here
      where r.tenant_id = %(tenant)s and r.id = %(run_id)s and (r.state = 'open') is true and r.closes_at > %(now)s
        and r.taken < r.need and (%(is_new)s or not r.only_new)
        and r.person_id <> %(person_id)s and r.device is distinct from %(device)s
        and not r.accounts && %(accounts)s::text[]
        and had.given < r.per_person_max and had.given_today < r.per_day_max
        and not exists (
          select from promotions_help h
          where h.tenant_id = %(tenant)s and h.run_id = r.id
            and (h.person_id = %(person_id)s or h.device = %(device)s or h.accounts && %(accounts)s::text[]))
      on conflict do nothing
      returning run_id, campaign_id, first, steps, others
    ), marked as (
      insert into promotions_help_account (tenant_id, run_id, account, campaign_id, at)
      select %(tenant)s, g.run_id, one.account, g.campaign_id, %(now)s
      from given g, unnest(%(accounts)s::text[]) as one (account)
      on conflict do nothing
    )
    update promotions_help_run r
    set taken = r.taken + g.steps, people = r.people + 1,
      filled_at = case when r.taken + g.steps = r.need then %(now)s::timestamptz end
    from given g
    where r.tenant_id = %(tenant)s and r.id = g.run_id
    returning g.first, g.steps, g.others, r.taken, r.need
    """,
    Moved,
)
HOLD = Statement(
    """
    with held as (
      update promotions_help_run set review = 'waiting', reasons = %(reasons)s::text[], held_at = %(now)s
      where tenant_id = %(tenant)s and id = %(run_id)s and review is null
      returning id
    )
    update promotions_help h set state = 'held' from held
    where h.tenant_id = %(tenant)s and h.run_id = held.id and h.state = 'counted'
    """
)
# By an order of its owner, at the step that was quoted; held for review it is not for sale.
TAKE = Statement(
    """
    update promotions_help_run set state = 'ordered', order_id = %(order_id)s
    where tenant_id = %(tenant)s and id = %(run_id)s and person_id = %(person_id)s and state = 'open'
      and taken = %(taken)s and (taken = need or early) and ends_at > %(now)s and review is distinct from 'waiting'
    """
)
GIVE_BACK = Statement(
    """
    update promotions_help_run set state = 'open'
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'ordered'
    """
)
TAKE_AGAIN = Statement(
    """
    update promotions_help_run set state = 'ordered'
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'open' and review is distinct from 'waiting'
    """
)
USE = Statement(
    """
    update promotions_help_run set state = 'used'
    where tenant_id = %(tenant)s and order_id = %(order_id)s and state = 'ordered'
    returning id
    """,
    UUID,
)
COMPLETE = Statement(
    """
    update promotions_help_run set state = 'used'
    where tenant_id = %(tenant)s and id = %(run_id)s and (state = 'open') is true and taken = need
    """
)


@dataclass(frozen=True, slots=True)
class Over:
    id: UUID
    play: str


# What waits for the staff does not end meanwhile; what cannot be used any more ends when its helpers' time is up.
END = Statement(
    """
    update promotions_help_run r set state = 'over'
    from (
      select id from promotions_help_run
      where tenant_id = %(tenant)s and state = 'open' and review is distinct from 'waiting'
        and (ends_at <= %(now)s or (closes_at <= %(now)s and taken < need and not early))
      order by ends_at, id limit %(limit)s for update skip locked
    ) as due
    where r.tenant_id = %(tenant)s and r.id = due.id
    returning r.id, r.play
    """,
    Over,
)
# Its owner has a day from the release on, whatever time the look took.
RELEASE = Statement(
    """
    with released as (
      update promotions_help_run
      set review = 'released', review_words = %(words)s, reviewed_at = %(now)s,
        ends_at = greatest(ends_at, %(now)s::timestamptz + interval '24 hours')
      where tenant_id = %(tenant)s and id = %(run_id)s and review = 'waiting'
      returning id
    ), counted as (
      update promotions_help h set state = 'counted' from released
      where h.tenant_id = %(tenant)s and h.run_id = released.id and h.state = 'held'
    )
    select id from released
    """,
    UUID,
)
REFUSE = Statement(
    """
    with refused as (
      update promotions_help_run
      set review = 'refused', state = 'refused', review_words = %(words)s, reviewed_at = %(now)s
      where tenant_id = %(tenant)s and id = %(run_id)s and review = 'waiting' and (state = 'open') is true
      returning id
    ), lost as (
      update promotions_help h set state = 'refused' from refused
      where h.tenant_id = %(tenant)s and h.run_id = refused.id and h.state = 'held'
    )
    select id from refused
    """,
    UUID,
)
MERGE_RUNS = Statement(
    """
    update promotions_help_run set person_id = %(into_person_id)s, nth = null
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
# Where both have helped one run, the second help keeps the number that leads nowhere: it was counted before anybody knew.
MERGE_HELPS = Statement(
    """
    update promotions_help h set person_id = %(into_person_id)s, nth = null
    where h.tenant_id = %(tenant)s and h.person_id = %(from_person_id)s
      and not exists (
        select from promotions_help o
        where o.tenant_id = %(tenant)s and o.run_id = h.run_id and o.person_id = %(into_person_id)s)
    """
)

# Marks are of use while their campaign can still be helped or looked into; who helped whom stays.
_OLD = """
      join promotions_campaign c on c.tenant_id = g.tenant_id and c.id = g.campaign_id and c.ends_at < %(before)s
"""
FORGET_HELPS = Statement(
    f"""
    update promotions_help h set device = null, accounts = '{{}}', network = ''
    from (
      select g.run_id, g.person_id from promotions_help g {_OLD}
      where g.tenant_id = %(tenant)s and g.device is not null
      order by g.run_id, g.person_id limit %(limit)s for update of g skip locked
    ) as old
    where h.tenant_id = %(tenant)s and h.run_id = old.run_id and h.person_id = old.person_id
    """  # noqa: S608  our own text
)
FORGET_RUNS = Statement(
    f"""
    update promotions_help_run r set device = null, accounts = '{{}}'
    from (
      select g.id from promotions_help_run g {_OLD}
      where g.tenant_id = %(tenant)s and (g.device is not null or g.accounts <> '{{}}')
      order by g.id limit %(limit)s for update of g skip locked
    ) as old
    where r.tenant_id = %(tenant)s and r.id = old.id
    """  # noqa: S608  our own text
)
FORGET_ACCOUNTS = Statement(
    f"""
    delete from promotions_help_account a using (
      select g.run_id, g.account from promotions_help_account g {_OLD}
      where g.tenant_id = %(tenant)s order by g.run_id, g.account limit %(limit)s for update of g skip locked
    ) as old
    where a.tenant_id = %(tenant)s and a.run_id = old.run_id and a.account = old.account
    """  # noqa: S608  our own text
)
