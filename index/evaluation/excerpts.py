"""Does an excerpt lead to its article? Twenty words as they stand, asked of every article at once."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from index.checking import judge
from index.checking.catalog import build, read_source
from index.checking.tokens import split_words
from index.checking.variants import canonical
from index.model import Article, Verdict, VerdictKind

WORDS = 20
EXCERPTS = 500
SEED = 16


@dataclass(frozen=True, slots=True)
class Excerpts:
    """Of ``cases`` excerpts: ``first`` had their article in first place or, standing in several, among those named;
    ``several`` of ``shared`` excerpts that stand in more articles than one were told to; ``wrong`` were said to be of
    another article only.
    """

    articles: int
    cases: int
    first: int
    shared: int
    several: int
    wrong: int


def measure(
    articles: Sequence[Article], count: int = EXCERPTS, who_said: Callable[[str], Verdict] | None = None
) -> Excerpts:
    """Ask for excerpts of different articles, as long as there are enough. Needs no model: nothing is embedded.

    ``who_said``: whom to ask, a library of these articles; None: their words alone.
    """
    rng = random.Random(SEED)  # noqa: S311 - examples, no secrets
    catalog = build([read_source(i, article, ()) for i, article in enumerate(articles)])
    bodies = [" ".join(source.words) for source in catalog.sources]
    asked: list[tuple[Article, str]] = []
    order = list(articles)
    rng.shuffle(order)
    while len(asked) < count and order:
        asked += [(article, text) for article in order if (text := _excerpt(article, rng))]
        if not asked:
            break
    ask = who_said or (lambda text: judge(text, catalog, lambda _: ()))
    first = shared = several = wrong = 0
    asked = asked[:count]
    for article, text in asked:
        verdict = ask(text)
        words = " ".join(canonical(w.folded) for w in split_words(text))
        in_many = sum(f" {words} " in f" {body} " for body in bodies) > 1
        shared += in_many
        several += in_many and bool(verdict.elsewhere)
        leads = _leads(verdict, article.name, in_many=in_many)
        first += leads
        wrong += verdict.quote is not None and not leads
    return Excerpts(len(articles), len(asked), first, shared, several, wrong)


def _excerpt(article: Article, rng: random.Random) -> str:
    prose = [article.cut(p.start, p.end).split() for p in article.paragraphs if p.kind.is_prose]
    long = [words for words in prose if len(words) >= WORDS]
    if not long:
        return ""
    words = rng.choice(long)
    at = rng.randrange(len(words) - WORDS + 1)
    return " ".join(words[at : at + WORDS])


def _leads(verdict: Verdict, name: str, *, in_many: bool) -> bool:
    if verdict.quote is None or verdict.verdict is not VerdictKind.EXACT:
        return False
    named = {verdict.quote.article, *(other.article for other in verdict.also)}
    return name in named if in_many else verdict.quote.article == name
