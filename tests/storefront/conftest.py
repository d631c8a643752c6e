from tests.identity.conftest import by_phone, fresh_browser, open_shop, owner, visitor  # noqa: F401  the front door is opened there
