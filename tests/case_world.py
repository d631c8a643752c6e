"""After-sales of the tests: cases on orders that have left the house, and the acts of both sides."""

from dataclasses import replace
from datetime import timedelta

from lianyi.identity.types import PersonId
from lianyi.kit.db import Statement
from lianyi.kit.ids import new_id
from lianyi.orders import actions as orders
from lianyi.trust.actions import aftersales as actions
from lianyi.trust.jobs import aftersales as jobs
from lianyi.trust.queries import aftersales as queries
from lianyi.trust.types.aftersales import Address, Application, HandIn, Said, Wanted
from tests.order_world import Shop

ADDRESS = Address("仓库", "0571-88880000", "330106", "浙江省", "杭州市", "西湖区", "文三路 2 号")
NOTICES = Statement(
    "select kind from messages_notice where tenant_id = %(tenant)s order by created_at, id", str
)


class CaseShop(Shop):
    """A shop whose orders can have after-sales."""

    async def shipped(self, *quantities, **more):
        """A paid order that has left, not received yet."""
        opened = await self.paid(*quantities, **more)
        await self.ship(opened.id)
        return opened

    async def received(self, *quantities, **more):
        opened = await self.shipped(*quantities, **more)
        await self.write(orders.receive, self.shopper, opened.id)
        return opened

    async def completed(self, *quantities, **more):
        opened = await self.received(*quantities, **more)
        await self.world.advance(timedelta(days=7, seconds=1))
        await self.write(orders.complete_due, 100)
        await self.tell()
        return opened

    async def apply(
        self, opened, *wanted, kind="return_refund", reason="no_reason", words="不合适", pictures=()
    ):
        """A case on lines by index: (index, quantity[, amount_fen])."""
        lines = await self.lines(opened.id)
        wish = Application(
            kind,
            reason,
            words,
            tuple(Wanted(lines[index].id, *rest) for index, *rest in wanted),
            tuple(pictures),
        )
        return await self.write(actions.apply, self.shopper, opened.id, wish)

    async def with_address(self):
        return await self.write(actions.put_return_address, self.staff, ADDRESS, is_default=True)

    async def agree(self, case_id, note=""):
        await self.write(actions.agree, self.staff, case_id, None, Said(note))

    async def refuse(self, case_id, note="商品没有问题"):
        await self.write(actions.refuse, self.staff, case_id, Said(note))

    async def propose(self, case_id, amount_fen):
        await self.write(actions.propose, self.staff, case_id, amount_fen, Said("有磨损"))

    async def hand_in(self, case_id, tracking_no="SF9988776655", freight_fen=0):
        await self.write(
            actions.hand_in, self.shopper, case_id, HandIn("SF", tracking_no, freight_fen), Said()
        )

    async def receive(self, case_id, *, restock=True, propose_fen=None):
        await self.write(
            actions.receive, self.staff, case_id, restock=restock, propose_fen=propose_fen, said=Said()
        )

    async def revise(self, case_id, opened, *wanted, reason="quality"):
        lines = await self.lines(opened.id)
        asked = tuple(Wanted(lines[index].id, *rest) for index, *rest in wanted)
        await self.write(
            actions.revise, self.shopper, case_id, reason=reason, lines=asked, said=Said("有照片")
        )

    async def returning(self, opened, *wanted, **more):
        """A case whose goods are on their way back."""
        await self.with_address()
        case_id = await self.apply(opened, *wanted, **more)
        await self.agree(case_id)
        await self.hand_in(case_id)
        return case_id

    async def run_out(self, **span):
        """Let time pass, and the sweep come by; how many cases it moved."""
        await self.world.advance(timedelta(**span))
        return await jobs.run_out_cases(self.db, self.tenant)

    async def case(self, case_id):
        async with self.db.read(self.tenant) as session:
            return await queries.case(session, case_id)

    async def file(self, case_id):
        """The kinds of a case's steps, oldest first."""
        async with self.db.read(self.tenant) as session:
            return [step.kind for step in await queries.steps(session, case_id)]

    async def whole(self, opened, case_id):
        """All that a case and its order are, to compare before and after a refusal."""
        async with self.db.read(self.tenant) as session:
            seen = await queries.case(session, case_id), await queries.steps(session, case_id)
        return seen, await self.everything(opened.id)

    async def notices(self):
        async with self.db.read(self.tenant) as session:
            return await session.all(NOTICES)

    def stranger(self):
        """Somebody else of the same shop."""
        return replace(self.shopper, person=PersonId(new_id()))
