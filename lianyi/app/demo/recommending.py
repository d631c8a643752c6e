"""The acts of `make demo` in which who recommended the goods is paid, as they are told."""

from datetime import timedelta

from lianyi.app.demo import selling, sums
from lianyi.app.demo.tale import Tale, act, code, come_back, line


async def recommend(tale: Tale) -> str:
    """Who brought a sale is paid: joins, shares, earns, is paid out and taxed; the sandbox's id of that person."""
    sale = selling.open_sale(tale.here, tale.desk, tale.slug, tale.merchant["mini_appid"])
    async with sale.keeper.phone, sale.buyer.phone:
        await _take_on(tale, sale)
        await _sell(tale, sale)
        await _pay_out(tale, sale)
    return sale.keeper.person


async def _take_on(tale: Tale, sale: selling.Sale) -> None:
    act(tale, "12", "有人愿意推荐", "Somebody recommends the goods")
    await tale.here.advance(timedelta(minutes=2))
    looked = await selling.set_up(sale, code(tale))
    worst = looked["limiting"]
    line(
        tale,
        f"佣金方案:「{sale.title}」{selling.RATE_BP // 100}%,只有一级;最不利时一件还剩 {sums.yuan(worst['left_fen'])}。",
    )
    state = await selling.join(sale)
    line(
        tale,
        f"{sale.keeper.customer.nickname} 免费成为店主({'可以开始分享' if state == 'active' else state})。",
    )


async def _sell(tale: Tale, sale: selling.Sale) -> None:
    act(tale, "13", "一次分享,一笔佣金", "One share, one commission")
    await selling.sell(sale)
    line(
        tale,
        f"{sale.buyer.customer.nickname} 从分享进来,买了 {selling.PIECES} 件,付 {sums.yuan(sale.paid_fen)}。",
    )
    line(tale, f"佣金:{await selling.why(sale)},先记为待收货。")
    await selling.deliver(sale)
    await come_back(tale)
    earned = await selling.earnings(sale)
    if earned["available_fen"] <= 0:
        raise RuntimeError("the commission was not released")
    line(tale, f"收货、退货期过后,{sums.yuan(earned['available_fen'])} 可以提现。")


async def _pay_out(tale: Tale, sale: selling.Sale) -> None:
    act(tale, "14", "提现,代扣个税", "Paid out, tax withheld")
    asked = await selling.ask(sale, (await selling.earnings(sale))["available_fen"])
    line(tale, f"实名后申请提现 {sums.yuan(asked['gross_fen'])}。{asked['working']}")
    await tale.here.advance(timedelta(minutes=2))
    await selling.send(sale, asked["id"], code(tale))
    ended = await selling.take(sale, asked["id"])
    if ended["state"] != "paid":
        raise RuntimeError("the pay-out did not arrive")
    line(
        tale,
        f"商家转账,本人在微信确认收款:到账 {sums.yuan(ended['net_fen'])},代扣个税 {sums.yuan(ended['tax_fen'])}。",
    )
