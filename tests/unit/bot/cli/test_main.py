import pytest

from bot import __main__
from bot.errors import StorageError


def test_wrong_usage_is_2_and_help_is_0(capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.run(["--help"]) == 0
    assert __main__.run(["no-such-command"]) == 2
    assert "No such command" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (StorageError("The database does not answer."), "byline: The database does not answer.\n"),
        (
            ExceptionGroup("all", [StorageError("a"), ExceptionGroup("in", [StorageError("b")])]),
            "byline: a\nbyline: b\n",
        ),
        (ValueError("odd"), "byline: unexpected ValueError: odd (BYLINE_LOG_LEVEL=DEBUG shows where)\n"),
    ],
)
def test_an_error_is_told_in_one_line_and_the_code_is_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, told: str
) -> None:
    class Failing:
        def main(self, *_: object, **__: object) -> None:
            raise error

    monkeypatch.setattr("bot.cli.build_cli", Failing)
    assert __main__.run([]) == 1
    assert capsys.readouterr().err == told
