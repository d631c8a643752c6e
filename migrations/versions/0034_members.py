"""Members: the program of a shop, its levels and their prices, who holds them, points by the day they end."""

from alembic import op
from tenancy import append_only, protect

revision = "0034_members"
down_revision = "0033_distribution_compliance"

TABLES = {
    "members_program": """
        create table members_program (
          tenant_id uuid not null,
          points_on boolean not null,
          earn_per_yuan integer not null,
          points_per_yuan integer not null,
          share_max_bp integer not null,
          points_months smallint not null,
          window_days smallint not null,
          hold_days smallint not null,
          version integer not null,
          updated_at timestamp with time zone not null,
          constraint members_program_pkey primary key (tenant_id),
          constraint members_program_ranges_check check (points_per_yuan > 0 and share_max_bp between 1 and 10000)
        )
    """,
    "members_level": """
        create table members_level (
          tenant_id uuid not null,
          id uuid not null,
          rank smallint not null,
          name text not null,
          spend_fen bigint,
          orders integer,
          points integer,
          card_sku_id uuid,
          card_days smallint,
          off_bp integer not null,
          points_rate_bp integer not null,
          birthday_points integer not null,
          freight text not null,
          freight_from_fen bigint not null,
          constraint members_level_pkey primary key (tenant_id, id),
          constraint members_level_rank_check check (rank between 1 and 10),
          constraint members_level_off_check check (off_bp between 0 and 9000),
          constraint members_level_freight_check check (freight in ('none', 'from', 'free'))
        )
    """,
    "members_price": """
        create table members_price (
          tenant_id uuid not null,
          level_id uuid not null,
          sku_id uuid not null,
          price_fen bigint,
          constraint members_price_pkey primary key (tenant_id, level_id, sku_id),
          constraint members_price_amount_check check (price_fen > 0)
        )
    """,
    "members_holding": """
        create table members_holding (
          tenant_id uuid not null,
          person_id uuid not null,
          way text not null,
          level_id uuid not null,
          since_at timestamp with time zone not null,
          until_at timestamp with time zone,
          warned boolean default false not null,
          constraint members_holding_pkey primary key (tenant_id, person_id, way, level_id),
          constraint members_holding_way_check check (way in ('reached', 'card', 'hand'))
        )
    """,
    "members_person": """
        create table members_person (
          tenant_id uuid not null,
          person_id uuid not null,
          super_user boolean default false not null,
          owed_points bigint default 0 not null,
          birth_month smallint,
          birth_day smallint,
          birthday_set_at timestamp with time zone,
          birthday_year smallint default 0 not null,
          joined_at timestamp with time zone not null,
          constraint members_person_pkey primary key (tenant_id, person_id),
          constraint members_person_owed_check check (owed_points >= 0),
          constraint members_person_birthday_check check ((birth_month is null) = (birth_day is null))
        )
    """,
    "members_change": """
        create table members_change (
          tenant_id uuid not null,
          id uuid not null,
          person_id uuid not null,
          kind text not null,
          from_name text not null,
          to_name text not null,
          until_at timestamp with time zone,
          by_id uuid,
          by_name text not null,
          note text not null,
          at timestamp with time zone not null,
          constraint members_change_pkey primary key (tenant_id, id)
        )
    """,
    "members_earning": """
        create table members_earning (
          tenant_id uuid not null,
          order_id uuid not null,
          person_id uuid not null,
          kept_fen bigint not null,
          points bigint not null,
          earn_per_yuan integer not null,
          rate_bp integer not null,
          at timestamp with time zone not null,
          constraint members_earning_pkey primary key (tenant_id, order_id),
          constraint members_earning_amounts_check check (kept_fen >= 0 and points >= 0)
        )
    """,
    "members_lot": """
        create table members_lot (
          tenant_id uuid not null,
          person_id uuid not null,
          expires_on date not null,
          points bigint not null,
          warned boolean default false not null,
          constraint members_lot_pkey primary key (tenant_id, person_id, expires_on),
          constraint members_lot_points_check check (points >= 0)
        )
    """,
    "members_spend": """
        create table members_spend (
          tenant_id uuid not null,
          order_id uuid not null,
          person_id uuid not null,
          points bigint not null,
          worth_fen bigint not null,
          lines jsonb not null,
          parts jsonb not null,
          given_points bigint default 0 not null,
          tries smallint default 1 not null,
          at timestamp with time zone not null,
          constraint members_spend_pkey primary key (tenant_id, order_id),
          constraint members_spend_amounts_check check (points > 0 and worth_fen > 0),
          constraint members_spend_given_check check (given_points between 0 and points)
        )
    """,
    "members_card": """
        create table members_card (
          tenant_id uuid not null,
          order_id uuid not null,
          line_id uuid not null,
          person_id uuid not null,
          level_id uuid not null,
          units integer not null,
          ended_units integer default 0 not null,
          days smallint not null,
          at timestamp with time zone not null,
          constraint members_card_pkey primary key (tenant_id, order_id, line_id),
          constraint members_card_units_check check (ended_units between 0 and units)
        )
    """,
}
INDEXES = (
    "create index members_holding_level_id_idx on members_holding (tenant_id, level_id)",
    "create index members_holding_until_at_idx on members_holding (tenant_id, until_at)",
    (
        "create index members_person_birthday_idx on members_person (tenant_id, birth_month, birth_day) "
        "where birth_month is not null"
    ),
    "create index members_change_person_id_idx on members_change (tenant_id, person_id, id)",
    "create index members_earning_person_id_idx on members_earning (tenant_id, person_id, at)",
    "create index members_lot_expires_on_idx on members_lot (tenant_id, expires_on) where points > 0",
    "create index members_spend_person_id_idx on members_spend (tenant_id, person_id)",
    "create index members_card_person_id_idx on members_card (tenant_id, person_id)",
)


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    for table, definition in TABLES.items():
        op.execute(definition)
        protect(table)
    for index in INDEXES:
        op.execute(index)
    append_only("members_change")
