"""Prizes in money on a shop whose people have WeChat: promised by a red packet, asked for, confirmed, taxed."""

from datetime import timedelta

from lianyi.distribution.actions import prizes
from lianyi.distribution.queries import prizes as reads
from lianyi.identity.types import Channel, SessionId, Shopper
from lianyi.kit import jobs
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.ledger import queries as books
from lianyi.ledger.types import Purpose
from lianyi.promotions import queries as campaigns
from lianyi.promotions.actions import cash
from tests.red_packet_world import packets_run, today, weekly_packet

# What of prizes is still owed, is held, and was set aside as tax, by their rows.
OWED = Statement(
    """
    select coalesce(sum(gross_fen) filter (where state not in ('paid', 'lapsed')), 0)::bigint as owed_fen
    from distribution_prize where tenant_id = %(tenant)s
    """,
    int,
)
HELD = Statement(
    """
    select coalesce(sum(net_fen) filter (where state in ('sending', 'confirming', 'paying')), 0)::bigint as fen
    from distribution_prize where tenant_id = %(tenant)s
    """,
    int,
)
TAX = Statement(
    """
    select coalesce(sum(tax_fen), 0)::bigint as fen from distribution_tax
    where tenant_id = %(tenant)s and state = 'withheld' and item = 'prize'
    """,
    int,
)
PAID = Statement(
    "select coalesce(sum(net_fen), 0)::bigint from distribution_prize where tenant_id = %(tenant)s and state = 'paid'",
    int,
)


async def limit(paying, day_fen):
    """The daily limit of prizes in money, as two people would set it."""
    await paying.write(cash._changed.execute, paying.shop.staff, {"day_fen": day_fen})


async def cash_packets_run(paying, *, day_limit_fen=100_000, budget_fen=10_000, fen=500, **settings):
    """A weekly packet of so much money for everybody, today; the campaign's id."""
    await limit(paying, day_limit_fen)
    how = {"pays": "cash", "opens": "weekly", "split": "own", "weekday": today(paying), "fen": fen} | settings
    return await packets_run(paying, budget_fen=budget_fen, **how)


def shopper_of(paying, payee=None):
    return Shopper(paying.tenant, (payee or paying.payee).person_id, SessionId(new_id()), {})


async def promised(paying, campaign_id, payee=None):
    """Somebody has taken this week's packet; the prize it owes them."""
    await weekly_packet(paying, campaign_id, shopper_of(paying, payee))
    await paying.settle()
    return (await paying.read(reads.own, (payee or paying.payee).person_id))[0].id


async def collect(paying, prize_id, payee=None):
    await paying.write(prizes.collect, (payee or paying.payee).person_id, prize_id, Channel.MINI)
    await paying.settle()


async def confirm(paying, prize_id, wechat=None):
    package = (await prize(paying, prize_id)).package_info
    person = (wechat or paying.wechat)["id"]
    await paying.world.ask("POST", "/transfers/confirm", json={"package": package, "person": person})


async def sweep(paying, seconds=10):
    await paying.world.advance(timedelta(seconds=seconds))
    for item in jobs.sweeps():
        if "prizes." in item.name:
            await jobs.run_sweep(paying.db, item, [paying.tenant])
    await paying.settle()


async def prize(paying, prize_id):
    return await paying.read(reads.prize, prize_id)


async def state(paying, prize_id):
    return (await prize(paying, prize_id)).state.value


async def spent(paying, campaign_id):
    return (await paying.read(campaigns.campaign, campaign_id)).spent_fen


async def _one(session, statement):
    return await session.one(statement)


async def explained(paying):
    """The books say of prizes what their rows say, and everything comes to zero."""
    assert await paying.read(books.sum_fen) == 0
    accounts = {one.purpose: one for one in await paying.read(books.accounts) if one.owner_kind == "tenant"}

    def posted(purpose):
        return accounts[purpose].posted_fen if purpose in accounts else 0

    assert posted(Purpose.PRIZE_DUE) == -posted(Purpose.PRIZE_PROMISED) == await paying.read(_one, OWED)
    assert posted(Purpose.PRIZE_PAID) == await paying.read(_one, PAID)
    assert posted(Purpose.TAX_WITHHELD) == await paying.read(_one, TAX)
    held = accounts[Purpose.EARNED].held_fen if Purpose.EARNED in accounts else 0
    assert held == await paying.read(_one, HELD)
    assert (await paying.world.ask("GET", "/money"))["difference_fen"] == 0
