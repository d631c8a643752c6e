"""The few settings that domains below the composition root need; `app.settings` fills them once per process."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Config:
    """Base URLs end without a slash. `sandbox_url` is None with real WeChat.

    `wechat_jssdk_url` is the script a page inside WeChat's browser loads to speak with WeChat around it.
    `sms_url` takes `POST {"phone", "text"}` with `sms_token` as bearer; without it the sandbox's gateway is used.
    """

    wechat_base_url: str = "https://api.weixin.qq.com"
    wechat_open_url: str = "https://open.weixin.qq.com"
    wechatpay_base_url: str = "https://api.mch.weixin.qq.com"
    sandbox_url: str | None = None
    wechat_jssdk_url: str = "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"
    sms_url: str | None = None
    sms_token: str | None = None
    public_url: str = "http://127.0.0.1:8000"
    data_dir: Path = Path(".data")
    master_keys: tuple[str, ...] = ()
    movable_clock: bool = False
    demo: bool = False


_current = Config()


def configure(config: Config) -> None:
    """Set what `config()` answers, once per process."""
    global _current  # noqa: PLW0603  the one process-wide setting, written by the composition root alone
    _current = config


def config() -> Config:
    return _current
