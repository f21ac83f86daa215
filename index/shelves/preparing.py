"""Articles to rows that can be stored: split, quoted, embedded. Only texts without a vector are embedded."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice

from index.embedding.arrays import Vectors, decode_vectors, encode_vectors
from index.embedding.cache import VectorCache
from index.embedding.embedder import Embedder
from index.embedding.encoder import Role
from index.errors import LimitError, StoreError
from index.model import Article, Progress, ProgressCallback, Quote, ReindexReport
from index.quotes.tagger import Tagger
from index.runtime.fingerprint import RECIPE
from index.store.hashes import read_hash, text_hash
from index.store.interface import Changes
from index.store.values import Live, Made, Prepared
from index.text.passages import Passage, as_read, passages_of

EMBED_BATCH = 32
"""Texts embedded at a time: a question that comes meanwhile waits for one batch, not for a folder."""
MAX_TEXTS = 200_000
"""Most passages and sentences of an article, repeated ones counted again: each is a row."""
KEPT_BATCHES = 8
"""Batches between two commits of vectors."""
AT_ONCE = 2_048
"""Texts that are put in order by their lengths, and held, at a time."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What must happen to a shelf. ``fresh`` replaces the live articles of the same names."""

    fresh: tuple[Article, ...]
    retired: tuple[int, ...]
    report: ReindexReport = field(default_factory=ReindexReport)

    @property
    def empty(self) -> bool:
        """Nothing to do."""
        return not self.fresh and not self.retired


class Indexer:
    """Turns articles into prepared rows; the store, the cache and the model keep the vectors."""

    def __init__(
        self,
        changes: Changes,
        embedder: Embedder,
        cache: VectorCache | None,
        tagger: Tagger,
        find_quotes: Callable[[Article, Tagger, Callable[[], None]], tuple[Quote, ...]],
    ) -> None:
        self._changes = changes
        self._embedder = embedder
        self._cache = cache
        self._tagger = tagger
        self._find_quotes = find_quotes

    def made(self, origin: str) -> Made:
        """What rows prepared now are made with."""
        return Made(self._embedder.key, RECIPE, origin)

    def compare(
        self, live: Mapping[str, Live], wanted: Mapping[str, Article], gone: Iterable[str]
    ) -> Difference:
        """Live articles against those wanted. An article whose content is as it was, but whose rows another
        model or another version of our code made, is made again and counts as unchanged."""
        now = self.made("")
        gone = [name for name in gone if name not in wanted]
        fresh, added, changed = [], 0, 0
        for name, article in wanted.items():
            old = live.get(name)
            same = old is not None and (old.text_hash, old.read_hash) == (
                text_hash(article.text),
                read_hash(article),
            )
            if same and old is not None and (old.made.model, old.made.recipe) == (now.model, now.recipe):
                continue
            fresh.append(article)
            added += old is None
            changed += old is not None and not same
        retired = [live[a.name].id for a in fresh if a.name in live] + [live[name].id for name in gone]
        report = ReindexReport(
            added=added,
            changed=changed,
            removed=len(gone),
            unchanged=len(live.keys() | wanted.keys()) - added - changed - len(gone),
        )
        return Difference(tuple(fresh), tuple(retired), report)

    def prepare(self, articles: Sequence[Article], report: ProgressCallback) -> list[Prepared]:
        """Split, quote and embed. Vectors are committed as they come: what was embedded before a kill stays."""
        prepared: list[Prepared] = []
        for done, article in enumerate(articles):
            told = partial(report, Progress("read", done, len(articles)))
            told()
            passages = _passages(article)
            keys = [
                [self.content_key(article.cut(*span)) for span in ((p.start, p.end), *p.sentences)]
                for p in passages
            ]
            quotes = self._find_quotes(article, self._tagger, told)
            first, rest = tuple(named[0] for named in keys), tuple(tuple(named[1:]) for named in keys)
            prepared.append(Prepared(article, passages, quotes, first, rest))
        self.embed_missing(
            (key for item in prepared for key in item.vector_keys()),
            (text for item in prepared for text in item.texts()),
            report,
        )
        return prepared

    def embed_missing(
        self, keys: Iterable[bytes], texts: Iterable[tuple[bytes, str]], report: ProgressCallback
    ) -> int:
        """Store the vectors that are not there yet; how many those were. ``texts`` has one for every key, maybe
        again and again, and is read as it is embedded: never is more of it held than AT_ONCE."""
        missing = set(self._changes.missing_vectors(keys))
        total, done = len(missing), 0
        wanted = _first(missing, texts)
        while some := dict(islice(wanted, AT_ONCE)):
            named = sorted(some, key=lambda key: len(some[key]))  # batches of like length waste no padding
            kept: dict[bytes, bytes] = {}
            for start in range(0, len(named), EMBED_BATCH):
                report(Progress("embed", done + start, total))
                kept |= self.embed({key: some[key] for key in named[start : start + EMBED_BATCH]})
                if len(kept) >= EMBED_BATCH * KEPT_BATCHES:
                    self._changes.put_vectors(kept)
                    kept = {}
            if kept:
                self._changes.put_vectors(kept)
            done += len(some)
        report(Progress("embed", total, total))
        return total

    def embed(self, texts: Mapping[bytes, str]) -> dict[bytes, bytes]:
        """Half-precision vectors by content key, from the cache where it has them."""
        found = self._cache.get(list(texts)) if self._cache else {}
        rest = [key for key in texts if key not in found]
        if rest:
            encoded = encode_vectors(self._embedder.encode([as_read(texts[key]) for key in rest], "document"))
            fresh = dict(zip(rest, encoded, strict=True))
            if self._cache:
                self._cache.put(fresh)
            found |= fresh
        return found

    def statement_vectors(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of statements, shape (len(texts), dimension), stored so that they are made once."""
        keys = [self.content_key(text) for text in texts]
        found = self._changes.vectors(keys)
        missing = {k: t for k, t in zip(keys, texts, strict=True) if k not in found}
        if missing:
            fresh = self.embed(missing)
            found |= fresh
            with suppress(StoreError):  # a library that cannot be written still answers
                self._changes.put_vectors(fresh)
        return decode_vectors([found[key] for key in keys])

    def content_key(self, text: str, role: Role = "document") -> bytes:
        """Names a text together with the model that embeds it."""
        named = f"{self._embedder.key}\0{role}\0{text}"
        return hashlib.sha256(named.encode("utf-8", "replace")).digest()[:16]


def _first(wanted: set[bytes], texts: Iterable[tuple[bytes, str]]) -> Iterator[tuple[bytes, str]]:
    """The first text of each wanted key; what was handed out is wanted no longer."""
    for key, text in texts:
        if key in wanted:
            wanted.remove(key)
            yield key, text


def _passages(article: Article) -> tuple[Passage, ...]:
    """Raises LimitError as soon as there are too many, before they fill the memory."""
    found: list[Passage] = []
    count = 0
    for passage in passages_of(article):
        count += 1 + len(passage.sentences)
        if count > MAX_TEXTS:
            raise LimitError(
                "{name} holds more than {most:,} sentences; split it into articles.",
                name=article.name,
                most=MAX_TEXTS,
            )
        found.append(passage)
    return tuple(found)


def count_passages(
    report: ReindexReport, old: Iterable[bytes], new: Iterable[bytes], total: int
) -> ReindexReport:
    """Passages of replaced articles against those of their replacements, by content; ``total`` afterwards."""
    before, after = Counter(old), Counter(new)
    gone, come = (before - after).total(), (after - before).total()
    changed = min(gone, come)
    return replace(
        report,
        passages_added=come - changed,
        passages_changed=changed,
        passages_removed=gone - changed,
        passages_unchanged=total - come,
    )
