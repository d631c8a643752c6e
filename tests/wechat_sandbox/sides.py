"""Both sides of the wire as the tests play them, written without a line of the sandbox's own code."""

import base64
import json
import threading
import time
from dataclasses import dataclass, field

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MINUTE, HOUR, DAY = 60, 3600, 86_400


class Control:
    def __init__(self, http):
        self.http = http

    def get(self, path, **query):
        answer = self.http.get(f"/_sandbox{path}", params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path, body=None, status=200):
        answer = self.http.post(f"/_sandbox{path}", json=body if body is not None else {})
        assert answer.status_code == status, answer.text
        return answer.json()

    def advance(self, seconds):
        self.post("/clock", {"advance_seconds": seconds})

    def run_due(self):
        return self.post("/run-due")["ran"]

    def fault(self, kind, match, value=None, times=1):
        return self.post("/faults", {"kind": kind, "match": match, "value": value, "times": times})

    def deliveries(self, **query):
        return self.get("/deliveries", **query)["deliveries"]

    def order(self, mchid, number):
        return self.get("/orders", mchid=mchid, out_trade_no=number)["orders"][0]


class Signer:
    """The merchant's side of the wire, written anew here so that it proves something."""

    def __init__(self, http, merchant):
        self.http = http
        self.merchant = merchant
        # The sandbox has just made it: to prove once more that its primes are primes takes longer than most tests.
        pem = merchant["merchant_private_key"].encode()
        self.key = serialization.load_pem_private_key(pem, None, unsafe_skip_rsa_key_validation=True)
        self.keys = {
            merchant["public_key_id"]: serialization.load_pem_public_key(merchant["public_key"].encode()),
            merchant["platform_certificate_serial_no"]: x509.load_pem_x509_certificate(
                merchant["platform_certificate"].encode()
            ).public_key(),
        }

    def sign(self, message):
        return base64.b64encode(self.key.sign(message, padding.PKCS1v15(), hashes.SHA256())).decode()

    def authorization(self, method, target, raw, **changed):
        parts = {
            "mchid": self.merchant["mchid"],
            "nonce_str": "593BEC0C930BF1AF",
            "timestamp": str(int(time.time())),
        }
        parts |= {"serial_no": self.merchant["merchant_serial_no"]} | changed
        message = f"{method}\n{target}\n{parts['timestamp']}\n{parts['nonce_str']}\n".encode() + raw + b"\n"
        parts.setdefault("signature", self.sign(message))
        pairs = ",".join(f'{name}="{value}"' for name, value in parts.items())
        return f"WECHATPAY2-SHA256-RSA2048 {pairs}"

    def call(self, method, target, body=None, *, headers=None, **changed):
        """One signed call; `changed` replaces parts of Authorization, `headers` are added last."""
        raw = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        sent = {
            "Authorization": self.authorization(method, target, raw, **changed),
            "Accept": "application/json",
            "Content-Type": "application/json",
            "Wechatpay-Serial": self.merchant["public_key_id"],
        }
        sent |= headers or {}
        kept = {name: value for name, value in sent.items() if value is not None}
        return self.http.request(method, target, content=raw, headers=kept)

    def post(self, target, body, **more):
        return self.call("POST", target, body, **more)

    def get(self, target, **more):
        return self.call("GET", target, **more)

    def verify(self, headers, raw):
        """Raises InvalidSignature unless WeChat Pay signed these bytes."""
        message = f"{headers['Wechatpay-Timestamp']}\n{headers['Wechatpay-Nonce']}\n".encode() + raw + b"\n"
        signature = base64.b64decode(headers["Wechatpay-Signature"])
        self.keys[headers["Wechatpay-Serial"]].verify(signature, message, padding.PKCS1v15(), hashes.SHA256())

    def unseal(self, resource):
        sealed = base64.b64decode(resource["ciphertext"])
        key = AESGCM(self.merchant["apiv3_key"].encode())
        return key.decrypt(resource["nonce"].encode(), sealed, resource["associated_data"].encode())


@dataclass
class Heard:
    path: str
    query: str
    headers: dict
    body: bytes


@dataclass
class Receiver:
    """Where callbacks arrive: what was heard by path, and what each path answers next."""

    url: str = ""
    heard: list = field(default_factory=list)
    answers: dict = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def at(self, path):
        return [one for one in self.heard if one.path == path]

    def answer(self, path, *statuses):
        """Answer these statuses in turn; the last one goes on for ever."""
        self.answers[path] = list(statuses)

    def next(self, path, query):
        planned = self.answers.get(path, [200])
        status = planned.pop(0) if len(planned) > 1 else planned[0]
        text = ""
        if "echostr=" in query:
            text = dict(pair.split("=") for pair in query.split("&"))["echostr"]
        return status, text


class Shop:
    """What a merchant does all day: order, let the buyer pay, look, refund."""

    def __init__(self, signer, control, receiver, openid, number):
        self.signer, self.control, self.receiver, self.openid = signer, control, receiver, openid
        self.mchid = signer.merchant["mchid"]
        self.number = f"SO{number:08}"
        self.notify = f"/notify/{self.number}"

    def body(self, **changed):
        body = {
            "appid": self.signer.merchant["mini_appid"],
            "mchid": self.mchid,
            "description": "棉T恤1件",
            "out_trade_no": self.number,
            "notify_url": self.receiver.url + self.notify,
            "amount": {"total": 9900, "currency": "CNY"},
            "payer": {"openid": self.openid},
        } | changed
        return {name: value for name, value in body.items() if value is not ...}

    def order(self, product="jsapi", **changed):
        return self.signer.post(f"/v3/pay/transactions/{product}", self.body(**changed))

    def prepay(self, **changed):
        answer = self.order(**changed)
        assert answer.status_code == 200, answer.text
        return answer.json()["prepay_id"]

    def paid(self, **changed):
        """An order that the buyer has paid; the callback is planned, not brought."""
        return self.control.post("/pay", {"prepay_id": self.prepay(**changed)})["transaction_id"]

    def look(self):
        return self.signer.get(f"/v3/pay/transactions/out-trade-no/{self.number}?mchid={self.mchid}")

    def close(self):
        return self.signer.post(
            f"/v3/pay/transactions/out-trade-no/{self.number}/close", {"mchid": self.mchid}
        )

    def refund_body(self, fen, number=None, **changed):
        body = {
            "out_trade_no": self.number,
            "out_refund_no": number or f"RF{self.number}",
            "notify_url": f"{self.receiver.url}{self.notify}/refund",
            "amount": {"refund": fen, "total": 9900, "currency": "CNY"},
        } | changed
        return {name: value for name, value in body.items() if value is not ...}

    def refund(self, fen, number=None, **changed):
        return self.signer.post("/v3/refund/domestic/refunds", self.refund_body(fen, number, **changed))

    def money(self):
        """Every pocket: buyer, merchant unsettled, merchant available."""
        person = self.control.get(f"/people/{self.openid}")
        merchant = self.control.get(f"/merchants/{self.mchid}")
        return person["balance_fen"], merchant["unsettled_fen"], merchant["available_fen"]


class Mini:
    """A mini program's server: one stable token, raw UTF-8 bodies."""

    def __init__(self, http, merchant):
        self.http, self.merchant = http, merchant
        self.appid, self.secret = merchant["mini_appid"], merchant["mini_secret"]
        self.token = self.stable()["access_token"]

    def stable(self, **changed):
        body = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret} | changed
        return self.http.post("/cgi-bin/stable_token", json=body).json()

    def plain(self, **changed):
        query = {"grant_type": "client_credential", "appid": self.appid, "secret": self.secret} | changed
        return self.http.get("/cgi-bin/token", params=query).json()

    def login(self, code, **changed):
        query = {
            "appid": self.appid,
            "secret": self.secret,
            "js_code": code,
            "grant_type": "authorization_code",
        }
        return self.http.get("/sns/jscode2session", params=query | changed).json()

    def raw(self, path, body, token=None):
        content = body if isinstance(body, bytes) else json.dumps(body, ensure_ascii=False).encode()
        return self.http.post(path, params={"access_token": token or self.token}, content=content)

    def post(self, path, body, token=None):
        return self.raw(path, body, token).json()


def refused(answer, status, code):
    """The body of a refusal, after its status and code were right."""
    body = answer.json()
    assert (answer.status_code, body["code"]) == (status, code), answer.text
    return body
