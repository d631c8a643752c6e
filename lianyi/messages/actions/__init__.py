"""What messages does, by verb.

`declare`, `notify`, `withdraw`: telling a person something. `send`: one notice to WeChat. `send_sms`,
`send_login_code`, `sign_in_by_phone`: text messages.
"""

from lianyi.messages.actions.codes import send_login_code, send_sms, sign_in_by_phone
from lianyi.messages.actions.notices import declare, notify, withdraw
from lianyi.messages.actions.sending import send

__all__ = [
    "declare", "notify", "send", "send_login_code", "send_sms", "sign_in_by_phone", "withdraw",
]  # fmt: skip
