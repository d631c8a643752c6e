"""Red packets for friends: who may take a part is the frame's to say, and a part may wait until the staff have looked."""

import sqlalchemy as sa
from alembic import op

revision = "0053_promotions_packets_helped"
down_revision = "0052_promotions_packs_helped"

PACKET, PART = "promotions_red_packet", "promotions_red_packet_part"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.drop_constraint(f"{PACKET}_state_check", PACKET, type_="check")
    op.create_check_constraint(
        f"{PACKET}_state_check", PACKET, "state in ('open', 'taken', 'over', 'void', 'refused')"
    )
    op.add_column(PART, sa.Column("state", sa.Text, nullable=False, server_default="paid"))
    op.add_column(PART, sa.Column("channel", sa.Text, nullable=False, server_default="mini"))
    op.create_check_constraint(f"{PART}_state_check", PART, "state in ('held', 'due', 'paid', 'refused')")
    op.create_index(f"{PART}_due_idx", PART, ["tenant_id", "at"], postgresql_where=sa.text("state = 'due'"))
    _runs()
    _helps()


def _runs() -> None:
    """A packet for friends is a run that others help; those that are there become one as they stand.

    A million: its limits are those of a day.
    """
    op.execute(
        """
        insert into promotions_help_run (
          tenant_id, id, campaign_id, play, person_id, nth, about, accounts, need, taken, people, weight_new, only_new,
          per_person_max, per_day_max, early, state, opened_at, closes_at, ends_at, filled_at)
        select p.tenant_id, p.id, p.campaign_id, 'red_packet', p.person_id,
          row_number() over (partition by p.tenant_id, p.campaign_id, p.person_id order by p.at, p.id),
          p.id, '{}', p.parts, t.friends, t.friends, 1, false, 1000000,
          coalesce((c.settings ->> 'person_day_max')::int, 3), false,
          case when p.state = 'open' then 'open' when t.friends = p.parts then 'used' else 'over' end,
          p.at, p.expires_at, p.expires_at, case when t.friends = p.parts then p.at end
        from promotions_red_packet p
        join promotions_campaign c on c.tenant_id = p.tenant_id and c.id = p.campaign_id
        cross join lateral (
          select count(*)::int as friends from promotions_red_packet_part t
          where t.tenant_id = p.tenant_id and t.packet_id = p.id and t.person_id <> p.person_id) as t
        where p.split = 'shared'
        """
    )


def _helps() -> None:
    op.execute(
        """
        insert into promotions_help (
          tenant_id, run_id, person_id, campaign_id, nth, accounts, network, is_new, fresh, others, first, steps, state,
          at)
        select t.tenant_id, t.packet_id, t.person_id, p.campaign_id,
          row_number() over (partition by t.tenant_id, p.campaign_id, t.person_id order by t.at, t.packet_id),
          '{}', '', false, false, 0, row_number() over (partition by t.tenant_id, t.packet_id order by t.nth) - 1, 1,
          'counted', t.at
        from promotions_red_packet_part t
        join promotions_red_packet p on p.tenant_id = t.tenant_id and p.id = t.packet_id and p.split = 'shared'
        where t.person_id <> p.person_id
        """
    )
