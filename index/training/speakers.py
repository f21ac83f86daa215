"""Trains what tells persons from bodies and places, whom a pronoun means, and who says a quotation.

    python -m index.training.speakers --data FOLDER [--labelled FILE] [--only kinds|antecedents|ranking]

FOLDER is one like the evaluation's. Used: PolNeAR's training part with its automatic parses, names and chains (no
licence stated), GUM (annotation CC BY 4.0), GAP (Apache-2.0), KnowRef (CC BY-SA 3.0), LitBank (CC BY 4.0), the Project
Dialogism Novel Corpus (none stated), our own articles, the news of BASIL, the Fake News Challenge and PolNeAR in which we annotated who
speaks (none stated), and the news that ``name_teacher.py`` labels into FILE. A third of GUM's and PDNC's documents are kept out for measuring.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file

from index.quotes.persons import WEIGHTS, weights
from index.training import speaker_antecedents, speaker_kinds, speaker_ranking
from index.training.own_anaphors import own_anaphors

STEPS = ("kinds", "antecedents", "ranking")


def main() -> None:
    """Train one part or all, and keep the others' weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--labelled", type=Path)
    parser.add_argument("--only", choices=STEPS)
    given = parser.parse_args()
    file = Path(__file__).parents[1] / "quotes" / WEIGHTS
    kept: dict[str, np.ndarray] = dict(load_file(file)) if file.exists() else speaker_antecedents.blank()
    _save(kept, file)  # the first reading of the training set needs some weights
    if given.only in (None, "kinds"):
        kept.update(speaker_kinds.train(given.data, given.labelled))
        _save(kept, file)
    if given.only in (None, "antecedents"):
        _save({**kept, **speaker_antecedents.fitted(kept)}, file)
        for follows in (False, True):  # the second time with what the first has learned
            more = own_anaphors(given.data, follows=follows)
            kept.update(speaker_antecedents.train(given.data, more, follows=follows))
            _save(kept, file)
    if given.only in (None, "ranking"):
        _save({**kept, **speaker_ranking.train(given.data)}, file)


def _save(arrays: dict[str, np.ndarray], file: Path) -> None:
    save_file(arrays, file)
    weights.cache_clear()


if __name__ == "__main__":
    main()
