"""The table of first names: which are women's, which men's, which either's.

    python -m index.training.first_names --data FOLDER   # with speakers/first_names_gender.jsonl.gz

From three sets whose licences allow it (NOTICE names them). Rare names are left out: they are words, places and
surnames as often as not.
"""

from __future__ import annotations

import argparse
import gzip
import json
from pathlib import Path

from index.quotes.gender import NAMES

BIRTHS, BEARERS = 800, 300
"""A name counts from so many births (US registers) or so many people (nomquamgender) on."""
CLEAR = 0.9
"""Share of one sex from which on a name tells it."""


def main() -> None:
    """Write the table beside the code that reads it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    file = parser.parse_args().data / "speakers" / "first_names_gender.jsonl.gz"
    kept: dict[str, list[str]] = {"female": [], "male": [], "either": []}
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            known = sum(row.get("ssa", ())) >= BIRTHS or row.get("nqg", (0, 0))[1] >= BEARERS
            if not (known or "nltk" in row) or not row["name"].isalpha() or len(row["name"]) < 2:
                continue
            share = row["p_female"]
            kept["female" if share >= CLEAR else "male" if share <= 1 - CLEAR else "either"].append(
                row["name"]
            )
    target = Path(__file__).parents[1] / "quotes" / NAMES
    table = {sex: " ".join(sorted(names)) for sex, names in kept.items()}
    target.write_text(json.dumps(table, ensure_ascii=False, indent=0) + "\n", "utf-8")
    print({sex: len(names) for sex, names in kept.items()}, target.stat().st_size)


if __name__ == "__main__":
    main()
