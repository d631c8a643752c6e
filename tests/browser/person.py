"""A person at a desk, timed: what hands, eyes and the decision before each act take, by the Keystroke-Level Model.

Card, Moran and Newell, "The Keystroke-Level Model for User Performance Time with Interactive Systems", CACM 23 (1980):
K a key at 0.28 s (an average typist), P pointing at 1.1 s, B a press or a release of the button at 0.1 s, H from the keyboard
to the mouse or back at 0.4 s, M making up one's mind at 1.35 s. The waiting for the system is measured beside it and depends on
the machine, so nothing is asserted about it.

The person is nobody's insider: an address is typed once, at the door; whatever is clicked must be seen on the page, named by
the words on it, and be the only one of that name.
"""

import re
import time
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.browser.counter import ANSWER_MS

K, P, B, H, M = 0.28, 1.1, 0.1, 0.4, 1.35
CLICK = P + 2 * B
# Pinyin: three to four letters and the choice of a candidate, for words of two characters.
KEYS_OF_A_CHARACTER = 3.5
# IReST: adults read Chinese at 255 characters a minute (Trauzettel-Klosinski and Dietz, IOVS 53, 2012). A figure or a Latin
# word is taken in as two of them.
READ_SECONDS_A_CHARACTER = 60 / 255
CHARACTERS_OF_A_FIGURE = 2


@dataclass
class Person:
    """What one did so far. `page` is where one looks."""

    page: object
    clicks: int = 0
    keys: float = 0
    decisions: int = 0
    pointings: int = 0
    hands: int = 0
    read: int = 0
    pages: int = 0
    waited: float = 0
    _on_keys: bool = field(default=False, repr=False)

    def __post_init__(self):
        self.page.set_default_timeout(ANSWER_MS)
        self.page.on("framenavigated", self._arrived)

    def _arrived(self, frame):
        self.pages += frame.parent_frame is None

    @property
    def seconds(self):
        """Modelled, without the machine's own time."""
        return (
            self.keys * K + self.pointings * P + self.clicks * 2 * B + self.hands * H + self.decisions * M
            + self.read * READ_SECONDS_A_CHARACTER
        )  # fmt: skip

    def told(self, task):
        """One line for whoever reads the run."""
        return (
            f"{task}: {self.clicks} clicks, {self.keys:.0f} keys, {self.decisions} decisions, {self.pages} pages,"
            f" {self.read} characters read: {self.seconds:.0f} s modelled, {self.waited:.1f} s waited for the machine"
        )

    def decide(self):
        self.decisions += 1

    def _hand(self, *, on_keys):
        self.hands += self._on_keys != on_keys
        self._on_keys = on_keys

    @contextmanager
    def _waiting(self):
        began = time.monotonic()
        yield
        self.page.wait_for_load_state("networkidle")
        self.waited += time.monotonic() - began

    def _seen(self, target):
        """The one visible thing of that name; out of sight it is scrolled to, which is one more pointing."""
        shown = target.filter(visible=True)
        shown.first.wait_for()
        assert shown.count() == 1, f"{shown.count()} things on the page go by that name: {target}"
        box, height = shown.bounding_box(), self.page.viewport_size["height"]
        if not 0 <= box["y"] <= height - box["height"]:
            self.pointings += 1
            shown.scroll_into_view_if_needed()
        return shown

    def _press(self, target):
        self.decide()
        self._hand(on_keys=False)
        with self._waiting():
            self._seen(target).click()
        self.pointings += 1
        self.clicks += 1

    def click(self, words, role="button", *, within=None):
        self._press((within or self.page).get_by_role(role, name=words, exact=True))

    def click_words(self, words):
        """Something that is no button by name, but shows these words."""
        self._press(self.page.get_by_text(words, exact=True))

    def type(self, label, text):
        """Into the field that is called so: click it, then the keys."""
        named = {"name": label, "exact": True}
        fields = self.page.get_by_role("textbox", **named).or_(self.page.get_by_role("spinbutton", **named))
        target = self._seen(fields)
        self.decide()
        self._hand(on_keys=False)
        self.pointings += 1
        self.clicks += 1
        self._hand(on_keys=True)
        target.fill(text)
        self.keys += sum(KEYS_OF_A_CHARACTER if letter > "⺀" else 1 for letter in text)

    def open_new_tab(self, words, role="link"):
        """Follow a link that opens beside; one looks there from now on."""
        with self.page.context.expect_page() as opened:
            self._press(self.page.get_by_role(role, name=words, exact=True))
        self.page = opened.value
        self.page.set_default_timeout(ANSWER_MS)
        self.page.on("framenavigated", self._arrived)
        self.pages += 1

    def choose_file(self, words, path):
        """Click what opens the dialog, find the file among the newest, and take it with a double click."""
        with self.page.expect_file_chooser() as chooser:
            self._press(self.page.get_by_text(words, exact=True))
        self.decide()
        self.pointings += 1
        self.clicks += 2
        with self._waiting():
            chooser.value.set_files(path)

    def take(self, words, folder):
        """Click what downloads; the file, as it is named."""
        with self.page.expect_download() as download:
            self._press(self.page.get_by_role("button", name=words, exact=True))
        path = folder / download.value.suggested_filename
        download.value.save_as(path)
        return path

    def reads(self, target):
        """Find the words and take them in; the text."""
        with self._waiting():
            target.first.wait_for()
        text = self._seen(target).inner_text()
        self.decide()
        self.read += len(re.findall(r"[\u3400-\u9fff]", text))
        self.read += CHARACTERS_OF_A_FIGURE * len(re.findall(r"[0-9A-Za-z.,:¥-]+", text))
        return text

    def at_spreadsheet(self, *, clicks=0, keys=0, decisions=0):
        """Acts in the program that has the file open."""
        self.decisions += decisions
        self.pointings += clicks
        self.clicks += clicks
        self.hands += 2 * bool(keys)
        self.keys += keys
