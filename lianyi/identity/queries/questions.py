"""What identity shows but only domains above know."""

from collections.abc import Sequence

from lianyi.identity.types import PersonFigures, PersonId
from lianyi.kit.ask import Ask

own_data: Ask[PersonId, object] = Ask("own_data")
opening_steps: Ask[None, bool] = Ask("opening_steps")
person_figures: Ask[Sequence[PersonId], dict[PersonId, PersonFigures]] = Ask("person_figures")
shop_facts: Ask[None, object] = Ask("shop_facts")
