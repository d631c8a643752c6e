from tests.checkout.conftest import shop

__all__ = ["shop"]
