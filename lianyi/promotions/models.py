"""Tables of the promotions frame; a play's own tables stand in its folder."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    Text,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from lianyi.kit.tables import tenant_table

campaign = tenant_table(
    "promotions_campaign",
    Column("id", Uuid, nullable=False),
    Column("play", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("starts_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("audience", Text, nullable=False),
    Column("channels", ARRAY(Text), nullable=False),
    Column("settings", JSONB, nullable=False),
    Column("orders_per_person_max", Integer),
    Column("pieces_per_person_max", Integer),
    Column("rules_zh", JSONB, nullable=False, server_default="[]"),
    Column("rules_en", JSONB, nullable=False, server_default="[]"),
    Column("alarm", Text),
    Column("stop_reason", Text, nullable=False, server_default=""),
    Column("rectify_by_at", DateTime(timezone=True)),
    Column("unknown_cost_accepted", Boolean, nullable=False, server_default="false"),
    Column("bears_loss", Boolean, nullable=False, server_default="false"),
    Column("created_by", Uuid),
    Column("created_at", DateTime(timezone=True), nullable=False),
    Column("published_at", DateTime(timezone=True)),
    Column("finished_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    CheckConstraint("state in ('draft', 'published', 'paused', 'stopped', 'ended')", "state"),
    CheckConstraint("audience in ('everyone', 'new_customers', 'returning')", "audience"),
    CheckConstraint("starts_at < ends_at", "window"),
    Index(
        "promotions_campaign_ends_at_idx", "tenant_id", "ends_at",
        postgresql_where=text("state in ('published', 'paused')"),
    ),
)  # fmt: skip

campaign_sku = tenant_table(
    "promotions_campaign_sku",
    Column("campaign_id", Uuid, nullable=False),
    Column("sku_id", Uuid, nullable=False),
    Column("product_id", Uuid, nullable=False),
    Column("quota", Integer),
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("settings", JSONB, nullable=False),
    CheckConstraint("taken >= 0 and (quota is null or taken <= quota)", "quota"),
    Index("promotions_campaign_sku_product_id_idx", "tenant_id", "product_id"),
    Index("promotions_campaign_sku_sku_id_idx", "tenant_id", "sku_id"),
    key=("campaign_id", "sku_id"),
)

budget = tenant_table(
    "promotions_budget",
    Column("campaign_id", Uuid, nullable=False),
    Column("budget_fen", BigInteger, nullable=False),
    Column("spent_fen", BigInteger, nullable=False, server_default="0"),
    CheckConstraint("spent_fen between 0 and budget_fen", "spent"),
    key=("campaign_id",),
)

person = tenant_table(
    "promotions_person",
    Column("campaign_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("orders", Integer, nullable=False),
    Column("pieces", Integer, nullable=False),
    CheckConstraint("orders >= 0 and pieces >= 0", "counts"),
    Index("promotions_person_person_id_idx", "tenant_id", "person_id"),
    key=("campaign_id", "person_id"),
)

claim = tenant_table(
    "promotions_claim",
    Column("order_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("play", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("run_id", Uuid),
    Column("share_id", Uuid),
    Column("lines", JSONB, nullable=False),
    Column("pieces", Integer, nullable=False),
    Column("discount_fen", BigInteger, nullable=False),
    # what may still be given back by rule: held of the budget, not yet a discount
    Column("more_fen", BigInteger, nullable=False, server_default="0"),
    # a grant has taken the discount out of the budget before the order was placed
    Column("covered", Boolean, nullable=False, server_default="false"),
    Column("paid_fen", BigInteger, nullable=False, server_default="0"),
    Column("refunded_fen", BigInteger, nullable=False, server_default="0"),
    Column("is_new_customer", Boolean),
    Column("state", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("paid_at", DateTime(timezone=True)),
    Column("ended_at", DateTime(timezone=True)),
    CheckConstraint("state in ('held', 'paid', 'released', 'refunded')", "state"),
    CheckConstraint("discount_fen >= 0 and pieces > 0", "amounts"),
    CheckConstraint("more_fen >= 0", "more"),
    Index("promotions_claim_campaign_id_idx", "tenant_id", "campaign_id", "at"),
    Index("promotions_claim_person_id_idx", "tenant_id", "person_id"),
    Index(
        "promotions_claim_share_id_idx",
        "tenant_id",
        "share_id",
        postgresql_where=text("share_id is not null"),
    ),
    key=("order_id", "campaign_id"),
)

grant = tenant_table(
    "promotions_grant",
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    # names the act that was paid, so that it is paid once
    Column("key", Text, nullable=False),
    Column("given_fen", BigInteger, nullable=False),
    # what of the budget it holds now
    Column("held_fen", BigInteger, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("held_fen between 0 and given_fen", "held"),
    Index("promotions_grant_key_key", "tenant_id", "campaign_id", "key", unique=True),
    Index("promotions_grant_person_id_idx", "tenant_id", "person_id"),
)

cash_limit = tenant_table(
    "promotions_cash_limit",
    Column("day_fen", BigInteger, nullable=False),
    Column("changed_at", DateTime(timezone=True), nullable=False),
    CheckConstraint("day_fen >= 0", "day"),
    key=(),
)

cash_day = tenant_table(
    "promotions_cash_day",
    Column("day", Date, nullable=False),
    Column("fen", BigInteger, nullable=False),
    CheckConstraint("fen >= 0", "fen"),
    key=("day",),
)

reminder = tenant_table(
    "promotions_reminder",
    Column("campaign_id", Uuid, nullable=False),
    Column("opens_at", DateTime(timezone=True), nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("told_at", DateTime(timezone=True)),
    Index("promotions_reminder_due_idx", "tenant_id", "opens_at", postgresql_where=text("told_at is null")),
    Index("promotions_reminder_person_idx", "tenant_id", "person_id"),
    key=("campaign_id", "opens_at", "person_id"),
)

HELP_RUN = "promotions_help_run"
HELP = "promotions_help"
HELP_ACCOUNT = "promotions_help_account"

help_run = tenant_table(
    HELP_RUN,
    Column("id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("play", Text, nullable=False),
    Column("person_id", Uuid, nullable=False),
    # of this person in this campaign; null once the records of two people were merged
    Column("nth", Integer),
    Column("about", Uuid),
    Column("device", Uuid),
    # WeChat accounts of its owner as keyed words
    Column("accounts", ARRAY(Text), nullable=False),
    Column("need", Integer, nullable=False),
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("people", Integer, nullable=False, server_default="0"),
    Column("weight_new", Integer, nullable=False),
    Column("only_new", Boolean, nullable=False),
    Column("per_person_max", Integer, nullable=False),
    Column("per_day_max", Integer, nullable=False),
    Column("early", Boolean, nullable=False),
    Column("state", Text, nullable=False),
    Column("review", Text),
    Column("reasons", ARRAY(Text), nullable=False, server_default="{}"),
    Column("review_words", Text, nullable=False, server_default=""),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("closes_at", DateTime(timezone=True), nullable=False),
    Column("ends_at", DateTime(timezone=True), nullable=False),
    Column("filled_at", DateTime(timezone=True)),
    Column("held_at", DateTime(timezone=True)),
    Column("reviewed_at", DateTime(timezone=True)),
    Column("order_id", Uuid),
    CheckConstraint("0 <= people and people <= taken and taken <= need", "counts"),
    CheckConstraint("(filled_at is not null) = (taken = need)", "filled"),
    CheckConstraint("state in ('open', 'ordered', 'used', 'over', 'refused')", "state"),
    CheckConstraint("review in ('waiting', 'released', 'refused')", "review"),
    CheckConstraint("(review is not null) = (held_at is not null)", "held"),
    CheckConstraint("state <> 'ordered' or order_id is not null", "order"),
    Index(f"{HELP_RUN}_nth_key", "tenant_id", "campaign_id", "person_id", "nth", unique=True),
    Index(f"{HELP_RUN}_person_idx", "tenant_id", "person_id", "opened_at"),
    Index(f"{HELP_RUN}_ends_idx", "tenant_id", "ends_at", postgresql_where=text("state = 'open'")),
    Index(f"{HELP_RUN}_order_idx", "tenant_id", "order_id", postgresql_where=text("order_id is not null")),
    Index(f"{HELP_RUN}_held_idx", "tenant_id", "held_at", "id", postgresql_where=text("held_at is not null")),
    Index(f"{HELP_RUN}_device_idx", "tenant_id", "device"),
    Index(f"{HELP_RUN}_campaign_idx", "tenant_id", "campaign_id", "state"),
    Index(
        f"{HELP_RUN}_marked_idx",
        "tenant_id",
        "campaign_id",
        postgresql_where=text("device is not null or accounts <> '{}'"),
    ),
)

help_given = tenant_table(
    HELP,
    Column("run_id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    # of this person in this campaign, so that two helps at once cannot both be the last one allowed
    Column("nth", Integer),
    # null once its marks are forgotten
    Column("device", Uuid),
    Column("accounts", ARRAY(Text), nullable=False),
    Column("network", Text, nullable=False),
    Column("is_new", Boolean, nullable=False),
    Column("fresh", Boolean, nullable=False),
    Column("others", Integer, nullable=False),
    Column("first", Integer, nullable=False),
    Column("steps", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    CheckConstraint("first >= 0 and steps > 0", "steps"),
    CheckConstraint("state in ('counted', 'held', 'refused')", "state"),
    Index(f"{HELP}_nth_key", "tenant_id", "campaign_id", "person_id", "nth", unique=True),
    Index(f"{HELP}_person_idx", "tenant_id", "person_id", "at"),
    Index(f"{HELP}_device_idx", "tenant_id", "device", "campaign_id"),
    Index(f"{HELP}_marked_idx", "tenant_id", "campaign_id", postgresql_where=text("device is not null")),
    key=("run_id", "person_id"),
)

# By which WeChat accounts a run was helped: an account that was deleted and registered anew keeps its limits.
help_account = tenant_table(
    HELP_ACCOUNT,
    Column("run_id", Uuid, nullable=False),
    Column("account", Text, nullable=False),
    Column("campaign_id", Uuid, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Index(f"{HELP_ACCOUNT}_campaign_idx", "tenant_id", "campaign_id", "account"),
    key=("run_id", "account"),
)
