"""The real demo in a subprocess, and Debian's Chromium on it. Without a browser these tests are skipped."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no browser tests")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
STOP_TIMEOUT_S = 30


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests run last: while the driver of the session lives, its event loop counts as running in this thread."""
    here = Path(__file__).parent
    items.sort(key=lambda item: here in item.path.parents)
    for item in items:
        if here in item.path.parents:
            item.add_marker("browser")
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no browser: apt-get install chromium"))


@dataclass
class Demo:
    """A running `byline demo --browser`."""

    process: "subprocess.Popen[str]"
    url: str
    folder: Path  # its temporary files

    def stop(self) -> int:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_TIMEOUT_S)


def _start(folder: Path, *options: str) -> Demo:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--browser", *options],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        env={**os.environ, "TMPDIR": str(folder), "PYTHONUNBUFFERED": "1"},
    )  # fmt: skip
    assert process.stdout
    said = ""
    for line in process.stdout:
        said += line
        if found := re.search(r"is ready: (http://127\.0\.0\.1:\d+)", line):
            return Demo(process, found[1], folder)
    raise AssertionError(f"the demo did not start: {said}")


@pytest.fixture
def start_demo() -> Callable[..., Demo]:
    return _start


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    demo = _start(tmp_path_factory.mktemp("demo"), "--port", "0")
    try:
        yield demo
    finally:
        demo.stop()
        assert demo.process.stdout
        demo.process.stdout.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Chat:
    """An open page, and what its console said."""

    page: Any
    complaints: list[str] = field(default_factory=list)

    def forward(self, outlet_or_headline: str) -> Any:
        """Forward a sample, wait for the bot's answer; the answer's list item."""
        answers = self.page.locator(".message.in:has(.key)")
        before = answers.count()
        self.page.locator(".sample", has_text=outlet_or_headline).click()
        playwright.expect(answers).to_have_count(before + 1, timeout=60_000)
        return answers.last

    def write(self, text: str) -> None:
        self.page.get_by_label("Message", exact=True).fill(text)
        self.page.keyboard.press("Enter")


@pytest.fixture
def open_chat(chromium: Any, demo: Demo) -> Iterator[Any]:
    """Opens the page; at the end its console must have said nothing."""
    contexts: list[Any] = []
    chats: list[Chat] = []

    def open_one(*, width: int = 1440, height: int = 900, scheme: str = "light") -> Chat:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="Europe/Lisbon"
        )
        contexts.append(context)
        chat = Chat(context.new_page())
        chats.append(chat)
        chat.page.on("console", lambda m: m.type in ("error", "warning") and chat.complaints.append(m.text))
        chat.page.on("pageerror", lambda error: chat.complaints.append(str(error)))
        chat.page.goto(demo.url)
        chat.page.locator(".sample").first.wait_for(state="attached")
        chat.page.locator("#timeline[aria-busy=false]").wait_for()
        return chat

    yield open_one
    for context in contexts:
        context.close()
    assert [complaint for chat in chats for complaint in chat.complaints] == []


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, from the npm registry."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: axe-core cannot be fetched")
    folder = tmp_path_factory.mktemp("axe")
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", str(folder), "axe-core@4"]
    if subprocess.run(command, capture_output=True, timeout=120, check=False).returncode:
        pytest.skip("axe-core could not be fetched with npm")
    return (folder / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def audit(axe: str) -> Callable[[Any], list[str]]:
    """What axe-core calls serious or critical on a page, with the first element of each."""

    def find(page: Any) -> list[str]:
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{v['id']}: {v['nodes'][0]['target']} {v['nodes'][0]['failureSummary']}"
            for v in found["violations"]
            if v["impact"] in ("serious", "critical")
        ]

    return find
