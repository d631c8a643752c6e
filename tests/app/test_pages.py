"""What is served as files: only files below the folder, the page for everything else, its policy on the page always."""

import httpx
import pytest
from starlette.applications import Starlette

from lianyi.app.pages import PAGE_HEADERS, _page


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
    assert answer.headers["content-security-policy"] == PAGE_HEADERS["Content-Security-Policy"]
    assert answer.headers["cache-control"] == "no-cache"


async def test_a_file_of_the_front_is_served(client):
    assert (await client.get("/console/icon.svg")).text == "<svg/>"
