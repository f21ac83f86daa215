"""What changed between two versions."""

from __future__ import annotations

import time

from bot.serving.changes import changes
from index.reading.text import read_text
from tests.bot.serving.articles import NEW, OLD


def test_words_paragraphs_and_what_stayed() -> None:
    found = changes(read_text(OLD.encode(), "a"), read_text(NEW.encode(), "a"))
    assert found is not None
    assert [(c.kind, c.number, c.same) for c in found] == [
        ("same", 0, 1),
        ("edited", 1, 0),
        ("edited", 2, 0),
        ("same", 0, 1),
        ("added", 4, 0),
    ]
    assert ("removed", "spring,") in found[1].pieces
    assert ("added", "autumn,") in found[1].pieces


def test_nothing_changed() -> None:
    article = read_text(OLD.encode(), "a")
    assert changes(article, article) == []


def test_a_paragraph_gone_and_another_come() -> None:
    old = read_text(b"T\nThe first of them.\nAll the frogs.\n", "a")
    new = read_text(b"T\nThe first of them.\nXylophones zigzag.\n", "a")
    found = changes(old, new)
    assert found is not None
    assert [c.kind for c in found] == ["same", "removed", "added"]


def test_a_long_article_takes_no_time() -> None:
    old = read_text("\n".join(["T", *(f"Line number {n % 40} of it." for n in range(15_000))]).encode(), "a")
    new = read_text("\n".join(["T", *(f"Line number {n % 41} of it." for n in range(15_000))]).encode(), "a")
    began = time.process_time()
    assert changes(old, new)
    assert time.process_time() - began < 10
