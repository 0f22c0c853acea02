"""What people do on the pages, in their words: sign in, save, read a mail. And what is asked of every page."""

from __future__ import annotations

import re
import unicodedata
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pypdf import PdfReader

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

try:
    from playwright.sync_api import expect
except ImportError:  # then no journey is made (tests/skips.py)
    expect = None  # type: ignore[assignment]

PASSWORD = "portico-demo"
MIREILLE = "mireille@osterkamp.example"
OWNER = "dagny@saltmarsh.example"
MAIL_WITHIN_SECONDS = 20
AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]}
COLOUR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
WIDTHS = (1280, 390, 360)

RUN_AXE = """async rules => {
  const result = await axe.run(document, {runOnly: rules, resultTypes: ['violations']});
  return result.violations.flatMap(
    found => found.nodes.map(node => `${found.id}: ${node.target.join(' ')} (${node.failureSummary})`));
}"""
SIDEWAYS = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visitor:
    """One person at one browser window."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.page.goto("/sign-in/")
        self.fill_sign_in(email, password)

    def fill_sign_in(self, email: str, password: str = PASSWORD) -> None:
        self.field("Email").fill(email)
        self.field("Password").fill(password)
        with self.page.expect_navigation():
            self.button("Sign in").click()

    def go(self, address: str) -> int:
        """Open an address; gives the status of its answer."""
        answer = self.page.goto(address)
        assert answer is not None
        return answer.status

    def field(self, label: str) -> Locator:
        return self.page.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=words, exact=True)

    def link(self, words: str) -> Locator:
        return self.page.get_by_role("link", name=words, exact=True)

    def heading(self, words: str) -> Locator:
        return self.page.get_by_role("heading", name=words, exact=True)

    def sees(self, words: str) -> None:
        """Waits until the words stand on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def choose(self, label: str, value: str, *, brings: str = "") -> None:
        """Choose from a list by its value; wait until the field that this brings is there."""
        self.field(label).select_option(value)
        if brings:
            expect(self.field(brings)).to_be_visible()

    def use_menu(self, words: str) -> None:
        """Open the user menu at the avatar and follow one of its links."""
        self.page.locator("#user-menu > summary").click()
        self.page.locator("#user-menu").get_by_role("link", name=words).click()

    def open_oldest_receipt(self) -> None:
        """From the purchase history: the first year there is, the first purchase in it."""
        years = self.field("Year").first
        years.select_option(index=years.locator("option").count() - 1)
        self.button("Show").click()
        self.page.wait_for_url(re.compile("year=20"))
        self.page.get_by_role("link", name="View receipt").last.click()
        expect(self.heading("Versions of this receipt")).to_be_visible()

    def download(self, words: str) -> str:
        """Follow a link to a PDF; gives its text."""
        with self.page.expect_download() as waiting:
            self.link(words).first.click()
        return pdf_text(Path(waiting.value.path()).read_bytes())

    def save_contact(self) -> None:
        self.button("Save contact information").click()

    def saved(self) -> Locator:
        return self.page.locator("#contact .section-foot .saved")

    def open_mail(self, to: str, subject: str) -> None:
        """Open the newest mail to that address with these words in its subject; the worker may still be at it."""
        row = self.page.get_by_role("listitem").filter(has_text=f"To {to},").filter(has_text=subject)
        for _ in range(MAIL_WITHIN_SECONDS * 5):
            self.page.goto("/demo/mailbox/")
            if row.count():
                break
            self.page.wait_for_timeout(200)
        row.first.get_by_role("link").click()

    def link_in_mail(self, to: str, subject: str) -> str:
        """The address of the link in that mail."""
        self.open_mail(to, subject)
        return str(self.page.locator('article a[href^="http"]').first.get_attribute("href"))

    def look_around(self, *widths: int) -> None:
        """Ask axe about the page as it stands, at each width: menus, tables and columns change with it.

        All rules of WCAG 2.2 A and AA in light; in dark those that look at colours, since nothing else changes.
        """
        self.page.wait_for_load_state()
        size = self.page.viewport_size
        for width in widths or WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            assert self.sideways() <= 0, f"{self.page.url} at {width}"
            for scheme, rules in (("light", RULES), ("dark", COLOUR_RULES)):
                self.page.emulate_media(color_scheme=scheme)
                assert self._faults(rules) == [], f"{self.page.url} at {width}, {scheme}"
        self.page.emulate_media(color_scheme="light")
        self.page.set_viewport_size(size)

    def _faults(self, rules: dict[str, Any]) -> list[str]:
        """What axe finds. By `evaluate`, which the page's content policy does not concern; a script tag it refuses."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found: Any = self.page.evaluate(RUN_AXE, rules)
        return [str(fault) for fault in found]

    def sideways(self) -> int:
        """By how many pixels the page is wider than the window."""
        return int(self.page.evaluate(SIDEWAYS))


def pdf_text(content: bytes) -> str:
    """The text of all pages of a PDF, on one line, its letters as they are typed and not as they are drawn."""
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(content)).pages)
    return unicodedata.normalize("NFKC", " ".join(text.split()))
