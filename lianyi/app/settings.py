"""Settings by environment, prefix LIANYI_, and the combinations that are refused before anything starts.

Without any setting the program is a demonstration on this machine: embedded database, demo shop, sandbox
instead of WeChat. Real WeChat is two base URLs away; then everything of a demonstration must be off.
"""

import ipaddress
import os
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from lianyi.kit import config, failpoints, log, tracing

DISK_FREE_BYTES_MIN = 200 * 1024 * 1024


class DangerousSettings(Exception):
    """Settings that mix a demonstration with the world, or lack what the world needs; told in sentences."""


class Settings(BaseSettings):
    """What an operator may set. Addresses carry no slash at the end."""

    model_config = SettingsConfigDict(env_prefix="LIANYI_", extra="ignore", frozen=True)

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 8000
    sandbox_port: Annotated[int, Field(ge=1, le=65535)] = 8001
    public_url: str | None = None
    data_dir: Path = Path(".data")
    database_url: SecretStr | None = None
    app_database_url: SecretStr | None = None
    demo: bool = True
    workers: Annotated[int, Field(ge=1, le=64)] = min(2, os.cpu_count() or 1)
    wechat_base_url: str | None = None
    wechat_open_url: str | None = None
    wechatpay_base_url: str | None = None
    sms_url: str | None = None
    sms_token: SecretStr | None = None
    master_key: SecretStr | None = None
    movable_clock: bool | None = None
    failpoints: Path | None = None
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_json: bool = True
    otlp_endpoint: str | None = None

    @field_validator("public_url", "sms_url", "wechat_base_url", "wechat_open_url", "wechatpay_base_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
            raise ValueError("an address begins with http:// or https:// and has neither ? nor #")
        return value.rstrip("/")

    @property
    def sandbox_runs(self) -> bool:
        """Whether the sandbox stands in for WeChat: nobody named another."""
        return self.wechat_base_url is None and self.wechatpay_base_url is None

    @property
    def sandbox_url(self) -> str | None:
        """Where the sandbox answers; None with a WeChat of one's own naming."""
        return f"http://127.0.0.1:{self.sandbox_port}" if self.sandbox_runs else None

    @property
    def address(self) -> str:
        """Where browsers reach us."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def master_keys(self) -> tuple[str, ...]:
        """Master keys, newest first, as `<version>:<base64>`."""
        given = self.master_key.get_secret_value() if self.master_key else ""
        return tuple(key.strip() for key in given.split(",") if key.strip())

    def kit_config(self) -> config.Config:
        """What the domains below may know of all this."""
        return config.Config(
            wechat_base_url=self.wechat_base_url or f"{self.sandbox_url}",
            wechat_open_url=self.wechat_open_url or self.sandbox_url or "https://open.weixin.qq.com",
            wechatpay_base_url=self.wechatpay_base_url or f"{self.sandbox_url}",
            sandbox_url=self.sandbox_url,
            wechat_jssdk_url=f"{self.sandbox_url or 'https://res.wx.qq.com'}/open/js/jweixin-1.6.0.js",
            sms_url=self.sms_url,
            sms_token=self.sms_token.get_secret_value() if self.sms_token else None,
            public_url=self.address,
            data_dir=self.data_dir,
            master_keys=self.master_keys,
            movable_clock=self.sandbox_runs if self.movable_clock is None else self.movable_clock,
            demo=self.demo,
        )


def load() -> Settings:
    """The settings of this process. Raises DangerousSettings with a sentence for every problem."""
    try:
        settings = Settings()
    except ValidationError as problem:
        lines = [
            f"LIANYI_{str(e['loc'][0]).upper()}: {e['msg']}" for e in problem.errors(include_input=False)
        ]
        raise DangerousSettings("\n".join(lines)) from None
    refuse_danger(settings)
    return settings


def install(settings: Settings) -> None:
    """Give the process its settings and logs."""
    config.configure(settings.kit_config())
    failpoints.arm(settings.failpoints)
    log.configure(settings.log_level, json_lines=settings.log_json)
    tracing.configure(settings.otlp_endpoint, f"{os.uname().nodename}:{os.getpid()}")


def refuse_danger(settings: Settings) -> None:
    """House rule 17. Raises DangerousSettings naming what to change."""
    problems = [*_half_a_wechat(settings), *_play_in_the_world(settings), *_world_without_care(settings)]
    if problems:
        raise DangerousSettings("\n".join(problems))


def _half_a_wechat(settings: Settings) -> list[str]:
    if (settings.wechat_base_url is None) != (settings.wechatpay_base_url is None):
        return [
            (
                "LIANYI_WECHAT_BASE_URL and LIANYI_WECHATPAY_BASE_URL belong together: set both for real WeChat, "
                "or neither for the sandbox."
            )
        ]
    return []


def _play_in_the_world(settings: Settings) -> list[str]:
    """Everything of a demonstration, against everything that reaches beyond this machine."""
    play = [
        name
        for name, present in (
            ("demo data (LIANYI_DEMO=1)", settings.demo),
            ("the sandbox (no LIANYI_WECHAT_BASE_URL)", settings.sandbox_runs),
            ("a movable clock (LIANYI_MOVABLE_CLOCK=1)", settings.movable_clock is True),
            ("places to be killed at (LIANYI_FAILPOINTS)", settings.failpoints is not None),
        )
        if present
    ]
    world = [
        name
        for name, present in (
            ("a real WeChat", _is_real_wechat(settings)),
            (f"a bind that others can reach (LIANYI_HOST={settings.host})", not _is_loopback(settings.host)),
            ("a public address (LIANYI_PUBLIC_URL)", not _is_loopback(_host_of(settings.public_url))),
        )
        if present
    ]
    if not play or not world:
        return []
    return [
        (
            f"Refusing to start: {' and '.join(play)} together with {' and '.join(world)}. For a real shop set "
            "LIANYI_DEMO=0 and both WeChat base URLs, and neither LIANYI_MOVABLE_CLOCK nor LIANYI_FAILPOINTS; for a "
            "demonstration stay on 127.0.0.1."
        )
    ]


def _world_without_care(settings: Settings) -> list[str]:
    if _is_real_wechat(settings) and urlsplit(settings.public_url or "").scheme != "https":
        return [
            "Real WeChat calls back over https only: set LIANYI_PUBLIC_URL to this shop's https:// address."
        ]
    return []


def _is_real_wechat(settings: Settings) -> bool:
    given = (settings.wechat_base_url, settings.wechatpay_base_url, settings.wechat_open_url)
    return any(not _is_loopback(_host_of(address)) for address in given)


def _host_of(address: str | None) -> str:
    return "localhost" if address is None else urlsplit(address).hostname or ""


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False  # a name may resolve to anywhere, tomorrow elsewhere
