import pytest, json
pytestmark=[pytest.mark.timeout(1500)]
def test_look(console, instance):
    p=console.page
    login, password = console.sign_in("owner")
    console.bind_authenticator(password)
    S="/tmp/cm/shots/"
    import pathlib; pathlib.Path(S).mkdir(exist_ok=True)
    def shot(n, whole=True):
        p.wait_for_timeout(1500); p.screenshot(path=S+n+".png", full_page=whole, animations="disabled")
    console.open("commission-plans"); shot("plans-empty")
    console.open("commission-plans/new"); p.wait_for_timeout(2500); shot("plan-new")
    p.get_by_role("button", name="添加规则").click(); p.wait_for_timeout(500)
    p.get_by_role("menuitem", name="商品").click(); p.wait_for_timeout(1500)
    p.locator(".pick").first.click(); p.wait_for_timeout(1200)
    p.locator(".el-select-dropdown__item:visible").first.click()
    p.locator("li input[aria-label='比例']").first.fill("20"); p.keyboard.press("Tab")
    p.get_by_role("button", name="添加等级").click(); p.wait_for_timeout(2500)
    shot("plan-rules")
    p.locator("li input[aria-label='比例']").last.fill("30"); p.keyboard.press("Tab"); p.wait_for_timeout(2500)
    shot("plan-unsafe")
    p.set_viewport_size({"width":1000,"height":900}); shot("plan-1000"); p.set_viewport_size({"width":390,"height":844}); shot("plan-390")
    console.open("ledger"); p.set_viewport_size({"width":1440,"height":900}); shot("ledger")
