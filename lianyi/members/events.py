"""What happened to a member. The subject is the person."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("members.level_changed", subject="person_id")
@dataclass(frozen=True, slots=True)
class LevelChanged:
    """The level somebody holds is another one; None: none. `change_id` is the step of the history that says why."""

    person_id: UUID
    change_id: UUID
    from_level_id: UUID | None
    to_level_id: UUID | None
