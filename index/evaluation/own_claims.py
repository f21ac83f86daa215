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


def own_claims(polnear: Polnear) -> list[CaseSet]:
    """Our own claims as cases of their articles."""
    rows = defaultdict(list)
    for line in OWN.read_text("utf-8").splitlines():
        row = json.loads(line)
        kind = VerdictKind.NOT_FOUND if row["said_at"] is None else VerdictKind.PARAPHRASE
        rows[row["article"]].append(Case(row["text"], kind, (), ()))
    return [replace(polnear.read(name), cases=tuple(cases)) for name, cases in rows.items()]
