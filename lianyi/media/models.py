"""Tables of media."""

from sqlalchemy import Column, DateTime, Index, Integer, Text, UniqueConstraint, Uuid

from lianyi.kit.tables import tenant_table

asset = tenant_table(
    "media_asset",
    Column("id", Uuid, nullable=False),
    Column("sha256", Text, nullable=False),  # of the bytes that were uploaded: the same picture is kept once
    Column("mime", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("preview", Text, nullable=False),
    Column("created_by", Uuid),
    Column("created_at", DateTime(timezone=True), nullable=False),
    UniqueConstraint("tenant_id", "sha256"),
    Index("media_asset_created_idx", "tenant_id", "created_at", "id"),
)
