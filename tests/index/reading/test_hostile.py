"""A hostile document costs one sentence, and the next one is read."""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import pytest

from index.errors import ReadingError
from index.reading.extracted import Extracted, Line, assemble
from index.reading.formats import read_bytes
from index.reading.front_matter import split_front_matter
from index.reading.sandbox.extractor import Extractor, Limits
from tests.fuzz.cpu import calls
from tests.index.reading.make_pdf import make_pdf

GOOD = (Path(__file__).parent / "pages" / "press_release.html").read_bytes()
LIMITS = Limits(seconds=6, cpu_seconds=4, memory=700_000_000)


@pytest.mark.parametrize(
    "page",
    [
        b"<div>" * 200_000 + b"deep",
        b"<table>" + b"<tr><td colspan=100000000 rowspan=9999999>x</td></tr>" * 2_000 + b"</table>",
        b"<b><i>" * 50_000 + b"<p>text</p>",
        b"<p " + b"a='1' " * 100_000 + b">x</p>",
        b"&amp;" * 500_000,
        b"\x00\xff" * 100_000,
    ],
    ids=["deep", "colspan", "inline", "attributes", "entities", "bytes"],
)
def test_hostile_pages(page: bytes) -> None:
    with Extractor(LIMITS) as extractor:
        begun = time.monotonic()
        with contextlib.suppress(ReadingError):
            read_bytes(page, "page.html", extractor=extractor)
        assert time.monotonic() - begun < LIMITS.seconds + 4
        assert (
            read_bytes(GOOD, "good.html", extractor=extractor).title == "Moss remembers drought, study finds"
        )


def test_packed_pdf() -> None:
    bomb = make_pdf([["text"]] * 3, padding=200_000_000)
    assert len(bomb) < 1_000_000
    with Extractor(LIMITS) as extractor:
        with pytest.raises(ReadingError, match=r"bomb\.pdf"):
            read_bytes(bomb, "bomb.pdf", extractor=extractor)
        assert read_bytes(GOOD, "good.html", extractor=extractor).paragraphs


def test_timeout() -> None:
    with Extractor(Limits(seconds=0.01)) as extractor, pytest.raises(ReadingError, match="took too long"):
        read_bytes(GOOD, "slow.html", extractor=extractor)


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS")
def test_memory_limit() -> None:
    page = b"<p><b>x</b></p>" * 600_000
    with Extractor(Limits(memory=200_000_000)) as extractor:
        with pytest.raises(ReadingError, match=r"^big\.html .*\.$"):
            read_bytes(page, "big.html", extractor=extractor)
        assert read_bytes(GOOD, "good.html", extractor=extractor).paragraphs


def test_worker_has_no_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "hush")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "json.py").write_text("raise SystemExit('ran a stranger’s json.py')")
    with Extractor() as extractor:
        assert read_bytes(GOOD, "good.html", extractor=extractor).paragraphs
        process = extractor._process
        assert process is not None
        if sys.platform == "linux":
            assert b"hush" not in Path(f"/proc/{process.pid}/environ").read_bytes()
    assert process.poll() is not None


def test_no_heavy_imports() -> None:
    code = (
        "import sys, index.reading.sources, index.evaluation.extraction; "
        "print(sorted({'trafilatura', 'pypdf', 'aiohttp', 'lxml', 'markdown_it', 'torch'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "text",
    [
        b"# T\n\n" + b"[" * 100_000,
        b"# T\n\n" + b"*a **b " * 60_000,
        b"# T\n\n" + b"`" * 50_000 + b" " + b"``` " * 50_000,
        b"# T\n\n" + b"![a](" * 60_000,
        b"# T\n\n" + b"<a " * 100_000,
        b"|a" * 30_000 + b"\n" + b"|-" * 30_000 + b"\n" + b"|b" * 30_000,
        b"---\ntitle: " + b"x" * 2_000_000,
    ],
    ids=["brackets", "stars", "ticks", "images", "tags", "table", "front"],
)
def test_hostile_markdown(text: bytes) -> None:
    with Extractor(Limits(seconds=4, cpu_seconds=1)) as extractor:
        with contextlib.suppress(ReadingError):
            read_bytes(text, "a.md", extractor=extractor)
        assert read_bytes(b"# Good\n\nA line.", "good.md", extractor=extractor).title == "Good"


def test_what_a_page_says_of_itself_can_be_stored() -> None:
    page = GOOD.replace(
        b"</head>",
        b'<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "A\\ud800\\u0000da"}, '
        b'"datePublished": "2024-01-01\\n", "publisher": {"name": "P"}}</script></head>',
    ).replace(b"</h1>", b"&#xD800;&#0;</h1>")
    with Extractor(LIMITS) as extractor:
        article = read_bytes(page, "page.html", extractor=extractor)
    assert article.author == "Ada"
    for text in (article.text, article.author, article.published or "", article.publisher or ""):
        assert "\x00" not in text
        text.encode()


@pytest.mark.parametrize(
    ("lines", "words"),
    [(["word"] * 20_002, "more than 20,000 paragraphs"), (["w" * 90_000] * 112, "more than 10 MB of text")],
    ids=["paragraphs", "text"],
)
def test_what_unpacks_to_too_much_is_refused(lines: list[str], words: str) -> None:
    extracted = Extracted("Title", tuple(Line(line) for line in lines))
    with pytest.raises(ReadingError, match=f"^big.pdf .*{words}"):
        assemble(extracted, "big.pdf", "hash")


def test_a_title_is_no_longer_than_a_paragraph() -> None:
    with pytest.raises(ReadingError, match=r"more than 100,000 characters"):
        assemble(Extracted("W" * 100_001, (Line("Some text."),)), "page.html", "hash")


def test_names_for_names_in_front_matter_are_not_written_out() -> None:
    def nested(levels: int) -> str:
        lines = [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, levels)]
        return "\n".join(
            [
                "---",
                "a0: &a0 [x, x]",
                *lines,
                "title: Tides",
                "author: [Ada Moor, {name: Bo Lind}]",
                "---",
                "",
            ]
        )

    split_front_matter(nested(2))  # loads the parser
    assert calls(lambda: split_front_matter(nested(7))) < 2.5 * calls(lambda: split_front_matter(nested(5)))
    fields, _ = split_front_matter(nested(4))
    assert (fields["title"], fields["author"]) == ("Tides", "Ada Moor; Bo Lind")
