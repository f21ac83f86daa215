"""The pseudo-locale again, for the engine's own sentences: why something could not be read, fetched or kept."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from bot import texts
from bot.failures import Failures
from index.answering import weights
from index.errors import InputError, ModelError, NotFoundError, StoreError, WhosaidError
from index.library import Library
from index.opening import open_library
from index.reading.formats import SUFFIXES
from tests.bot.loopback.conftest import Run, online
from tests.bot.loopback.test_discord_reindex import boss
from tests.bot.loopback.test_discord_texts import FOREIGN
from tests.bot.pseudo import bypassing
from tests.discord_server import Upload
from tests.discord_server.message import Message

VALUES = FOREIGN | set("bad example org".split()) | {suffix.strip(".") for suffix in SUFFIXES}
"""Words of files and addresses that the tests name, and of the operating system."""
VALUES |= set("errno is a directory".split())


@pytest.fixture
def offline(offline: Run, own_library: Library, tmp_path: Path) -> Run:
    """On a library and a folder of its own: these tests change and break both."""
    offline.library = own_library
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "library.txt").write_text("Library\n\nOpen on Sundays.\n", "utf-8")
    offline.settings = offline.settings.model_copy(update={"articles_dir": folder})
    return offline


@pytest.fixture
async def run(pseudo_locale: None, offline: Run) -> AsyncIterator[Run]:
    async with online(offline, server_articles=1):
        yield offline


def assert_told(shown: str, template: str) -> None:
    """The sentence of this template is there, translated, and not a word of English."""
    parts = re.split(r"\{[^}]*\}", texts.phrases("en")[f"engine.{template}"])
    bare = shown.replace("\\", "")
    assert all(part.strip() in bare for part in parts), shown
    assert bypassing(re.sub(r"(?<![\w.])/[\w./-]+", " ", bare), VALUES) == set()


async def added(run: Run, **values: Any) -> Message:
    return await (await run.channel.slash(run.mod, "article add", **values)).response(timeout=30)


@pytest.mark.parametrize(
    ("name", "raw", "template"),
    [
        ("bad.txt", b"", "{name} is empty; an article needs a title line and paragraphs."),
        ("bad.txt", b"\x00\x01", "{name} is a binary file, not text."),
        (
            "bad.txt",
            b"Bad\n\n\x81\x8d\x8f",
            "{name} is in an encoding that cannot be told; save it as UTF-8.",
        ),
        # these three are refused in the worker process
        ("bad.html", b"<html><body></body></html>", "{name} holds no article text that could be found."),
        ("bad.html", b"", "{name} is empty."),
        ("bad.pdf", b"%PDF-1.4 bad", "{name} is damaged or no PDF; open it and save it again."),
    ],
)
async def test_why_a_file_cannot_be_read(run: Run, name: str, raw: bytes, template: str) -> None:
    assert_told((await added(run, file=Upload(name, raw, "application/octet-stream"))).text, template)


async def test_why_an_address_is_not_fetched(run: Run) -> None:
    for url, template in (
        ("http://127.0.0.1:80/", "{host} is not fetched: it is not on the public internet."),
        ("ftp://example.org/", "{host} is not fetched: only http and https addresses are."),
        ("bad", "That address is not fetched: only http and https addresses are."),
        ("https://example.org:99/", "{host} is not fetched: its port is not allowed."),
    ):
        assert_told((await added(run, url=url)).text, template)


async def test_why_a_page_is_not_there(pseudo_locale: None, offline: Run) -> None:
    offline.may_fetch_here()
    async with online(offline):
        shown = await added(offline, url=offline.server.api_url + "/nowhere")
        assert_told(shown.text, "{host} answered with status {status}.")


async def test_why_there_is_no_room(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(2):
        shown = await added(run, file=Upload(f"bad{number}.txt", b"Bad\n\nBad.\n", "text/plain"))
    assert_told(
        shown.text, "There is room for {most:,} articles here, and {held:,} are in; remove some first."
    )
    monkeypatch.setattr("index.shelves.changes.PATIENCE_SECONDS", 0.1)
    with run.library.parts.store.changes.changing(str(run.guild.id), 0):
        shown = await added(run, file=Upload("bad0.txt", b"Bad\n\nBad pdf.\n", "text/plain"))
    assert_told(shown.text, "These articles are being worked on already; wait until that is done.")


async def test_what_could_not_be_read_is_listed(run: Run) -> None:
    folder = run.settings.articles_dir
    (folder / "bad.txt").write_bytes(b"\x00")
    (folder / "bad.pdf").write_bytes(b"no pdf")
    report = await (await run.channel.slash(boss(run), "reindex", shelf="shared")).response(timeout=30)
    await report.wait_until(lambda m: "·" in m.text and "bad" in m.text, timeout=30)
    assert_told(report.text, "{name} is a binary file, not text.")
    assert_told(report.text, "{name} is called a PDF but is not one.")


async def test_why_the_articles_stay_as_they_were(run: Run) -> None:
    file = run.settings.articles_dir / "library.txt"
    for raw, template in (
        (b"\x00", "{name} is a binary file, not text."),
        (None, "{source} holds no articles ({endings})."),
    ):
        file.unlink()
        if raw is not None:
            file.write_bytes(raw)
        shown = await (await run.channel.slash(boss(run), "reindex", shelf="shared")).response(timeout=30)
        await shown.wait_until(lambda m: "‡" in m.content, timeout=30)
        assert_told(shown.content, template)


@pytest.mark.parametrize(
    ("call", "kind", "template"),
    [
        (
            lambda library, folder: library.remove("bad"),
            NotFoundError,
            "There is no article named {name} here.",
        ),
        (
            lambda library, folder: open_library(folder, embedding_model=str(folder / "nowhere")).warm(),
            ModelError,
            "EMBEDDING_MODEL names a folder that is not there: {name}.",
        ),
        (
            lambda library, folder: weights.load(folder / "nowhere"),
            StoreError,
            "{source} cannot be used; run `whosaid calibrate` again.",
        ),
        (
            lambda library, folder: library.reindex([], shelf="Bad!"),
            InputError,
            "A shelf's name is 1 to 64 of the characters a-z, 0-9, - and _.",
        ),
        (
            lambda library, folder: library.backup(folder),
            StoreError,
            "The backup could not be written to {target} ({error}).",
        ),
    ],
)
def test_what_members_would_read_of_other_errors(
    call: Callable[[Library, Path], object],
    kind: type[WhosaidError],
    template: str,
    pseudo_locale: None,
    own_library: Library,
    tmp_path: Path,
) -> None:
    with pytest.raises(kind) as raised:
        call(own_library, tmp_path)
    assert_told(Failures().sentence(raised.value, "here") or "", template)


@pytest.mark.parametrize(
    ("question", "template"),
    [
        (" ", "The question is empty: write what you want to know, and it is looked up in the articles."),
        ("x" * 501, "That question is too long: it has {length:,} characters, {most:,} are the most."),
        ("who \ud83d?", "The question holds half a character; write it anew."),
    ],
)
def test_why_a_text_cannot_be_worked_on(
    question: str, template: str, pseudo_locale: None, own_library: Library
) -> None:
    (answer,) = own_library.ask([question])
    assert answer.error is not None
    assert_told(Failures().sentence(InputError(answer.error), "here") or "", template)


async def test_each_member_reads_the_engine_in_their_own_language(
    offline: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = {"en": texts.phrases("en"), "de": {"engine.{name} is empty.": "{name} ist leer."}}
    monkeypatch.setattr(texts, "_load", lambda language: tables.get(language, {}))
    empty = {"file": Upload("a_b.html", b"", "text/html")}
    async with online(offline):
        told = [
            await (
                await offline.channel.slash(offline.mod, "article add", options=empty, locale=locale)
            ).response()
            for locale in ("de", "en-GB", "fr")
        ]
    assert [message.content for message in told] == [
        "a\\_b.html ist leer.",
        "a\\_b.html is empty.",
        "a\\_b.html is empty.",
    ]
