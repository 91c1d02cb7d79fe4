"""Make the README's picture: the demo with one answer in its inspector.

    python docs/images/make.py

Needs Debian's chromium, and fonts-roboto for the look of Telegram's own client.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

HEADLINE = "We stopped counting the nights"
TARGET = Path(__file__).with_name("inspector.jpg")
SIZE = {"width": 1320, "height": 760}
MAX_BYTES = 200_000


def main() -> None:
    command = [sys.executable, "-m", "bot", "demo", "--browser", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as demo, sync_playwright() as driver:  # noqa: S603
        assert demo.stdout
        url = next(found[1] for line in demo.stdout if (found := re.search(r"is ready: (\S+)", line)))
        browser = driver.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light")
        page.goto(url)
        take(page)
        browser.close()
        demo.terminate()
    size = TARGET.stat().st_size
    print(f"{TARGET}: {size:,} bytes")
    if size > MAX_BYTES:
        raise SystemExit(f"too large: more than {MAX_BYTES:,} bytes")


def take(page: Page) -> None:
    page.locator(".sample", has_text=HEADLINE).click()
    inspect = page.get_by_role("button", name="Inspect")
    expect(inspect).to_be_visible(timeout=60_000)
    inspect.click()
    statements = page.locator(".statement")
    expect(statements.first).to_be_visible()
    statements.last.hover()
    page.wait_for_timeout(400)  # the marks fade in
    page.screenshot(path=TARGET, type="jpeg", quality=70)


if __name__ == "__main__":
    main()
