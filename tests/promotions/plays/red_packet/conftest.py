from datetime import UTC, datetime

import pytest

from lianyi.identity.types import Channel
from lianyi.kit.ids import new_id
from lianyi.promotions.types import Campaign, CampaignId
from tests.checkout.conftest import shop

__all__ = ["campaign_of", "shop"]


@pytest.fixture
def campaign_of():
    def made(settings):
        return Campaign(
            id=CampaignId(new_id()), play="red_packet", title="红包", state="draft",
            starts_at=datetime(2026, 6, 1, tzinfo=UTC), ends_at=datetime(2026, 7, 1, tzinfo=UTC),
            channels=(Channel.MINI,), settings=settings.model_dump(mode="json"), skus=(), orders_per_person_max=None,
            pieces_per_person_max=None, budget_fen=None, spent_fen=0, rules_zh=(), rules_en=(), version=1,
        )  # fmt: skip

    return made
