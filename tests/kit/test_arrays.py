"""Lists become arrays that read back as they were, whatever stands in them."""

from datetime import UTC, datetime

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianyi.kit.arrays import ArrayDumper

WORDS = st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",)))
COLUMNS = st.one_of(
    st.tuples(st.just("uuid[]"), st.lists(st.none() | st.uuids())),
    st.tuples(st.just("bigint[]"), st.lists(st.none() | st.integers(-(2**63), 2**63 - 1))),
    st.tuples(st.just("boolean[]"), st.lists(st.none() | st.booleans())),
    st.tuples(st.just("text[]"), st.lists(st.none() | WORDS)),
    st.tuples(st.just("text[]"), st.lists(st.sampled_from(["", "NULL", "null", "{}", '"', "\\", "a,b", " ", "\n", "'"]))),
    st.tuples(st.just("bytea[]"), st.lists(st.none() | st.binary())),
    st.tuples(
        st.just("timestamptz[]"),
        st.lists(st.none() | st.integers(0, 2**32).map(lambda at: datetime.fromtimestamp(at, UTC))),
    ),
    st.tuples(st.just("text[]"), st.lists(st.lists(WORDS, min_size=2, max_size=2), min_size=1)),
)  # fmt: skip


@pytest.fixture(scope="module")
def connection(app_dsn):
    with psycopg.connect(app_dsn, autocommit=True) as connection:
        connection.adapters.register_dumper(list, ArrayDumper)
        connection.execute("set timezone = 'UTC'")
        yield connection


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(COLUMNS)
def test_what_is_written_is_read(connection, column):
    kind, values = column
    read = connection.execute(f"select %s::{kind}", (values,)).fetchone()[0]
    assert read == values


def test_a_nul_is_refused_before_it_is_sent(connection):
    with pytest.raises(psycopg.DataError):
        connection.execute("select %s::text[]", (["a\0b"],))
