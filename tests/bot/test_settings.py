"""Settings: frozen, read from the environment and .env, and discreet."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import SAMPLE_DIR, Settings, load_settings

pytest_plugins = ["tests.bot.terminal.cli_fixtures"]

TOKEN = "MTIz.abc.def"


def test_defaults_need_no_configuration(clean_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATA_DIR")
    monkeypatch.delenv("CACHE_DIR")
    settings = load_settings()
    assert settings.discord_token is None
    assert settings.articles_dir == SAMPLE_DIR
    assert list(SAMPLE_DIR.glob("*.txt"))
    assert settings.embedding_model is None
    assert settings.data_dir != settings.cache_dir


def test_dotenv_and_environment(clean_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (clean_settings / ".env").write_text(
        f'DISCORD_TOKEN="{TOKEN}"\nLOG_LEVEL=debug\nEMBEDDING_MODEL=\nOTHER=1\n', encoding="utf-8"
    )
    settings = load_settings()
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN
    assert settings.log_level == "DEBUG"
    assert settings.embedding_model is None
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    assert load_settings().log_level == "WARNING"


def test_frozen_and_discreet(clean_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    settings = load_settings()
    assert TOKEN not in repr(settings)
    with pytest.raises(ValidationError):
        settings.log_level = "INFO"


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOG_LEVEL", "loud-value"),
        ("DISCORD_API_URL", "ftp://loud-value"),
        ("DISCORD_API_URL", "http://[loud-value"),
        ("DISCORD_API_URL", "http://loud-value.test/api"),
        ("DISCORD_TOKEN", "loud-value with spaces"),
        ("DISCORD_TOKEN", "loud-value-“curly”"),
    ],
)
def test_a_bad_value_is_one_sentence(
    clean_settings: Path, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as told:
        load_settings()
    sentence = str(told.value)
    assert sentence.startswith(f"{name} ")
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert "loud-value" not in sentence
    assert told.value.__cause__ is None


def test_binary_dotenv(clean_settings: Path) -> None:
    (clean_settings / ".env").write_bytes(b"\xff\xfe\x00DISCORD_TOKEN=x")
    with pytest.raises(SettingsError, match=r"\.env"):
        load_settings()


def test_a_file_does_not_redirect_a_token_of_the_environment(
    clean_settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (clean_settings / ".env").write_text("DISCORD_API_URL=https://elsewhere.test/api\n")
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with pytest.raises(SettingsError, match=r"DISCORD_API_URL stands in \.env"):
        load_settings()
    monkeypatch.setenv("DISCORD_API_URL", "http://127.0.0.1:8080/api")
    assert load_settings().discord_api_url == "http://127.0.0.1:8080/api"


def test_shards_of_a_process(clean_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().shards == ()
    monkeypatch.setenv("SHARD_IDS", "0, 2")
    with pytest.raises(SettingsError, match="below SHARD_COUNT"):
        load_settings()
    monkeypatch.setenv("SHARD_COUNT", "2")
    with pytest.raises(SettingsError, match="below SHARD_COUNT"):
        load_settings()
    monkeypatch.setenv("SHARD_COUNT", "3")
    assert load_settings().shards == (0, 2)


def test_the_database_is_told_nowhere(clean_settings: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://ada:sesame@db/whosaid")
    assert "sesame" not in repr(load_settings())
    monkeypatch.setenv("DATABASE_URL", "mysql://ada:sesame@db/whosaid")
    with pytest.raises(SettingsError, match="DATABASE_URL") as told:
        load_settings()
    assert "sesame" not in str(told.value)
