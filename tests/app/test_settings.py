"""House rule 17: what belongs to a demonstration never starts beside what belongs to the world."""

import pytest
from pydantic import SecretStr

from lianyi.app import settings
from lianyi.app.settings import DangerousSettings, Settings, refuse_danger

REAL = {
    "wechat_base_url": "https://api.weixin.qq.com",
    "wechatpay_base_url": "https://api.mch.weixin.qq.com",
    "public_url": "https://shop.example.cn",
    "demo": False,
}


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    """The machine's own settings do not reach these tests."""
    for name in Settings.model_fields:
        monkeypatch.delenv(f"LIANYI_{name.upper()}", raising=False)


def refusal(**given):
    with pytest.raises(DangerousSettings) as caught:
        refuse_danger(Settings(**given))
    return str(caught.value)


def test_without_settings_it_is_a_demonstration_on_this_machine():
    found = settings.load()
    assert found.demo
    assert found.sandbox_url == "http://127.0.0.1:8001"
    assert found.address == "http://127.0.0.1:8000"
    assert found.kit_config().wechatpay_base_url == "http://127.0.0.1:8001"
    assert found.kit_config().wechat_jssdk_url == "http://127.0.0.1:8001/open/js/jweixin-1.6.0.js"
    assert found.database_url is None


def test_a_real_shop_starts():
    found = Settings(**REAL, host="0.0.0.0")  # noqa: S104  the point of the test
    refuse_danger(found)
    assert found.sandbox_url is None
    assert found.kit_config().wechat_base_url == "https://api.weixin.qq.com"
    assert found.kit_config().public_url == "https://shop.example.cn"
    assert found.kit_config().wechat_jssdk_url == "https://res.wx.qq.com/open/js/jweixin-1.6.0.js"


@pytest.mark.parametrize("play", [{"demo": True}, {"movable_clock": True}, {"failpoints": "fuses"}])
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])  # noqa: S104  the point of the test
def test_what_belongs_to_a_demonstration_refuses_real_wechat(play, host):
    said = refusal(**REAL | play, host=host)
    assert "a real WeChat" in said
    assert "LIANYI_DEMO=0" in said


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.168.1.5", "shop.example.cn"])  # noqa: S104  the point
@pytest.mark.parametrize("demo", [True, False])
def test_the_sandbox_refuses_a_bind_that_others_can_reach(host, demo):
    said = refusal(host=host, demo=demo)
    assert "the sandbox" in said
    assert host in said


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.8.8.8", "::1"])
def test_the_sandbox_starts_where_only_this_machine_reaches_it(host):
    refuse_danger(Settings(host=host))


def test_a_public_address_in_front_of_a_demonstration_is_refused():
    assert "a public address" in refusal(public_url="https://demo.example.cn")


@pytest.mark.parametrize("world", [{"host": "0.0.0.0"}, {"public_url": "https://shop.example.cn"}])  # noqa: S104  the point
def test_places_to_be_killed_at_start_on_this_machine_alone(world):
    refuse_danger(Settings(failpoints="fuses"))
    own = {"wechat_base_url": "http://127.0.0.1:9", "wechatpay_base_url": "http://127.0.0.1:9", "demo": False}
    assert "LIANYI_FAILPOINTS" in refusal(failpoints="fuses", **own, **world)


def test_a_wechat_we_do_not_know_counts_as_real():
    assert "a real WeChat" in refusal(**REAL | {"wechat_base_url": "http://wechat.internal", "demo": True})


def test_a_foreign_sandbox_on_this_machine_may_carry_the_demo():
    refuse_danger(Settings(wechat_base_url="http://127.0.0.1:9", wechatpay_base_url="http://127.0.0.1:9/"))


@pytest.mark.parametrize("missing", ["wechat_base_url", "wechatpay_base_url"])
def test_half_a_wechat_is_refused(missing):
    assert "belong together" in refusal(**REAL | {missing: None})


@pytest.mark.parametrize("address", [None, "http://shop.example.cn"])
def test_real_wechat_needs_an_https_address_for_its_callbacks(address):
    assert "https" in refusal(**REAL | {"public_url": address})


def test_a_wrong_setting_is_told_by_its_name_and_never_with_its_value(monkeypatch):
    monkeypatch.setenv("LIANYI_PORT", "80000")
    monkeypatch.setenv("LIANYI_PUBLIC_URL", "ftp://user:hunter2@shop")
    with pytest.raises(DangerousSettings) as caught:
        settings.load()
    said = str(caught.value)
    assert "LIANYI_PORT" in said
    assert "LIANYI_PUBLIC_URL" in said
    assert "hunter2" not in said


def test_secrets_do_not_show(monkeypatch):
    monkeypatch.setenv("LIANYI_MASTER_KEY", "2:bmV3, 1:b2xk")
    found = settings.load()
    assert found.master_keys == ("2:bmV3", "1:b2xk")
    assert "bmV3" not in repr(found)
    assert isinstance(found.master_key, SecretStr)
