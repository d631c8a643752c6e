"""Consents, daily budgets and switches: what a person allows and how much of it is used."""

from lianyi.kit.db import Statement

# `by` never falls and `used` never passes it, so one accept is one message whoever races for it.
COUNT_BY_CLIENT = Statement(
    """
    insert into messages_consent as c (tenant_id, person_id, app, template_id, by_client, updated_at)
    values (%(tenant)s, %(person_id)s, %(app)s, %(template_id)s, 1, %(now)s)
    on conflict (tenant_id, person_id, app, template_id) do update set by_client = c.by_client + 1, updated_at = %(now)s
    """
)
COUNT_BY_PUSH = Statement(
    """
    insert into messages_consent as c (tenant_id, person_id, app, template_id, by_push, updated_at)
    values (%(tenant)s, %(person_id)s, %(app)s, %(template_id)s, 1, %(now)s)
    on conflict (tenant_id, person_id, app, template_id) do update set by_push = c.by_push + 1, updated_at = %(now)s
    """
)
CLAIM = Statement(
    """
    update messages_consent set used = used + 1, updated_at = %(now)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and app = %(app)s and template_id = %(template_id)s
      and used < greatest(by_client, by_push)
    """
)
GIVE_BACK = Statement(
    """
    update messages_consent set used = used - 1, updated_at = %(now)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and app = %(app)s and template_id = %(template_id)s
      and used > 0
    """
)
EMPTY = Statement(
    """
    update messages_consent set used = greatest(by_client, by_push), updated_at = %(now)s
    where tenant_id = %(tenant)s and person_id = %(person_id)s and app = %(app)s and template_id = %(template_id)s
    """
)
FORGET_PERSON = Statement(
    "delete from messages_consent where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
# Two openids of one app cannot both be written to, so the richer count is kept, not the sum.
MOVE_PERSON = Statement(
    """
    insert into messages_consent as c (tenant_id, person_id, app, template_id, by_client, by_push, used, updated_at)
    select tenant_id, %(into_person_id)s, app, template_id, by_client, by_push, used, %(now)s from messages_consent
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    on conflict (tenant_id, person_id, app, template_id) do update
      set by_client = excluded.by_client, by_push = excluded.by_push, used = excluded.used, updated_at = %(now)s
    where greatest(excluded.by_client, excluded.by_push) - excluded.used > greatest(c.by_client, c.by_push) - c.used
    """
)
SPEND = Statement(
    """
    insert into messages_budget as b (tenant_id, person_id, day, spent)
    select %(tenant)s, %(person_id)s, %(day)s, 1 where %(daily_budget)s > 0
    on conflict (tenant_id, person_id, day) do update set spent = b.spent + 1 where b.spent < %(daily_budget)s
    """
)
UNSPEND = Statement(
    """
    update messages_budget set spent = spent - 1
    where tenant_id = %(tenant)s and person_id = %(person_id)s and day = %(day)s and spent > 0
    """
)
FORGET_BUDGET = Statement(
    "delete from messages_budget where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
MOVE_BUDGET = Statement(
    """
    insert into messages_budget as b (tenant_id, person_id, day, spent)
    select tenant_id, %(into_person_id)s, day, spent from messages_budget
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    on conflict (tenant_id, person_id, day) do update set spent = b.spent + excluded.spent
    """
)
DROP_OLD_BUDGET = Statement(
    """
    delete from messages_budget where tenant_id = %(tenant)s and (person_id, day) in (
      select person_id, day from messages_budget where tenant_id = %(tenant)s and day < %(before)s limit %(limit)s)
    """
)
SWITCH_OFF = Statement(
    """
    insert into messages_switch (tenant_id, person_id, kind, off_at)
    select %(tenant)s, %(person_id)s, kind, %(now)s from unnest(%(kinds)s::text[]) as kind
    on conflict (tenant_id, person_id, kind) do nothing
    """
)
SWITCH_ON = Statement(
    """
    delete from messages_switch
    where tenant_id = %(tenant)s and person_id = %(person_id)s and kind = any(%(kinds)s::text[])
    """
)
FORGET_SWITCHES = Statement(
    "delete from messages_switch where tenant_id = %(tenant)s and person_id = %(person_id)s"
)
MOVE_SWITCHES = Statement(
    """
    insert into messages_switch (tenant_id, person_id, kind, off_at)
    select tenant_id, %(into_person_id)s, kind, off_at from messages_switch
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    on conflict (tenant_id, person_id, kind) do nothing
    """
)
