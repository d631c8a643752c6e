"""Coupons passed on: who may take one is the frame's to say, and a piece may wait until the staff have looked."""

import sqlalchemy as sa
from alembic import op

revision = "0052_promotions_packs_helped"
down_revision = "0051_promotions_help_hands"

PACK, CLAIM = "promotions_social_coupon_pack", "promotions_social_coupon_claim"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    _runs()
    _helps()
    op.drop_index(f"{CLAIM}_device_key", CLAIM)
    op.drop_index(f"{CLAIM}_nth_key", CLAIM)
    for column in ("nth", "device", "accounts"):
        op.drop_column(CLAIM, column)
    op.add_column(CLAIM, sa.Column("state", sa.Text, nullable=False, server_default="taken"))
    op.create_check_constraint(f"{CLAIM}_state_check", CLAIM, "state in ('taken', 'held', 'refused')")
    op.create_check_constraint(
        f"{CLAIM}_paid_check", CLAIM, "state = 'taken' or (run_id is null and wechat is null)"
    )
    op.create_index(f"{CLAIM}_campaign_idx", CLAIM, ["tenant_id", "campaign_id"])


def _runs() -> None:
    """A pack is a run that others help; those that are there become one as they stand."""
    op.execute(
        """
        insert into promotions_help_run (
          tenant_id, id, campaign_id, play, person_id, nth, about, accounts, need, taken, people, weight_new, only_new,
          per_person_max, per_day_max, early, state, opened_at, closes_at, ends_at, filled_at)
        select p.tenant_id, p.id, p.campaign_id, 'social_coupon', p.person_id,
          row_number() over (partition by p.tenant_id, p.campaign_id, p.person_id order by p.opened_at, p.id),
          p.order_id, '{}', p.pieces, p.claimed, p.claimed, 1, coalesce((c.settings ->> 'for_new')::boolean, false),
          coalesce((c.settings ->> 'claims_per_person_max')::int, 1),
          coalesce((c.settings ->> 'claims_per_person_max')::int, 1), false,
          case when p.state = 'ended' then 'over' when p.claimed = p.pieces then 'used' else 'open' end,
          p.opened_at, p.expires_at, p.expires_at, case when p.claimed = p.pieces then p.opened_at end
        from promotions_social_coupon_pack p join promotions_campaign c on c.tenant_id = p.tenant_id and c.id = p.campaign_id
        """
    )


def _helps() -> None:
    op.execute(
        """
        insert into promotions_help (
          tenant_id, run_id, person_id, campaign_id, nth, device, accounts, network, is_new, fresh, others, first, steps,
          state, at)
        select tenant_id, pack_id, person_id, campaign_id, nth, device, accounts, '', false, false, 0,
          row_number() over (partition by tenant_id, pack_id order by at, person_id) - 1, 1, 'counted', at
        from promotions_social_coupon_claim
        """
    )
    op.execute(
        """
        insert into promotions_help_account (tenant_id, run_id, account, campaign_id, at)
        select c.tenant_id, c.pack_id, one.account, c.campaign_id, c.at
        from promotions_social_coupon_claim c, unnest(c.accounts) as one (account) on conflict do nothing
        """
    )
