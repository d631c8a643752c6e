"""The log read again comes to what was written; whatever was tampered with is named."""

from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from lianyi.app import bindings as command
from lianyi.distribution.actions import bindings, disputes, shopkeepers
from lianyi.distribution.actions.replaying import replay
from lianyi.distribution.types.bindings import TouchRule
from tests.social.conftest import Body

DELETE_LINE = """
    delete from distribution_binding
    where id = (select id from distribution_binding where result = 'bound' and touch = 'click' order by seq limit 1)
"""
LONGER = "update distribution_customer set valid_until = valid_until + interval '1 day' where valid_until is not null"
SOMEBODY_ELSE = """
    update distribution_order
    set shopkeeper_id = (select id from distribution_shopkeeper k where k.id <> distribution_order.shopkeeper_id limit 1)
"""


@pytest.fixture
def tamper(owner_dsn):
    """Writes past the triggers, as somebody with the database's keys could."""

    def write(text, **params):
        with psycopg.connect(owner_dsn, autocommit=True) as connection:
            connection.execute("set session_replication_role = replica")
            connection.execute(text, params)

    return write


async def lived(shop, clock):
    """Some weeks of a shop: rules change, customers go round, somebody leaves, two are one, staff step in, orders."""
    bodies = [await shop.keeper(f"店主{number}") for number in range(4)]
    buyer = Body(uuid4(), shop.shopper.person)
    people = [await shop.someone(f"顾客{number}") for number in range(3)]
    for day in range(7):
        if day == 2:
            await shop.rule(TouchRule.FIRST, 1, 2)
        if day == 4:
            await shop.rule(TouchRule.LAST, 0, 3, new_only=True)
        for number, body in enumerate([buyer, *people]):
            await shop.came(body, bodies[(number + day) % 4][0])
        if day % 3 == 0:
            await shop.place(1)
            await shop.came(bodies[day % 4][0], bodies[(day + 1) % 4][0])
        await shop.tell()
        clock.advance(timedelta(days=1, minutes=1))
    await shop.write(disputes.assign, shop.staff, people[0].person, bodies[2][1].id, "电话确认")
    await shop.write(disputes.release, shop.staff, people[0].person, "顾客要求")
    await shop.write(shopkeepers.leave, shop.shopper_of(bodies[1][0]), bodies[1][1].id, "")
    clock.advance(timedelta(days=1))
    for body in people:
        await shop.came(body, bodies[3][0])
    await shop.place(1)
    await shop.tell()
    return bodies, people


async def test_a_lived_log_has_no_difference_and_a_late_reaction_changes_nothing(shop, clock):
    await lived(shop, clock)
    found = await replay(shop.db, shop.tenant)
    assert found.differences == ()
    assert (found.lines > 30, found.customers >= 4, found.orders) == (True, True, 4)


async def test_the_command_shows_what_was_read_and_nothing_else(shop, clock):
    await lived(shop, clock)
    read, differences = await command.tables(shop.db, None)
    assert (read.row_count, differences.row_count) == (1, 0)
    nobody, _ = await command.tables(shop.db, "no-such-shop")
    assert nobody.row_count == 0


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("update distribution_binding set result = 'kept', why = 'same_owner' where result = 'taken'", "decision"),
        ("update distribution_binding set same_device = true where result = 'bound' and touch = 'click'", "decision"),
        (DELETE_LINE, "decision"),
        (LONGER, "customer"),
        (SOMEBODY_ELSE, "order"),
        ("delete from distribution_order where order_id = (select order_id from distribution_order limit 1)", "order"),
    ],
)  # fmt: skip
async def test_whatever_was_tampered_with_is_named(shop, clock, tamper, text, kind):
    await lived(shop, clock)
    tamper(text)
    found = await replay(shop.db, shop.tenant)
    assert kind in {one.kind for one in found.differences}


async def test_a_circle_that_was_let_through_is_named(shop, tamper):
    (anna, _), (cora, _) = await shop.keeper("安娜"), await shop.keeper("可乐")
    await shop.came(anna, cora)
    await shop.came(cora, anna)
    assert (await shop.results(cora)) == ["refused:loop"]
    tamper(
        "update distribution_binding set in_chain = false where person_id = %(person)s", person=cora.person
    )
    kinds = {one.kind for one in (await replay(shop.db, shop.tenant)).differences}
    assert {"chain", "decision"} <= kinds


async def test_taking_in_again_what_was_taken_in_writes_nothing(shop, clock):
    _, people = await lived(shop, clock)
    for body in people:
        assert await shop.write(bindings.take_openings, body.person) == []
