"""What FastAPI does for a request, worked out once when the route is made instead of at every request.

The framework walks a route's tree of dependencies anew each time, asks of every function again whether it is a coroutine or
a generator, and opens three stacks for what might have to be closed: together more than a query costs. A route of ours has
coroutines without anything to close, so a flat list of calls is the same thing. Parameters and bodies are read and checked
by the framework's own functions, so that a document and its errors stay as they are; a route of another shape keeps the
framework's handler (`lean` answers None).
"""

import inspect
import json
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from email.message import Message
from typing import Any

from fastapi import HTTPException, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_body_to_args, request_params_to_args
from fastapi.encoders import jsonable_encoder
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic_core import PydanticUndefined

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
Call = Callable[..., Awaitable[Any]]
_JSON = "application/json"
BEFORE = "lianyi.before"  # in a request's scope: what may answer once its dependencies are made, in place of the endpoint


@dataclass(frozen=True, slots=True)
class _Step:
    """One dependency: what to call, which of its arguments earlier steps made, and what of the request it reads."""

    call: Call
    made_by: tuple[tuple[str, int], ...]
    reads: Dependant


def lean(route: APIRoute) -> Handler | None:
    """The handler of a route, or None when the framework has to make it."""
    steps: list[_Step] = []
    known: dict[Any, int] = {}
    if not _is_plain(route) or not _plan(route.dependant, steps, known):
        return None
    answer = _answering(route)
    endpoint = steps[-1]

    async def handle(request: Request) -> Response:
        body = await _body(request) if route.body_field is not None else PydanticUndefined
        made: list[Any] = []
        errors: list[Any] = []
        values: dict[str, Any] = {}
        for step in steps:
            before = len(errors)
            values = await _read(step.reads, request, body, errors)
            missing = False
            for name, place in step.made_by:
                values[name] = made[place]
                missing = missing or made[place] is PydanticUndefined
            bad = missing or len(errors) > before
            if step is endpoint:
                break
            made.append(PydanticUndefined if bad else await step.call(**values))
        if errors:
            raise RequestValidationError(errors, body=body)
        told = await request.scope[BEFORE]() if BEFORE in request.scope else None
        return answer(await endpoint.call(**values)) if told is None else told

    return handle


def _is_plain(route: APIRoute) -> bool:
    shown = (route.response_model_include, route.response_model_exclude)
    hidden = (
        route.response_model_exclude_unset, route.response_model_exclude_defaults,
        route.response_model_exclude_none,
    )  # fmt: skip
    return shown == (None, None) and not any(hidden) and not _is_form(route)


def _is_form(route: APIRoute) -> bool:
    return any(type(field.field_info).__name__ in {"Form", "File"} for field in route.dependant.body_params)


def _plan(dependant: Dependant, steps: list[_Step], known: dict[Any, int]) -> bool:
    """Put a dependant behind those it needs; False when it has a shape that only the framework knows."""
    if not inspect.iscoroutinefunction(dependant.call) or dependant.call in known:
        return dependant.call in known
    odd = (
        dependant.response_param_name, dependant.background_tasks_param_name,
        dependant.security_scopes_param_name, dependant.websocket_param_name, dependant.http_connection_param_name,
    )  # fmt: skip
    if any(odd):
        return False
    made_by = []
    for needed in dependant.dependencies:
        if not needed.use_cache or not _plan(needed, steps, known):
            return False
        if needed.name is not None:
            made_by.append((needed.name, known[needed.call]))
    known[dependant.call] = len(steps)
    steps.append(_Step(dependant.call, tuple(made_by), dependant))
    return True


async def _body(request: Request) -> Any:
    """The body as the framework reads it: JSON by its media type, else the bytes, which then fail as no object."""
    received = await request.body()
    if not received:
        return PydanticUndefined
    kind = request.headers.get("content-type", "")
    if kind != _JSON and not _says_json(kind):
        return received
    try:
        return json.loads(received)
    except json.JSONDecodeError as broken:
        where = {"type": "json_invalid", "loc": ("body", broken.pos), "msg": "JSON decode error", "input": {}}
        raise RequestValidationError([where], body=broken.doc) from broken
    except (ValueError, RecursionError) as broken:  # bytes that are no text, brackets without end
        raise HTTPException(400, "There was an error parsing the body") from broken


def _says_json(kind: str) -> bool:
    if not kind:
        return False
    message = Message()
    message["content-type"] = kind
    subtype = message.get_content_subtype()
    return message.get_content_maintype() == "application" and (
        subtype == "json" or subtype.endswith("+json")
    )


async def _read(reads: Dependant, request: Request, body: Any, errors: list[Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if reads.path_params:
        _take(values, errors, request_params_to_args(reads.path_params, request.path_params))
    if reads.query_params:
        _take(values, errors, request_params_to_args(reads.query_params, request.query_params))
    if reads.header_params:
        _take(values, errors, request_params_to_args(reads.header_params, request.headers))
    if reads.cookie_params:
        _take(values, errors, request_params_to_args(reads.cookie_params, request.cookies))
    if reads.body_params:
        found = await request_body_to_args(
            body_fields=reads.body_params, received_body=body, embed_body_fields=False
        )
        _take(values, errors, found)
    if reads.request_param_name:
        values[reads.request_param_name] = request
    return values


def _take(values: dict[str, Any], errors: list[Any], found: tuple[dict[str, Any], list[Any]]) -> None:
    values.update(found[0])
    errors.extend(found[1])


def _answering(route: APIRoute) -> Callable[[Any], Response]:
    """How an endpoint's value becomes a response: a response itself, nothing, or a model as JSON."""
    status = route.status_code or 200
    field = route.response_field
    made = route.response_class if isinstance(route.response_class, type) else JSONResponse

    def answer(value: Any) -> Response:
        if isinstance(value, Response):
            return value
        if field is None:
            return Response(status_code=status) if status == 204 else made(jsonable_encoder(value), status)
        if type(value) is route.response_model and isinstance(value, BaseModel):
            body = value.__pydantic_serializer__.to_json(value, by_alias=True)
        else:
            checked, wrong = field.validate(value, {}, loc=("response",))
            if wrong:
                raise ResponseValidationError(errors=wrong, body=value)
            body = field.serialize_json(checked, by_alias=True)
        return Response(body, status, media_type=_JSON)

    return answer
