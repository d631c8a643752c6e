"""The committed OpenAPI document is what the edges say."""

import json

from lianyi.app.http import create_app
from lianyi.app.migrate import ROOT
from lianyi.kit.db import Database


def test_the_openapi_document_is_current():
    written = json.loads((ROOT / "docs" / "openapi.json").read_text("utf-8"))
    current = json.loads(json.dumps(create_app(Database("")).openapi()))
    changed = sorted(set(written["paths"]) ^ set(current["paths"]))
    assert written == current, (
        f"docs/openapi.json is old (first paths: {changed[:5]}); run `make client` and commit"
    )
