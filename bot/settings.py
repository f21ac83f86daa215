"""Settings from the environment and ``.env``: read once, in ``main()``, and passed in from there."""

from __future__ import annotations

import hashlib
import ipaddress
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import urlsplit

import platformdirs
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError
from index.answering.strictness import DEFAULT, NAMED, Strictness
from index.model import ShelfLimits

if TYPE_CHECKING:
    from index.reading.web.policy import FetchPolicy

SAMPLE_DIR = Path(__file__).parent / "sample"
"""The article that ships with the package."""
DISCORD_API = "https://discord.com/api/v10"


def _token(value: SecretStr) -> SecretStr | None:
    token = value.get_secret_value().strip()
    if not all("!" <= char <= "~" for char in token):
        raise ValueError("use the token alone, without spaces or quotation marks")
    return SecretStr(token) if token else None


def _numbers(value: str) -> str:
    numbers = [part.strip() for part in value.split(",") if part.strip()]
    if not all(number.isascii() and number.isdecimal() and len(number) < 6 for number in numbers):
        raise ValueError("use numbers from 0, separated by commas")
    return ",".join(numbers)


def _postgres(value: SecretStr) -> SecretStr | None:
    address = value.get_secret_value().strip()
    if address and not address.startswith(("postgresql://", "postgres://")):
        raise ValueError("use an address that begins with postgresql://")
    return SecretStr(address) if address else None


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("use an address that begins with http:// or https://")
    return value.rstrip("/")


def _api_address(value: str) -> str:
    value = _web_address(value)
    parts = urlsplit(value)
    if parts.scheme == "http" and not _is_loopback(parts.hostname or ""):
        raise ValueError("use https: the token would travel in the clear")
    return value


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _folder(value: Path) -> Path:
    if "\0" in str(value):
        raise ValueError("a path cannot hold a NUL character")
    return value.expanduser()


def _lower(value: object) -> object:
    return value.strip().lower() if isinstance(value, str) else value


def _upper(value: object) -> object:
    return value.strip().upper() if isinstance(value, str) else value


Folder = Annotated[Path, AfterValidator(_folder)]


class Settings(BaseSettings):
    """Everything that can be configured. An empty value counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8", env_ignore_empty=True, extra="ignore", frozen=True
    )

    discord_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        default=None,
        description="The bot's token from Discord's developer portal. Only `whosaid run` needs it.",
    )
    discord_api_url: Annotated[str, AfterValidator(_api_address)] = Field(
        default=DISCORD_API, description="Address of the Discord API, or of another server that speaks it."
    )
    articles_dir: Folder = Field(
        default=SAMPLE_DIR,
        description="Folder of articles that `reindex` reads. Default: the sample article.",
    )
    data_dir: Folder = Field(
        default_factory=lambda: platformdirs.user_data_path("whosaid", appauthor=False),
        description="Folder for the library's data. Default: the user's data folder.",
    )
    database_url: Annotated[SecretStr, AfterValidator(_postgres)] | None = Field(
        default=None,
        description="A PostgreSQL database with pgvector (`postgresql://user:password@host/name`) that several machines share, in place of the library in DATA_DIR; needs the extra `[postgres]`. Default: none.",
    )
    cache_dir: Folder = Field(
        default_factory=lambda: platformdirs.user_cache_path("whosaid", appauthor=False),
        description="Folder where embeddings for `--article` and exported networks are kept. Default: the user's cache folder.",
    )
    embedding_model: str | None = Field(
        default=None,
        description="A sentence-transformers model: a folder, or a name on the hub. Default: the built-in model.",
    )
    embedding_backend: Annotated[Literal["auto", "torch", "onnx"], BeforeValidator(_lower)] = Field(
        default="auto",
        description="What runs the encoder, the built-in reader and the quotation tagger: `onnx`, smaller and quicker; `torch`; or `auto`: PyTorch until the first start has exported them to CACHE_DIR, ONNX Runtime from then on.",
    )
    reranker_model: str = Field(
        default="built-in",
        description="What looks at the best candidates: `built-in`, `off`, or a CrossEncoder's folder or name.",
    )
    answer_threshold: Strictness = Field(default=DEFAULT, description=f"How sure an answer must be: {NAMED}.")
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(_upper)] = Field(
        default="INFO", description="How much is logged to standard error: DEBUG, INFO, WARNING or ERROR."
    )

    message_content_intent: bool = Field(
        default=False,
        description="Read messages that do not mention the bot: `true` needs the Message Content Intent in the portal.",
    )
    shard_count: Annotated[int, Field(ge=1)] | None = Field(
        default=None, description="Number of gateway connections. Default: what Discord recommends."
    )
    shard_ids: Annotated[str, AfterValidator(_numbers)] = Field(
        default="",
        description="Which of the SHARD_COUNT connections this process opens, separated by commas (`0,1`), where several processes share them. Default: all.",
    )
    member_questions_per_minute: Annotated[int, Field(ge=0)] = Field(
        default=10, description="How many questions a member may ask in a minute; 0 is no limit."
    )
    server_questions_per_minute: Annotated[int, Field(ge=0)] = Field(
        default=120, description="How many questions a server may ask in a minute; 0 is no limit."
    )
    waiting_questions: Annotated[int, Field(ge=1)] = Field(
        default=200, description="How many questions may wait before the bot says that it is busy."
    )
    keep_days: Annotated[float, Field(gt=0)] = Field(
        default=30,
        description="Days after which questions, answers, votes and counts are deleted, and the texts of articles that were removed or replaced.",
    )
    health_port: Annotated[int, Field(ge=0, le=65535)] | None = Field(
        default=None, description="Port on 127.0.0.1 for /healthz, /readyz and /metrics. Default: none."
    )
    log_format: Annotated[Literal["human", "json"], BeforeValidator(_lower)] = Field(
        default="human", description="How the log is written: `human` or `json`."
    )
    log_questions: bool = Field(
        default=False,
        description="Whether questions are written to the log, for debugging: `true` or `false`.",
    )

    @property
    def calibration_file(self) -> Path:
        """Where ``whosaid calibrate`` keeps the weights of the configured models."""
        models = f"{self.embedding_model or 'built-in'}\0{self.reranker_model}"
        return self.data_dir / "calibration" / f"{hashlib.sha256(models.encode()).hexdigest()[:16]}.json"

    server_articles: Annotated[int, Field(ge=1)] = Field(
        default=200, description="How many articles a server may add."
    )
    server_megabytes: Annotated[float, Field(gt=0)] = Field(
        default=20, description="How many megabytes of text a server may add."
    )
    fetch_hosts: str = Field(
        default="",
        description="The only hosts that articles are fetched from, separated by commas. Default: every public one.",
    )
    refresh_hours: Annotated[float, Field(ge=0)] = Field(
        default=0,
        description="Hours after which a server's web pages and feeds are looked at again; 0: only on `/reindex`.",
    )
    keep_removed_days: Annotated[float, Field(ge=0)] = Field(
        default=30, description="Days that a server's articles are kept after the bot was removed from it."
    )
    public_url: Annotated[str, AfterValidator(_web_address)] | None = Field(
        default=None,
        description="Address under which `whosaid serve` is reached from outside: quotes of articles without an address of their own link there. Default: none.",
    )
    serve_host: str = Field(
        default="127.0.0.1",
        description="Address that `whosaid serve` listens on. Default: only this machine.",
    )
    serve_port: Annotated[int, Field(ge=0, le=65535)] = Field(
        default=8411, description="Port that `whosaid serve` listens on; 0 is any free one."
    )
    serve_shared: bool = Field(
        default=False,
        description="Whether everybody may read and ask the shared shelf at `whosaid serve`, without link or key: `true` or `false`.",
    )
    link_days: Annotated[float, Field(gt=0)] = Field(
        default=7, description="Days after which a link to a server's article expires."
    )

    @property
    def shards(self) -> tuple[int, ...]:
        """SHARD_IDS, taken apart."""
        return tuple(int(number) for number in self.shard_ids.split(",") if number)

    @model_validator(mode="after")
    def _shards_fit(self) -> Settings:
        if self.shards and not (self.shard_count and max(self.shards) < self.shard_count):
            raise ValueError(
                "the numbers of SHARD_IDS must be below SHARD_COUNT, which must be set with them"
            )
        return self

    @property
    def shelf_limits(self) -> ShelfLimits:
        """The most a server may add."""
        return ShelfLimits(self.server_articles, int(self.server_megabytes * 1_000_000))

    def fetch_policy(self) -> FetchPolicy:
        """What may be fetched, for everything that fetches."""
        from index.reading.web.policy import FetchPolicy

        return FetchPolicy(hosts=self.fetched_hosts)

    @property
    def fetched_hosts(self) -> tuple[str, ...]:
        """FETCH_HOSTS, taken apart."""
        return tuple(host.strip().lower() for host in self.fetch_hosts.split(",") if host.strip())

    @property
    def library_dir(self) -> Path:
        """Where the configured library lives."""
        return self.data_dir / "library"


def load_settings() -> Settings:
    """Read environment and ``.env``. Raises SettingsError with one sentence that names the setting."""
    try:
        settings = Settings()
    except ValidationError as error:
        # pydantic's own text would show the value, which may be the token
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        name = str(first["loc"][0]).upper() if first["loc"] else "A setting"
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(
            "{name} has a value that cannot be used: {reason}.",
            name=name,
            reason=reason[0].lower() + reason[1:],
        ) from None
    except (OSError, UnicodeDecodeError):
        raise SettingsError(
            "The file .env cannot be read; it must be UTF-8 text that you may read."
        ) from None
    if _redirected(settings):
        raise SettingsError(
            "DISCORD_API_URL stands in .env, but DISCORD_TOKEN comes from the environment: a file in the current "
            "folder does not decide where that goes; put both in one place."
        )
    return settings


def _redirected(settings: Settings) -> bool:
    """Would a file of the current folder send a token of the environment elsewhere?"""
    given = {name.upper() for name, value in os.environ.items() if value}
    return (
        "DISCORD_TOKEN" in given
        and "DISCORD_API_URL" not in given
        and settings.discord_api_url != DISCORD_API
    )
