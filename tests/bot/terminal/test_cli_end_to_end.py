"""The console script as people run it, with the real engine: every field of the JSON contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import SAMPLE_DIR

SAMPLE = SAMPLE_DIR / "tide-gate.txt"
TEXT = SAMPLE.read_text(encoding="utf-8")
ANSWER = {"question", "answered", "confidence", "quotes"}
CITED = {"text", "article", "title", "paragraph", "start", "end", "speaker", "url", "score"}
VERDICT = {
    "query", "verdict", "confidence", "speaker", "speaker_asked", "speaker_matches", "quote", "changes", "context",
    "also",
    "related",
}  # fmt: skip
JUDGED = {"text", "article", "title", "paragraph", "start", "end", "kind", "url"}
QUOTATION = {
    "article", "kind", "text", "start", "end", "paragraph", "utterance", "speaker", "speaker_title", "speaker_text",
    "cue", "confidence", "said", "speaker_confidence",
}  # fmt: skip
OVERLONG = "why " * 2500


def whosaid(folder: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    env = {key: value for key, value in os.environ.items() if not key.startswith(("DISCORD_", "EMBEDDING_"))}
    env |= {"DATA_DIR": str(folder / "data"), "CACHE_DIR": str(folder / "cache"), "COLUMNS": "100"}
    env["EMBEDDING_BACKEND"] = "torch"
    env |= {"PYTHONPATH": str(Path(__file__).parents[3])}
    return subprocess.run(  # noqa: S603  (our own interpreter)
        [sys.executable, "-m", "bot", *arguments], input=given, capture_output=True, cwd=folder, env=env
    )


def rows(ran: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert b"Traceback" not in ran.stderr
    return [json.loads(line) for line in ran.stdout.decode("ascii").splitlines()]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Kept for the module: the second command finds the first one's embeddings."""
    return tmp_path_factory.mktemp("whosaid")


def test_ask(folder: Path) -> None:
    good = ["How much will the repair cost?", "Who won the football match?"]
    bad = ["", OVERLONG, "x" * 10_000_000]
    given = "\n".join([*good, *bad]).encode() + b"\ninvalid \xff\nHow many sandbags were ordered?\n"
    ran = whosaid(folder, "ask", "--json", "--article", str(SAMPLE), given=given)
    found = rows(ran)
    assert len(found) == 7
    assert ran.returncode == 1
    assert len(ran.stderr.splitlines()) == 4
    assert [("error" in row) for row in found] == [False, False, True, True, True, True, False]
    for row in found:
        assert set(row) - {"error"} == ANSWER
        assert 0 <= row["confidence"] <= 1
        assert len(row["quotes"]) <= 3
        for cited in row["quotes"]:
            assert set(cited) == CITED
            assert cited["text"] == TEXT[cited["start"] : cited["end"]]
            assert cited["article"] == "tide-gate.txt"
            assert cited["title"] == TEXT.splitlines()[0]
    assert found[0]["question"] == good[0]
    assert found[0]["answered"]
    assert "38 million crowns" in found[0]["quotes"][0]["text"]
    assert "40,000" in found[6]["quotes"][0]["text"]
    assert found[3]["question"] == OVERLONG


def test_a_line_of_json_may_hold_the_exchange_before(folder: Path) -> None:
    before = {"question": "Who found the cracks?", "answer": "Two divers found them in May."}
    lines = [
        json.dumps({"question": "when was that?", "previous": before}),
        json.dumps({"question": "How many sandbags were ordered?"}),
        '{"question": 7}',
        "[" * 20_000,
    ]
    ran = whosaid(folder, "ask", "--json", "--article", str(SAMPLE), given="\n".join(lines).encode())
    found = rows(ran)
    assert [row["question"] for row in found[:3]] == [
        "when was that?",
        "How many sandbags were ordered?",
        '{"question": 7}',
    ]
    assert any("crack" in cited["text"] for cited in found[0]["quotes"])
    assert "40,000" in found[1]["quotes"][0]["text"]
    assert "error" in found[3]


def test_who_said(folder: Path) -> None:
    texts = ["People here can read a drawing.", "The moon is made of green cheese.", ""]
    ran = whosaid(
        folder, "who-said", "--json", "--article", str(SAMPLE), given="\n".join(texts).encode() + b"\n\n"
    )
    exact, absent, *empty = rows(ran)
    assert ran.returncode == 1
    assert len(empty) == 2
    for row in (exact, absent, *empty):
        assert set(row) - {"error"} == VERDICT
    assert (exact["verdict"], exact["speaker"]) == ("exact", "Halima Strand")
    assert set(exact["quote"]) == JUDGED
    assert exact["quote"]["text"] == TEXT[exact["quote"]["start"] : exact["quote"]["end"]]
    assert (absent["verdict"], absent["quote"], absent["speaker"]) == ("not-found", None, None)


RELEASE = """Lower Quays Residents
Mayor Halima Strand said on Tuesday: “People here can read a drawing.”
“No fisherman and no shopkeeper in this town will pay a single crown more in harbour taxes,” Valdarr told us.
“Steel gives you a warning exactly once,” said Petra Solheim.
The mayor called it “a disgrace for the whole of the country”.
"""


def test_check(folder: Path) -> None:
    (folder / "release.txt").write_text(RELEASE, encoding="utf-8")
    ran = whosaid(folder, "check", "--json", "--article", str(SAMPLE), "release.txt")
    exact, altered, misattributed, absent = found = rows(ran)
    assert ran.returncode == 3
    for row in found:
        assert set(row) - {"against"} == VERDICT | {"place"}
        place = row["place"]
        assert row["query"] == RELEASE[place["start"] : place["end"]]
        assert place["file"] == "release.txt"
    assert [row["place"]["paragraph"] for row in found] == [0, 1, 2, 3]
    assert (exact["verdict"], exact["speaker_asked"], exact["speaker_matches"]) == (
        "exact",
        "Halima Strand",
        True,
    )
    assert (altered["verdict"], altered["speaker"]) == ("altered", "Ines Valdarr")
    assert altered["changes"] == [{"op": "replace", "said": "dues", "asked": "taxes"}]
    assert (misattributed["speaker"], misattributed["speaker_matches"]) == ("Tobias Wren", False)
    assert (absent["verdict"], absent["quote"]) == ("not-found", None)


def test_a_text_without_a_fault_passes(folder: Path) -> None:
    text = "“People here can read a drawing,” she said.".encode()
    ran = whosaid(folder, "check", "--article", str(SAMPLE), "-", given=text)
    assert ran.returncode == 0
    shown = ran.stdout.decode()
    assert "Halima Strand" in shown
    assert "1 quotation: 1 exact." in shown


def test_quotes_and_bad_files(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)))
    (folder / "line.txt").write_bytes(b"x" * 10_000_000)
    bad = ["empty.txt", "binary.txt", "line.txt", "gone.txt"]
    arguments = [part for name in [*bad, str(SAMPLE)] for part in ("--article", name)]
    ran = whosaid(folder, "quotes", "--json", *arguments)
    found = rows(ran)
    assert ran.returncode == 1
    told = ran.stderr.decode().splitlines()
    assert len(told) == len(bad)
    assert all(name in line for name, line in zip(bad, told, strict=True))
    assert found
    for row in found:
        assert set(row) == QUOTATION
        assert row["text"] == TEXT[row["start"] : row["end"]]
    assert [row["start"] for row in found] == sorted(row["start"] for row in found)


def test_the_configured_library_is_filled_with_the_sample(folder: Path) -> None:
    ran = whosaid(folder, "ask", "How much will the repair cost?")
    assert ran.returncode == 0
    assert "38 million crowns" in " ".join(ran.stdout.decode().replace("▌", " ").split())


def test_quotes_as_a_page(folder: Path) -> None:
    page = folder / "quotes.html"
    ran = whosaid(folder, "quotes", "--article", str(SAMPLE), "--html", str(page))
    assert (ran.returncode, ran.stdout) == (0, b"")
    text = page.read_text("utf-8")
    assert "Halima Strand</mark>" in text
    assert "People here can read a drawing" in text
    missing = whosaid(folder, "quotes", "--article", str(SAMPLE), "--html", str(folder / "gone" / "q.html"))
    assert missing.returncode == 1
    assert missing.stderr.decode().count("\n") == 1
