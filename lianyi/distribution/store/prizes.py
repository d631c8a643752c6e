"""Writing SQL of prizes in money: each move names the states it leaves, so that whoever is second moves nothing."""

from lianyi.distribution.queries.prizes import PRIZE_COLUMNS
from lianyi.distribution.types.prizes import Prize
from lianyi.kit.db import Statement

# Told twice, it is owed once.
ADD = Statement(
    """
    insert into distribution_prize (tenant_id, id, campaign_id, person_id, title, state, gross_fen, tax_fen, net_fen, due_at,
      expires_at)
    values (%(tenant)s, %(id)s, %(campaign_id)s, %(person_id)s, %(title)s, 'waiting', %(gross_fen)s, %(tax_fen)s,
      %(net_fen)s, %(now)s, %(expires_at)s)
    on conflict (tenant_id, id) do nothing
    """
)
LOCK = Statement(
    f"select {PRIZE_COLUMNS} from distribution_prize where tenant_id = %(tenant)s and id = %(id)s for update",  # noqa: S608  our own columns
    Prize,
)
LOCK_BY_TRANSFER = Statement(
    f"""
    select {PRIZE_COLUMNS} from distribution_prize
    where tenant_id = %(tenant)s and transfer_id = %(transfer_id)s for update
    """,  # noqa: S608  our own columns
    Prize,
)
SEND = Statement(
    """
    update distribution_prize set state = 'sending', transfer_id = %(transfer_id)s, month = %(month)s, appid = %(appid)s,
      openid = %(openid)s, mchid = %(mchid)s, sent_at = %(now)s, next_try_at = %(now)s, tries = 0, error = null,
      reason = null, wechat_state = null, bill_no = null, package_info = null, confirm_until = null
    where tenant_id = %(tenant)s and id = %(id)s and state = 'waiting' and expires_at > %(now)s
    """
)
# What WeChat said. A package outlives an answer that leaves it out, and goes when nobody may confirm any more.
TOLD = Statement(
    """
    update distribution_prize set state = %(state)s, wechat_state = %(wechat_state)s, bill_no = %(bill_no)s,
      package_info = case when %(state)s = 'confirming' then coalesce(%(package_info)s, package_info) end,
      confirm_until = coalesce(confirm_until, %(confirm_until)s), error = null, tries = least(tries + 1, 30000),
      next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and transfer_id = %(transfer_id)s
      and state in ('sending', 'confirming', 'paying')
    """
)
PAID = Statement(
    """
    update distribution_prize set state = 'paid', wechat_state = %(wechat_state)s, bill_no = %(bill_no)s,
      package_info = null, error = null, next_try_at = null, ended_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and transfer_id = %(transfer_id)s
      and state in ('sending', 'confirming', 'paying')
    """
)
# A transfer that came to nothing is over; its prize waits again.
BACK = Statement(
    """
    update distribution_prize set state = 'waiting', reason = %(reason)s, wechat_state = %(wechat_state)s,
      package_info = null, error = null, next_try_at = null
    where tenant_id = %(tenant)s and id = %(id)s and transfer_id = %(transfer_id)s
      and state in ('sending', 'confirming', 'paying')
    """
)
WAITS = Statement(
    """
    update distribution_prize set error = %(error)s, tries = least(tries + 1, 30000), next_try_at = %(next_try_at)s
    where tenant_id = %(tenant)s and id = %(id)s and transfer_id = %(transfer_id)s
      and state in ('sending', 'confirming', 'paying')
    """
)
NUDGE = Statement(
    """
    update distribution_prize set next_try_at = %(now)s
    where tenant_id = %(tenant)s and id = %(id)s and state in ('sending', 'confirming', 'paying')
    """
)
LAPSE = Statement(
    f"""
    update distribution_prize p set state = 'lapsed', ended_at = %(now)s from (
      select id as due_id from distribution_prize
      where tenant_id = %(tenant)s and state = 'waiting' and expires_at <= %(now)s
      order by id limit %(limit)s for update skip locked
    ) as due
    where p.tenant_id = %(tenant)s and p.id = due.due_id returning {PRIZE_COLUMNS}
    """,  # noqa: S608  our own columns
    Prize,
)
PERSON_MERGED = Statement(
    """
    update distribution_prize set person_id = %(into_person_id)s
    where tenant_id = %(tenant)s and person_id = %(from_person_id)s
    """
)
