"""The tables of storefront."""

revision = "0012_storefront"
down_revision = "0011_checkout"


def upgrade() -> None:
    pass
