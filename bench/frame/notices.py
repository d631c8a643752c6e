"""Genuine notices of payments, sealed and signed with the sandbox's own keys, as its courier would send them."""

import json
import secrets
import time
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from bench.frame.copies import Copy
from bench.frame.wire import Connection, pack, pack_bytes
from wechat_sandbox import crypto
from wechat_sandbox.accounts.merchants import new_keys
from wechat_sandbox.pay.door import SCHEME

MCHID = "1900009999"


@dataclass(frozen=True, slots=True)
class Signer:
    """What WeChat signs and seals with for one merchant."""

    key: RSAPrivateKey
    serial: str
    apiv3_key: str

    def notice(self, path: str, resource: dict[str, Any], payment: Copy) -> bytes:
        """The request that tells of one payment; good for five minutes (pay-v3 5)."""
        plain = resource | {"out_trade_no": payment.out_trade_no, "transaction_id": payment.transaction_id}
        nonce = secrets.token_hex(6)
        sealed = crypto.seal_resource(self.apiv3_key, nonce, "transaction", json.dumps(plain).encode())
        envelope = {
            "id": f"EV-{secrets.token_hex(14)}",
            "create_time": plain["success_time"],
            "resource_type": "encrypt-resource",
            "event_type": "TRANSACTION.SUCCESS",
            "summary": "支付成功",
            "resource": {
                "original_type": "transaction", "algorithm": "AEAD_AES_256_GCM", "ciphertext": sealed,
                "associated_data": "transaction", "nonce": nonce,
            },
        }  # fmt: skip
        body = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
        stamp, word = str(int(time.time())), secrets.token_hex(16).upper()
        signature = crypto.sign(self.key, f"{stamp}\n{word}\n".encode() + body + b"\n")
        headers = {
            "User-Agent": "Mozilla/4.0", "Wechatpay-Timestamp": stamp, "Wechatpay-Nonce": word,
            "Wechatpay-Signature": signature, "Wechatpay-Signature-Type": SCHEME, "Wechatpay-Serial": self.serial,
        }  # fmt: skip
        return pack_bytes(
            "POST", path, "".join(f"{name}: {value}\r\n" for name, value in headers.items()), body
        )


async def enrol(wechat: Connection, name: str) -> tuple[dict[str, Any], Signer]:
    """A merchant at the sandbox under keys that the bench made, so that it can sign as the sandbox would."""
    keys = new_keys(MCHID)
    key = crypto.load_private(keys["platform_private_key"])
    given = {
        "mchid": MCHID, "appid": f"wx{secrets.token_hex(8)}", "apiv3_key": keys["apiv3_key"],
        "merchant_cert_serial": keys["merchant_serial_no"],
        "merchant_private_key_pem": keys["merchant_private_key"],
        "merchant_cert_pem": keys["merchant_certificate"],
        "platform_cert_serial": keys["platform_certificate_serial_no"],
        "platform_cert_pem": keys["platform_certificate"],
        "platform_private_key_pem": keys["platform_private_key"],
        "platform_public_key_id": keys["public_key_id"],
        "platform_public_key_pem": crypto.public_pem(key.public_key()),
    }  # fmt: skip
    wish = {"name": name, "preset": "test-vectors", "vectors": {"keys": given}}
    status, said = await wechat.ask(pack("POST", "/_sandbox/merchants", "", wish))
    assert status == 200, said
    return json.loads(said), Signer(key, keys["public_key_id"], keys["apiv3_key"])


async def told_of(wechat: Connection, mchid: str, transaction_id: str) -> dict[str, Any]:
    """What the sandbox's own notice of a payment says in clear."""
    _, said = await wechat.ask(
        pack("GET", f"/_sandbox/deliveries?mchid={mchid}&event=TRANSACTION.SUCCESS", "")
    )
    told = [one["resource"] for one in json.loads(said)["deliveries"]]
    resource: dict[str, Any] = next(one for one in told if one["transaction_id"] == transaction_id)
    return resource
