"""Verbs of identity, split by who acts."""

from lianyi.identity.actions.addresses import add_address, change_address, drop_address
from lianyi.identity.actions.approvals import (
    ACTS,
    Act,
    approvable,
    approve,
    ask_or_do,
    kinds_decided_by,
    refuse,
    seen_approval,
    withdraw,
)
from lianyi.identity.actions.naming import act_title, name_acts
from lianyi.identity.actions.opening import open_shop
from lianyi.identity.actions.privacy import (
    Revealed,
    change_me,
    delete_person,
    note_access,
    note_consent,
    reveal_person,
    set_consent,
)
from lianyi.identity.actions.push import Seal, answer_url_check, take_push
from lianyi.identity.actions.second_factor import Begun, begin_totp, confirm_totp
from lianyi.identity.actions.settings import (
    AppKeys,
    ShopChange,
    Step,
    change_settings,
    publish_document,
    replace_wechat_app,
    set_wechat_app,
    try_wechat_app,
)
from lianyi.identity.actions.shoppers import (
    bind_phone,
    bind_phone_wechat,
    official_login_url,
    revoke_shopper_session,
    shopper_login_mini,
    shopper_login_official,
    shopper_login_phone,
)
from lianyi.identity.actions.sign_in import Credentials, change_password, sign_in, sign_out
from lianyi.identity.actions.staff import (
    ColleagueChange,
    NewColleague,
    add_staff,
    change_staff,
    remove_staff,
    revoke_session,
    take_on_staff,
)
from lianyi.identity.store.shops import note_change

__all__ = [
    "ACTS", "Act", "AppKeys", "Begun", "ColleagueChange", "Credentials", "NewColleague", "Revealed", "Seal",
    "ShopChange", "Step", "act_title", "add_address", "add_staff", "answer_url_check", "approvable", "approve",
    "ask_or_do", "begin_totp", "bind_phone", "bind_phone_wechat", "change_address", "change_me",
    "change_password", "change_settings", "change_staff", "confirm_totp", "delete_person", "drop_address",
    "kinds_decided_by", "name_acts", "note_access", "note_change", "note_consent",
    "official_login_url", "open_shop", "publish_document",
    "refuse", "remove_staff", "replace_wechat_app", "reveal_person", "revoke_session",
    "revoke_shopper_session", "seen_approval", "set_consent", "set_wechat_app", "shopper_login_mini",
    "shopper_login_official", "shopper_login_phone", "sign_in", "sign_out", "take_on_staff", "take_push",
    "try_wechat_app", "withdraw",
]  # fmt: skip
