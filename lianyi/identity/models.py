"""The tables of identity. Phones, names, addresses and keys are sealed (kit.secrets); what is searched has a blind index."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    LargeBinary,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from lianyi.kit.tables import global_table, tenant_table


def _at(name: str, *, nullable: bool = False) -> Column[object]:
    return Column(name, DateTime(timezone=True), nullable=nullable)


def _word(name: str) -> Column[object]:
    return Column(name, Text, nullable=False)


tenant = global_table(
    "identity_tenant",
    Column("id", Uuid, primary_key=True),
    _word("slug"),
    _word("name"),
    Column("status", Text, nullable=False, server_default=text("'open'")),
    _word("theme_color"),
    Column("contact_phone", Text, nullable=False, server_default=text("''")),
    Column("licence", JSONB, nullable=False, server_default=text("'{}'")),
    Column("settings", JSONB, nullable=False, server_default=text("'{}'")),
    _at("created_at"),
    UniqueConstraint("slug"),
    CheckConstraint("status in ('open', 'suspended', 'closed')", name="status"),
)

account = global_table(
    "identity_account",
    Column("id", Uuid, primary_key=True),
    Column("login_sealed", LargeBinary, nullable=False),
    Column("login_blind", LargeBinary, nullable=False),
    _word("password_hash"),
    Column("totp_sealed", LargeBinary),
    Column("totp_pending_sealed", LargeBinary),
    Column("totp_step", BigInteger, nullable=False, server_default=text("0")),
    Column("recovery_hashes", ARRAY(LargeBinary), nullable=False, server_default=text("'{}'")),
    _at("created_at"),
    UniqueConstraint("login_blind"),
)

membership = global_table(
    "identity_membership",
    Column("account_id", Uuid, primary_key=True),
    Column("tenant_id", Uuid, primary_key=True),
    Column("staff_id", Uuid, nullable=False),
)

attempt = global_table(
    "identity_sign_in_attempt",
    Column("login_blind", LargeBinary, primary_key=True),
    Column("failures", Integer, nullable=False),
    _at("paused_until"),
    _at("last_at"),
    Index("identity_sign_in_attempt_last_at_idx", "last_at"),
)

staff = tenant_table(
    "identity_staff",
    Column("id", Uuid, nullable=False),
    Column("account_id", Uuid),
    _word("name"),
    _word("role"),
    Column("state", Text, nullable=False, server_default=text("'active'")),
    _at("added_at"),
    _at("removed_at", nullable=True),
    _at("settles_at", nullable=True),
    Column("settles_role", Text),
    CheckConstraint("state in ('active', 'removed')", name="state"),
    CheckConstraint("settles_role is null or settles_at is not null", name="settles"),
    CheckConstraint(
        "role in ('owner', 'operations', 'content', 'customer_service', 'warehouse', 'finance')", name="role"
    ),
    Index(
        "identity_staff_account_id_key",
        "tenant_id",
        "account_id",
        unique=True,
        postgresql_where=text("state = 'active'"),
    ),
)

staff_session = tenant_table(
    "identity_staff_session",
    Column("id", Uuid, nullable=False),
    Column("staff_id", Uuid, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    _word("label"),
    _at("created_at"),
    _at("touched_at"),
    _at("expires_at"),
    _at("ends_at"),
    _at("totp_at", nullable=True),
    UniqueConstraint("tenant_id", "token_hash"),
    Index("identity_staff_session_staff_id_idx", "tenant_id", "staff_id"),
)

person = tenant_table(
    "identity_person",
    Column("id", Uuid, nullable=False),
    Column("nickname", Text, nullable=False, server_default=text("''")),
    Column("avatar_url", Text),
    Column("unionid", Text),
    Column("phone_sealed", LargeBinary),
    Column("phone_blind", LargeBinary),
    Column("phone_last4", Text),
    _at("phone_verified_at", nullable=True),
    Column("elder_mode", Boolean, nullable=False, server_default=text("false")),
    Column("personalised", Boolean, nullable=False, server_default=text("false")),
    _at("joined_at"),
    Column("merged_into", Uuid),
    _at("deleted_at", nullable=True),
    CheckConstraint(
        "(phone_sealed is null) = (phone_blind is null) and (phone_sealed is null) = (phone_last4 is null)",
        name="phone_whole",
    ),
    CheckConstraint(
        "deleted_at is null or (phone_sealed is null and unionid is null and nickname = '' and avatar_url is null)",
        name="deleted_is_empty",
    ),
    Index("identity_person_phone_blind_key", "tenant_id", "phone_blind", unique=True),
    Index("identity_person_unionid_key", "tenant_id", "unionid", unique=True),
    Index("identity_person_phone_last4_idx", "tenant_id", "phone_last4"),
    Index(
        "identity_person_joined_at_idx",
        "tenant_id",
        "joined_at",
        "id",
        postgresql_where=text("deleted_at is null and merged_into is null"),
    ),
)

person_wechat = tenant_table(
    "identity_person_wechat",
    _word("appid"),
    _word("openid"),
    Column("person_id", Uuid, nullable=False),
    _at("bound_at"),
    Index("identity_person_wechat_person_id_idx", "tenant_id", "person_id"),
    key=("appid", "openid"),
)

shopper_session = tenant_table(
    "identity_shopper_session",
    Column("id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("token_hash", LargeBinary, nullable=False),
    _word("way"),
    _word("label"),
    _at("created_at"),
    _at("touched_at"),
    _at("expires_at"),
    UniqueConstraint("tenant_id", "token_hash"),
    Index("identity_shopper_session_person_id_idx", "tenant_id", "person_id"),
    Index("identity_shopper_session_expires_at_idx", "tenant_id", "expires_at"),
)

consent = tenant_table(
    "identity_consent",
    Column("id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    _word("kind"),
    Column("version", Integer, nullable=False),
    Column("granted", Boolean, nullable=False),
    _word("channel"),
    _at("at"),
    CheckConstraint(
        "kind in ('terms', 'privacy', 'marketing', 'personalisation', 'shown_to_sharer', 'real_name')",
        name="kind",
    ),
    Index("identity_consent_person_id_idx", "tenant_id", "person_id", "kind", "id"),
)

document = tenant_table(
    "identity_document",
    _word("kind"),
    Column("version", Integer, nullable=False),
    _word("body_zh"),
    _word("body_en"),
    Column("published_by", Uuid, nullable=False),
    _at("published_at"),
    CheckConstraint("kind in ('terms', 'privacy')", name="kind"),
    CheckConstraint("version > 1", name="version"),
    key=("kind", "version"),
)

address = tenant_table(
    "identity_address",
    Column("id", Uuid, nullable=False),
    Column("person_id", Uuid, nullable=False),
    Column("name_sealed", LargeBinary, nullable=False),
    Column("phone_sealed", LargeBinary, nullable=False),
    Column("detail_sealed", LargeBinary, nullable=False),
    _word("province"),
    _word("city"),
    _word("district"),
    _word("region_code"),
    Column("postcode", Text),
    Column("is_default", Boolean, nullable=False),
    _at("created_at"),
    _at("updated_at"),
    Index("identity_address_person_id_idx", "tenant_id", "person_id", "id"),
    Index(
        "identity_address_is_default_key",
        "tenant_id",
        "person_id",
        unique=True,
        postgresql_where=text("is_default"),
    ),
)

wechat_app = tenant_table(
    "identity_wechat_app",
    _word("kind"),
    _word("appid"),
    Column("secret_sealed", LargeBinary, nullable=False),
    _word("secret_last4"),
    Column("push_token_sealed", LargeBinary),
    Column("push_aes_key_sealed", LargeBinary),
    _at("updated_at"),
    CheckConstraint("kind in ('mini', 'official')", name="kind"),
    UniqueConstraint("tenant_id", "appid"),
    key=("kind",),
)

once = tenant_table(
    "identity_once",
    Column("digest", LargeBinary, nullable=False),
    _at("until"),
    Index("identity_once_until_idx", "tenant_id", "until"),
    key=("digest",),
)

access_log = tenant_table(
    "identity_access_log",
    Column("id", Uuid, nullable=False),
    _at("at"),
    Column("staff_id", Uuid, nullable=False),
    _word("staff_name"),
    _word("subject"),
    Column("fields", ARRAY(Text), nullable=False),
    Index("identity_access_log_subject_idx", "tenant_id", "subject", "id"),
)

audit = tenant_table(
    "identity_audit",
    Column("id", Uuid, nullable=False),
    _at("at"),
    Column("staff_id", Uuid, nullable=False),
    _word("staff_name"),
    _word("act"),
    _word("subject"),
    Column("before", JSONB),
    Column("after", JSONB),
    Index("identity_audit_at_idx", "tenant_id", "at", "id"),
    Index("identity_audit_act_idx", "tenant_id", "act", "id"),
    Index("identity_audit_staff_id_idx", "tenant_id", "staff_id", "id"),
)

approval = tenant_table(
    "identity_approval",
    Column("id", Uuid, nullable=False),
    _word("kind"),
    _word("subject"),
    Column("subject_staff_id", Uuid),
    Column("before", JSONB),
    Column("after", JSONB),
    Column("payload_sealed", LargeBinary),
    Column("asked_by", Uuid, nullable=False),
    Column("asked_account", Uuid, nullable=False),
    _word("asked_name"),
    _at("asked_at"),
    _at("expires_at"),
    Column("state", Text, nullable=False, server_default=text("'waiting'")),
    Column("decided_by", Uuid),
    Column("decided_account", Uuid),
    Column("decided_name", Text),
    _at("decided_at", nullable=True),
    Column("reason", Text, nullable=False, server_default=text("''")),
    Column("failed_zh", Text, nullable=False, server_default=text("''")),
    Column("failed_en", Text, nullable=False, server_default=text("''")),
    CheckConstraint(
        "state in ('waiting', 'approved', 'refused', 'withdrawn', 'expired', 'failed')", name="state"
    ),
    CheckConstraint("(state = 'waiting') = (payload_sealed is not null)", name="payload"),
    CheckConstraint(
        "state not in ('approved', 'refused', 'failed') "
        "or (decided_account is not null and decided_account <> asked_account and decided_by <> asked_by)",
        name="two_people",
    ),
    Index(
        "identity_approval_subject_key",
        "tenant_id",
        "kind",
        "subject",
        unique=True,
        postgresql_where=text("state = 'waiting'"),
    ),
    Index(
        "identity_approval_expires_at_idx",
        "tenant_id",
        "expires_at",
        postgresql_where=text("state = 'waiting'"),
    ),
)
