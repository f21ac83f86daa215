"""Is the library whole, and mending what is not: texts, full text, vectors, index files."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from index.errors import ReadingError, StoreError
from index.model import Article, Finding, ProgressCallback
from index.reading.text import read_text
from index.shelves.preparing import Indexer
from index.store.hashes import read_hash
from index.store.interface import Backend

PATIENCE_SECONDS = 20.0
"""How long mending waits for another change of the same shelf."""
UNIT_WITHIN = 0.02
"""Squared length of a vector beside 1: half precision errs by less than a tenth of it."""


class Checkup:
    """Looks at everything that is stored. ``check`` changes nothing; ``repair`` loses no text that is whole."""

    def __init__(self, store: Backend, indexer: Indexer) -> None:
        self._content = store.content
        self._changes = store.changes
        self._shelves = store.shelves
        self._upkeep = store.upkeep
        self._indexer = indexer

    def check(self) -> list[Finding]:
        """One finding for each kind of thing; what cannot even be read is a finding, too."""
        kinds: dict[str, Callable[[], str]] = {
            "database": self._upkeep.structure,
            "article texts": lambda: _counted(self._damaged(), "damaged: {}"),
            "paragraphs": lambda: _counted([a.name for _, a in self._misread()], "not as they were read: {}"),
            "offsets": lambda: _some(
                len(self._upkeep.misplaced()), "{} rows point outside their article; reindex these articles"
            ),
            "full text": lambda: _some(self._upkeep.fulltext_differs(), "{} rows differ from the articles"),
            "vectors": lambda: _some(len(self._bad_vectors()), "{} are missing or damaged"),
            "models": lambda: _counted(self._stale(), "run `whosaid reindex`; another model indexed: {}"),
            "index files": lambda: _counted(self._broken_indexes(), "damaged or out of date: {}"),
        }
        return [_finding(name, find) for name, find in kinds.items()]

    def repair(self, report: ProgressCallback) -> list[Finding]:
        """Mend, then check again. Raises StoreError when the database itself cannot be read."""
        done: list[Finding] = []
        if lost := self._upkeep.damaged_texts():
            self._upkeep.retire([number for number, _ in lost])
            named = _listed([name for _, name in lost])
            done.append(
                Finding(
                    "article texts", False,
                    f"taken out because they cannot be restored, add them again: {named}",
                )
            )  # fmt: skip
        if misread := list(self._misread()):
            self._read_again(misread)
            named = _listed([article.name for _, article in misread])
            done.append(Finding("paragraphs", True, f"read again from the stored text: {named}"))
        if self._upkeep.fulltext_differs():
            self._upkeep.rebuild_fulltext()
            done.append(Finding("full text", True, "written anew from the articles"))
        if misplaced := self._upkeep.misplaced():
            self._upkeep.make_stale(set(misplaced))
            done.append(Finding("offsets", True, f"{len(misplaced)} rows are made anew"))
            self._make_anew(report)
        if self._bad_vectors() and (
            renamed := self._upkeep.name_anew(self._indexer.content_key, self._indexer.made("").model)
        ):
            done.append(Finding("vectors", True, f"{renamed} rows found their texts again"))
        if bad := self._bad_vectors():
            done.append(Finding("vectors", True, f"{self._renew_vectors(bad, report)} embedded anew"))
        for shelf in self._broken_indexes():
            with self._changes.changing(shelf, PATIENCE_SECONDS):
                self._changes.settle(shelf)
            done.append(Finding("index files", True, f"{shelf}: rebuilt from stored vectors"))
        return done

    def _make_anew(self, report: ProgressCallback) -> None:
        """Rows of articles that were marked for it, shelf by shelf."""
        for shelf in self._shelves.shelves():
            with self._changes.changing(shelf, PATIENCE_SECONDS):
                live = self._changes.live(shelf)
                stale = {name: old for name, old in live.items() if old.made.recipe == ""}
                found = [self._content.article(old.id) for old in stale.values()]
                prepared = self._indexer.prepare([stored.article for stored in found if stored], report)
                if prepared:
                    self._changes.apply(
                        shelf,
                        prepared,
                        [stale[item.article.name].id for item in prepared],
                        lambda name, stale=stale: self._indexer.made(stale[name].made.origin),  # type: ignore[misc]
                    )

    def _damaged(self) -> list[str]:
        return [name for _, name in self._upkeep.damaged_texts()]

    def _misread(self) -> Iterator[tuple[int, Article]]:
        for number, hashed in self._upkeep.read_hashes():
            try:
                stored = self._content.article(number)
            except StoreError:
                continue  # of the damaged texts
            if stored is not None and read_hash(stored.article) != hashed:
                yield number, stored.article

    def _read_again(self, misread: list[tuple[int, Article]]) -> None:
        """Stored text is a text file; its rows are made anew by the next reindex, here or of its owner."""
        for number, old in misread:
            with suppress(ReadingError):
                read = read_text(old.text.encode("utf-8", "surrogatepass"), old.name)
                if read.text == old.text:
                    title = replace(old, title_start=read.title_start, title_end=read.title_end)
                    self._upkeep.put_paragraphs(number, replace(title, paragraphs=read.paragraphs))

    def _bad_vectors(self) -> list[bytes]:
        lengths: dict[int, int] = {}
        bad: list[bytes] = []
        good: list[tuple[bytes, int]] = []
        for key, blob in self._upkeep.used_vectors():
            if blob is None or len(blob) % 2 or not _is_unit(blob):
                bad.append(key)
                continue
            lengths[len(blob)] = lengths.get(len(blob), 0) + 1
            good.append((key, len(blob)))
        if len(lengths) > 1 and not self._stale():
            usual = max(lengths, key=lambda size: lengths[size])
            bad += [key for key, size in good if size != usual]
        return bad

    def _renew_vectors(self, bad: list[bytes], report: ProgressCallback) -> int:
        """Embed what is missing; the content key is made of the text, so the text is found by it."""
        texts = self._upkeep.texts_of(set(bad), self._indexer.content_key)
        self._upkeep.drop_vectors(bad)
        return self._indexer.embed_missing(texts, texts.items(), report)

    def _stale(self) -> list[str]:
        made = self._indexer.made("")
        return [s for s in self._shelves.shelves() if self._content.models(s) - {made.model}]

    def _broken_indexes(self) -> list[str]:
        stale = set(self._stale())
        return [s for s in self._shelves.shelves() if s not in stale and not self._upkeep.index_is_whole(s)]


def _is_unit(blob: bytes) -> bool:
    vector = np.frombuffer(blob, np.float16).astype(np.float32)
    return bool(abs(float(vector @ vector) - 1.0) < UNIT_WITHIN)


def _finding(name: str, find: Callable[[], str]) -> Finding:
    try:
        seen = find()
    except StoreError as error:
        seen = str(error)
    return Finding(name, not seen, seen or "whole")


def _some(count: int, sentence: str) -> str:
    return sentence.format(count) if count else ""


def _counted(names: list[str], sentence: str) -> str:
    return sentence.format(_listed(names)) if names else ""


def _listed(names: list[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
