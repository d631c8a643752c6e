"""What messages does, by verb.

`declare`, `notify`, `withdraw`: telling a person something. `send`: one notice to WeChat. `take_answers`, `take_report`,
`set_switches`, `read`: what a person allows and saw. `set_kind`, `set_settings`, `chosen_templates`: the merchant's part.
`send_sms`, `send_login_code`, `sign_in_by_phone`: text messages.
"""

from lianyi.messages.actions.arranging import chosen_templates, set_kind, set_settings
from lianyi.messages.actions.codes import send_login_code, send_sms, sign_in_by_phone
from lianyi.messages.actions.consents import read, set_switches, take_answers, take_report
from lianyi.messages.actions.notices import declare, notify, withdraw
from lianyi.messages.actions.sending import send

__all__ = [
    "chosen_templates", "declare", "notify", "read", "send", "send_login_code", "send_sms", "set_kind",
    "set_settings", "set_switches", "sign_in_by_phone", "take_answers", "take_report", "withdraw",
]  # fmt: skip
