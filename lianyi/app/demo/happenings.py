"""What happens around the demo shop's month: WeChat takes its fee, a partner has a part of every order, one complains."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from lianyi.app.demo.living import Life
from lianyi.app.demo.month import Errand
from lianyi.identity.types import Staff
from lianyi.orders import queries as order_reads
from lianyi.payments import actions as payments
from lianyi.payments import queries as payment_reads
from lianyi.wechat.profitsharing import ReceiverKind

FEE_BP = 60  # WeChat Pay's usual 0.60 %
PARTNER, PARTNER_KEY, PARTNER_BP = "澄明技术服务(杭州)有限公司", "lianyi-demo-partner", 300
PARTNER_SINCE = timedelta(days=16)  # long enough ago that orders with its part have been completed
COMPLAINED = timedelta(hours=5)
COMPLAINT = "分两个包裹寄的,第二个打开少了一件。给店里留过言还没有等到回复,想退这一件的钱。"

Happening = tuple[datetime, Callable[[], Awaitable[None]]]


def happenings(life: Life, owner: Staff, plan: Sequence[Errand], end: datetime) -> list[Happening]:
    """Each with its instant; who complains is the last one who was sent two parcels."""
    unhappy = max(number for number, errand in enumerate(plan) if errand.fate == "two_parcels")
    return [
        (end - PARTNER_SINCE, lambda: _name_partner(life, owner)),
        (end - COMPLAINED, lambda: _complain(life, unhappy)),
    ]


async def _name_partner(life: Life, owner: Staff) -> None:
    await life.meet()
    partner = await life.sandbox.merchant(PARTNER, PARTNER_KEY)
    wanted = payments.NewReceiver(
        ReceiverKind.MERCHANT, partner["mchid"], "SERVICE_PROVIDER", PARTNER, standing_bp=PARTNER_BP
    )
    async with life.db.write(life.tenant) as session:
        await payments.add_receiver(session, owner, wanted)
    await life.rest()


async def _complain(life: Life, number: int) -> None:
    """At WeChat Pay, not in the shop: its own sweep finds it."""
    await life.meet()
    async with life.db.read(life.tenant) as session:
        payment = await payment_reads.of_order(session, life.bought[number].order)
        lines = await order_reads.lines(session, life.bought[number].order)
    assert payment is not None
    assert payment.transaction_id is not None
    await life.sandbox.complain(payment.transaction_id, COMPLAINT, lines[-1].worth_fen(1))
