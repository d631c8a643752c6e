from tests.identity.conftest import (  # noqa: F401  the front door is opened there
    apps,
    by_phone,
    colleague,
    fresh_browser,
    open_shop,
    owner,
    visitor,
)
