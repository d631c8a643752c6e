"""`/api/docs`: the API in words, from the OpenAPI document; no script, nothing from another host."""

from functools import cache
from html import escape
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Cache-Control": "no-cache",
}
STYLE = """
body{font:14px/1.6 'PingFang SC','Noto Sans SC',sans-serif;color:#1B1F23;background:#F6F7F5;margin:0 auto;
max-width:960px;padding:24px}
h2{margin-top:32px;font-size:16px}details{background:#fff;border:1px solid #E6E8E6;border-radius:8px;margin:8px 0;
padding:8px 12px}
code{font-variant-numeric:tabular-nums}b{display:inline-block;width:64px;color:#1F6F78}p{margin:8px 0;white-space:pre-line}
"""


def install(app: FastAPI) -> None:
    """Add the page."""

    @cache
    def page() -> str:
        return _page(app.openapi())

    async def docs(_request: Request) -> Response:
        return HTMLResponse(page(), headers=HEADERS)

    app.add_route("/api/docs", docs, include_in_schema=False)


def _page(document: dict[str, Any]) -> str:
    groups: dict[str, list[str]] = {}
    for path, verbs in sorted(document["paths"].items()):
        for verb, operation in verbs.items():
            tag = (operation.get("tags") or ["operation"])[0]
            groups.setdefault(tag, []).append(_operation(path, verb, operation))
    sections = "".join(f"<h2>{escape(tag)}</h2>{''.join(items)}" for tag, items in sorted(groups.items()))
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content='width=device-width'>"
        f"<title>Lianyi API</title><style>{STYLE}</style><h1>Lianyi API</h1>"
        f"<p>The machine's version: <a href=openapi.json>openapi.json</a></p>{sections}</html>"
    )


def _operation(path: str, verb: str, operation: dict[str, Any]) -> str:
    inputs = ", ".join(
        f"{item['name']}{'' if item.get('required') else '?'}" for item in operation.get("parameters", [])
    )
    body = (operation.get("requestBody") or {}).get("content", {})
    shapes = [_name(content.get("schema", {})) for content in body.values()]
    answer = operation.get("responses", {})
    returns = [
        f"{status} {_name(content.get('schema', {}))}"
        for status, response in answer.items()
        for content in (response.get("content") or {}).values()
        if status.startswith("2")
    ]
    rows = [("Takes", ", ".join(filter(None, [inputs, *shapes]))), ("Answers", ", ".join(returns))]
    lines = "".join(f"<p>{label}: <code>{escape(text)}</code></p>" for label, text in rows if text)
    about = escape(operation.get("description") or operation.get("summary") or "")
    return f"<details><summary><b>{verb.upper()}</b> <code>{escape(path)}</code></summary><p>{about}</p>{lines}</details>"


def _name(schema: dict[str, Any]) -> str:
    """A shape's name as the document calls it."""
    if "$ref" in schema:
        return str(schema["$ref"]).rsplit("/", 1)[-1]
    if schema.get("type") == "array":
        return f"list of {_name(schema.get('items', {}))}"
    return str(schema.get("title") or schema.get("type") or "")
