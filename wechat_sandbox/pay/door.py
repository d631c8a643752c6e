"""The door of WeChat Pay: every call is authenticated, disturbed if ordered, answered and signed here.

Sources: pay-v3 1 (headers, errors), 2.1 (request signature), 2.2 (answer signature). Errors are not
signed; clients do not check signatures of 4XX and 5XX answers.
"""

import json
import re
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from wechat_sandbox import crypto
from wechat_sandbox.accounts.keys import MerchantKeys
from wechat_sandbox.disturb import CutAnswer, disturb_connection
from wechat_sandbox.faults import Fault
from wechat_sandbox.pay.refusals import PayRefusal, sign_error
from wechat_sandbox.state import Sandbox, sandbox_of
from wechat_sandbox.wire_log import Call

SCHEME = "WECHATPAY2-SHA256-RSA2048"
SKEW_SECONDS = 300
BODY_BYTES_MAX = 1_048_576
_PAIR = re.compile(r'(\w+)="([^"]*)"')
_PAIRS_NEEDED = {"mchid", "nonce_str", "signature", "timestamp", "serial_no"}


@dataclass(slots=True, frozen=True)
class PayCall:
    """An authenticated call."""

    sandbox: Sandbox
    merchant: MerchantKeys
    path: dict[str, str]
    query: dict[str, str]
    body: dict[str, Any]
    base_url: str
    serial: str | None


@dataclass(slots=True, frozen=True)
class Reply:
    status: int
    body: dict[str, Any] | None
    file: bytes | None = None  # a bill: the only answer that WeChat does not sign (pay-v3 2.2)


Handler = Callable[[PayCall], Reply]


async def answer_call(request: Request, handler: Handler) -> Response:
    """Authenticate, run `handler`, sign and log; refusals become WeChat's error bodies."""
    sandbox = sandbox_of(request)
    started_ns = time.monotonic_ns()
    raw = await request.body()
    request_id = f"{secrets.token_hex(10).upper()}-{secrets.randbelow(10**9)}"
    try:
        response = await _answer(sandbox, request, raw, handler)
    except PayRefusal as refusal:
        response = Response(_dump(refusal.body()), refusal.status, media_type="application/json")
    response.headers["Request-ID"] = request_id
    shown = Call(
        at_ms=sandbox.clock.now_ms(),
        direction="in",
        method=request.method,
        path=_target(request),
        status=0 if isinstance(response, CutAnswer) else response.status_code,
        request=raw,
        response=bytes(response.body),
        milliseconds=(time.monotonic_ns() - started_ns) // 1_000_000,
    )
    sandbox.wire.add(shown)
    return response


async def _answer(sandbox: Sandbox, request: Request, raw: bytes, handler: Handler) -> Response:
    _check_headers(request, raw)
    merchant = authenticate(
        sandbox, request.method, _target(request), request.headers.get("authorization"), raw
    )
    serial = request.headers.get("wechatpay-serial")
    signer = merchant.signer(serial)
    if signer is None:
        raise PayRefusal(
            400, "PARAM_ERROR", "Wechatpay-Serial错误：不是该商户的微信支付公钥ID或平台证书序列号"
        )
    call = PayCall(
        sandbox=sandbox,
        merchant=merchant,
        path=dict(request.path_params),
        query=dict(request.query_params),
        body=_parse(raw),
        base_url=str(request.base_url).rstrip("/"),
        serial=serial,
    )
    fault = sandbox.faults.take_for_call(request.url.path, merchant.mchid, _order_number(call))
    early = await _disturb_before(fault)
    if early is not None:
        return early
    reply = handler(call)
    if fault is not None and fault.kind == "answer_lost":
        if fault.value == "cut":
            return CutAnswer()
        raise PayRefusal(502, "SYSTEM_ERROR", "系统异常，请用相同参数重新调用")
    if reply.file is not None:
        return Response(reply.file, reply.status, media_type="application/octet-stream")
    return _signed(reply, signer, forged=fault is not None and fault.kind == "forged")


def _target(request: Request) -> str:
    """Path and query exactly as sent: that is what was signed."""
    path: bytes = request.scope.get("raw_path") or request.url.path.encode()
    query: bytes = request.scope["query_string"]
    return (path + b"?" + query if query else path).decode("latin-1")


def _check_headers(request: Request, raw: bytes) -> None:
    accept = request.headers.get("accept", "")
    if not request.headers.get("user-agent") or not ("application/json" in accept or "*/*" in accept):
        raise PayRefusal(400, "PARAM_ERROR", "Http头缺少Accept或User-Agent")
    if len(raw) > BODY_BYTES_MAX:
        raise PayRefusal(400, "PARAM_ERROR", "请求体过大")
    if raw and request.method == "POST" and "application/json" not in request.headers.get("content-type", ""):
        raise PayRefusal(400, "PARAM_ERROR", "Http头Content-Type应为application/json")


def authenticate(
    sandbox: Sandbox, method: str, target: str, authorization: str | None, raw: bytes
) -> MerchantKeys:
    """The merchant who signed this call, by real time. Raises PayRefusal 401 SIGN_ERROR."""
    scheme, _, rest = (authorization or "").partition(" ")
    pairs = dict(_PAIR.findall(rest))
    if scheme != SCHEME or not pairs.keys() >= _PAIRS_NEEDED:
        raise sign_error("Http头缺少签名信息：Authorization的认证类型或参数不正确")
    if not pairs["timestamp"].isdecimal() or abs(time.time() - int(pairs["timestamp"])) > SKEW_SECONDS:
        raise sign_error("Http头Authorization中的时间戳与发起请求的时间不得超过5分钟")
    merchant = sandbox.keys.of(pairs["mchid"])
    if merchant is None:
        raise sign_error("商户号不存在或没有API证书")
    if pairs["serial_no"].upper() != merchant.serial_no:
        raise sign_error("商户证书序列号有误")
    message = f"{method}\n{target}\n{pairs['timestamp']}\n{pairs['nonce_str']}\n".encode() + raw + b"\n"
    if not crypto.verify(merchant.public_key, message, pairs["signature"]):
        shown = message[:256].decode("utf-8", "replace")
        information = {
            "method": method,
            "url": target,
            "truncated_sign_message": shown,
            "sign_message_length": len(message),
        }
        detail = {"field": "signature", "issue": "sign not match", "location": "authorization"}
        raise sign_error("错误的签名，验签失败", detail | {"sign_information": information})
    return merchant


def _parse(raw: bytes) -> dict[str, Any]:
    if not raw:
        return {}
    try:
        body = json.loads(raw, parse_constant=_refuse_constant)
        if b"\\u" in raw:
            json.dumps(body, ensure_ascii=False).encode()  # half a surrogate pair is no text
    except (ValueError, RecursionError) as error:
        raise PayRefusal(400, "PARAM_ERROR", "请求体不是合法的JSON") from error
    if not isinstance(body, dict):
        raise PayRefusal(400, "PARAM_ERROR", "请求体应为JSON对象")
    return body


def _refuse_constant(name: str) -> float:
    raise ValueError(name)


def _order_number(call: PayCall) -> str:
    names = ("out_trade_no", "out_bill_no")
    number = next((one for name in names if (one := call.path.get(name) or call.body.get(name))), "")
    return number if isinstance(number, str) else ""


async def _disturb_before(fault: Fault | None) -> Response | None:
    """What a fault does before the call takes effect; None lets it pass."""
    if fault is not None and fault.kind == "http_5xx":
        raise PayRefusal(fault.number(500), "SYSTEM_ERROR", "系统异常，请用相同参数重新调用")
    if fault is not None and fault.kind == "rate_limited":
        raise PayRefusal(429, "FREQUENCY_LIMITED", "频率超限，请降低请求频率")
    return await disturb_connection(fault)


def _signed(reply: Reply, signer: tuple[str, Any], *, forged: bool) -> Response:
    content = b"" if reply.body is None else _dump(reply.body)
    serial, key = signer
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16).upper()
    signed = f"{timestamp}\n{nonce}\n".encode() + (b"forged" if forged else content) + b"\n"
    headers = {
        "Wechatpay-Timestamp": timestamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": crypto.sign(key, signed),
        "Wechatpay-Signature-Type": SCHEME,
        "Wechatpay-Serial": serial,
    }
    media_type = None if reply.body is None else "application/json"
    return Response(content, reply.status, headers=headers, media_type=media_type)


def _dump(body: dict[str, Any]) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
