"""`GET /v3/certificates`: the platform certificate, sealed with the merchant's APIv3 key (pay-v3 3)."""

import secrets

from wechat_sandbox.clock import rfc3339
from wechat_sandbox.crypto import load_certificate, seal_resource
from wechat_sandbox.pay.door import PayCall, Reply
from wechat_sandbox.pay.refusals import bad_field

_ASSOCIATED = "certificate"


def list_certificates(call: PayCall) -> Reply:
    kind = call.query.get("algorithm_type", "RSA")
    if kind not in ("RSA", "ALL"):  # SM2 is a way of its own that the sandbox does not go
        raise bad_field("/algorithm_type", kind, "取值应为RSA、ALL之一", "query")
    merchant = call.merchant
    certificate = load_certificate(merchant.platform_certificate)
    nonce = secrets.token_hex(6)
    sealed = {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": nonce,
        "associated_data": _ASSOCIATED,
        "ciphertext": seal_resource(
            merchant.apiv3_key, nonce, _ASSOCIATED, merchant.platform_certificate.encode()
        ),
    }
    entry = {
        "serial_no": merchant.platform_serial_no,
        "effective_time": rfc3339(int(certificate.not_valid_before_utc.timestamp() * 1000)),
        "expire_time": rfc3339(int(certificate.not_valid_after_utc.timestamp() * 1000)),
        "encrypt_certificate": sealed,
    }
    return Reply(200, {"data": [entry]})
