"""The console as the staff use it, step by step, as hands at a desk do it."""

import json
import urllib.request
from dataclasses import dataclass, field
from io import BytesIO

import openpyxl
import pyotp
from PIL import Image, ImageDraw

ANSWER_MS = 60_000
PASSWORD = "liushui-zhi-yin-27"


@dataclass
class Desk:
    """A page at a desk, and who sits there; `kept` are the cookies of each role that signed in during this run."""

    page: object
    instance: object
    kept: dict = field(default_factory=dict)

    def open(self, path=""):
        self.page.goto(f"{self.instance.console}{path}")
        self.page.set_default_timeout(ANSWER_MS)
        self.settle()

    def settle(self):
        self.page.wait_for_load_state("networkidle")

    def button(self, words, *, within=None):
        return (within or self.page).get_by_role("button", name=words, exact=True)

    def sign_in(self, role="owner"):
        """Once a role and run through the door; later in by the cookie, so that no six digits are used twice."""
        login, password = credentials(self.instance, role)
        if role in self.kept:
            self.page.context.add_cookies(self.kept[role])
            return login, password
        self.open("sign-in")
        self.page.locator("[name=login]").fill(login)
        self.page.locator("[name=password]").fill(password)
        self.button("登录").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        self.settle()
        self.kept[role] = self.page.context.cookies()
        return login, password

    def bind_authenticator(self, password):
        """Two-step sign-in, which acts on money ask of an owner."""
        self.open("account")
        if self.api("/me")["staff"]["totp_enrolled"]:
            return
        card = self.page.locator("section", has_text="两步验证").first
        card.locator("input[type=password]").fill(password)
        self.button("开启两步验证").click()
        secret = self.page.locator(".secret .value").inner_text()
        self.page.locator("input[autocomplete=one-time-code]").fill(pyotp.TOTP(secret).now())
        self.button("确认开启").click()
        self.page.get_by_text("恢复码").wait_for()
        self.button("我已抄好").click()

    def said(self, words):
        """The short message at the top says so."""
        self.page.locator(".el-message", has_text=words).first.wait_for()

    def rows(self):
        return self.page.locator(".el-table__body .el-table__row")

    def to_ship(self):
        """Numbers of paid orders that nobody asked to refund, the earliest first."""
        found = self.api("/orders?state=to_ship&limit=100")["items"]
        return [
            one["number"] for one in reversed(found) if one["refund_state"] in {None, "rejected", "withdrawn"}
        ]

    def open_order(self, number):
        self.open(f"orders?q={number}")
        self.page.get_by_role("link", name=number).first.click()
        self.page.get_by_role("heading", name=number).wait_for()
        self.settle()

    def state(self):
        """The state beside the heading of an order or a product."""
        return self.page.locator(".line .tag").first

    def api(self, path):
        """What the console's own session reads."""
        return self.page.evaluate(
            "path => fetch('/api/console' + path, {headers: {'Lianyi-Console': '1'}}).then(r => r.json())",
            path,
        )


def credentials(instance, role):
    told = json.loads((instance.folder / "secrets" / "demo.json").read_text("utf-8"))
    found = next(one for one in told["staff"] if one["role"] == role)
    return found["login"], found["password"]


def packshot(folder, name="tea.png"):
    """A picture to upload."""
    picture = Image.new("RGB", (640, 640), "#eef0ec")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((190, 150, 450, 520), 40, fill="#5b7f5f")
    pen.rounded_rectangle((220, 110, 420, 160), 16, fill="#3f5a43")
    path = folder / name
    picture.save(path)
    return path


def sheet(folder, name, rows):
    """An XLSX file with the given rows, the first of them the header."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path = folder / name
    book.save(path)
    return path


def seen_by_shopper(address, slug, path):
    request = urllib.request.Request(f"{address}/api/shop{path}", headers={"Lianyi-Shop": slug})
    with urllib.request.urlopen(request, timeout=ANSWER_MS / 1000) as answer:
        return json.load(answer)


def template(page, instance, kind):
    """The template as the console hands it out."""
    data = page.evaluate(
        """async url => Array.from(new Uint8Array(await (await fetch(url, {headers: {'Lianyi-Console': '1'}})).arrayBuffer()))""",
        f"{instance.address}/api/console/imports/template/{kind}.xlsx",
    )
    return openpyxl.load_workbook(BytesIO(bytes(data)))


def newest_person(console):
    """Whoever has just come in, as the console knows them."""
    console.sign_in("operations")
    console.open("people")
    return console.api("/people?limit=1")["items"][0]["id"]


def give_points(console, member, points):
    """By hand, on the page of a member, which stays open."""
    console.open(f"members/{member}")
    console.button("调整积分").click()
    dialog = console.page.get_by_role("dialog")
    dialog.get_by_role("spinbutton").fill(str(points))
    dialog.locator(".el-form-item", has_text="原因").locator("input").fill("老客补偿")
    console.button("保存", within=dialog).click()
    console.said("积分已调整")
