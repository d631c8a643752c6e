"""Published coupons say what is computed since 0050: an order may come to nothing, and then nobody pays a fen."""

from alembic import op

revision = "0057_promotions_coupon_words"
down_revision = "0056_margin_loss"

# As published before, and as it is told now; also where the campaign is over, because its pieces can still be used.
SAID = {
    "rules_zh": (
        "一个订单用一张,不能兑换现金,实付至少 1 分。",
        "一个订单用一张,不能兑换现金;抵到 0 元时免支付。",
    ),
    "rules_en": (
        "One an order; never cash; at least 1 fen is paid.",
        "One an order; never cash; what comes to nothing needs no payment.",
    ),
}


def upgrade() -> None:
    op.execute("set local lock_timeout = '5s'")
    for column, (before, after) in SAID.items():
        op.execute(
            f"""
            update promotions_campaign set {column} = (
              select jsonb_agg(case when line = '{before}' then '{after}' else line end order by place)
              from jsonb_array_elements_text({column}) with ordinality as told (line, place))
            where play = 'coupon' and {column} ? '{before}'
            """  # noqa: S608  sentences of this file
        )
