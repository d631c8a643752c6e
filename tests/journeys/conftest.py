"""Stories are told with the doors of tests/identity."""

from tests.identity.conftest import apps, fresh_browser, open_shop, owner

__all__ = ["apps", "fresh_browser", "open_shop", "owner"]
