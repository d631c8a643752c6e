"""Row-level security, walked over every table there is: the role `app` reads and writes its own tenant only.

A table that belongs to no tenant is listed here with the reason; a new table is under its tenant or the test fails.
"""

import datetime as dt
import decimal
from uuid import UUID

import psycopg
import pytest
from psycopg.types.json import Jsonb

from lianyi.app.wiring import load_models
from lianyi.kit.ids import new_id

EXEMPT = {
    "alembic_version": "the schema's own revision; the role may not touch it",
    "kit_outbox": "the relay serves all tenants in one batch; rows carry tenant_id and only kit reads them",
    "identity_account": "a login opens several shops and is found before a shop is known; it holds no customer's data",
    "identity_sign_in_attempt": "counts attempts on logins that may not exist, before any shop is known; holds hashes alone",
}
# Found before a tenant is known, written only as that tenant.
SHARED_READ = {"identity_tenant": "id", "identity_membership": "tenant_id"}


def tables_of(connection):
    """Name -> whether row-level security is on and forced, of every table but the queue's own."""
    rows = connection.execute(
        "select relname, relrowsecurity and relforcerowsecurity from pg_class join pg_namespace n on n.oid = relnamespace "
        "where relkind in ('r', 'p') and n.nspname = 'public' and relname not like 'procrastinate%%' order by relname"
    ).fetchall()
    return dict(rows)


def columns_of(connection, table):
    return connection.execute(
        "select column_name, data_type, udt_name from information_schema.columns "
        "where table_name = %s and is_generated = 'NEVER' and identity_generation is distinct from 'ALWAYS' "
        "order by ordinal_position",
        (table,),
    ).fetchall()


def value_for(data_type, udt_name):
    """Something of a type; constraints are out of force while it is inserted."""
    made = {
        "uuid": new_id(), "text": "x", "bytea": b"x", "integer": 1, "smallint": 1, "bigint": 1, "boolean": False,
        "timestamp with time zone": dt.datetime(2026, 3, 2, tzinfo=dt.UTC), "date": dt.date(2026, 3, 2),
        "jsonb": Jsonb({}), "numeric": decimal.Decimal(1), "tsvector": "x", "character": "x",
    }  # fmt: skip
    if data_type == "ARRAY":
        return []
    assert data_type in made, f"tell this test a value of {data_type} ({udt_name})"
    return made[data_type]


@pytest.fixture(scope="module")
def place(server, request):
    """A database of this module's own: its constraints are out of force, so that any row can be planted."""
    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"tenancy_{worker}"
    with psycopg.connect(server.dsn("postgres", "owner"), autocommit=True) as owner:
        owner.execute(f"create database {name} template template_lianyi strategy file_copy")
    return name


@pytest.fixture(scope="module")
def owner_connection(server, place):
    with psycopg.connect(server.dsn(place, "owner"), autocommit=True) as connection:
        yield connection


@pytest.fixture
def as_app(server, place):
    with psycopg.connect(server.dsn(place, "app")) as connection:
        yield connection
        connection.rollback()


@pytest.fixture(scope="module")
def tenant():
    return new_id()


@pytest.fixture(scope="module")
def walls(owner_connection, tenant):
    """One row of a tenant in every table that has tenants."""
    tables = tables_of(owner_connection)
    assert set(load_models().tables) == set(tables) - {"alembic_version"}
    for table in tables:
        if table not in EXEMPT:
            _plant(owner_connection, table, {SHARED_READ.get(table, "tenant_id"): tenant})
    return tables


def _plant(connection, table, given):
    columns = columns_of(connection, table)
    values = {name: given.get(name, value_for(kind, udt)) for name, kind, udt in columns}
    names, places = ", ".join(values), ", ".join(["%s"] * len(values))
    checks = connection.execute(
        "select conname from pg_constraint where conrelid = %s::regclass and contype = 'c'", (table,)
    ).fetchall()
    for (name,) in checks:
        connection.execute(f"alter table {table} drop constraint {name}")
    with connection.transaction():
        connection.execute("set local session_replication_role = replica")  # no triggers, no foreign keys
        connection.execute(f"insert into {table} ({names}) values ({places})", list(values.values()))


def enter(connection, tenant):
    connection.execute("select set_config('lianyi.tenant', %s, true)", (str(tenant),))


def test_the_role_cannot_bypass_the_walls(as_app):
    row = as_app.execute(
        "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user"
    ).fetchone()
    assert as_app.execute("select current_user").fetchone() == ("app",)
    assert row == (False, False, False, False)
    owned = as_app.execute(
        "select count(*) from pg_tables where schemaname = 'public' and tableowner = current_user"
    ).fetchone()
    assert owned == (0,)


def test_every_table_is_behind_the_wall_or_exempt_for_a_reason(owner_connection):
    open_tables = {table for table, walled in tables_of(owner_connection).items() if not walled}
    assert open_tables == set(EXEMPT)
    for table in tables_of(owner_connection):
        if table in EXEMPT or table in SHARED_READ:
            continue
        key = owner_connection.execute(
            "select a.attname from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0] "
            "where i.indrelid = %s::regclass and i.indisprimary",
            (table,),
        ).fetchone()
        assert key == ("tenant_id",), f"{table}: tenant_id is first in the primary key"


def test_without_a_tenant_every_table_is_an_error(as_app, walls):
    for table in walls:
        if table in EXEMPT or table in SHARED_READ:
            continue
        with pytest.raises(psycopg.Error), as_app.transaction():
            as_app.execute(f"select * from {table} limit 1")


def test_another_tenant_sees_and_changes_nothing(as_app, owner_connection, walls, tenant):
    stranger = UUID(int=tenant.int ^ 1)
    for table in walls:
        if table in EXEMPT:
            continue
        column = SHARED_READ.get(table, "tenant_id")
        touched = columns_of(owner_connection, table)[0][0]
        with as_app.transaction(force_rollback=True):
            enter(as_app, stranger)
            if table not in SHARED_READ:
                assert as_app.execute(f"select count(*) from {table}").fetchone() == (0,), table
            for text in (f"update {table} set {touched} = {touched}", f"delete from {table}"):
                assert _rows(as_app, text) == 0, (table, text)
        with as_app.transaction(force_rollback=True):
            enter(as_app, tenant)
            assert as_app.execute(
                f"select count(*) from {table} where {column} = %s", (tenant,)
            ).fetchone() == (1,)
        assert owner_connection.execute(f"select count(*) from {table}").fetchone() == (1,), table


def _rows(connection, text):
    """Rows touched; what the role may not do, or what nobody may do to an append-only table, touches none."""
    try:
        with connection.transaction():
            return connection.execute(text).rowcount
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.RestrictViolation):
        return 0


def test_nobody_writes_a_row_into_another_tenant(as_app, owner_connection, walls, tenant):
    stranger = UUID(int=tenant.int ^ 1)
    for table in walls:
        if table in EXEMPT:
            continue
        column = SHARED_READ.get(table, "tenant_id")
        columns = columns_of(owner_connection, table)
        values = {name: value_for(kind, udt) for name, kind, udt in columns} | {column: tenant}
        names, places = ", ".join(values), ", ".join(["%s"] * len(values))
        with pytest.raises(psycopg.errors.InsufficientPrivilege), as_app.transaction():
            enter(as_app, stranger)
            as_app.execute(f"insert into {table} ({names}) values ({places})", list(values.values()))
        assert owner_connection.execute(f"select count(*) from {table}").fetchone() == (1,), table


def test_nobody_moves_a_row_of_their_own_to_another_tenant(as_app, owner_connection, walls, tenant):
    stranger = UUID(int=tenant.int ^ 1)
    for table in walls:
        if table in EXEMPT:
            continue
        column = SHARED_READ.get(table, "tenant_id")
        with as_app.transaction(force_rollback=True):
            enter(as_app, tenant)
            assert _rows(as_app, f"update {table} set {column} = '{stranger}'") == 0, table
        assert owner_connection.execute(
            f"select count(*) from {table} where {column} = %s", (tenant,)
        ).fetchone() == (1,)


def test_exempt_tables_hold_no_customers_data(owner_connection):
    personal = {"phone_sealed", "phone", "name", "nickname", "openid", "unionid", "detail_sealed", "address"}
    for table in EXEMPT:
        assert {name for name, _, _ in columns_of(owner_connection, table)} & personal == set(), table
