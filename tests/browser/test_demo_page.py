"""The chat page as a person uses it, with the real bot behind it."""

import re
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

expect = pytest.importorskip("playwright.sync_api").expect

ANSWER_MS = 600_000  # the model is loaded first
SCREENSHOTS = Path(__file__).parents[2] / "build" / "screenshots"
HOSTILE = (
    'Council <img src=x onerror="alert(1)"> meets\n\n'
    "Mayor Ida Crane said on Monday that the <script>alert(2)</script> budget would be cut by 4 million crowns. "
    "\u202eevil\u202c The council of Port Selby will vote on June 3. "
    '"We have no choice," Crane said. The opposition leader, Olaf Brunn, denied that the city was short of money. '
    "He said the harbor fees had brought in 12 million crowns more than expected, and that the figures were public. "
    "Crane rejected this. The vote had been planned for May, according to the city's website, but was postponed twice."
)
# It is marked for a moment only: the page itself says that it was.
FOUND = """() => { window.found = new Promise((tell) => new MutationObserver(() => {
    const found = document.querySelector(".message.found");
    if (found) tell(found.textContent);
}).observe(document.getElementById("messages"), { subtree: true, attributeFilter: ["class"] })); }"""


def test_an_article_is_forwarded_answered_in_place_and_its_evidence_opens(open_chat: Any) -> None:
    chat = open_chat()
    told = chat.page.locator(".message.in")
    before = told.count()
    answer = chat.forward("Institute: Lake Senn")
    expect(answer).to_contain_text("Source: you forwarded ← Inland Press")
    expect(told).to_have_count(before + 1)  # the acknowledgement became the answer
    answer.get_by_role("button", name="Evidence").click()
    quotes = chat.page.locator("blockquote.expandable")
    expect(quotes.first).to_be_visible()
    chat.page.set_viewport_size({"width": 390, "height": 844})  # more than three lines
    toggle = quotes.locator(".quote-toggle:visible").first
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "true")


def test_a_tap_on_the_source_leads_to_the_forwarded_post(open_chat: Any) -> None:
    chat = open_chat()
    answer = chat.forward("Prime minister: winter fuel aid")
    chat.page.evaluate(FOUND)
    answer.get_by_role("link", name="Torsby Times").click()
    assert "Forwarded from Torsby Times" in chat.page.evaluate("() => window.found")


def test_a_link_is_read_from_its_page_and_the_answer_leads_back_to_it(open_chat: Any) -> None:
    chat = open_chat()
    answers = chat.page.locator(".message.in:has(.key)")
    before = answers.count()
    chat.page.get_by_role("button", name="Send only the link: Frogs that freeze twice").click()
    expect(answers).to_have_count(before + 1, timeout=ANSWER_MS)
    expect(answers.last).to_contain_text("Source: The Lysvik Review – Odd Hallen")
    with chat.page.context.expect_page() as opened:
        answers.last.get_by_role("link", name="The Lysvik Review").click()
    expect(opened.value.get_by_role("heading", level=1)).to_contain_text("Frogs that freeze twice")


def test_the_inspector_shows_each_statement_and_the_words_it_rests_on(open_chat: Any) -> None:
    chat = open_chat()
    answer = chat.forward("Nineteen hurt")
    answer.get_by_role("button", name="Inspect").click()
    inspector = chat.page.get_by_role("complementary", name="Where it comes from")
    statements = inspector.locator(".statement")
    expect(statements.first).to_be_visible()
    assert statements.count() >= 3
    for index in range(statements.count()):
        assert inspector.locator(f'mark[data-statements~="{index}"]').count() >= 1
    statements.nth(1).hover()
    expect(inspector.locator("mark.lit").first).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(inspector).to_be_hidden()
    expect(answer.get_by_role("button", name="Inspect")).to_be_focused()


def test_outlets_are_followed_and_the_clock_brings_their_digest(open_chat: Any) -> None:
    chat = open_chat()
    for outlet in ("Harbor Wire", "Coast Daily"):
        chat.page.get_by_role("button", name=f"Follow {outlet}").click()
        chat.page.get_by_role("button", name="In the digest").last.click(timeout=ANSWER_MS)
        expect(chat.page.locator(".message.in").last).to_contain_text(f"You follow “{outlet}” now")
    chat.page.get_by_role("button", name="My time zone is Europe/Lisbon").click()
    move = chat.page.get_by_role("button", name="Go to the next digest")
    expect(move).to_be_enabled()
    move.click()
    story = chat.page.locator(".message.in", has_text="ferry").last
    expect(story).to_contain_text("[2] ", timeout=ANSWER_MS)  # told once, with both outlets
    expect(story).to_contain_text("Nineteen people")
    expect(story).to_contain_text("Fourteen people")
    story.get_by_role("button", name="Evidence").click()
    expect(chat.page.locator("blockquote.expandable", has_text="Fourteen people were injured").last).to_be_visible()


def test_a_hostile_article_stays_text(open_chat: Any) -> None:
    chat = open_chat()
    alerts: list[str] = []
    chat.page.on("dialog", lambda dialog: (alerts.append(dialog.message), dialog.dismiss()))
    answers = chat.page.locator(".message.in:has(.key)")
    before = answers.count()
    chat.write(HOSTILE)
    expect(answers).to_have_count(before + 1, timeout=ANSWER_MS)
    expect(chat.page.locator(".message.out").last).to_contain_text('<img src=x onerror="alert(1)">')
    expect(answers.last).to_contain_text("<img")
    answers.last.get_by_role("button", name="Inspect").click()
    expect(chat.page.locator(".article")).to_contain_text("<script>alert(2)</script>")
    assert chat.page.locator("#timeline img, #timeline script, .inspector img, .inspector script").count() == 0
    assert alerts == []


def test_a_channel_post_with_a_hidden_link_is_forwarded_by_hand(open_chat: Any) -> None:
    chat = open_chat()
    chat.page.get_by_role("button", name="Forward from a channel").click()
    dialog = chat.page.get_by_role("dialog")
    dialog.get_by_label("Channel", exact=True).fill("Night Desk")
    dialog.get_by_label("Post", exact=True).fill("Short post about nothing")
    dialog.get_by_label("Hidden link").fill("https://nightdesk.example/1")
    dialog.get_by_role("button", name="Forward").click()
    message = chat.page.locator(".message.out").last
    expect(message).to_contain_text("Forwarded from Night Desk")
    expect(message.get_by_role("link", name="Short post about")).to_have_attribute(
        "href", "https://nightdesk.example/1"
    )


def test_a_file_is_sent_and_answered(open_chat: Any) -> None:
    chat = open_chat()
    answers = chat.page.locator(".message.in:has(.key)")
    before = answers.count()
    body = "Harbor fees rise\n\n" + HOSTILE.partition("\n\n")[2]
    chat.page.locator("#file").set_input_files({"name": "fees.txt", "mimeType": "text/plain", "buffer": body.encode()})
    expect(chat.page.locator(".message.out").last).to_contain_text("fees.txt")
    expect(answers).to_have_count(before + 1, timeout=ANSWER_MS)


def test_everything_can_be_reached_with_the_keyboard(open_chat: Any) -> None:
    chat = open_chat()
    chat.page.keyboard.press("Tab")
    expect(chat.page.get_by_role("link", name="Skip to the message field")).to_be_focused()
    chat.page.keyboard.press("Enter")
    expect(chat.page.get_by_label("Message", exact=True)).to_be_focused()
    chat.page.keyboard.type("one")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("two")
    chat.page.keyboard.press("Enter")
    expect(chat.page.locator(".message.out").last.locator(".text")).to_have_text("one\ntwo", use_inner_text=True)
    chat.page.locator(".sample").first.focus()
    expect(chat.page.locator(".sample").first).to_be_focused()


def test_a_command_in_a_message_can_be_tapped(open_chat: Any) -> None:
    chat = open_chat()
    own = chat.page.locator(".message.out")
    chat.write("/help")
    expect(own.last).to_have_text(re.compile("^/help"))
    before = own.count()
    own.last.get_by_role("button", name="/help").click()
    expect(own).to_have_count(before + 1)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("device", "width", "height"), [("desktop", 1440, 900), ("phone", 390, 844)])
def test_no_serious_barrier_is_found_and_screenshots_are_made(
    open_chat: Any, audit: Callable[[Any], list[str]], scheme: str, device: str, width: int, height: int
) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    chat = open_chat(width=width, height=height, scheme=scheme)
    if not chat.page.locator(".message.in:has(.inspect)").count():
        chat.write(HOSTILE)
    expect(chat.page.locator(".message.in .inspect").first).to_be_visible(timeout=ANSWER_MS)
    chat.page.screenshot(path=SCREENSHOTS / f"chat-{device}-{scheme}.png")
    assert audit(chat.page) == []
    chat.page.locator(".message.in .inspect").last.click()
    expect(chat.page.locator(".statement").first).to_be_visible()
    chat.be_still()  # the panel slides in
    chat.page.screenshot(path=SCREENSHOTS / f"inspector-{device}-{scheme}.png")
    assert audit(chat.page) == []


def test_a_phone_shows_the_list_over_the_chat(open_chat: Any) -> None:
    chat = open_chat(width=390, height=844)
    expect(chat.page.locator(".sample").first).to_be_hidden()
    chat.page.get_by_role("button", name="Things to try").click()
    expect(chat.page.locator(".sample").first).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.page.locator(".sample").first).to_be_hidden()
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_taken_port_gives_a_random_one_and_ctrl_c_leaves_nothing(
    start_demo: Callable[..., Any], folder: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        demo = start_demo(folder, "--port", str(port))
        assert not demo.url.endswith(f":{port}")
        assert demo.stop() == 0
        rest = demo.process.stdout.read()
        demo.process.stdout.close()
    assert "Traceback" not in rest
    assert list(folder.iterdir()) == []
