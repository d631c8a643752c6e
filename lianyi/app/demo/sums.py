"""What the story of `make demo` is held to at its end: who has how much, on both sides of the wire."""

from typing import Any

from rich.console import Console
from rich.table import Table

from lianyi.app.demo.doors import Door
from lianyi.app.demo.instance import Instance
from lianyi.kit.money import format_yuan


async def balances(
    here: Instance, desk: Door, person: str, merchant: dict[str, Any], keeper: str = ""
) -> dict[str, int]:
    """Fen by whose they are: the sandbox's side, then our ledger's. `keeper`: the shopkeeper, once there is one."""
    found = {
        "顾客零钱 buyer's wallet": await here.sandbox.wallet_fen(person),
        "店主零钱 shopkeeper's wallet": await here.sandbox.wallet_fen(keeper) if keeper else 0,
        "商家在微信支付 merchant": await here.sandbox.merchant_balance_fen(merchant["mchid"]),
    }
    accounts = (await desk.get("/ledger/accounts"))["items"]
    return found | {f"账本 {account['name']}": account["balance_fen"] for account in accounts}


def show(say: Console, before: dict[str, int], paid: dict[str, int], after: dict[str, int]) -> None:
    """Print the three moments side by side."""
    table = Table(title="\n谁有多少钱 · who has how much", title_justify="left", box=None, padding=(0, 2))
    table.add_column("", no_wrap=True)
    for head in ("开始", "两单付款后", "结束"):
        table.add_column(head, justify="right")
    for name in after:
        table.add_row(name, *(yuan(state.get(name, 0)) for state in (before, paid, after)))
    say.print(table)
    say.print()


async def result(desk: Door) -> dict[str, int]:
    """Zero and zero, or something is deeply wrong."""
    ledger = await desk.get("/ledger/accounts")
    difference, cursor = 0, ""
    while True:
        page = await desk.get("/stock", limit="100", **({"cursor": cursor} if cursor else {}))
        difference += sum(
            abs(one["available"] + one["reserved"] + one["sold"] - one["received"]) for one in page["items"]
        )
        cursor = page["next_cursor"] or ""
        if not cursor:
            break
    return {"ledger_sum_fen": ledger["sum_fen"], "stock_difference": difference}


def yuan(fen: int) -> str:
    """Money as the story says it."""
    return f"{'-' if fen < 0 else ''}¥{format_yuan(abs(fen))}"
