"""Limits and words of login codes. Pure."""

from datetime import timedelta

CODE_LIFE = timedelta(minutes=5)
CODE_EVERY = timedelta(minutes=1)
CODES_A_DAY = 10
SHOP_SMS_A_DAY = 2000
SMS_KEPT = timedelta(days=30)


def code_of(number: int) -> str:
    """Six digits of a number below one million."""
    return f"{number:06d}"


def login_text(shop: str, code: str) -> str:
    """The SMS, with the shop's name as its signature, as carriers ask for."""
    return f"【{shop}】您的验证码是 {code},5 分钟内有效。请勿告诉他人。"
