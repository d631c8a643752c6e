"""One real instance a run, as `make run` starts it, with the demo shop; a Chromium that Debian brought."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import counter
from tests.run import CHROMIUM, SHELL, TYPEFACE

ROOT = Path(__file__).parents[2]
SCREENS = ROOT / ".screens"
PHONE = {"width": 375, "height": 812}
DESK = {"width": 1440, "height": 900}
MOVES_THE_CLOCK = ("test_phones.py", "test_phones_shopkeeper.py")
START_SECONDS_MAX = 600  # the front ends may have to be built first
expect.set_options(timeout=counter.ANSWER_MS)  # a busy machine is not a wrong answer
QUIET = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run", "--disable-quic",
]  # fmt: skip


def pytest_addoption(parser):
    parser.addoption("--without-pictures", action="store_true", help="take no pictures on the way")


def pytest_collection_modifyitems(items):
    """Whoever comes first waits for the instance too: its front ends built, its month lived."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.timeout(START_SECONDS_MAX + 120), append=False)
    # Who moves the clock of the shared instance comes after all who read it.
    items.sort(key=lambda item: item.path.name in MOVES_THE_CLOCK)


def free_ports(count):
    """Ports that are free now; held together, so that they differ."""
    held = [socket.socket() for _ in range(count)]
    for one in held:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


@dataclass(frozen=True)
class Instance:
    """A running shop: where it answers, and who may sign in."""

    address: str
    sandbox_url: str
    folder: Path
    slug: str
    login: str
    password: str

    @property
    def shop(self) -> str:
        return f"{self.address}/s/{self.slug}/"

    @property
    def console(self) -> str:
        return f"{self.address}/console/"


@pytest.fixture(scope="session")
def instance(tmp_path_factory):
    folder = tmp_path_factory.mktemp("instance")
    port, sandbox_port = free_ports(2)
    given = {"DATA_DIR": folder, "PORT": port, "SANDBOX_PORT": sandbox_port, "DEMO": 1, "WORKERS": 1}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("LIANYI_")}
    environment |= {f"LIANYI_{key}": str(value) for key, value in given.items()}
    said = (folder / "run.log").open("wb")
    process = subprocess.Popen(
        [sys.executable, "-m", "lianyi.app", "run"], cwd=ROOT, env=environment, stdout=said, stderr=said
    )
    try:
        demo = _await(process, folder, f"http://127.0.0.1:{port}/readyz")
        yield Instance(
            f"http://127.0.0.1:{port}",
            f"http://127.0.0.1:{sandbox_port}",
            folder,
            demo["slug"],
            demo["login"],
            demo["password"],
        )
    finally:
        process.terminate()
        process.wait(60)
        said.close()


def _await(process, folder, url):
    deadline = time.monotonic() + START_SECONDS_MAX
    sign_in = folder / "secrets" / "demo.json"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        if sign_in.exists():
            try:
                with urllib.request.urlopen(url, timeout=5):
                    return json.loads(sign_in.read_text("utf-8"))
            except (OSError, urllib.error.HTTPError):
                pass
        time.sleep(0.2)
    pytest.fail(
        "the instance did not start:\n" + (folder / "run.log").read_text("utf-8")[-3000:], pytrace=False
    )


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """Debian's browser: no test tool's own download is relied on."""
    found = next(filter(None, map(shutil.which, CHROMIUM)), None)
    assert found, f"install a browser: apt-get install {SHELL} {TYPEFACE}"
    return {"executable_path": found, "args": QUIET, "headless": True}


@pytest.fixture(scope="session")
def browser_context_args():
    return {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "viewport": PHONE}


@pytest.fixture(scope="session")
def kept():
    """Cookies of the roles that signed in during this run, for all files: once a test has bound the owner's authenticator,
    the door asks for six digits.
    """
    return {}


@pytest.fixture
def desk(browser):
    """A page at a desk, for the console."""
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=DESK)
    yield context.new_page()
    context.close()


@pytest.fixture
def console(desk, instance, kept):
    """The console at that desk."""
    return counter.Desk(desk, instance, kept)


@pytest.fixture
def faults(desk):
    """What the console's pages throw: none may."""
    seen = []
    desk.on("pageerror", lambda error: seen.append(str(error)))
    yield seen
    assert seen == []


def sparing(context):
    """Its people save data: no page is fetched before it is opened. Elsewhere each load of the shop brings all of them,
    some 250 files and four times the work; that they come is held once, in test_shop.py.
    """
    context.add_init_script(
        "Object.defineProperty(NetworkInformation.prototype, 'saveData', {get: () => true})"
    )
    return context


@pytest.fixture
def phone(browser, request):
    """A page on a phone, for the shop; as finely drawn as a phone's where somebody will look at its pictures."""
    context = browser.new_context(
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        viewport=PHONE,
        device_scale_factor=1 if request.config.getoption("--without-pictures") else 2,
        is_mobile=True,
        has_touch=True,
    )
    yield sparing(context).new_page()
    context.close()


@pytest.fixture(scope="session")
def picture(request):
    """Save what a page shows as .screens/<name>.png: for whoever looks at the pages, and for nothing that is asserted."""
    wanted = not request.config.getoption("--without-pictures")
    SCREENS.mkdir(exist_ok=True)

    def save(page, name, *, whole=False, anyway=False):
        if wanted or anyway:
            page.screenshot(path=SCREENS / f"{name}.png", full_page=whole, animations="disabled")

    return save
