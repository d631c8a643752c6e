"""What every migration needs to put a table under its tenant, and what the role `app` may do."""

from alembic import op


def protect(table: str) -> None:
    """Row-level security for a tenant's table: without `lianyi.tenant` every access is an error, never an empty answer."""
    op.execute(f"alter table {table} enable row level security")
    op.execute(f"alter table {table} force row level security")
    op.execute(
        f"create policy tenant on {table} "
        "using (tenant_id = current_setting('lianyi.tenant')::uuid) "
        "with check (tenant_id = current_setting('lianyi.tenant')::uuid)"
    )
    allow(table)


def allow(table: str, rights: str = "select, insert, update, delete") -> None:
    """What the server may do with a table; global tables call it alone."""
    op.execute(f"grant {rights} on {table} to app")


def append_only(table: str) -> None:
    """History nobody edits: the database refuses update and delete, whoever asks."""
    op.execute(
        f"create trigger {table}_append_only before update or delete on {table} "
        "for each row execute function refuse_change()"
    )
