"""What the acts in the audit are called: each domain names its own, once, beside the actions that note them."""

from collections.abc import Mapping

from lianyi.identity.actions.approvals import ACTS

WORDS: dict[str, tuple[str, str]] = {}


def name_acts(words: Mapping[str, tuple[str, str]]) -> None:
    """Name acts in Chinese and English. Raises ValueError when one has a name already."""
    twice = WORDS.keys() & words.keys()
    if twice:
        raise ValueError(f"acts of the audit named twice: {sorted(twice)}")
    WORDS.update(words)


def act_title(act: str, *, english: bool) -> str:
    """The name of an act, of the audit or for two people; its own word when nobody named it, so that nothing is hidden."""
    if act in ACTS and act not in WORDS:
        return ACTS[act].en if english else ACTS[act].zh
    words = WORDS.get(act)
    return act if words is None else words[int(english)]


name_acts(
    {
        "shop.opened": ("开店", "Shop opened"),
        "shop.settings_changed": ("修改店铺设置", "Shop settings changed"),
        "shop.document_published": ("发布条款新版本", "New version of the terms"),
        "keys.mini_changed": ("修改小程序密钥", "Mini program keys changed"),
        "keys.official_changed": ("修改公众号密钥", "Official account keys changed"),
        "staff.added": ("添加员工", "Staff added"),
        "staff.changed": ("修改员工", "Staff changed"),
        "staff.removed": ("移除员工", "Staff removed"),
        "staff.totp_turned_on": ("开启两步验证", "Two-step sign-in turned on"),
        "staff.password_changed": ("修改自己的密码", "Own password changed"),
        "approval.asked": ("提交复核", "Asked for a second person"),
        "approval.approved": ("复核通过", "Agreed as the second person"),
        "approval.refused": ("复核拒绝", "Refused as the second person"),
        "approval.withdrawn": ("撤回提交", "Taken back"),
        "approval.failed": ("复核通过,未能执行", "Agreed, but not possible"),
        "approval.done_alone": ("由一人办理", "Done by one person alone"),
    }
)
