"""Photographs pages of the demo business into docs/images: `make screenshots`.

Runs the demo in a temporary folder on a free port, with the Chromium of this machine (`apt-get install chromium`).
The pictures are as small as they can be and still be read: 1280 pixels wide, at most 128 colours, under 150 kB.
"""

from __future__ import annotations

import http.client
import io
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CUSTOMER, OWNER, PASSWORD = "mireille@osterkamp.example", "dagny@saltmarsh.example", "portico-demo"
READY_WITHIN_SECONDS = 120
COLOURS = 128
MOST_BYTES = 150_000


def main() -> int:
    chromium = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if chromium is None:
        print("There is no Chromium on this machine. Run: apt-get install chromium", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright  # late: without a browser nothing of it is needed

    with _demo() as address, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        _photograph(browser, address)
        browser.close()
    return 0


def _photograph(browser: Browser, address: str) -> None:
    customer = _signed_in(browser, address, CUSTOMER)
    customer.goto("/settings/")
    _keep(customer, "settings", whole=True)
    customer.goto("/purchases/")
    _keep(customer, "purchases")
    customer.goto("/purchases/?status=refunded")
    customer.get_by_role("link", name="View receipt").last.click()
    _keep(customer, "receipt")
    owner = _signed_in(browser, address, OWNER)
    owner.goto("/office/contacts/?q=mireille")
    owner.locator("#list").get_by_role("link", name="Mireille Osterkamp").click()
    _keep(owner, "contact")


def _signed_in(browser: Browser, address: str, email: str) -> Page:
    context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 860}, reduced_motion="reduce")
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(email)
    page.locator("#id_password").fill(PASSWORD)
    with page.expect_navigation():
        page.locator("#id_password").press("Enter")
    return page


def _keep(page: Page, name: str, *, whole: bool = False) -> None:
    page.wait_for_load_state("networkidle")
    picture = Image.open(io.BytesIO(page.screenshot(animations="disabled", full_page=whole))).convert("RGB")
    path = IMAGES / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    size = path.stat().st_size
    print(f"{path.relative_to(ROOT)}  {size // 1000} kB")
    if size > MOST_BYTES:
        raise SystemExit(f"{path.name} is larger than {MOST_BYTES // 1000} kB.")


@contextmanager
def _demo() -> Iterator[str]:
    """The address of a demo that runs until the block is left."""
    port = _free_port()
    with tempfile.TemporaryDirectory() as folder:
        process = subprocess.Popen(
            [sys.executable, "-m", "portico.config.cli", "demo", "--port", str(port), "--data", folder],
            cwd=ROOT, stdout=subprocess.DEVNULL,
        )  # fmt: skip
        try:
            _wait(process, port)
            yield f"http://localhost:{port}"
        finally:
            process.terminate()
            process.wait(timeout=40)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < until and process.poll() is None:
        connection = http.client.HTTPConnection("localhost", port, timeout=5)
        try:
            connection.request("GET", "/sign-in/")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.3)
        finally:
            connection.close()
    raise SystemExit("The demo did not start.")


if __name__ == "__main__":
    sys.exit(main())
