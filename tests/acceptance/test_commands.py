import subprocess
import sys

from tests.acceptance.conftest import Byline


def byline_says(byline: Byline, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        env=byline.environment | {"BYLINE_LOG_LEVEL": "WARNING", "COLUMNS": "150"} | environment,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


def test_users_are_let_in_listed_promoted_and_shut_out(byline: Byline) -> None:
    assert "Nobody yet" in byline_says(byline, "users", "list").stdout
    assert byline_says(byline, "users", "allow", "2002", "--name", "Ada").returncode == 0
    assert byline_says(byline, "users", "role", "2002", "admin").stdout == "2002 is now admin.\n"
    listed = byline_says(byline, "users", "list").stdout
    assert "2002" in listed
    assert "Ada" in listed
    assert "admin" in listed
    assert byline_says(byline, "users", "deny", "2002").returncode == 0
    gone = byline_says(byline, "users", "deny", "2002")
    assert (gone.returncode, gone.stderr) == (
        1,
        "byline: 2002 is not among the users; `byline users list` shows them.\n",
    )


def test_wrong_usage_is_2(byline: Byline) -> None:
    assert byline_says(byline, "users", "role", "2002", "emperor").returncode == 2
    assert byline_says(byline, "users", "allow", "Ada").returncode == 2


def test_migrate_says_where_the_database_is(byline: Byline) -> None:
    assert "The database is at 0" in byline_says(byline, "migrate").stdout


def test_doctor_finds_everything_well_against_the_local_bot_api(byline: Byline) -> None:
    result = byline_says(byline, "doctor")
    assert result.returncode == 0, result.stdout
    for part in ("settings", "database", "model", "Telegram", "clock"):
        assert part in result.stdout
    assert byline.api.token not in result.stdout


def test_doctor_names_what_is_broken_and_what_to_do(byline: Byline) -> None:
    result = byline_says(
        byline, "doctor", BYLINE_TELEGRAM_TOKEN="1:wrong", BYLINE_DATABASE_URL="postgresql://nobody@127.0.0.1:1/none"
    )
    assert result.returncode == 1
    assert "BotFather" in result.stdout
    assert "BYLINE_DATABASE_URL" in result.stdout
    assert "Traceback" not in result.stderr


def test_a_misspelled_setting_is_told_at_start_and_by_the_doctor(byline: Byline) -> None:
    misspelled = {"BYLINE_TELEGRM_TOKEN": "hush", "BYLINE_TELEGRAM_TOKEN": ""}
    started = byline_says(byline, "run", **misspelled)
    assert (started.returncode, started.stderr.count("is BYLINE_TELEGRAM_TOKEN meant?")) == (1, 1)
    examined = byline_says(byline, "doctor", **misspelled)
    assert examined.returncode == 0
    assert "BYLINE_TELEGRM_TOKEN" in examined.stdout
    assert "hush" not in started.stderr + examined.stdout + examined.stderr
