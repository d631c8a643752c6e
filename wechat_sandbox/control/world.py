"""Control of the world: the clock, the switches, the faults, the wire log and the SMS gateway."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from pydantic import Field

from wechat_sandbox import settings
from wechat_sandbox.clock import exact, parse_rfc3339
from wechat_sandbox.control.access import Box, loopback_only
from wechat_sandbox.control.accounts import Body
from wechat_sandbox.faults import FAULTS_MAX, MATCH_KEYS, Fault
from wechat_sandbox.refusals import ControlRefusal
from wechat_sandbox.state import Sandbox
from wechat_sandbox.wire_log import LIMIT, shown_body, shown_path

router = APIRouter(dependencies=[Depends(loopback_only)])
TEN_YEARS_SECONDS = 315_360_000
SMS_MAX = 500


class ClockMove(Body):
    advance_seconds: int | None = Field(None, ge=-TEN_YEARS_SECONDS, le=TEN_YEARS_SECONDS)
    now: str | None = None
    reset: bool = False
    stopped: bool | None = None


@router.get("/_sandbox/clock")
async def show_clock(sandbox: Box) -> dict[str, Any]:
    return {"now": exact(sandbox.clock.now_ms()), "offset_seconds": sandbox.clock.offset_ms / 1000}


@router.post("/_sandbox/clock")
async def move_clock(body: ClockMove, sandbox: Box) -> dict[str, Any]:
    clock = sandbox.clock
    if body.stopped is not None:
        clock.stop(stopped=body.stopped)
    if body.reset:
        clock.move(0)
    elif body.advance_seconds is not None:
        clock.move(clock.offset_ms + body.advance_seconds * 1000)
    elif body.now is not None or body.stopped is None:
        wanted_ms = parse_rfc3339(body.now or "")
        if wanted_ms is None:
            raise ControlRefusal(400, "BAD_INSTANT", "now must be an instant with its offset", "now")
        clock.move(wanted_ms - clock.real_ms())
    sandbox.wake.set()
    return await show_clock(sandbox)


@router.get("/_sandbox/settings")
async def show_settings(sandbox: Box) -> dict[str, Any]:
    return asdict(sandbox.settings)


@router.post("/_sandbox/settings")
async def change_settings(body: dict[str, Any], sandbox: Box) -> dict[str, Any]:
    try:
        settings.change(sandbox.db, sandbox.settings, body)
    except ValueError as error:
        raise ControlRefusal(400, "BAD_SETTING", "unknown setting or wrong value", str(error)) from error
    sandbox.wake.set()
    return asdict(sandbox.settings)


class NewFault(Body):
    match: dict[str, str] = Field(default_factory=dict)
    kind: str
    value: int | str | None = None
    times: int | None = Field(1, ge=1)


@router.post("/_sandbox/faults")
async def add_fault(body: NewFault, sandbox: Box) -> dict[str, Any]:
    """Order a disturbance. `times` left out means once, null means until deleted."""
    unknown = body.match.keys() - MATCH_KEYS
    if unknown:
        raise ControlRefusal(400, "BAD_FAULT", f"match knows {', '.join(sorted(MATCH_KEYS))}", "match")
    trial = Fault(0, body.match, body.kind, body.value, body.times)
    if not trial.means_calls() and not trial.means_deliveries():
        raise ControlRefusal(400, "BAD_FAULT", "this kind of fault does not exist there", "kind")
    if len(sandbox.faults.all()) >= FAULTS_MAX:
        raise ControlRefusal(409, "TOO_MANY_FAULTS", "delete some first")
    return sandbox.faults.add(body.match, body.kind, body.value, body.times).shown()


@router.get("/_sandbox/faults")
async def list_faults(sandbox: Box) -> dict[str, Any]:
    return {"faults": [fault.shown() for fault in sandbox.faults.all()]}


@router.delete("/_sandbox/faults")
async def clear_faults(sandbox: Box) -> dict[str, Any]:
    sandbox.faults.clear()
    return {"faults": []}


@router.delete("/_sandbox/faults/{number}")
async def delete_fault(number: int, sandbox: Box) -> dict[str, Any]:
    if not sandbox.faults.delete(number):
        raise ControlRefusal(404, "FAULT_NOT_EXISTS", "no such fault", "id")
    return {"id": number}


@router.get("/_sandbox/wire")
async def show_wire(sandbox: Box, limit: Annotated[int, Query(ge=1, le=LIMIT)] = 100) -> dict[str, Any]:
    return {"calls": shown_calls(sandbox, limit)}


def shown_calls(sandbox: Sandbox, limit: int) -> list[dict[str, Any]]:
    return [
        {
            "at": exact(call.at_ms),
            "direction": call.direction,
            "method": call.method,
            "path": shown_path(call.path),
            "status": call.status,
            "request": shown_body(call.request),
            "response": shown_body(call.response),
            "milliseconds": call.milliseconds,
            "about": call.about,
        }
        for call in sandbox.wire.latest(limit)
    ]


class Sms(Body):
    phone: str = Field(min_length=3, max_length=20)
    text: str = Field(min_length=1, max_length=500)


@router.post("/sms/send")
async def send_sms(body: Sms, sandbox: Box) -> dict[str, Any]:
    """A local SMS gateway: the message is kept and shown, nothing leaves the machine."""
    number = sandbox.db.insert(
        "insert into sms (phone, text, at_ms) values (?, ?, ?)",
        (body.phone, body.text, sandbox.clock.now_ms()),
    )
    return {"id": number}


@router.get("/_sandbox/sms")
async def list_sms(sandbox: Box, phone: Annotated[str | None, Query(max_length=20)] = None) -> dict[str, Any]:
    return {"messages": latest_sms(sandbox, phone, SMS_MAX)}


def latest_sms(sandbox: Sandbox, phone: str | None, limit: int) -> list[dict[str, Any]]:
    rows = sandbox.db.all(
        "select id, phone, text, at_ms from sms where phone = coalesce(?, phone) order by id desc limit ?",
        (phone, limit),
    )
    return [{"id": r["id"], "phone": r["phone"], "text": r["text"], "at": exact(r["at_ms"])} for r in rows]
