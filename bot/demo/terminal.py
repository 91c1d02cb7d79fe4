"""The demo in a terminal: sample articles are forwarded to the real bot, and its answers printed as a chat shows them."""

from collections.abc import Sequence
from contextlib import ExitStack

from rich.console import Console
from rich.text import Text

from bot.demo.bot_api import LocalBotApi
from bot.demo.bot_process import BotProcess
from bot.demo.rules import JsonObject
from bot.demo.samples import Sample, load_samples
from bot.demo.screen import message_panel
from bot.errors import DemoError

ANSWER_TIMEOUT_S = 300.0  # the model is loaded meanwhile, on a machine that may be slow
MAX_WIDTH = 100
SHOWN = ("orvanne-harbor-interview", "groundwater-report", "frog-hibernation-science")
OPENED = SHOWN[0]  # whose evidence is shown


def run_terminal_demo(console: Console, *, names: Sequence[str] = SHOWN) -> None:
    """Start everything on loopback, forward the samples, print the answers, stop everything.

    Raises:
        DemoError: the bot did not start or did not answer.
    """
    samples = [sample for sample in load_samples() if sample.name in names]
    console.width = min(console.width, MAX_WIDTH)
    with LocalBotApi() as api, ExitStack() as stack:
        with console.status("Starting the bot: no token, no network…"):
            bot = stack.enter_context(BotProcess(api))
        _show_all(console, api, bot, samples)
    console.print(
        Text("That was the real bot on a Bot API of this machine. `byline demo` shows it in a browser.", "dim")
    )


def _show_all(console: Console, api: LocalBotApi, bot: BotProcess, samples: Sequence[Sample]) -> None:
    for number, sample in enumerate(samples, 1):
        forwarded = api.post(**sample.as_forward(number))
        shown = {**forwarded, "text": _beginning(sample.text)}
        console.print(message_panel(shown, title=f"You, forwarded from {sample.outlet}", is_bot=False))
        with console.status("Byline is typing…"):
            answers = _answers(api, bot, since=forwarded["message_id"])
        _print_answers(console, answers)
        if sample.name == OPENED:
            api.press("Evidence")
            console.print(Text("You tap Evidence.", style="bright_black"))
            _print_answers(console, _answers(api, bot, since=answers[-1]["message_id"]))
        console.print()


def _print_answers(console: Console, answers: Sequence[JsonObject]) -> None:
    for answer in answers:
        console.print(message_panel(answer, title="Byline", is_bot=True))


def _answers(api: LocalBotApi, bot: BotProcess, *, since: int) -> list[JsonObject]:
    """The bot's messages after `since`, once the last of them is more than an acknowledgement."""

    def done() -> list[JsonObject]:
        if bot.has_ended:
            raise DemoError(f"The bot ended.\n{bot.last_log_lines()}")
        answers = [m for m in api.answers() if m["message_id"] > since]
        return answers if answers and is_final(answers[-1]) else []

    try:
        return api.wait_until(done, ANSWER_TIMEOUT_S)
    except TimeoutError as error:
        raise DemoError(f"The bot did not answer: {error}\n{bot.last_log_lines()}") from error


def is_final(message: JsonObject) -> bool:
    """Whether a message is an answer: it replaced its acknowledgement, or has buttons or quotes."""
    quotes = any(entity["type"] == "expandable_blockquote" for entity in message.get("entities", []))
    return "edit_date" in message or "reply_markup" in message or quotes


def _beginning(text: str) -> str:
    """Headline and first lines: the whole article is in `examples/`."""
    words = text.split(" ")
    return text if len(words) <= 60 else " ".join(words[:60]) + " …"
