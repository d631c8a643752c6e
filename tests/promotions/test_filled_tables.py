"""Migrations on tables that are full: everybody's help, money and state is found again and goes on, words are true."""

from datetime import date, timedelta

import psycopg
import pytest
import pytest_asyncio
from alembic import command
from psycopg.types.json import Jsonb

from lianyi.app import migrate
from lianyi.identity.types import Channel, PersonId, SessionId, Shopper
from lianyi.kit.clock import MovableClock
from lianyi.kit.db import Database
from lianyi.kit.ids import TenantId, encode, new_id
from lianyi.promotions import actions, queries
from lianyi.promotions.errors import HelpDeviceUsed, HelpedAlready, HelpLimitReached
from lianyi.promotions.plays.coupon import rules
from lianyi.promotions.plays.red_packet import actions as packets
from lianyi.promotions.plays.red_packet import queries as packet_reads
from lianyi.promotions.plays.social_coupon import actions as packs
from lianyi.promotions.plays.social_coupon import queries as pack_reads
from lianyi.promotions.types import Marks
from tests.conftest import NOW

BEFORE = "0051_promotions_help_hands"
TENANT, OTHER = TenantId(new_id()), TenantId(new_id())
GIVER, ANNA, BO, CUI, DING = (PersonId(new_id()) for _ in range(5))
PHONE, PAID, PACKS, PACKETS = new_id(), new_id(), new_id(), new_id()
HOUR = timedelta(hours=1)
LEAST = ("一个订单用一张,不能兑换现金,实付至少 1 分。", "One an order; never cash; at least 1 fen is paid.")
PACK_TERMS = {"pays_in": encode("cmp", PAID), "face_fen": 500, "pieces": 3, "claims_per_person_max": 2}
PACKET_TERMS = {
    "pays_in": encode("cmp", PAID), "opens": "purchase", "split": "shared", "pays": "coupon", "fen": 200, "parts": 3,
    "owner_takes": True, "person_day_max": 5,
}  # fmt: skip


class Old:
    """The tables as they were, filled as their owner."""

    def __init__(self, connection):
        self.connection = connection
        self.at = NOW - 2 * HOUR

    def put(self, table, **columns):
        columns = {"tenant_id": TENANT} | columns
        names, marks = ", ".join(columns), ", ".join(f"%({name})s" for name in columns)
        self.connection.execute(
            f"insert into {table} ({names}) values ({marks})",
            columns,
        )

    def campaign(self, campaign_id, play, terms, spent_fen, tenant=TENANT, **more):
        self.put(
            "promotions_campaign", tenant_id=tenant, id=campaign_id, play=play, title="春茶", state="published",
            starts_at=NOW - 9 * HOUR, ends_at=NOW + 99 * HOUR, audience="everyone", channels=["mini"],
            settings=Jsonb(terms), created_at=NOW, version=1, **more,
        )  # fmt: skip
        budget = {"campaign_id": campaign_id, "budget_fen": 9_000, "spent_fen": spent_fen}
        self.put("promotions_budget", tenant_id=tenant, **budget)

    def grant(self, campaign_id, person, held_fen, tenant=TENANT):
        grant_id = new_id()
        self.put(
            "promotions_grant", tenant_id=tenant, id=grant_id, campaign_id=campaign_id, person_id=person,
            key=str(grant_id), given_fen=held_fen, held_fen=held_fen, at=self.at,
        )  # fmt: skip
        return grant_id

    def pack(self, claimed, pieces=3, *, ended=None, tenant=TENANT):
        """A pack of fives; what was not taken of one that has ended went back."""
        pack_id = new_id()
        held_fen = (claimed if ended else pieces) * 500
        self.put(
            "promotions_social_coupon_pack", tenant_id=tenant, id=pack_id, campaign_id=PACKS, order_id=new_id(),
            person_id=GIVER, grant_id=self.grant(PACKS, GIVER, held_fen, tenant), pieces=pieces, face_fen=500,
            claimed=claimed, state="ended" if ended else "open", ended_because=ended, opened_at=self.at,
            expires_at=NOW - HOUR if ended else NOW + HOUR,
        )  # fmt: skip
        return pack_id

    def claim(self, pack_id, person, nth, *, tenant=TENANT, **more):
        given = {"run_id": None if "wechat" in more else new_id(), "accounts": []} | more
        self.put(
            "promotions_social_coupon_claim", tenant_id=tenant, pack_id=pack_id, person_id=person, campaign_id=PACKS,
            nth=nth, at=self.at, **given,
        )  # fmt: skip
        self.at += timedelta(minutes=1)

    def packet(self, state, *takers, parts=3, split="shared"):
        """A packet of twos; the parts of `takers` in their order, each with a grant of its own."""
        packet_id, left = new_id(), parts - len(takers)
        self.put(
            "promotions_red_packet", id=packet_id, campaign_id=PACKETS, person_id=GIVER,
            order_id=new_id() if split == "shared" else None, week=None if split == "shared" else date(2026, 3, 2),
            split=split, parts=parts, fen=200, taken=len(takers), state=state,
            grant_id=self.grant(PACKETS, GIVER, left * 200 if state == "open" else 0),
            expires_at=NOW - HOUR if state == "over" else NOW + HOUR, at=self.at,
            ended_at=None if state == "open" else NOW,
        )  # fmt: skip
        for nth, person in enumerate(takers, 1):
            self.put(
                "promotions_red_packet_part", packet_id=packet_id, person_id=person, nth=nth, fen=200, pays="coupon",
                run_id=new_id(), grant_id=self.grant(PACKETS, person, 200), day=date(2026, 3, 2), at=self.at,
            )  # fmt: skip
            self.at += timedelta(minutes=1)
        return packet_id


class Found:
    """What was put there, by a name, and the database as it is after all migrations."""

    def __init__(self, db, kept):
        self.db, self.kept = db, kept

    async def run(self, name):
        async with self.db.read(TENANT) as session:
            run = await queries.help_run(session, self.kept[name])
            helps = await queries.helps_of(session, run.id)
        return (run.state, run.taken, run.people, run.need), [(one.person_id, one.first) for one in helps]

    async def spent(self, campaign_id):
        async with self.db.read(TENANT) as session:
            return (await queries.campaign(session, campaign_id)).spent_fen

    async def help(self, name, person, device=None):
        helper = Shopper(TENANT, person, SessionId(new_id()), {})
        async with self.db.write(TENANT) as session:
            run, _ = await actions.confirm_help(
                session, helper, Channel.MINI, self.kept[name], Marks(device or new_id())
            )
        return run


def fill(connection):
    old, kept = Old(connection), {}
    old.campaign(PACKS, "social_coupon", PACK_TERMS, 1500 + 1000 + 500 + 1500)
    old.campaign(PACKETS, "red_packet", PACKET_TERMS, 200 + 8 * 200)
    old.campaign(PACKS, "social_coupon", PACK_TERMS, 500, OTHER)
    told = {"rules_zh": Jsonb(["立减 5.00。", LEAST[0]]), "rules_en": Jsonb(["5.00 off.", LEAST[1]])}
    old.campaign(PAID, "coupon", {"off_fen": 500, "take": "granted"}, 0, **told)
    kept["going"], kept["full"] = old.pack(2), old.pack(2, 2)
    kept["late"], kept["unloved"] = old.pack(1, ended="expired"), old.pack(0, ended="refunded")
    kept["new"] = old.pack(0)
    old.claim(kept["going"], ANNA, 1, device=PHONE, accounts=["acc1", "acc2"])
    old.claim(kept["full"], ANNA, 2, accounts=["acc1"])
    old.claim(kept["full"], BO, 1)
    old.claim(kept["late"], CUI, 1, wechat="given", wechat_coupon_id="98065001")
    old.claim(kept["going"], DING, 1, wechat="waiting", due_at=NOW)
    elsewhere = old.pack(1, 1, tenant=OTHER)
    old.claim(elsewhere, ANNA, 1, tenant=OTHER)
    kept["shared"] = old.packet("open", GIVER, ANNA)
    kept["emptied"] = old.packet("taken", ANNA, BO, parts=2)
    kept["with me"] = old.packet("taken", GIVER, BO, parts=2)
    kept["too late"], kept["void"] = old.packet("over", CUI), old.packet("void")
    kept["alone"] = old.packet("taken", GIVER, parts=1, split="own")
    return kept


@pytest.fixture(scope="module")
def filled(server, database_name):
    """A database of its own: as it was, filled, and brought to the newest migration; its name and what is in it."""
    name = f"{database_name}_filled"
    dsn = server.dsn(name, "owner")
    with psycopg.connect(server.dsn("postgres", "owner"), autocommit=True) as owner:
        owner.execute(f"create database {name}")
        command.upgrade(migrate._config(dsn), BEFORE)
        with psycopg.connect(dsn) as connection:
            kept = fill(connection)
        migrate.migrate(dsn)
        yield name, kept
        owner.execute(f"drop database {name} with (force)")


@pytest_asyncio.fixture(loop_scope="session")
async def found(server, filled, configured):
    """A copy for each test."""
    before, kept = filled
    name = f"{before}_copy"
    with psycopg.connect(server.dsn("postgres", "owner"), autocommit=True) as owner:
        owner.execute(f"create database {name} template {before} strategy file_copy")
        db = Database(server.dsn(name, "app"), connections=2, clock=MovableClock(NOW))
        await db.open()
        yield Found(db, kept)
        await db.close()
        owner.execute(f"drop database {name} with (force)")


PACKS_NOW = {
    "going": (("open", 2, 2, 3), [(ANNA, 0), (DING, 1)]),
    "full": (("used", 2, 2, 2), [(ANNA, 0), (BO, 1)]),
    "late": (("over", 1, 1, 3), [(CUI, 0)]),
    "unloved": (("over", 0, 0, 3), []),
    "new": (("open", 0, 0, 3), []),
}
PACKETS_NOW = {
    "shared": (("open", 1, 1, 3), [(ANNA, 0)]),
    "emptied": (("used", 2, 2, 2), [(ANNA, 0), (BO, 1)]),
    "with me": (("over", 1, 1, 2), [(BO, 0)]),
    "too late": (("over", 1, 1, 3), [(CUI, 0)]),
    "void": (("over", 0, 0, 3), []),
}


async def test_every_help_and_state_is_found_again(found):
    for name, expected in (PACKS_NOW | PACKETS_NOW).items():
        assert (name, await found.run(name)) == (name, expected)
    async with found.db.read(TENANT) as session:
        assert await queries.help_runs(session, [found.kept["alone"]]) == {}
    async with found.db.read(OTHER) as session:
        assert await queries.help_runs(session, list(found.kept.values())) == {}


async def test_every_fen_is_where_it_was(found):
    assert (await found.spent(PACKS), await found.spent(PACKETS)) == (4500, 1800)
    async with found.db.read(TENANT) as session:
        page = await pack_reads.pack_page(session, found.kept["going"], DING, Channel.MINI)
        assert (page.pack.claimed, page.own.state, page.own.wechat, page.alive) == (
            2,
            "taken",
            "waiting",
            True,
        )
        given = await pack_reads.own_claim(session, found.kept["late"], CUI)
        assert (given.state, given.wechat) == ("taken", "given")
        mine = await packet_reads.part_of(session, found.kept["shared"], ANNA)
        assert (mine.state, mine.fen, mine.channel) == ("paid", 200, "mini")
        assert (await packet_reads.packet(session, found.kept["with me"])).state == "taken"


async def test_who_has_helped_is_known_by_person_phone_and_limit(found):
    with pytest.raises(HelpedAlready):
        await found.help("going", ANNA)
    with pytest.raises(HelpDeviceUsed):
        await found.help("going", PersonId(new_id()), PHONE)
    with pytest.raises(HelpedAlready):
        await found.help("shared", ANNA)
    async with found.db.read(TENANT) as session:
        known = await queries.help_run(session, found.kept["going"])
    assert (known.per_person_max, known.per_day_max, known.about is not None) == (2, 2, True)
    assert (await found.run("going"))[0] == PACKS_NOW["going"][0]


async def test_a_published_coupon_says_what_is_computed(found):
    """An order may come to nothing since 0050; the sentence is the one that is published today, the rest stays."""
    async with found.db.read(TENANT) as session:
        kept = await queries.campaign(session, PAID)
    zh, en = rules.rules_text(kept)
    assert (kept.rules_zh, kept.rules_en) == (("立减 5.00。", zh[-1]), ("5.00 off.", en[-1]))
    assert "免支付" in zh[-1]


async def test_the_third_help_of_a_campaign_is_one_too_many(found):
    with pytest.raises(HelpLimitReached):
        await found.help("new", ANNA)
    assert (await found.run("new"))[0] == ("open", 0, 0, 3)


async def test_what_is_open_can_be_helped_on(found):
    run = await found.help("going", CUI)
    assert (run.taken, run.missing) == (3, 0)
    run = await found.help("shared", BO)
    assert (run.taken, run.missing) == (2, 1)


async def test_what_nobody_took_is_the_budgets_again_when_it_ends(found):
    """The packet's one part; a piece of the pack that is going and all three of the new one. No fen of what was taken."""
    found.db.clock.advance(2 * HOUR)
    async with found.db.write(TENANT) as session:
        assert await packets.expire(session, 10) == 1
        ended = await packs.end_due(session, 10)
    assert {one.id for one in ended} == {found.kept[name] for name in ("going", "full", "new")}
    assert (await found.spent(PACKETS), await found.spent(PACKS)) == (1800 - 200, 4500 - 500 - 1500)
    async with found.db.read(TENANT) as session:
        assert (await packet_reads.packet(session, found.kept["shared"])).state == "over"
