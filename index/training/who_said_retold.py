"""How the shipped judge takes our own locked articles: retold, turned into something else, and never said.

    python -m index.training.who_said_retold

Each text is asked of its article alone and of all locked ones together. What is retold is right when it is told as a
paraphrase, or as altered, of the statement that it retells.
"""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from pathlib import Path

from index.library import Library
from index.model import Verdict, VerdictKind, View
from index.opening import open_library
from index.reading.text import read_text
from index.training.own_articles import OwnArticle, own_articles

EACH = 3
"""Texts of each kind and article."""
CLOSE = (VerdictKind.PARAPHRASE, VerdictKind.ALTERED)

Asked = tuple[str, str, int, int]
"""Kind, text, and where the statement stands in the article."""


def main() -> None:
    """Print shares by kind and size of the library."""
    owned = [a for a in own_articles() if a.claims and a.locked]
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder))
        try:
            measure(library, owned)
        finally:
            library.close()


def measure(library: Library, owned: list[OwnArticle]) -> None:
    """``library`` is empty at first."""
    rng = random.Random(0)  # noqa: S311 - examples, no secrets
    names = {a.id: f"{a.id}.{a.format}" for a in owned}
    library.reindex([read_text(a.text.encode(), names[a.id]) for a in owned])
    found: dict[tuple[str, int], list[tuple[Verdict, bool]]] = defaultdict(list)
    for own in owned:
        for kind, text, start, end in asked(own, rng):
            for size, view in ((1, View(article=names[own.id])), (len(owned), View())):
                verdict = library.who_said([text], view)[0]
                cited = verdict.quote
                here = cited is not None and cited.article == names[own.id]
                right = here and cited is not None and cited.start < end and start < cited.end
                found[kind, size].append((verdict, right and verdict.verdict in CLOSE))
    for (kind, size), judged in sorted(found.items()):
        told = sum(v.verdict is VerdictKind.PARAPHRASE for v, _ in judged)
        close = sum(v.verdict in CLOSE for v, _ in judged)
        print(
            f"{kind}, {size} articles: {len(judged)}, told as a paraphrase {told / len(judged):.3f}, as that or altered "
            f"{close / len(judged):.3f}, of the right statement {sum(r for _, r in judged) / len(judged):.3f}"
        )


def asked(own: OwnArticle, rng: random.Random) -> list[Asked]:
    """EACH of a kind."""
    texts: list[Asked] = []
    for kind, of in (("retold", "same"), ("turned", "opposite"), ("never said", "never")):
        rows = [
            (kind, text, at, at + len(claim.source))
            for claim in own.claims
            for at in [own.text.find(claim.source)]
            for text in getattr(claim, of)
        ]
        texts += rng.sample(rows, min(EACH, len(rows)))
    return texts


if __name__ == "__main__":
    main()
