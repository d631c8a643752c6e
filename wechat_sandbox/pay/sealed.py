"""Sensitive fields of a request: names and cards, encrypted for the key that the call names (pay-v3 2.4)."""

from wechat_sandbox.crypto import decrypt_field
from wechat_sandbox.pay.door import PayCall
from wechat_sandbox.pay.refusals import PayRefusal, bad_field


def open_field(call: PayCall, path: str, sealed: str) -> str:
    """The plain text. Raises PayRefusal PARAM_ERROR without Wechatpay-Serial, or for another key's text."""
    if call.serial is None:
        raise PayRefusal(400, "PARAM_ERROR", "Http头缺少Wechatpay-Serial")
    signer = call.merchant.signer(call.serial)
    plain = decrypt_field(signer[1], sealed) if signer else None
    if plain is None:
        raise bad_field(path, sealed, "敏感信息解密失败，请检查Wechatpay-Serial")
    return plain
