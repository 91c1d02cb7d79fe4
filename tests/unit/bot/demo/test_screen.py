"""Messages as a terminal shows them."""

from io import StringIO

from rich.console import Console

from bot.demo.screen import message_panel, message_text


def test_entities_become_styles_behind_an_emoji() -> None:
    text = message_text({"text": "😀 bold link", "entities": [
        {"type": "bold", "offset": 3, "length": 4},
        {"type": "text_link", "offset": 8, "length": 4, "url": "https://a.example"},
    ]})  # fmt: skip
    styled = {text.plain[span.start : span.end]: str(span.style) for span in text.spans}
    assert styled == {"bold": "bold", "link": "blue link https://a.example"}


def test_each_line_of_a_quote_has_a_bar() -> None:
    quote = {"type": "expandable_blockquote", "offset": 2, "length": 3}
    assert message_text({"text": "a\nb\nc\nd", "entities": [quote]}).plain == "a\n▎b\n▎c\nd"


def test_markup_in_a_message_stays_text() -> None:
    console = Console(file=StringIO(), width=60)
    console.print(message_panel({"text": "[bold]x[/bold] <b>y</b>"}, title="Byline", is_bot=True))
    assert "[bold]x[/bold] <b>y</b>" in console.file.getvalue()  # type: ignore[attr-defined]


def test_buttons_stand_below_the_message() -> None:
    console = Console(file=StringIO(), width=60)
    keyboard = {"inline_keyboard": [[{"text": "Evidence"}, {"text": "Longer"}]]}
    console.print(message_panel({"text": "x", "reply_markup": keyboard}, title="Byline", is_bot=True))
    assert console.file.getvalue().splitlines()[-1].strip() == "[ Evidence ]  [ Longer ]"  # type: ignore[attr-defined]
