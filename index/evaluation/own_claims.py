"""Our own rewordings of what PolNeAR's articles report, and claims on their topics that nobody made."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from index.evaluation.polnear import Polnear
from index.evaluation.who_said import Case, CaseSet
from index.model import VerdictKind

OWN = Path(__file__).with_name("reworded.jsonl")
LENGTHS = Path(__file__).with_name("reworded_lengths.jsonl")
"""Short and long ones of the same articles, for measuring alone."""
OFF_TOPIC = Path(__file__).with_name("off_topic.jsonl")
THIRD = 3
"""Every third off-topic claim is locked."""


def own_claims(polnear: Polnear, file: Path = OWN) -> list[CaseSet]:
    """Our own claims, those of OWN or of LENGTHS, as cases of their articles."""
    rows = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        kind = VerdictKind.NOT_FOUND if row["said_at"] is None else VerdictKind.PARAPHRASE
        rows[row["article"]].append(Case(row["text"], kind, (), ()))
    return [replace(polnear.read(name), cases=tuple(cases)) for name, cases in rows.items()]


def off_topic_claims(half: str) -> list[str]:
    """Claims about what no article here is about; ``half`` is "tuned" or "locked"."""
    lines = OFF_TOPIC.read_text("utf-8").splitlines()
    texts = [str(json.loads(line)["text"]) for line in lines]
    return [t for i, t in enumerate(texts) if (i % THIRD == THIRD - 1) is (half == "locked")]
