"""Shops, staff, people, and what they agreed to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from tenancy import allow, append_only, protect

revision = "0002_identity"
down_revision = "0001_kit"


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    op.execute("set local statement_timeout = '60s'")
    _tenant()
    _account()
    _membership()
    _sign_in_attempt()
    _staff()
    _staff_session()
    _person()
    _person_wechat()
    _shopper_session()
    _consent()
    _document()
    _address()
    _wechat_app()
    _once()
    _access_log()
    _audit()


def _shared_read(table: str, column: str) -> None:
    """Found before a tenant is known (by slug, by login), written only as that tenant."""
    here = f"{column} = current_setting('lianyi.tenant')::uuid"
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(f"create policy anyone_reads on {table} for select using (true)")
    op.execute(f"create policy tenant_inserts on {table} for insert with check ({here})")
    op.execute(f"create policy tenant_updates on {table} for update using ({here}) with check ({here})")
    op.execute(f"create policy tenant_deletes on {table} for delete using ({here})")
    allow(table)


def _tenant() -> None:
    op.create_table(
        "identity_tenant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), server_default=sa.text("'open'"), nullable=False),
        sa.Column("theme_color", sa.Text(), nullable=False),
        sa.Column("contact_phone", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("licence", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("settings", postgresql.JSONB(), server_default=sa.text("'{}'"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("status in ('open', 'suspended', 'closed')", name="identity_tenant_status_check"),
        sa.PrimaryKeyConstraint("id", name="identity_tenant_pkey"),
        sa.UniqueConstraint("slug", name="identity_tenant_slug_key"),
    )
    _shared_read("identity_tenant", "id")


def _account() -> None:
    op.create_table(
        "identity_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("login_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("login_blind", sa.LargeBinary(), nullable=False),
        sa.Column("password_hash", sa.Text(), nullable=False),
        sa.Column("totp_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_pending_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("totp_step", sa.BigInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column(
            "recovery_hashes",
            postgresql.ARRAY(sa.LargeBinary()),
            server_default=sa.text("'{}'"),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="identity_account_pkey"),
        sa.UniqueConstraint("login_blind", name="identity_account_login_blind_key"),
    )
    allow("identity_account")


def _membership() -> None:
    op.create_table(
        "identity_membership",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "tenant_id", name="identity_membership_pkey"),
    )
    _shared_read("identity_membership", "tenant_id")


def _sign_in_attempt() -> None:
    op.create_table(
        "identity_sign_in_attempt",
        sa.Column("login_blind", sa.LargeBinary(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("paused_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("login_blind", name="identity_sign_in_attempt_pkey"),
    )
    op.create_index(
        "identity_sign_in_attempt_last_at_idx", "identity_sign_in_attempt", ["last_at"], unique=False
    )
    allow("identity_sign_in_attempt")


def _staff() -> None:
    op.create_table(
        "identity_staff",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), server_default=sa.text("'active'"), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "role in ('owner', 'operations', 'content', 'customer_service', 'warehouse', 'finance')",
            name="identity_staff_role_check",
        ),
        sa.CheckConstraint("state in ('active', 'removed')", name="identity_staff_state_check"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_staff_pkey"),
    )
    op.create_index(
        "identity_staff_account_id_key",
        "identity_staff",
        ["tenant_id", "account_id"],
        unique=True,
        postgresql_where=sa.text("state = 'active'"),
    )
    protect("identity_staff")


def _staff_session() -> None:
    op.create_table(
        "identity_staff_session",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("totp_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_staff_session_pkey"),
        sa.UniqueConstraint(
            "tenant_id", "token_hash", name="identity_staff_session_tenant_id_token_hash_key"
        ),
    )
    op.create_index(
        "identity_staff_session_staff_id_idx",
        "identity_staff_session",
        ["tenant_id", "staff_id"],
        unique=False,
    )
    protect("identity_staff_session")


def _person() -> None:
    op.create_table(
        "identity_person",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nickname", sa.Text(), server_default=sa.text("''"), nullable=False),
        sa.Column("avatar_url", sa.Text(), nullable=True),
        sa.Column("unionid", sa.Text(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_blind", sa.LargeBinary(), nullable=True),
        sa.Column("phone_last4", sa.Text(), nullable=True),
        sa.Column("phone_verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("elder_mode", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("personalised", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        sa.Column("deleted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "deleted_at is null or (phone_sealed is null and unionid is null and nickname = '' and avatar_url is null)",
            name="identity_person_deleted_is_empty_check",
        ),
        sa.CheckConstraint(
            "(phone_sealed is null) = (phone_blind is null) and (phone_sealed is null) = (phone_last4 is null)",
            name="identity_person_phone_whole_check",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_person_pkey"),
    )
    op.create_index(
        "identity_person_joined_at_idx",
        "identity_person",
        ["tenant_id", "joined_at", "id"],
        unique=False,
        postgresql_where=sa.text("deleted_at is null and merged_into is null"),
    )
    op.create_index(
        "identity_person_phone_blind_key", "identity_person", ["tenant_id", "phone_blind"], unique=True
    )
    op.create_index(
        "identity_person_phone_last4_idx", "identity_person", ["tenant_id", "phone_last4"], unique=False
    )
    op.create_index("identity_person_unionid_key", "identity_person", ["tenant_id", "unionid"], unique=True)
    protect("identity_person")


def _person_wechat() -> None:
    op.create_table(
        "identity_person_wechat",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("appid", sa.Text(), nullable=False),
        sa.Column("openid", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "appid", "openid", name="identity_person_wechat_pkey"),
    )
    op.create_index(
        "identity_person_wechat_person_id_idx",
        "identity_person_wechat",
        ["tenant_id", "person_id"],
        unique=False,
    )
    protect("identity_person_wechat")


def _shopper_session() -> None:
    op.create_table(
        "identity_shopper_session",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_shopper_session_pkey"),
        sa.UniqueConstraint(
            "tenant_id", "token_hash", name="identity_shopper_session_tenant_id_token_hash_key"
        ),
    )
    op.create_index(
        "identity_shopper_session_expires_at_idx",
        "identity_shopper_session",
        ["tenant_id", "expires_at"],
        unique=False,
    )
    op.create_index(
        "identity_shopper_session_person_id_idx",
        "identity_shopper_session",
        ["tenant_id", "person_id"],
        unique=False,
    )
    protect("identity_shopper_session")


def _consent() -> None:
    op.create_table(
        "identity_consent",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind in ('terms', 'privacy', 'marketing', 'personalisation')", name="identity_consent_kind_check"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_consent_pkey"),
    )
    op.create_index(
        "identity_consent_person_id_idx",
        "identity_consent",
        ["tenant_id", "person_id", "kind", "id"],
        unique=False,
    )
    protect("identity_consent")


def _document() -> None:
    op.create_table(
        "identity_document",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body_zh", sa.Text(), nullable=False),
        sa.Column("body_en", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('terms', 'privacy')", name="identity_document_kind_check"),
        sa.CheckConstraint("version > 1", name="identity_document_version_check"),
        sa.PrimaryKeyConstraint("tenant_id", "kind", "version", name="identity_document_pkey"),
    )
    protect("identity_document")


def _address() -> None:
    op.create_table(
        "identity_address",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("detail_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("province", sa.Text(), nullable=False),
        sa.Column("city", sa.Text(), nullable=False),
        sa.Column("district", sa.Text(), nullable=False),
        sa.Column("region_code", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("is_default", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_address_pkey"),
    )
    op.create_index(
        "identity_address_is_default_key",
        "identity_address",
        ["tenant_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("is_default"),
    )
    op.create_index(
        "identity_address_person_id_idx", "identity_address", ["tenant_id", "person_id", "id"], unique=False
    )
    protect("identity_address")


def _wechat_app() -> None:
    op.create_table(
        "identity_wechat_app",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("appid", sa.Text(), nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("secret_last4", sa.Text(), nullable=False),
        sa.Column("push_token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("push_aes_key_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind in ('mini', 'official')", name="identity_wechat_app_kind_check"),
        sa.PrimaryKeyConstraint("tenant_id", "kind", name="identity_wechat_app_pkey"),
        sa.UniqueConstraint("tenant_id", "appid", name="identity_wechat_app_tenant_id_appid_key"),
    )
    protect("identity_wechat_app")


def _once() -> None:
    op.create_table(
        "identity_once",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "digest", name="identity_once_pkey"),
    )
    op.create_index("identity_once_until_idx", "identity_once", ["tenant_id", "until"], unique=False)
    protect("identity_once")


def _access_log() -> None:
    op.create_table(
        "identity_access_log",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("staff_name", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_access_log_pkey"),
    )
    op.create_index(
        "identity_access_log_subject_idx", "identity_access_log", ["tenant_id", "subject", "id"], unique=False
    )
    protect("identity_access_log")
    append_only("identity_access_log")


def _audit() -> None:
    op.create_table(
        "identity_audit",
        sa.Column("tenant_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("staff_name", sa.Text(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.Column("after", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="identity_audit_pkey"),
    )
    op.create_index("identity_audit_at_idx", "identity_audit", ["tenant_id", "at", "id"], unique=False)
    protect("identity_audit")
    append_only("identity_audit")
