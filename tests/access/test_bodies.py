"""Bodies that no program of ours sends: too deep, too large, torn, twice, in another type. Each is told what is wrong."""

import gzip
import json
import tracemalloc
from uuid import uuid4

import httpx
import pytest

from lianyi.kit import limits
from lianyi.kit.config import config
from tests.access.asking import request_of, send, whose
from tests.access.calls import CALLS
from tests.access.document import OPERATIONS, undocumented, walked

WITH_JSON = [
    label
    for label, one in OPERATIONS.items()
    if "application/json" in one.get("requestBody", {}).get("content", {})
]
WITH_FILE = [
    label
    for label, one in OPERATIONS.items()
    if "multipart/form-data" in one.get("requestBody", {}).get("content", {})
]
# One way in of every kind: whoever anybody is, a customer, staff, and one that opens its own transactions.
DOORS = (
    "POST /api/console/sign-in", "POST /api/shop/login/phone", "POST /api/shop/orders", "POST /api/console/products",
    "POST /api/shop/cart/lines", "POST /api/console/campaigns", "PUT /api/console/settings", "POST /api/shop/quotes",
)  # fmt: skip
DEEP = b"[" * 10_000 + b"]" * 10_000
DEEP_OBJECT = b'{"a":' * 10_000 + b"1" + b"}" * 10_000
HOSTILE = {
    "nothing": b"", "null": b"null", "a word": b'"x"', "a number": b"17", "a list": b"[]", "torn": b'{"a": ', "no json": b"\xff\xfe",
    "deep": DEEP, "deep objects": DEEP_OBJECT, "nan": b'{"quantity": NaN}', "infinite": b'{"quantity": Infinity}',
    "a long number": b'{"quantity": ' + b"9" * 100_000 + b"}", "a small number": b'{"quantity": 1e-999999999}',
    "a big exponent": b'{"quantity": 1e999999999}', "nul": b'{"\\u0000": "\\u0000"}', "lone surrogates": b'{"a": "\\ud800"}',
    "bad utf-8": b'{"a": "\xc3\x28"}', "utf-16": '{"a": 1}'.encode("utf-16"), "bom": b'\xef\xbb\xbf{"a": 1}',
    "many keys": json.dumps({str(number): number for number in range(50_000)}).encode(),
    "many entries": b"[" + b",".join([b"0"] * 500_000) + b"]", "collisions": json.dumps(dict.fromkeys([str(2**61 * n) for n in range(5000)], 1)).encode(),
}  # fmt: skip
TYPES = (
    "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", "application/xml",
    "application/json; charset=utf-16", "", "application/problem+json", "application/json" + ";a=b" * 2000,
)  # fmt: skip


async def sent(town, label, body, **headers):
    await limits.reset()
    request = request_of(town, label)
    for part in ("json", "files", "data"):
        request.pop(part, None)
    request["headers"] |= {"Content-Type": "application/json"} | headers
    return await send(town, whose(town, CALLS[label].who), request | {"content": body})


@pytest.mark.parametrize(
    "label", [DOORS[0], *(pytest.param(one, marks=pytest.mark.slow) for one in DOORS[1:])]
)
async def test_a_hostile_body_is_refused_in_words(untouched, label):
    for name, body in HOSTILE.items():
        answer = await sent(untouched, label, body)
        assert 400 <= answer.status_code < 500, (name, answer.status_code, answer.text[:300])
        assert undocumented(label, answer) is None, name
        assert len(answer.content) < 100_000, name  # what was wrong is told, not sent back
    assert untouched.rows.moved() <= {"identity_sign_in_attempt"}


@pytest.mark.parametrize("label", walked(WITH_JSON))
async def test_no_shape_of_json_breaks_an_endpoint(untouched, label):
    for name in ("null", "a list", "deep", "lone surrogates", "nul", "a long number"):
        answer = await sent(untouched, label, HOSTILE[name])
        assert answer.status_code < 500, (name, answer.text[:300])
        assert undocumented(label, answer) is None, name


@pytest.mark.parametrize(
    "label", [DOORS[0], *(pytest.param(one, marks=pytest.mark.slow) for one in DOORS[1:])]
)
async def test_another_type_is_refused_or_read_as_json(untouched, label):
    for kind in TYPES:
        for body in (b'{"a": 1}', b"a=1&b=2", b"--x\r\n\r\n"):
            answer = await sent(untouched, label, body, **{"Content-Type": kind})
            assert 400 <= answer.status_code < 500, (kind, answer.status_code, answer.text[:300])
            assert undocumented(label, answer) is None, kind


async def test_a_packed_body_is_not_unpacked(untouched):
    packed = gzip.compress(b'{"login": "' + b"a" * 50_000_000 + b'"}')
    tracemalloc.start()
    for label in DOORS:
        answer = await sent(untouched, label, packed, **{"Content-Encoding": "gzip"})
        assert 400 <= answer.status_code < 500
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak_bytes < 20 * 1024 * 1024


@pytest.mark.parametrize("label", ["POST /api/shop/orders", "POST /api/console/sign-in"])
async def test_a_body_beyond_the_limit_is_refused_whether_it_says_so_or_not(untouched, label):
    whole = b'{"a": "' + b"x" * (13 * 1024 * 1024) + b'"}'
    assert (await sent(untouched, label, whole)).status_code == 413

    async def parts():
        for at in range(0, len(whole), 1 << 20):
            yield whole[at : at + (1 << 20)]

    answer = await sent(untouched, label, parts())
    assert answer.status_code == 413, answer.text
    for length in ("-1", "1e3", "0x10", "99999999999999999999999999", "+5"):
        assert (await sent(untouched, label, b"{}", **{"Content-Length": length})).status_code in {
            400,
            413,
            422,
        }, length


async def test_the_same_key_twice_in_a_body_is_one_of_them_and_never_both(untouched):
    town = untouched
    body = f'{{"sku_id": "{town.ids["sku.1"]}", "quantity": 1, "quantity": 3}}'.encode()
    answer = await sent(town, "POST /api/shop/cart/lines", body)
    line = next(one for one in answer.json()["lines"] if one["sku_id"] == town.ids["sku.1"])
    assert line["quantity"] in {1, 3}


# Starlette leaves a torn form's file to the collector of garbage, which says so.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("label", WITH_FILE)
async def test_a_torn_or_padded_form_is_refused_in_words(untouched, label):
    forms = {
        "no end": b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\nabc',
        "no name": b"--x\r\nContent-Disposition: form-data\r\n\r\nabc\r\n--x--\r\n",
        "a field": b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nabc\r\n--x--\r\n',
        "many": b"".join(b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n' % n for n in range(3000)) + b"--x--\r\n",
        "many files": b"".join(b'--x\r\nContent-Disposition: form-data; name="f%d"; filename="a"\r\n\r\n1\r\n' % n for n in range(2000)) + b"--x--\r\n",
        "a long head": b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + b"a" * 2_000_000 + b'"\r\n\r\n1\r\n--x--\r\n',
        "nothing": b"",
    }  # fmt: skip
    for name, body in forms.items():
        answer = await sent(untouched, label, body, **{"Content-Type": "multipart/form-data; boundary=x"})
        assert 400 <= answer.status_code < 500, (name, answer.status_code, answer.text[:300])
        assert undocumented(label, answer) is None, name
    assert untouched.rows.moved() == set()


NAMES = (
    "../../../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "C:\\x.png", "a\x00.png", "a" * 5000, "\u202egnp.exe", ".htaccess",
    "con", "x.png/../../y", "%2e%2e%2fx", "a\r\nSet-Cookie: x=1", "",
)  # fmt: skip


@pytest.mark.parametrize("label", WITH_FILE)
async def test_a_files_name_leads_nowhere(untouched, label):
    town = untouched
    call = CALLS[label]
    before = _outside(config().data_dir)
    for name in NAMES:
        await limits.reset()
        request = request_of(town, label)
        request["files"] = {"file": (name, call.files["file"][1], call.files["file"][2])}
        answer = await send(town, whose(town, call.who), request)
        assert answer.status_code < 500, (name, answer.text[:300])
        assert undocumented(label, answer) is None, name
        assert "x-evil" not in answer.headers
    assert _outside(config().data_dir) == before
    for path in config().data_dir.rglob("*"):
        assert path.is_dir() or path.suffix in {".webp", ".jpg"}, path


def _outside(folder):
    return sorted(path.name for path in folder.parent.iterdir())


async def test_headers_beyond_measure_break_nothing(untouched):
    town, label = untouched, "GET /api/shop/home"
    long = {
        "Authorization": "Bearer " + "A" * 60_000, "Cookie": "lianyi_console=" + "A" * 60_000, "Lianyi-Shop": "a" * 60_000,
        "Lianyi-Channel": "x" * 60_000, "Lianyi-Visitor": "x" * 60_000, "Accept-Language": "en" * 30_000, "User-Agent": "\x7f" * 9000,
        "Referer": "x" * 60_000, "Host": "evil.example", "X-Forwarded-For": "1.1.1.1," * 9000, "X-Forwarded-Host": "evil.example",
        "Idempotency-Key": "x" * 60_000, "Range": "bytes=" + "0-1," * 10_000, "If-None-Match": '"x",' * 10_000,
    }  # fmt: skip
    for name, value in long.items():
        for one in (label, "POST /api/shop/visits", "GET /api/console/me"):
            await limits.reset()
            request = request_of(town, one)
            request["headers"] |= {name: value}
            answer = await send(town, whose(town, CALLS[one].who), request)
            assert answer.status_code < 500, (name, one, answer.text[:300])
            assert b"evil.example" not in answer.content, (name, one)


@pytest.mark.parametrize(
    "raw",
    [
        b"POST /api/console/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\nabc",
        b"POST /api/console/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/console/sign-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 20\r\n\r\n{}",
        b"GET /api/shop/home HTTP/1.1\r\nHost: x\r\n"
        + b"".join(b"X-%d: y\r\n" % n for n in range(30_000))
        + b"\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"\x16\x03\x01\x00\xa5\x01\x00\x00",
        b"GET /api/shop/home HTTP/9.9\r\n\r\n",
    ],
)
async def test_what_is_no_http_ends_the_connection_and_nothing_else(town, raw):
    import asyncio

    url = httpx.URL(config().public_url)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    writer.write(raw)
    writer.write_eof()
    async with asyncio.timeout(30):
        said = await reader.read(65_536)
    writer.close()
    assert said == b"" or said.split(b" ")[1][:1] == b"4", said[:200]
    assert said.count(b"HTTP/1.1 ") <= 1, said  # nothing smuggled behind the first is answered
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{url}/healthz", headers={"X": uuid4().hex})).status_code == 200
