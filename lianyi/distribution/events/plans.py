"""Facts of commission plans."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lianyi.kit.outbox import event


@event("distribution.commission_plan_saved", subject="plan_id")
@dataclass(frozen=True, slots=True)
class CommissionPlanSaved:
    """A version of the plan was agreed on; orders placed from `effective_at` on follow it."""

    plan_id: UUID
    version: int
    effective_at: datetime
