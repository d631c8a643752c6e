from tests.checkout.conftest import live, shop

__all__ = ["live", "shop"]
