"""Every sentence that people read on Discord, from one file of phrases a language.

``say`` speaks the language of whoever is being answered (``speaking``, a context variable: each event runs in a
task of its own). What a language lacks is said in English, whose phrases are complete. ``tell`` does the same for
the sentences of the engine, which a language translates in its table ``[engine]`` by the English template.
``python -m bot.texts`` prints a new language to fill in.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache
from importlib.resources import files

import discord
from discord import app_commands

from index.errors import Message

ENGLISH, ENGINE = "en", "engine"
ONE = "_one"
"""Ends the key of the text for exactly one, where the value ``count`` is 1."""
_MISFIT = (LookupError, ValueError, AttributeError, TypeError)
"""What a text with a place that nothing fits raises: a translator's slip must not hide what is said."""
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


def phrases(language: str) -> Mapping[str, str]:
    """The texts of a language by dotted key; empty for a language that has no file."""
    return _load(language)


@cache
def _load(language: str) -> dict[str, str]:
    source = files("bot.texts").joinpath(f"{language}.toml")
    if not language.isalpha() or not source.is_file():
        return {}
    return dict(_flat(tomllib.loads(source.read_text("utf-8")), ""))


def _flat(table: Mapping[str, object], prefix: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for key, value in table.items():
        if isinstance(value, dict):
            found += _flat(value, f"{prefix}{key}.")
        else:
            found.append((prefix + key, str(value)))
    return found


def speaking(locale: object) -> None:
    """From here on, ``say`` answers in the language of a Discord locale such as "en-GB"."""
    _language.set(str(locale).partition("-")[0].lower() or ENGLISH)


def say(key: str, **values: object) -> str:
    """The sentence, with its values put in. Values are shown as they are: foreign text has to be cleaned before."""
    one = values.get("count") == 1
    text = _text(key, _language.get(), one=one)
    try:
        return text.format(**values) if values else text
    except _MISFIT:
        return _text(key, ENGLISH, one=one).format(**values)


def _text(key: str, language: str, *, one: bool) -> str:
    """A language without a text of its own for one says it as for many; it does not change to English."""
    for texts in (phrases(language), phrases(ENGLISH)):
        if text := (texts.get(key + ONE) if one else None) or texts.get(key):
            return text
    raise KeyError(key)


def tell(message: Message) -> str:
    """A sentence of the engine. Like ``say``, it leaves what stands in it as it is."""
    values = {name: tell(v) if isinstance(v, Message) else v for name, v in message.values.items()}
    template = phrases(_language.get()).get(f"{ENGINE}.{message.template}", message.template)
    try:
        return template.format_map(values) if values else template
    except _MISFIT:
        return str(message)


def command(key: str) -> app_commands.locale_str:
    """A description of a command or option, that ``Translator`` finds again by its key."""
    return app_commands.locale_str(phrases(ENGLISH)[key], key=key)


class Translator(app_commands.Translator):
    """Tells Discord the command texts of the other languages."""

    async def translate(
        self,
        string: app_commands.locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,
    ) -> str | None:
        """None where the language has nothing: Discord shows the English text then."""
        language = str(locale).partition("-")[0].lower()
        if language == ENGLISH:
            return None
        return phrases(language).get(string.extras.get("key", ""))
