"""What becomes due by the clock: refunds, closings, receipts, shares, settlements, deliveries."""

import asyncio
import contextlib

from wechat_sandbox.courier import deliver_due
from wechat_sandbox.mini.complaints import expire_due
from wechat_sandbox.mini.trade_due import confirm_due, remind_due
from wechat_sandbox.pay import complaints, orders, refunds
from wechat_sandbox.pay.sharing_due import share_due
from wechat_sandbox.pay.transfers_due import transfer_due
from wechat_sandbox.settlement import settle_due
from wechat_sandbox.state import Sandbox

IDLE_SECONDS = 1.0
ROUNDS_MAX = 1000


async def run_due(sandbox: Sandbox) -> int:
    """Do everything that is due and return when the receivers have answered; one at a time."""
    done = 0
    async with sandbox.delivering:
        for _ in range(ROUNDS_MAX):
            happened = run_business(sandbox)
            brought = await deliver_due(sandbox)
            done += happened + brought
            if not happened and not brought:
                break
    return done


def run_business(sandbox: Sandbox) -> int:
    trade = confirm_due(sandbox) + remind_due(sandbox)
    money = refunds.finish_due(sandbox) + share_due(sandbox) + settle_due(sandbox) + transfer_due(sandbox)
    complained = complaints.tell_refunds(sandbox) + expire_due(sandbox)
    return trade + money + complained + orders.close_expired(sandbox)


async def keep_running(sandbox: Sandbox) -> None:
    """The background loop: woken when something was planned, looking once a second otherwise."""
    while True:
        sandbox.wake.clear()
        if sandbox.settings.auto:
            await run_due(sandbox)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(sandbox.wake.wait(), IDLE_SECONDS)
