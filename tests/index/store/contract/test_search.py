"""What every backend finds: as many as were asked for, of the asked shelves alone, in the right order."""

from __future__ import annotations

import numpy as np

from index.embedding.arrays import decode_vectors
from index.library import Library
from index.model import SHARED_SHELF, View
from tests.index.small import article


def texts(library: Library, passages: list[int]) -> list[str]:
    content = library.parts.store.content
    spans = content.passage_spans(passages)
    found = []
    for passage in passages:
        article_id, start, end = spans[passage]
        stored = content.article(article_id)
        assert stored is not None
        found.append(stored.article.text[start:end])
    return found


def words(
    library: Library, *asked: str, shelves: tuple[str, ...] = (SHARED_SHELF,), limit: int = 3
) -> list[str]:
    found = library.parts.store.search.lexical(asked, shelves, limit)
    assert [score for *_, score in found] == sorted((score for *_, score in found), reverse=True)
    content = library.parts.store.content
    assert content.passage_articles([p for p, *_ in found], shelves) == {p: a for p, a, _ in found}
    return texts(library, [p for p, *_ in found])


def test_words_are_ranked(library: Library) -> None:
    library.add([article(f"{n}.txt", f"The harbour is open, says report{n}.") for n in range(12)])
    library.add(
        [article("b.txt", "The harbour bridge is shut.", "A walnut bridge."), article("x.txt", "Rain.")]
    )
    library.add([article("far.txt", *["A harbour, a harbour and a harbour."] * 9)], "other")
    best = {"The harbour bridge is shut.", "A walnut bridge."}
    assert set(words(library, "harbour", "bridge", limit=2)) == best
    assert "A walnut bridge." in words(library, "bridges", "walnut")  # stems
    assert len(words(library, "harbour", limit=20)) == 13
    assert (
        words(library, "harbour", shelves=("other",), limit=20) == ["A harbour, a harbour and a harbour."] * 9
    )
    assert words(library) == words(library, "unheard") == []
    assert words(library, "harbour", shelves=("nowhere",)) == []


def test_the_nearest_are_exact_and_as_many_as_were_asked_for(library: Library) -> None:
    library.add([article(f"{n}.txt", *(f"Line {n} {m} of tide{n * m}." for m in range(8))) for n in range(9)])
    library.add([article("far.txt", *(f"Line {m} of tide{m}." for m in range(60)))], "1")
    content = library.parts.store.content
    rows = [row for n in content.article_ids(View()) for row in content.passages(n)]
    vectors = decode_vectors([row[4] for row in rows])
    for asked in ("tide12", "Line 3 of tide9"):
        (vector,) = library.parts.embedder.encode([asked], "query")
        found = library.parts.store.search.nearest(vector, (SHARED_SHELF,), 20)
        cosines = vectors @ vector
        assert len(found) == 20
        assert np.allclose([s for _, s in found], np.sort(cosines)[::-1][:20], atol=2e-3)
        by_id = dict(zip((row[0] for row in rows), cosines, strict=True))
        assert np.allclose([by_id[i] for i, _ in found], [s for _, s in found], atol=2e-3)
        both = library.parts.store.search.nearest(vector, (SHARED_SHELF, "1"), 20)
        assert min(s for _, s in both) >= min(s for _, s in found) - 2e-3
    assert library.parts.store.search.nearest(vector, ("nowhere",), 5) == []


def test_suggestions_hold_what_was_typed(library: Library) -> None:
    library.add(
        [article("a.txt", "“We painted 100% of it_all in Café blue,” said Ada Moor, the mayor of Dell.")]
    )
    for typed in ("100%", "it_all", "CAFE", "cafe b", "we painted"):
        assert [q.article for q in library.suggest_quotes(typed)] == ["a.txt"], typed
    for typed in ("100_", "it%all", "itxall", "\\%"):
        assert library.suggest_quotes(typed) == [], typed
    assert library.suggest_quotes("") != []
