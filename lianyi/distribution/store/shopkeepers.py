"""Writing about shopkeepers. Each move is one guarded update: no row back means another state."""

from uuid import UUID

from lianyi.distribution.queries.shopkeepers import KEEPER
from lianyi.distribution.types.shopkeepers import Invite, Keeper
from lianyi.kit.db import Statement

# Who was refused applies again in the same place; whoever has one already finds it taken.
ADD = Statement(
    f"""
    insert into distribution_shopkeeper as k (tenant_id, id, person_id, state, grade, way, invited_by, invite_id,
      agreement_version, adult_declared_at, words, applied_at, started_at, probation_until, shop_name)
    values (%(tenant)s, %(id)s, %(person_id)s, %(state)s, 1, %(way)s, %(invited_by)s, %(invite_id)s, %(agreement_version)s,
      %(now)s, %(words)s, %(now)s, case when %(state)s in ('probation', 'active') then %(now)s::timestamptz end,
      %(probation_until)s, %(shop_name)s)
    on conflict (tenant_id, person_id) where state <> 'left' do update set
      state = excluded.state, way = excluded.way, invited_by = excluded.invited_by, invite_id = excluded.invite_id,
      agreement_version = excluded.agreement_version, adult_declared_at = excluded.adult_declared_at,
      words = excluded.words, applied_at = excluded.applied_at, started_at = excluded.started_at,
      probation_until = excluded.probation_until, version = k.version + 1
    where k.state = 'refused'
    returning {KEEPER}
    """,  # noqa: S608  our own column list
    Keeper,
)
MOVE = Statement(
    f"""
    update distribution_shopkeeper
    set state = %(state)s, version = version + 1,
      decided_at = case when %(decides)s then %(now)s else decided_at end,
      decided_words = case when %(decides)s then %(words)s::text else decided_words end,
      started_at = case when %(state)s in ('probation', 'active') then coalesce(started_at, %(now)s) else started_at end,
      probation_until = coalesce(%(probation_until)s::timestamptz, probation_until),
      suspended_until = case when %(state)s = 'suspended' then %(suspended_until)s::timestamptz end,
      suspended_words = case when %(state)s = 'suspended' then %(words)s::text else suspended_words end,
      left_at = case when %(state)s = 'left' then %(now)s end
    where tenant_id = %(tenant)s and id = %(id)s and state = any(%(origins)s::text[])
    returning {KEEPER}
    """,  # noqa: S608  our own column list
    Keeper,
)
REGRADE = Statement(
    f"""
    update distribution_shopkeeper set grade = %(grade)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(id)s and state in ('probation', 'active', 'suspended') and grade <> %(grade)s
    returning {KEEPER}
    """,  # noqa: S608  our own column list
    Keeper,
)
# Whose own sales were not looked at today.
DUE_GRADES = Statement(
    f"""
    select {KEEPER} from distribution_shopkeeper
    where tenant_id = %(tenant)s and state in ('probation', 'active')
      and (graded_at is null or graded_at <= %(now)s::timestamptz - interval '1 day')
    order by graded_at nulls first, id limit %(limit)s for update skip locked
    """,  # noqa: S608  our own column list
    Keeper,
)
GRADED = Statement(
    """
    update distribution_shopkeeper set graded_at = %(now)s
    where tenant_id = %(tenant)s and id = any(%(ids)s::uuid[])
    """
)
NOTE_STEP = Statement(
    """
    insert into distribution_step (tenant_id, shopkeeper_id, at, state, grade, by, by_id, name, words)
    values (%(tenant)s, %(id)s, %(now)s, %(state)s, %(grade)s, %(by)s, %(by_id)s, %(name)s, %(words)s)
    """
)
AGREE = Statement(
    """
    update distribution_shopkeeper set agreement_version = %(agreement_version)s, version = version + 1
    where tenant_id = %(tenant)s and id = %(id)s and agreement_version < %(agreement_version)s
    """
)
DUE = Statement(
    f"""
    select {KEEPER} from distribution_shopkeeper
    where tenant_id = %(tenant)s and ((state = 'probation' and probation_until <= %(now)s)
      or (state = 'suspended' and suspended_until <= %(now)s))
    order by id limit %(limit)s for update skip locked
    """,  # noqa: S608  our own column list
    Keeper,
)
TO_PERSON = Statement(
    """
    update distribution_shopkeeper set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
      and (state = 'left' or not exists (
        select from distribution_shopkeeper as theirs
        where theirs.tenant_id = %(tenant)s and theirs.person_id = %(into_person_id)s and theirs.state <> 'left'))
    """
)
# Whoever left the shop altogether takes their words along.
BLANK = Statement(
    """
    update distribution_shopkeeper
    set words = '', shop_name = '', shop_words = '', persona = '', cover_product_id = null, version = version + 1
    where tenant_id = %(tenant)s and person_id = %(person_id)s
    """
)
BLANK_PICKS = Statement(
    """
    delete from distribution_pick p using distribution_shopkeeper k
    where p.tenant_id = %(tenant)s and k.tenant_id = %(tenant)s and k.person_id = %(person_id)s and p.shopkeeper_id = k.id
    """
)

# -- how the shop takes people on ----------------------------------------------------------------------------------

SET_JOIN = Statement(
    """
    insert into distribution_join as j (tenant_id, ways, probation_days, picks_max, pool_all, grades, version, changed_at)
    values (%(tenant)s, %(ways)s, %(probation_days)s, %(picks_max)s, %(pool_all)s, %(grades)s::jsonb, 1, %(now)s)
    on conflict (tenant_id) do update set ways = excluded.ways, probation_days = excluded.probation_days,
      picks_max = excluded.picks_max, pool_all = excluded.pool_all, grades = excluded.grades, version = j.version + 1,
      changed_at = excluded.changed_at
    where j.version = %(version)s
    returning version
    """,
    int,
)
ADD_AGREEMENT = Statement(
    """
    insert into distribution_agreement (tenant_id, version, body_zh, body_en, staff_id, published_at)
    select %(tenant)s, coalesce(max(version), 0) + 1, %(body_zh)s, %(body_en)s, %(staff_id)s, %(now)s
    from distribution_agreement where tenant_id = %(tenant)s
    returning version
    """,
    int,
)
LOCK_INVITES = Statement(
    "select pg_advisory_xact_lock(hashtextextended('distribution_invite:' || %(tenant)s::text, 0))"
)
ADD_INVITE = Statement(
    """
    insert into distribution_invite (tenant_id, id, code, shopkeeper_id, staff_id, note, uses_max, created_at, expires_at)
    values (%(tenant)s, %(id)s, %(code)s, %(shopkeeper_id)s, %(staff_id)s, %(note)s, %(uses_max)s, %(now)s, %(expires_at)s)
    on conflict (tenant_id, code) do nothing
    returning id, code, shopkeeper_id, note, uses_max, used, created_at, expires_at, revoked_at
    """,
    Invite,
)
USE_INVITE = Statement(
    """
    update distribution_invite set used = used + 1
    where tenant_id = %(tenant)s and code = %(code)s and used < uses_max and revoked_at is null and expires_at > %(now)s
    returning id, code, shopkeeper_id, note, uses_max, used, created_at, expires_at, revoked_at
    """,
    Invite,
)
REVOKE_INVITE = Statement(
    """
    update distribution_invite set revoked_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and revoked_at is null
      and (%(shopkeeper_id)s::uuid is null or shopkeeper_id = %(shopkeeper_id)s)
    returning id
    """,
    UUID,
)

# -- the micro-shop ------------------------------------------------------------------------------------------------

SET_SHOP = Statement(
    f"""
    update distribution_shopkeeper
    set shop_name = coalesce(%(shop_name)s, shop_name), shop_words = coalesce(%(shop_words)s, shop_words),
      persona = coalesce(%(persona)s, persona), cover_product_id = coalesce(%(cover_product_id)s, cover_product_id),
      version = version + 1
    where tenant_id = %(tenant)s and id = %(id)s and state in ('probation', 'active', 'suspended')
    returning {KEEPER}
    """,  # noqa: S608  our own column list
    Keeper,
)
# The shopkeeper's row is the lock of their picks, so that two phones do not mix two lists.
LOCK_KEEPER = Statement(
    "select id from distribution_shopkeeper where tenant_id = %(tenant)s and id = %(id)s for update", UUID
)
DROP_PICKS = Statement(
    """
    delete from distribution_pick
    where tenant_id = %(tenant)s and shopkeeper_id = %(id)s and product_id <> all(%(product_ids)s::uuid[])
    """
)
PUT_PICKS = Statement(
    """
    insert into distribution_pick (tenant_id, shopkeeper_id, product_id, place, words, picked_at)
    select %(tenant)s, %(id)s, product_id, place, words, %(now)s
    from unnest(%(product_ids)s::uuid[], %(places)s::int[], %(words)s::text[]) as given (product_id, place, words)
    on conflict (tenant_id, shopkeeper_id, product_id) do update set place = excluded.place, words = excluded.words
    """
)
DROP_POOL = Statement(
    """
    delete from distribution_pool where tenant_id = %(tenant)s and product_id <> all(%(product_ids)s::uuid[])
    """
)
PUT_POOL = Statement(
    """
    insert into distribution_pool (tenant_id, product_id, added_at)
    select %(tenant)s, product_id, %(now)s from unnest(%(product_ids)s::uuid[]) as given (product_id)
    on conflict do nothing
    """
)
