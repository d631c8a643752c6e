"""What is served as files: only files below the folder, the page for everything else, its policy on the page always."""

import httpx
import pytest
from starlette.applications import Starlette

from lianyi.app.pages import _page, page_headers
from lianyi.kit import config


@pytest.fixture
def client(tmp_path):
    built = tmp_path / "built"
    built.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (built / "index.html").write_text("the page")
    (built / "icon.svg").write_text("<svg/>")
    app = Starlette()
    app.add_route("/console/{path:path}", _page(built))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://shop.test")


@pytest.mark.parametrize(
    "path",
    ["", "orders/1", "index.html", "%00", "a" * 5000, "..%2fsecret.txt", "%2e%2e/secret.txt", "%2fetc%2fpasswd", "%ff"],
)  # fmt: skip
async def test_everything_that_is_no_file_of_the_front_is_its_page(client, path):
    answer = await client.get(f"/console/{path}")
    assert (answer.status_code, answer.text) == (200, "the page")
    assert answer.headers["content-security-policy"] == page_headers()["Content-Security-Policy"]
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_file_of_the_front_is_served(client):
    assert (await client.get("/console/icon.svg")).text == "<svg/>"


@pytest.mark.parametrize(
    ("given", "script", "frames"),
    [
        ({"sandbox_url": None}, "script-src 'self' https://res.wx.qq.com;", "frame-ancestors 'self';"),
        (
            {"sandbox_url": "http://127.0.0.1:8001", "wechat_jssdk_url": "http://127.0.0.1:8001/open/js/jweixin-1.6.0.js"},
            "script-src 'self' http://127.0.0.1:8001;",
            "frame-ancestors 'self' http://127.0.0.1:8001;",
        ),
    ],
)  # fmt: skip
def test_only_the_sandbox_may_show_our_pages_in_its_phones(given, script, frames):
    before = config.config()
    config.configure(config.Config(**given))
    try:
        policy = page_headers()["Content-Security-Policy"]
    finally:
        config.configure(before)
    assert script in policy
    assert frames in policy
