"""The scoreboard of quotations and their speakers: PolNeAR dev, Dawn and the seed article.

The figures are those of polnear_score.py, the scorer that comes with that data, whose head explains them; pieces that share an
``utterance`` count as one attribution. On our own articles a speaker is right when the name shown is the
gold's or one of its aliases, articles ("the", "a") and case aside.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from index.evaluation.quote_match import matches
from index.evaluation.resolved_sets import Example, measure
from index.model import Article, Progress, ProgressCallback, Quote, QuoteKind, Span
from index.quotes.extract import extract_quotes
from index.quotes.tagger import Tagger
from index.reading.text import read_text

SHORTEST = 4
"""Fewer quoted words do not count as a direct quote of the system (the scorer's MINW)."""

_WORD = re.compile(r"\w+(?:[’'.\-]\w+)*")
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Prediction:
    """One utterance of ours: spans, the words at the place."""

    content: tuple[Span, ...]
    source: str


@dataclass(frozen=True, slots=True)
class QuoteScores:
    """Percentages. ``task1``: who said the direct and mixed quotes; ``task2``: every attribution;
    ``own``: direct and indirect quotes of Dawn's articles with resolved names; ``resolved``: for each set with
    persons known, who is named, by what stands at the place (``resolved.py``); ``said``: for each annotated set, whether the
    rows that are shown as said are reported speech (``said.py``)."""

    task1: dict[str, float] = field(default_factory=dict)
    task2: dict[str, float] = field(default_factory=dict)
    own: dict[str, float] = field(default_factory=dict)
    resolved: dict[str, dict[str, float]] = field(default_factory=dict)
    said: dict[str, dict[str, float]] = field(default_factory=dict)

    def rows(self) -> list[tuple[str, str, float]]:
        """(part, figure, value), for a table."""
        parts = {"PolNeAR, direct and mixed": self.task1, "PolNeAR, all": self.task2, "Dawn": self.own}
        parts |= {f"{name}, resolved name": figures for name, figures in self.resolved.items()}
        parts |= {f"{name}, shown as said": figures for name, figures in self.said.items()}
        return [(part, name, value) for part, figures in parts.items() for name, value in figures.items()]

    def as_json(self) -> str:
        """One line."""
        return json.dumps(asdict(self))


def evaluate(
    data: Path,
    tagger: Tagger,
    progress: ProgressCallback | None = None,
    find: Callable[[Article, Tagger], Sequence[Quote]] = extract_quotes,
    more: Iterable[Example] = (),
) -> QuoteScores:
    """Scores on the sets that ``data``, the folder of evaluation data, holds; ``find`` is what is scored. Of ``more``
    the resolved names are. Raises OSError when the folder holds none, or ModelError."""
    file = data / "polnear" / "gold_dev.jsonl"
    gold = _gold(file) if file.is_file() or not (data / "resolved").is_dir() else {}
    files = sorted((data / "polnear" / "dev" / "text").glob("*.txt"))
    own = sorted((data / "dawn").glob("gold_*.json"))
    counts: Counter[str] = Counter()
    for done, file in enumerate(files):
        article = read_text(file.read_bytes(), file.name)
        _score(article.text, predictions(find(article, tagger)), gold[file.stem], counts)
        if progress:
            progress(Progress("quotes", done + 1, len(files) + len(own)))
    found: Counter[str] = Counter()
    for done, file in enumerate(own):
        text = file.with_name(file.stem.removeprefix("gold_") + ".txt")
        article = read_text(text.read_bytes(), text.name)
        _score_own(article, find(article, tagger), json.loads(file.read_text("utf-8"))["quotes"], found)
        if progress:
            progress(Progress("quotes", len(files) + done + 1, len(files) + len(own)))
    resolved = measure(data, tagger, more)
    return QuoteScores(
        _task1(counts) if gold else {}, _task2(counts) if gold else {}, _own(found) if own else {}, resolved
    )


def predictions(quotes: Sequence[Quote]) -> list[Prediction]:
    """Rows grouped by utterance, as the scorer wants them."""
    groups: dict[int, list[Quote]] = defaultdict(list)
    for quote in quotes:
        groups[quote.utterance].append(quote)
    return [
        Prediction(
            tuple(_union([(q.start, q.end) for q in group])),
            next((q.speaker_text for q in group if q.speaker_text), ""),
        )
        for group in groups.values()
    ]


def _gold(file: Path) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        rows[row["article"]].append(row)
    return rows


def _score(
    text: str, ours: Sequence[Prediction], gold: Sequence[dict[str, Any]], counts: Counter[str]
) -> None:
    marked = list(_quoted(text))
    direct = [g for g in gold if g["kind"] != "indirect"]
    for g in direct:
        if not g["source"]:
            continue
        covers = [(p, _inter(p.content, g["quoted"])) for p in ours]
        need = 0.5 * _length(g["quoted"])
        right = {
            "det": covers,
            "brief": [(p, x) for p, x in covers if matches(p.source, g["source_text"])],
            "strict": [(p, x) for p, x in covers if matches(p.source, g["source_text"], strict=True)],
        }
        for name, kept in right.items():
            covered = _length(_union([span for _, spans in kept for span in spans]))
            counts[name] += covered >= need and covered > 0
            counts[f"{name} {g['source_type']}"] += covered >= need and covered > 0
        counts["gold"] += 1
        counts[f"gold {g['source_type']}"] += 1
    for p in ours:
        inside = [x for x in _inter(p.content, marked) if len(_WORD.findall(text[x[0] : x[1]])) >= SHORTEST]
        if not inside:
            continue
        best = max(direct, key=lambda g: _length(_inter(inside, g["content"])), default=None)
        lies = best is not None and 2 * _length(_inter(inside, best["content"])) >= _length(inside)
        if best is not None and lies and not best["source"]:
            continue
        counts["direct"] += 1
        if best is not None and lies:
            counts["on gold"] += 1
            counts["direct right"] += matches(p.source, best["source_text"])
    _score_all(ours, gold, counts)


def _score_all(ours: Sequence[Prediction], gold: Sequence[dict[str, Any]], counts: Counter[str]) -> None:
    """Task 2: half covered, and one to one by Dice."""
    counts["all gold"] += len(gold)
    counts["all ours"] += len(ours)
    overlaps = {
        (i, j): o
        for i, g in enumerate(gold)
        for j, p in enumerate(ours)
        if (o := _length(_inter(g["content"], p.content)))
    }
    golds, mine = [_length(g["content"]) for g in gold], [_length(p.content) for p in ours]
    counts["all found"] += len({i for (i, _), o in overlaps.items() if 2 * o >= golds[i]})
    counts["all right"] += len({j for (_, j), o in overlaps.items() if 2 * o >= mine[j]})
    used_gold, used_ours = set(), set()
    pairs = sorted(((2 * o / (golds[i] + mine[j]), i, j) for (i, j), o in overlaps.items()), reverse=True)
    for dice, i, j in pairs:
        if dice >= 0.5 and i not in used_gold and j not in used_ours:
            used_gold.add(i)
            used_ours.add(j)
            counts["dice"] += 1
            if gold[i]["source"]:
                counts["dice source"] += 1
                counts["dice speaker"] += matches(ours[j].source, gold[i]["source_text"])


def _score_own(
    article: Article, quotes: Sequence[Quote], gold: Sequence[dict[str, Any]], counts: Counter[str]
) -> None:
    by_number = {p.number: p for p in article.paragraphs}
    rows = []
    for g in gold:
        start = article.text.find(g["text"], by_number[g["paragraph"]].start)
        rows.append((g, (start, start + len(g["text"]))))
    for kind in ("direct", "indirect"):
        ours = [q for q in quotes if (q.kind is QuoteKind.DIRECT) == (kind == "direct")]
        wanted = [(g, span) for g, span in rows if g["kind"] == kind]
        counts[f"{kind} ours"] += len(ours)
        counts[f"{kind} hit"] += sum(any(_dice(q, s) >= 0.5 for _, s in wanted) for q in ours)
        for g, span in wanted:
            counts[f"{kind} gold"] += 1
            best = max(ours, key=lambda q: _dice(q, span), default=None)
            if best is not None and _dice(best, span) >= 0.5:
                counts[f"{kind} found"] += 1
                names = {_plain(n) for n in [g["speaker"], *g["aliases"]]}
                counts[f"{kind} speaker"] += _plain(best.speaker or "") in names


def _task1(c: Counter[str]) -> dict[str, float]:
    figures = {
        "found": _percent(c["det"], c["gold"]),
        "R": _percent(c["brief"], c["gold"]),
        "R strict": _percent(c["strict"], c["gold"]),
        "P": _percent(c["direct right"], c["on gold"]),
        "P all": _percent(c["direct right"], c["direct"]),
    }
    for kind, label in (("name", "names"), ("nominal", "roles"), ("pronoun", "pronouns")):
        figures[f"R {label}"] = _percent(c[f"brief {kind}"], c[f"gold {kind}"])
    return figures


def _task2(c: Counter[str]) -> dict[str, float]:
    recall, precision = _percent(c["all found"], c["all gold"]), _percent(c["all right"], c["all ours"])
    dice_r, dice_p = _percent(c["dice"], c["all gold"]), _percent(c["dice"], c["all ours"])
    return {
        "R": recall,
        "P": precision,
        "F1": _f1(recall, precision),
        "Dice R": dice_r,
        "Dice P": dice_p,
        "Dice F1": _f1(dice_r, dice_p),
        "speaker": _percent(c["dice speaker"], c["dice source"]),
    }


def _own(c: Counter[str]) -> dict[str, float]:
    return {
        "direct found": _percent(c["direct found"], c["direct gold"]),
        "direct precision": _percent(c["direct hit"], c["direct ours"]),
        "direct speaker": _percent(c["direct speaker"], c["direct found"]),
        "indirect found": _percent(c["indirect found"], c["indirect gold"]),
        "indirect speaker": _percent(c["indirect speaker"], c["indirect found"]),
    }


def _quoted(text: str) -> Iterator[Span]:
    """Double-quoted regions a line at a time, as the gold was distilled: an open mark runs to the line's end."""
    for line in re.finditer(r"[^\n]+", text):
        low, high = line.span()
        start: int | None = None
        for mark in re.finditer(r"[“‟«”»\"]|``|''", text[low:high]):
            a, b = low + mark.start(), low + mark.end()
            opens = mark.group() in ("“", "‟", "«", "``")
            if mark.group() == '"':
                spaced = a == low or text[a - 1].isspace()
                ahead = b >= high or text[b].isspace()
                opens = (spaced or not ahead) if start is None else (spaced and not ahead)
                if start is None and not opens:
                    continue
            if start is not None and a > start:
                yield start, a
            start = b if opens else None
        if start is not None and start < high:
            yield start, high


def _inter(xs: Sequence[Sequence[int]], ys: Sequence[Sequence[int]]) -> list[Span]:
    return [(max(a, c), min(b, d)) for a, b in xs for c, d in ys if min(b, d) > max(a, c)]


def _union(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for a, b in sorted(spans):
        if merged and a <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], b))
        else:
            merged.append((a, b))
    return merged


def _length(spans: Sequence[Sequence[int]]) -> int:
    return sum(b - a for a, b in spans)


def _dice(quote: Quote, span: Span) -> float:
    shared = max(0, min(quote.end, span[1]) - max(quote.start, span[0]))
    return 2 * shared / max(1, quote.end - quote.start + span[1] - span[0])


def _plain(name: str) -> str:
    return _ARTICLE.sub("", " ".join(name.replace("\u00ad", "").replace("’", "'").split())).casefold()


def _percent(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def _f1(p: float, r: float) -> float:
    return 2 * p * r / (p + r) if p + r else 0.0
