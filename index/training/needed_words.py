"""Count how surely the words of questions stand in the texts that answer them; write index/answering/needed.json.

python -m index.training.needed_words --data DATA/qa --out index/answering/needed.json
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from index.answering.needed import Need, smoothed
from index.text.words import asked_words, stem, stems
from index.training.reader_data import Example, load

FILES = (
    "squad2_dev19",
    "squad2_dev8_inhand_plausible",
    "tydiqa_en_train",
    "qed_train",
    "squadshifts_newwiki_test",
    "squad_du_train",
    "abg_coqa",
    "timeqa",
    "clapnq_dev",
    "selqa_dev",
    "quotesum_dev",
)
"""The files of the reader's mixture whose questions and answers people wrote for texts as they stand."""
LEAST = 3
"""Questions that hold a word; of fewer nothing is learned."""


def counted(examples: Iterable[Example]) -> dict[str, Need]:
    """For each stem of the answered questions."""
    held: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for example in examples:
        if not example.answerable:
            continue
        pairs = zip(example.sentences, example.labels, strict=True)
        answering = {s for (a, b), label in pairs if label for s in stems(example.text[a:b])}
        text = set(stems(example.text))
        for asked in {stem(w) for w in asked_words(example.question.split(" (")[0])}:
            counts = held[asked]
            counts[0] += 1
            counts[1] += asked in answering
            counts[2] += asked in text
    return {s: smoothed(*counts) for s, counts in sorted(held.items()) if counts[0] >= LEAST}


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    found = counted(load(arguments.data, FILES, seed=1))
    rows = {s: [round(n.sentence, 2), round(n.around, 2)] for s, n in found.items()}
    lines = ",\n".join(f"{json.dumps(s)}: {json.dumps(row)}" for s, row in rows.items())
    arguments.out.write_text("{\n" + lines + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
