"""Settings: defaults, a file over them, the environment over both; every bad key is named, no value is told."""

import os
import tomllib
from pathlib import Path

import pytest

from config.settings import DEFAULTS, ConfigError, load_settings

SECTIONS = {
    name: keys for name, keys in tomllib.loads(DEFAULTS.read_text(encoding="utf-8")).items() if isinstance(keys, dict)
}
NUMBERS = [
    f"{name}.{key}" for name, keys in SECTIONS.items() for key, value in keys.items() if type(value) in (int, float)
]
CHOICES = ["summarizer.length", "feeds.own_feeds", "log.level", "log.json", "fetch.hosts"]


@pytest.fixture(autouse=True)
def plain_surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name.startswith("BYLINE_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def test_every_default_is_a_setting_and_every_setting_has_a_default() -> None:
    settings = load_settings()  # either would be an error

    assert settings.telegram.token.get_secret_value() == ""
    assert {name: set(keys) for name, keys in SECTIONS.items()} == {
        name: {"json" if key == "json_lines" else key for key in section}
        for name, section in settings.model_dump().items()
        if isinstance(section, dict)
    }


def test_the_environment_overrides_a_file_and_a_file_the_defaults(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "byline.toml").write_text('owner_id = 7\n[summarizer]\nlength = "long"\nthreads = 2\n')
    monkeypatch.setenv("BYLINE_SUMMARIZER_LENGTH", "short")
    settings = load_settings()

    assert (settings.owner_id, settings.summarizer.length, settings.summarizer.threads) == (7, "short", 2)
    assert settings.summarizer.queue_size == SECTIONS["summarizer"]["queue_size"]


def test_a_file_may_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("[web]\nport = 0\n")
    monkeypatch.setenv("BYLINE_CONFIG", "mine.toml")

    assert load_settings().web.port == 0


@pytest.mark.parametrize("key", NUMBERS)
def test_no_number_may_be_below_its_range(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(f"BYLINE_{key.replace('.', '_')}".upper(), "-1")

    with pytest.raises(ConfigError, match=rf"^{key}: .*greater than"):
        load_settings()


@pytest.mark.parametrize("key", CHOICES)
def test_nonsense_is_no_choice(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv(f"BYLINE_{key.replace('.', '_')}".upper(), "[]")

    with pytest.raises(ConfigError, match=rf"^{key}: "):
        load_settings()


def test_a_long_poll_is_as_long_as_telegram_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_TELEGRAM_POLL_TIMEOUT_S", "51")

    with pytest.raises(ConfigError, match=r"^telegram\.poll_timeout_s: "):
        load_settings()


def test_all_bad_keys_are_named_at_once_without_their_values(tmp_path: Path) -> None:
    (tmp_path / "byline.toml").write_text('[telegram]\ntoken = 12345\ntokken = "hush"\n[web]\nport = 70000\n')

    with pytest.raises(ConfigError) as caught:
        load_settings()
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()] == [
        "telegram.token", "telegram.tokken", "web.port",
    ]  # fmt: skip
    assert not any(value in str(caught.value) for value in ("12345", "hush", "70000"))


@pytest.mark.parametrize(("content", "reason"), [("no toml", "not TOML"), (None, "No such file")])
def test_a_file_that_cannot_be_read_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None, reason: str
) -> None:
    if content is not None:
        (tmp_path / "mine.toml").write_text(content)
    monkeypatch.setenv("BYLINE_CONFIG", "mine.toml")

    with pytest.raises(ConfigError, match=rf"mine\.toml: .*{reason}"):
        load_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BYLINE_TELEGRAM_TOKEN", "hush-1")
    monkeypatch.setenv("BYLINE_DATABASE_URL", "postgresql://me:hush-2@server/byline")
    monkeypatch.setenv("BYLINE_FETCH_PROXY", "http://me:hush-3@proxy")
    monkeypatch.setenv("BYLINE_SUMMARIZER_GENERATOR_KEY", "hush-4")
    monkeypatch.setenv("BYLINE_TELEGRAM_WEBHOOK_SECRET", "hush-5")

    assert "hush" not in repr(load_settings())


@pytest.mark.parametrize(
    ("environment", "folder"),
    [
        ({"BYLINE_DATA_DIR": "/somewhere"}, "/somewhere"),
        ({"BYLINE_DATA_DIR": "", "XDG_DATA_HOME": "/xdg"}, "/xdg/byline"),
        ({"BYLINE_DATA_DIR": "~/news", "HOME": "/home/ada"}, "/home/ada/news"),
        ({"XDG_DATA_HOME": "", "HOME": "/home/ada"}, "/home/ada/.local/share/byline"),
    ],
)
def test_the_data_lies_where_it_is_said_or_where_users_keep_theirs(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], folder: str
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert load_settings().data_path == Path(folder)
