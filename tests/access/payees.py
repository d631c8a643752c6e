"""Pay-outs of the town: one that waits for the buyer, one in review, one ready, one paid last month with its tax."""

from datetime import date

from lianyi.distribution.queries import payouts as reads
from lianyi.kit.db import Statement
from lianyi.kit.ids import decode, new_id
from lianyi.ledger import actions as ledger
from lianyi.ledger.types import AccountRef, Purpose, Subject, Transfer
from tests.live_shop import ok
from tests.payout_world import ID_NUMBER, NAME, give_commission

PAYOUT = Statement(
    """
    insert into distribution_payout (tenant_id, id, shopkeeper_id, person_id, path, state, gross_fen, fee_fen, tax_fen,
      net_fen, appid, openid, mchid, package_info, confirm_until, requested_at, sent_at, ended_at)
    select %(tenant)s, %(id)s, k.id, k.person_id, 'transfer', %(state)s, 2000, 0, %(tax_fen)s, 2000 - %(tax_fen)s,
      'wxtown', 'otown', '1900000109', case when %(state)s = 'confirming' then 'package' end,
      case when %(state)s = 'confirming' then %(now)s + interval '1 day' end, %(now)s,
      case when %(state)s in ('confirming', 'paid') then %(now)s end, case when %(state)s = 'paid' then %(now)s end
    from distribution_shopkeeper k where k.tenant_id = %(tenant)s and k.id = %(keeper)s
    """
)
ITEM = Statement(
    """
    insert into distribution_payout_item (tenant_id, payout_id, commission_id, amount_fen)
    values (%(tenant)s, %(id)s, %(line)s, 2000)
    """
)
TAX = Statement(
    """
    insert into distribution_tax (tenant_id, payout_id, real_name_id, taxpayer, month, state, strategy, before_fen,
      gross_fen, months, base_fen, rate_bp, quick_fen, due_fen, withheld_fen, tax_fen, at)
    select %(tenant)s, %(id)s, n.id, n.taxpayer, %(month)s, 'withheld', 'once', 0, 2000, 1, 1600, 2000, 0, 300, 0, 300,
      %(now)s from distribution_real_name n where n.tenant_id = %(tenant)s
    """
)
LAST_MONTH = date(2026, 2, 1)


async def open_payouts(town):
    """The buyer has a real name; the others are paid without ever having been at WeChat."""
    name = {"name": NAME, "id_number": ID_NUMBER, "consent_version": 2}
    await ok(town.live.visitor.act("PUT", "/distribution/real-name", name))
    for what, keeper, state in (
        ("payout", "keeper.buyer", "confirming"), ("payout.review", "keeper.suspended", "review"),
        ("payout.ready", "keeper.probation", "ready"),
    ):  # fmt: skip
        town.name(what, "pyo", await _plant(town, decode("shk", town.ids[keeper]), state))
    paid = await _plant(town, decode("shk", town.ids["keeper.buyer"]), "paid", tax_fen=300)
    town.name("payout.paid", "pyo", paid)
    await town.change(TAX, id=paid, month=LAST_MONTH)
    async with town.shop.db.write(town.shop.tenant) as session:
        await give_commission(session, decode("shk", town.ids["keeper.buyer"]), 5000)


async def _plant(town, keeper, state, tax_fen=0):
    payout_id = new_id()
    held, promised = reads.held_of(keeper), AccountRef(Purpose.COMMISSION_PROMISED)
    earned, aside = AccountRef(Purpose.EARNED), AccountRef(Purpose.TAX_WITHHELD)
    subject = Subject("payout", payout_id)
    async with town.shop.db.write(town.shop.tenant) as session:
        line = await give_commission(session, keeper, 2000)
        await session.run(PAYOUT, id=payout_id, keeper=keeper, state=state, tax_fen=tax_fen)
        await session.run(ITEM, id=payout_id, line=line)
        taken = Transfer(
            f"payout-hold:{payout_id}", "payout_hold", reads.available_of(keeper), held, 2000, subject
        )
        await ledger.transfer(session, taken)
        leaves = Transfer(
            f"payout:{payout_id}", "payout", earned, AccountRef(Purpose.PAID_OUT), 2000 - tax_fen, subject
        )
        if state in {"confirming", "paid"}:
            await ledger.hold(session, leaves)
        if state == "paid":
            await ledger.capture(session, leaves.key)
            kept = Transfer(f"payout-kept:{payout_id}", "payout_kept", held, promised, 2000, subject)
            await ledger.transfer(session, kept)
            await ledger.transfer(
                session, Transfer(f"payout-tax:{payout_id}", "tax_withheld", earned, aside, tax_fen, subject)
            )
    return payout_id
