from tests.checkout.conftest import shop
from tests.promotion_world import own_plays

__all__ = ["own_plays", "shop"]
