"""The API in words: every route stands there, and nothing comes from elsewhere."""


async def test_the_reference_names_every_route_and_loads_nothing(api, app):
    page = await api.get("/api/docs")
    assert page.status_code == 200
    for path in app.openapi()["paths"]:
        assert path in page.text
    assert "<script" not in page.text
    assert "http" not in page.text.replace("http_", "")
    assert page.headers["content-security-policy"].startswith("default-src 'none'")
