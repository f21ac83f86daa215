"""Questions to training groups for the reader: an answering text, hard negatives, unanswerable variants."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.evaluation import datasets
from index.text.sentences import split_sentences
from index.text.words import content_stems
from index.training.rewriting import unanswerable

WINDOW = 640
"""Characters of text around the answer that are kept."""
TRAIN_FILES = (
    "squad_du_train",
    "squadshifts_newwiki_test",
    "qed_train",
    "tydiqa_en_train",
    "reqa_squad_train",
    "selqa_dev",
    "clapnq_dev",
)
_SPACED = [
    (r" ([,.;:!?%)\]’])", r"\1"),
    (r"([(\[]) ", r"\1"),
    (r" '(s|re|ve|ll|d|m|t)\b", r"'\1"),
    (r" n't\b", "n't"),
]


@dataclass(frozen=True, slots=True)
class Example:
    """One question on one text; ``labels[i]`` is 1 where sentence i answers."""

    question: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    labels: tuple[int, ...]
    span: tuple[int, int] | None

    @property
    def answerable(self) -> bool:
        """Does any sentence answer?"""
        return any(self.labels)


def load(folder: Path, files: Sequence[str], seed: int) -> list[Example]:
    """The examples of the named files, in a stable order."""
    rng = random.Random(seed)  # noqa: S311
    examples = []
    for name in files:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in lines]
        if name.startswith("reqa"):
            rows = list(_neighbours(rows, rng))
        for row in rows:
            example = _example(row, rng)
            if example is not None:
                examples.append(example)
    return examples


def load_squad(file: Path, seed: int, held_out: int) -> list[Example]:
    """SQuAD 2.0 articles with their adversarial unanswerable questions; one fold of FOLDS is held out."""
    rng = random.Random(seed)  # noqa: S311
    examples = []
    for member in datasets.load_squad(file):
        if datasets.fold_of(member.article.name, datasets.FOLDS) == held_out:
            continue
        text = member.article.text
        blocks = [text[p.start : p.end] for p in member.article.paragraphs]
        for question in member.questions:
            block = blocks[question.paragraph]
            row: dict[str, object] = {
                "question": question.text,
                "paragraph": block,
                "answer": question.answers[0] if question.answers else "",
                "answer_start": block.find(question.answers[0])
                if question.answers
                else _nearest(question.text, block),
                "answerable": bool(question.answers),
                "source": "squad_dev",
            }
            example = _example(row, rng)
            if example is not None:
                examples.append(example)
    return examples


def _nearest(question: str, block: str) -> int:
    """Where the sentence begins that shares most words with the question."""
    asked = set(content_stems(question))
    spans = split_sentences(block, 0, len(block))
    return max(spans, key=lambda s: len(asked & set(content_stems(block[s[0] : s[1]]))))[0]


def _neighbours(rows: list[dict[str, object]], rng: random.Random) -> Iterator[dict[str, object]]:
    """reqa has only the answer sentence; sentences of items near it (one article) stand around it."""
    for i, row in enumerate(rows):
        around = [
            str(rows[j]["paragraph"])
            for j in range(max(0, i - 6), min(len(rows), i + 7))
            if rows[j]["paragraph"] != row["paragraph"]
        ]
        picked = rng.sample(list(dict.fromkeys(around)), k=min(4, len(set(around))))
        place = rng.randrange(len(picked) + 1)
        before = "".join(p + " " for p in picked[:place])
        after = "".join(" " + p for p in picked[place:])
        yield {**row, "paragraph": before + str(row["paragraph"]) + after, "answer_start": len(before)}


def _example(row: dict[str, object], rng: random.Random) -> Example | None:
    question, text = str(row["question"]), str(row["paragraph"])
    answer, start = str(row["answer"] or ""), int(str(row["answer_start"]))
    answerable = bool(row["answerable"])
    by_label = answerable and (start < 0 or row["source"] in ("selqa", "clapnq"))
    if row["source"] in ("qed", "clapnq") and start >= 0:
        text, start, answer = _respace(text, start, answer)
    elif row["source"] in ("qed", "clapnq"):
        text = _respaced(text)
    gold: list[str] = []
    if by_label:
        marked = row.get("sentence_labels") or []
        assert isinstance(marked, list)  # noqa: S101
        gold = [_respaced(str(s)) if row["source"] == "clapnq" else str(s) for s, label in marked if label]
        if not gold:
            return None
        start = text.find(gold[0][:40])
        if start < 0:
            return None
    middle = max(start, 0)
    if row["source"] == "squad_du":  # lower-cased, so its own sentences are used
        sentences = _placed(text, row["sentence_labels"])
    else:
        sentences = split_sentences(text, 0, len(text))
    text, sentences, shift = _window(text, sentences, middle, rng)
    if not sentences:
        return None
    labels = []
    for a, b in sentences:
        if by_label:
            piece = text[a:b]
            labels.append(int(any(piece in g or g in piece for g in gold)))
        else:
            labels.append(int(answerable and a <= start - shift < b))
    span = None
    if answerable and not by_label and row.get("answer_is") != "sentence":
        span = (start - shift, start - shift + len(answer))
    if answerable and not any(labels):
        return None
    return Example(question, text, tuple(sentences), tuple(labels), span)


def _placed(text: str, labels: object) -> list[tuple[int, int]]:
    assert isinstance(labels, list)  # noqa: S101
    found = ((text.find(sentence), len(sentence)) for sentence, _ in labels)
    return sorted({(at, at + length) for at, length in found if at >= 0})


def _respaced(text: str) -> str:
    for pattern, replacement in _SPACED:
        text = re.sub(pattern, replacement, text)
    return text


def _respace(text: str, start: int, answer: str) -> tuple[str, int, str]:
    before, answer = _respaced(text[:start]), _respaced(answer)
    return before + _respaced(text[start:]), len(before), answer


def _window(
    text: str, sentences: list[tuple[int, int]], middle: int, rng: random.Random
) -> tuple[str, list[tuple[int, int]], int]:
    """Whole sentences around ``middle`` of at most WINDOW characters."""
    at = next((i for i, (a, b) in enumerate(sentences) if a <= middle < b), 0)
    low = high = at
    while True:
        options = []
        if low > 0 and sentences[high][1] - sentences[low - 1][0] <= WINDOW:
            options.append(-1)
        if high + 1 < len(sentences) and sentences[high + 1][1] - sentences[low][0] <= WINDOW:
            options.append(1)
        if not options:
            break
        if rng.choice(options) < 0:
            low -= 1
        else:
            high += 1
    shift = sentences[low][0] if sentences else 0
    kept = [(a - shift, b - shift) for a, b in sentences[low : high + 1]]
    return text[shift : sentences[high][1]] if sentences else text, kept, shift


def without_answer(example: Example, answer: str) -> Example | None:
    """The same text with the answering sentences taken out: on the topic, and silent."""
    kept: list[str] = []
    for (a, b), label in zip(example.sentences, example.labels, strict=True):
        if not label:
            kept.append(example.text[a:b])
    text = " ".join(kept)
    if len(kept) < 2 or (answer and answer.lower() in text.lower()):
        return None
    sentences, position = [], 0
    for piece in kept:
        sentences.append((position, position + len(piece)))
        position += len(piece) + 1
    return Example(example.question, text, tuple(sentences), (0,) * len(kept), None)


def turned(example: Example, rng: random.Random) -> Example | None:
    """The same text with a question that it does not answer (``rewriting.unanswerable``)."""
    answer = example.text[slice(*example.span)] if example.span else ""
    question = unanswerable(example.question, example.text, answer, rng)
    if question is None:
        return None
    return Example(question, example.text, example.sentences, (0,) * len(example.sentences), None)
