"""Facts about who came by what, for those above."""

from dataclasses import dataclass
from uuid import UUID

from lianyi.kit.outbox import event


@event("social.person_came", subject="person_id")
@dataclass(frozen=True, slots=True)
class PersonCame:
    """A known person opened somebody's share, or a device's openings turned out to be theirs."""

    person_id: UUID
