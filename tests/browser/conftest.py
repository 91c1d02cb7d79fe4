"""The real demo in a subprocess, and Debian's Chromium on it. Without a browser these tests are skipped."""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
import pytest

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: no browser tests")

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
AXE = "axe-core@4.14.1"  # pinned: a newer one may know new barriers
STOP_TIMEOUT_S = 120
# What never comes fails after so long; Playwright's own five seconds are too few for a slow machine that is busy besides.
PATIENCE_MS = 120_000
ANSWER_MS = 600_000  # the model is loaded first
HAS_WORK = """
SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND queue_name <> 'feeds')
    OR EXISTS (SELECT FROM procrastinate_jobs WHERE status IN ('todo', 'doing') AND task_name IN ('make_digest', 'post_entries'))
    OR EXISTS (SELECT FROM outbox WHERE state IN ('pending', 'sending'))
    OR (SELECT count(*) FROM updates WHERE payload->'message' IS NOT NULL) < %s
"""


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

    def settle(self, posted: int) -> None:
        """Wait until the bot has handled so many messages, and has no answer left to give: the next test counts them."""
        (folder,) = self.folder.glob("byline-demo-*")
        end = time.monotonic() + ANSWER_MS / 1000
        with psycopg.connect(f"postgresql://postgres@/byline?host={folder}/postgres", autocommit=True) as connection:
            while connection.execute(HAS_WORK, [posted]).fetchone() != (False,):
                assert time.monotonic() < end, "the bot does not come to rest"
                time.sleep(0.05)


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


@pytest.fixture
def folder() -> Iterator[Path]:
    """Not below pytest's own: root's Postgres runs as another user, and whenever another pytest starts, that folder is
    closed to other users.
    """
    with tempfile.TemporaryDirectory(prefix="byline-test-") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def demo() -> Iterator[Demo]:
    with tempfile.TemporaryDirectory(prefix="byline-test-") as folder:
        demo = _start(Path(folder), "--port", "0")
        try:
            yield demo
        finally:
            demo.stop()
            assert demo.process.stdout
            demo.process.stdout.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    playwright.expect.set_options(timeout=PATIENCE_MS)
    with playwright.sync_playwright() as driver:
        flags = ["--no-sandbox", "--disable-dev-shm-usage"]  # a container's shared memory is small
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=flags, timeout=PATIENCE_MS)
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
        playwright.expect(answers).to_have_count(before + 1, timeout=ANSWER_MS)
        return answers.last

    def write(self, text: str) -> None:
        self.page.get_by_label("Message", exact=True).fill(text)
        self.page.keyboard.press("Enter")

    def be_still(self) -> None:
        """Wait until nothing slides or fades any more; what pulses for ever may."""
        self.page.evaluate(
            "() => Promise.allSettled(document.getAnimations()"
            ".filter(one => one.effect.getComputedTiming().endTime < Infinity).map(one => one.finished))"
        )


@pytest.fixture
def open_chat(chromium: Any, demo: Demo) -> Iterator[Any]:
    """Opens the page; at the end its console must have said nothing."""
    contexts: list[Any] = []
    chats: list[Chat] = []

    def open_one(*, width: int = 1440, height: int = 900, scheme: str = "light") -> Chat:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, timezone_id="Europe/Lisbon"
        )
        context.set_default_timeout(PATIENCE_MS)
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
    demo.settle(max((chat.page.locator(".message.out").count() for chat in chats), default=0))
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
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts", "--fetch-retries", "0", "--fetch-timeout", "60000"]
    try:
        subprocess.run(
            [npm, "install", *quiet, "--prefix", str(folder), AXE], capture_output=True, timeout=300, check=True
        )
    except subprocess.SubprocessError:
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
