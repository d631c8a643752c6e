"""Every movement of a merchant's money as its fund-flow bill tells it, whatever pocket it lies in.

Settlement and unfreezing move nothing here: the money stays the merchant's. A refund is told when it has
arrived, so that the sum of the flows is what the merchant has, together with what refunds on the way have
taken.
"""

from wechat_sandbox.state import Sandbox

# Kind → (业务名称, 业务类型), as the bill names them.
NAMES = {
    "pay": ("交易", "交易"),
    "fee": ("交易", "扣除交易手续费"),
    "refund": ("退款", "退款"),
    "fee_back": ("退款", "退回交易手续费"),
    "share": ("分账", "分账"),
    "unshare": ("分账回退", "分账回退"),
    "transfer": ("商家转账", "商家转账"),
    "withdraw": ("提现", "提现"),
    "topup": ("充值", "充值"),
}


def tell(
    sandbox: Sandbox, mchid: str, kind: str, delta_fen: int, numbers: tuple[str, str], note: str = ""
) -> None:
    """Write a movement down; `numbers` are WeChat's own and the merchant's. Nothing moved is nothing told."""
    if not delta_fen:
        return
    sandbox.db.run(
        "insert into flows (mchid, at_ms, kind, delta_fen, business_no, voucher_no, note) values (?, ?, ?, ?,"
        " ?, ?, ?)",
        (mchid, sandbox.clock.now_ms(), kind, delta_fen, *numbers, note),
    )
