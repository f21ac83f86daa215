"""The sets with persons known: Dawn, GUM's news and interviews, novels' anaphoric quotes, debates, texts of our own.

Of GUM and the novels a third of the documents is locked (``speaker_kinds.is_locked``): reported apart.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from index.evaluation.datasets import FOLDS, KEPT_OUT, fold_of
from index.evaluation.resolved import Known, Tally, read_marked, tally, type_of
from index.model import Article
from index.quotes.extract import extract_quotes_batch
from index.quotes.speech import word_stems
from index.quotes.tagger import Tagger
from index.quotes.vocabulary import PRONOUNS
from index.reading.text import read_text
from index.text.saying import SAYING, THINKING

NOVEL_PIECES, DEBATES, TURNS = 60, 12, 60
"""So many pieces of novels, and of debates with so many turns, are read: more change little and take long."""
_SOFT_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
_TITLES = frozenset({"Mr.", "Mrs.", "Miss"})
SPEAKING = ("person", "organization")
_RELATIVE = re.compile(r"(?:who|which|that)\b")
_OBJECT = re.compile(
    r"(?<!according )\b(?:with|to|of|for|from|at|in|on|about|than|told|asked|interviewing) $", re.IGNORECASE
)
_TELLS_OF = SAYING | THINKING
_CAPITAL = re.compile(r"\b[A-Z]")


@dataclass(frozen=True, slots=True)
class Example:
    """One article of a set; ``loosely``: the set gives any of a person's names."""

    set: str
    article: Article
    known: tuple[Known, ...]
    loosely: bool = False


def measure(data: Path, tagger: Tagger, more: Iterable[Example] = ()) -> dict[str, dict[str, float]]:
    """Figures of ``Tally.rows`` by set, of the sets that the folder holds and of ``more``."""
    examples = [*read_examples(data), *more]
    tallies: dict[str, Tally] = defaultdict(Tally)
    found = extract_quotes_batch([e.article for e in examples], tagger)
    for example, quotes in zip(examples, found, strict=True):
        tally(quotes, example.known, tallies[example.set], loosely=example.loosely)
    return {name: kept.rows() for name, kept in tallies.items()}


def read_examples(data: Path) -> Iterator[Example]:
    """Every example of every set in a folder like the evaluation's; ``resolved/`` holds marked texts."""
    for file in sorted((data / "resolved").glob("*.txt")):
        article, known = read_marked(file.read_text("utf-8"), file.name)
        yield Example("our own", article, tuple(known))
    yield from _dawn(data / "dawn")
    for name, read in (("gum", _gum), ("pdnc_third", _novels), ("politifact_transcripts", _debates)):
        file = data / "speakers" / f"{name}.jsonl.gz"
        if file.is_file():
            with gzip.open(file, "rt", encoding="utf-8") as lines:
                yield from read([json.loads(line) for line in lines])


def _locked(name: str) -> str:
    return ", locked" if fold_of(name, FOLDS) == KEPT_OUT else ""


def _dawn(folder: Path) -> Iterator[Example]:
    for file in sorted(folder.glob("gold_*.json")):
        text = file.with_name(file.stem.removeprefix("gold_") + ".txt")
        article = read_text(text.read_bytes(), text.name)
        starts = {p.number: p.start for p in article.paragraphs}
        known = []
        for row in json.loads(file.read_text("utf-8"))["quotes"]:
            at = article.text.find(row["text"], starts[row["paragraph"]])
            names = (row["speaker"], *row["aliases"])
            known.append(
                Known(at, at + len(row["text"]), names, type_of(row.get("mention") or row["speaker"]))
            )
        yield Example("Dawn", article, tuple(known))


def _gum(rows: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """The source is the subject of the cue's words (``subject_of``); its chain gives the names."""
    for row in rows:
        if row["genre"] not in ("news", "interview"):
            continue
        text = row["text"]
        chains: dict[str, list[str]] = defaultdict(list)
        for a, b, chain, *_ in row["mentions"]:
            chains[chain].append(text[a:b])
        known: dict[tuple[int, int], Known] = {}
        for attribution in row["attributions"]:
            cue, (start, end) = attribution["cue"][0], attribution["content"][0]
            subject = subject_of(text, cue, row["mentions"]) if len(attribution["content"]) == 1 else ()
            names = [n for m in subject for n in chains[m[2]] if n.lower() not in PRONOUNS]
            if subject and text[slice(*subject[0][:2])].lower() not in ("i", "we", "you") and names:
                mention = text[slice(*subject[0][:2])]
                known[start, end] = Known(start, end, (*names, *_proper(names)), type_of(mention))
        yield Example(
            f"GUM news, interviews{_locked(row['id'])}",
            read_text(text.encode(), row["id"]),
            tuple(known.values()),
            True,
        )


def subject_of(text: str, cue: Sequence[int], mentions: Sequence[Sequence[Any]]) -> list[Sequence[Any]]:
    """The mentions that the cue's words make the speaker: the first person or body that is part of no other mention and
    no object ("with Ada Moor", "told Ada Moor"), with what stands in apposition or behind "and"; none when the cue tells
    of no saying or thinking, stands within marks, or begins with "who"."""
    low, high = cue
    words = text[low:high]
    if words[:1] in "\"“‘'" or _RELATIVE.match(words) or not _TELLS_OF & set(word_stems(words)):
        return []
    inside = [m for m in mentions if low <= m[0] and m[1] <= high]
    whole = [m for m in inside if not any(o[0] <= m[0] and m[1] <= o[1] and o[:2] != m[:2] for o in inside)]
    able = [m for m in whole if m[3] in SPEAKING and not _OBJECT.search(text, low, m[0])]
    if not able:
        return []
    first = min(able, key=lambda m: (m[0], -m[1]))
    beside = [m for m in able if m[0] > first[0] and text[first[1] : m[0]] in (" ", ", ", " and ")]
    return [first, *beside]


def _proper(names: Sequence[str]) -> list[str]:
    """The capitalised ends of names: "Ada Moor" of "harbour master Ada Moor"."""
    return [n[m.start() :] for n in names if (m := _CAPITAL.search(n))]


def _novels(rows: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """Quotes with "he" or "she", of persons whom the piece names."""
    ordered = sorted(rows, key=lambda row: hashlib.sha256(row["id"].encode()).hexdigest())
    for row in ordered[:NOVEL_PIECES]:
        article = read_text(_SOFT_BREAK.sub(" ", row["text"]).encode(), row["id"])
        words = set(article.text.split())
        known = [
            Known(a, b, (quote["speaker"],), "pronoun")
            for quote in row["quotes"]
            if quote["type"] == "Anaphoric" and PRONOUNS & set(quote["ref"].lower().split())
            if (set(quote["speaker"].split()) - _TITLES) & words
            for a, b in quote["spans"][:1]
        ]
        yield Example(f"PDNC, anaphoric{_locked(row['novel'])}", article, tuple(known), True)


def _debates(rows: Sequence[dict[str, Any]]) -> Iterator[Example]:
    """Turns as a reader finds them: NAME: what is said."""
    for row in sorted(rows, key=lambda row: str(row["id"]))[:DEBATES]:
        turns: list[tuple[str, list[str]]] = []
        for _, speaker, words in row["lines"]:
            if not turns or turns[-1][0] != speaker:
                turns.append((speaker, []))
            turns[-1][1].append(words)
        text, known = row["id"].replace("_", " ") + "\n", []
        for speaker, words in turns[:TURNS]:
            said = " ".join(" ".join(words).split())
            start = len(text) + len(speaker) + 2
            text += f"{speaker}: {said}\n"
            if speaker != "SYSTEM" and len(said) > 20:
                known.append(Known(start, start + len(said), (speaker,), "name"))
        yield Example("debates", read_text(text.encode(), row["id"]), tuple(known), True)
