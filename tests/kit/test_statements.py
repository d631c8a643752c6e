"""Every statement in the code is prepared against the migrated schema, and its columns are its row's fields."""

import importlib
import pkgutil

import psycopg
import pytest

import lianyi
from lianyi.app.migrate import drift
from lianyi.kit.db import Statement
from lianyi.kit.pipe import positional


def _statements():
    for module in pkgutil.walk_packages(lianyi.__path__, "lianyi."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    return [statement for statement in Statement.known if statement.origin.startswith("lianyi.")]


def test_every_statement_prepares_and_matches_its_row(owner_dsn):
    wrong = []
    statements = _statements()
    assert len(statements) > 5
    with psycopg.connect(owner_dsn, autocommit=True) as connection:
        for index, statement in enumerate(statements):
            name = f"s{index}".encode()
            result = connection.pgconn.prepare(name, statement.sql)
            if result.status == psycopg.pq.ExecStatus.FATAL_ERROR:
                wrong.append(f"{statement.origin}: {result.error_message.decode()}")
                continue
            described = connection.pgconn.describe_prepared(name)
            columns = [described.fname(i).decode() for i in range(described.nfields)]
            fields = list(getattr(statement.row_type, "__dataclass_fields__", {}))
            if fields and columns != fields:
                wrong.append(f"{statement.origin}: selects {columns}, its row has {fields}")
    assert wrong == []


def test_models_and_migrations_do_not_drift(owner_dsn):
    drift(owner_dsn)


@pytest.mark.parametrize(
    ("text", "sql", "names"),
    [
        ("select %(a)s::int + %(b)s + %(a)s", b"select $1::int + $2 + $1", ("a", "b")),
        ("select 7 %% %(a)s, '%%s'", b"select 7 % $1, '%s'", ("a",)),
    ],
)
def test_a_parameter_keeps_its_number(text, sql, names):
    assert positional(text) == (sql, names)
