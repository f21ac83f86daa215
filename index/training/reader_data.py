"""Questions to training groups for the reader: an answering text, hard negatives, unanswerable variants."""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from index.answering.followup import followed
from index.evaluation import datasets
from index.text.sentences import split_sentences
from index.training.rewriting import unanswerable

WINDOW = 480
"""Characters of text around the answer that are kept."""
HEADED_SHARE = 0.25
"""So many texts have their title above them, as a passage has its heading."""
MIXTURE = {
    "squad2_dev19": (5_000, 3),
    "squad2_dev8_inhand_plausible": (2_000, 3),
    "timeqa": (3_200, 1),
    "abg_coqa": (1_500, 2),
    "condaqa": (2_400, 1),
    "quotesum_dev": (300, 2),
    "friendsqa": (2_200, 1),
    "contrast_quoref_ropes_drop": (1_300, 1),
    "menatqa": (1_000, 1),
    "tydiqa_en_train": (3_700, 1),
    "tydiqa_en_dev": (440, 1),
    "qed_train": (6_000, 1),
    "squadshifts_newwiki_test": (5_000, 1),
    "squad_du_train": (3_000, 1),
    "tweetqa": (2_000, 1),
    "clapnq_dev": (600, 1),
    "selqa_dev": (800, 1),
}
"""The files that are learned from: how many questions of each at most, and how often each is seen (typed and turned
anew). Every one's licence allows it or none is stated; the model card lists them."""
_LEFT_OUT = frozenset({"ropes_original", "ropes_contrast"})
"""Their answers follow from the text and stand nowhere in it."""
_TOKENISED = frozenset({"qed", "clapnq", "friendsqa"})
_IN_HAND = "squad2_dev8_inhand_plausible"
"""The articles of ``squad/``, a fold of which is kept for measuring."""
_MEASURED = "cnn"
"""The part of Abg-CoQA that follow-ups are measured on."""
_SPACED = [
    (r" ([,.;:!?%)\]’])", r"\1"),
    (r"([(\[]) ", r"\1"),
    (r" '(s|re|ve|ll|d|m|t)\b", r"'\1"),
    (r" n't\b", "n't"),
]


@dataclass(frozen=True, slots=True)
class Example:
    """One question on one text; ``labels[i]`` is 1 where sentence i answers, ``tempting`` a wrong answer that looks right."""

    question: str
    text: str
    sentences: tuple[tuple[int, int], ...]
    labels: tuple[int, ...]
    span: tuple[int, int] | None
    tempting: tuple[int, int] | None = None

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
        for row in rows:
            if is_measured(name, row) or row["source"] in _LEFT_OUT:
                continue
            example = _example(row, rng)
            if example is not None:
                examples.append(example)
    return examples


def is_measured(file: str, row: dict[str, Any]) -> bool:
    """Is it one of the questions that figures are made with? They are never learned from."""
    if file == _IN_HAND:
        return datasets.is_kept_out(f"{row['title']}.txt")
    return (row["source"], row.get("domain")) == ("abg_coqa", _MEASURED)


def _example(row: dict[str, Any], rng: random.Random) -> Example | None:
    question, text = str(row["question"]), str(row["paragraph"])
    answer, start = str(row["answer"] or ""), int(str(row["answer_start"]))
    answerable = bool(row["answerable"])
    by_label = answerable and (start < 0 or row["source"] == "clapnq")
    tempting = row.get("plausible")
    if row["source"] in _TOKENISED and start >= 0:
        text, start, answer = _respace(text, start, answer)
        question = _respaced(question)
    elif row["source"] in _TOKENISED:
        text = _respaced(text)
    if row.get("history"):
        question = followed(question, str(row["history"][-1][0]))
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
    middle = max(start, int(tempting["start"]) if tempting else 0, 0)
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
    if answerable and not by_label and row["source"] != "condaqa":  # there it is the whole sentence
        span = (start - shift, start - shift + len(answer))
    if answerable and not any(labels):
        return None
    wrong = (int(tempting["start"]) - shift, int(tempting["start"]) - shift + 1) if tempting else None
    example = Example(question, text, tuple(sentences), tuple(labels), span, wrong)
    return _headed(example, str(row["title"])) if rng.random() < HEADED_SHARE else example


def _headed(example: Example, title: str) -> Example:
    head = title.replace("_", " ").strip()
    if not head or head[0] in "/0123456789":
        return example
    on = len(head) + 1
    return replace(
        example,
        text=f"{head}\n{example.text}",
        sentences=tuple((a + on, b + on) for a, b in example.sentences),
        span=example.span and (example.span[0] + on, example.span[1] + on),
        tempting=example.tempting and (example.tempting[0] + on, example.tempting[1] + on),
    )


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
