"""The committed OpenAPI document is what the edges say."""

import json

import pytest

from lianyi.app.migrate import ROOT


def test_the_openapi_document_is_current(application):
    written = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    current = json.loads(json.dumps(application.openapi()))
    if written != current:
        changed = sorted(
            path
            for path in written["paths"] | current["paths"]
            if written["paths"].get(path) != current["paths"].get(path)
        )
        pytest.fail(
            f"docs/openapi.json is old ({changed[:8]} …); run `make client` and commit both", pytrace=False
        )
