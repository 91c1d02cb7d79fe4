"""What can be set. Read once, at the top, by `load_settings`; everybody else receives plain values."""

import os
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

DEFAULTS = Path(__file__).with_name("defaults.toml")


class ConfigError(Exception):
    """A setting is wrong; the message lists every bad key on a line of its own."""


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class TelegramSettings(_Section):
    """The Bot API and its limits."""

    token: SecretStr
    api_url: str
    poll_timeout_s: int = Field(ge=0, le=50)
    webhook_url: str
    webhook_secret: SecretStr
    messages_per_second: float = Field(gt=0)
    group_messages_per_minute: float = Field(gt=0)
    ack_delay_s: float = Field(ge=0)
    burst_wait_s: float = Field(ge=0)


class DatabaseSettings(_Section):
    """Where everything is kept, and for how long."""

    url: SecretStr
    retention_days: int = Field(ge=1)


class WorkerSettings(_Section):
    """How jobs run."""

    concurrency: int = Field(ge=1)
    shutdown_grace_s: float = Field(gt=0)
    heartbeat_s: float = Field(gt=0)
    stalled_after_s: float = Field(gt=0)


class SummarizerSettings(_Section):
    """The model and its bounds."""

    length: Literal["short", "medium", "long"]
    threads: int = Field(ge=1)
    timeout_s: float = Field(gt=0)
    queue_size: int = Field(ge=1)
    max_chars: int = Field(ge=1000)
    generator: str
    generator_key: SecretStr
    generator_timeout_s: float = Field(gt=0)


class FetchSettings(_Section):
    """Bounds of every request for content."""

    max_body_bytes: int = Field(gt=0)
    max_text_bytes: int = Field(gt=0)
    connect_timeout_s: float = Field(gt=0)
    first_byte_timeout_s: float = Field(gt=0)
    total_timeout_s: float = Field(gt=0)
    max_redirects: int = Field(ge=0)
    parse_timeout_s: float = Field(gt=0)
    parse_memory_mb: int = Field(ge=64)
    max_file_bytes: int = Field(gt=0)
    proxy: SecretStr
    hosts: dict[str, Annotated[str, Field(pattern=r"^[^\s/]+:\d{1,5}$")]]
    contact: str


class FeedsSettings(_Section):
    """Following feeds."""

    max_per_chat: int = Field(ge=0)
    own_feeds: Literal["everyone", "admins", "nobody"]


class WebSettings(_Section):
    """The small web app: health, metrics, webhook."""

    host: str
    port: int = Field(ge=0, le=65535)


class LogSettings(_Section):
    """What is logged, and how."""

    level: Literal["DEBUG", "INFO", "WARNING", "ERROR"]
    json_lines: bool = Field(alias="json")


class Settings(BaseSettings):
    """All settings: defaults.toml < file < environment."""

    model_config = SettingsConfigDict(
        env_prefix="BYLINE_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        frozen=True,
        extra="forbid",
    )

    data_dir: str
    owner_id: int = Field(ge=0)
    clock_file: str
    telegram: TelegramSettings
    database: DatabaseSettings
    worker: WorkerSettings
    summarizer: SummarizerSettings
    fetch: FetchSettings
    feeds: FeedsSettings
    web: WebSettings
    log: LogSettings

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment beats the files, which arrive as init values."""
        return env_settings, init_settings

    @property
    def data_path(self) -> Path:
        """The folder of the embedded database."""
        if self.data_dir:
            return Path(self.data_dir).expanduser()
        base = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
        return Path(base) / "byline"


def load_settings(path: Path | None = None) -> Settings:
    """Settings from the defaults, then `path` (or BYLINE_CONFIG, or ./byline.toml), then the environment.

    Raises:
        ConfigError: the file cannot be read, or a key is unknown or out of range.
    """
    named = path or (Path(name) if (name := os.environ.get("BYLINE_CONFIG")) else None)
    file = named or Path("byline.toml")
    values = _read(DEFAULTS)
    if named or file.is_file():
        values = _merge(values, _read(file))
    try:
        return Settings(**values)
    except ValidationError as error:
        raise ConfigError("\n".join(_explain(e) for e in error.errors())) from error


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not TOML ({error})") from error


def _merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    out = dict(base)
    for key, value in over.items():
        both = isinstance(value, dict) and isinstance(out.get(key), dict)
        out[key] = _merge(out[key], value) if both else value
    return out


def _explain(error: Any) -> str:
    """One line per bad key, without its value: it may be a secret."""
    told = "there is no such setting" if error["type"] == "extra_forbidden" else error["msg"]
    return f"{'.'.join(map(str, error['loc']))}: {told}"
