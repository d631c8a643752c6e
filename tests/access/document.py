"""The API's document as tests read it: its operations, what each may answer, and whether an answer is that."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema_rs import Draft202012Validator

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text("utf-8"))
OPERATIONS = {
    f"{verb.upper()} {path}": operation
    for path, verbs in DOCUMENT["paths"].items()
    for verb, operation in verbs.items()
}


def walked(labels):
    """Every operation; `make test` asks a sixteenth of them, `make test-all` all."""
    asked = list(OPERATIONS)[::16]
    return [label if label in asked else pytest.param(label, marks=pytest.mark.slow) for label in labels]


def answer_for(label, status):
    """What the document says of a status of an operation; None when it says nothing."""
    responses = OPERATIONS[label]["responses"]
    return responses.get(str(status)) or responses.get(f"{status // 100}XX") or responses.get("default")


@cache
def _validator(pointer):
    schema = {"$ref": pointer, "components": DOCUMENT["components"]} if pointer.startswith("#") else None
    inline = schema or json.loads(pointer) | {"components": DOCUMENT["components"]}
    return Draft202012Validator(inline, validate_formats=True)


def undocumented(label, answer):
    """A sentence about what the document does not say of an answer: its status, its type, its shape; None when all is said."""
    said = answer_for(label, answer.status_code)
    if said is None:
        return f"{label} answered {answer.status_code}, which the document does not know"
    content = said.get("content") or {}
    kind = answer.headers.get("content-type", "").split(";")[0]
    if not content:
        return (
            f"{label} {answer.status_code}: a body that the document does not know"
            if answer.content
            else None
        )
    if kind not in content:
        return f"{label} {answer.status_code} is {kind or 'nothing'}; the document says {sorted(content)}"
    schema = content[kind].get("schema")
    if not schema or kind not in {"application/json", "application/problem+json"}:
        return None
    pointer = schema["$ref"] if set(schema) == {"$ref"} else json.dumps(schema, sort_keys=True)
    wrong = next(_validator(pointer).iter_errors(answer.json()), None)
    return (
        None
        if wrong is None
        else f"{label} {answer.status_code} at {wrong.instance_path}: {wrong.message[:300]}"
    )
