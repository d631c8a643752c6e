from tests.identity.conftest import colleague, fresh_browser, open_shop, owner  # noqa: F401  the front door is opened there
