"""What trust answers when identity asks for a person's own data."""

from uuid import UUID

from lianyi.identity.queries import own_data
from lianyi.identity.types import PersonId
from lianyi.kit.db import ReadSession
from lianyi.kit.ids import encode
from lianyi.trust.queries.aftersales import CaseFilter, lines_of, page

OWN_CASES_MAX = 1000


@own_data.answer("aftersales")
async def own_cases(session: ReadSession, person: PersonId) -> object:
    """The person's cases as they may take them away, newest first."""
    found = await page(session, CaseFilter(person_id=person), limit=OWN_CASES_MAX, after=None)
    cases = found[:OWN_CASES_MAX]
    lines: dict[UUID, list[dict[str, object]]] = {
        case_id: [{"line_id": encode("oln", one.line_id), "quantity": one.quantity} for one in parts]
        for case_id, parts in (await lines_of(session, [case.id for case in cases])).items()
    }
    return [
        {
            "id": encode("afs", case.id), "order_number": case.order_number, "kind": case.kind, "reason": case.reason,
            "words": case.words, "state": case.state, "amount_fen": case.amount_fen,
            "refunded_fen": case.refunded_fen, "applied_at": case.applied_at, "ended_at": case.ended_at,
            "lines": lines[case.id],
        }
        for case in cases
    ]  # fmt: skip
