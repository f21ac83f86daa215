"""The declared version of stored rows moves exactly when what is stored does."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from bot.settings import SAMPLE_DIR
from index.quotes import extract_quotes
from index.quotes.tagger import Tagger
from index.reading.text import read_text
from index.runtime.fingerprint import RECIPE
from index.text.passages import split_passages

RECORDED = Path(__file__).with_name("recipe.json")
PRESS = """Council votes on the ferry
The ferry will sail again in May, the council said on Monday.
“We have waited long enough,” said Ada Moor, the harbour master. “Now it is up to the crews.”
Jonas Reed, who runs the bakery at the quay, disagreed. “Nobody asked us,” he said, adding that the noise would drive guests away.
According to the mayor, Petra Lund, the plan costs 2.5 million. She called it “a bargain for the town”.
What comes next?
The crews will be hired by Mr. Reed's brother, e.g. from the island…
"""


def stored() -> str:
    """Names the passages, sentences and quotes that are made of our own two texts; scores may waver."""
    rows: list[object] = []
    tagger = Tagger()
    sample = next(SAMPLE_DIR.glob("*.txt"))
    for article in (read_text(sample.read_bytes(), sample.name), read_text(PRESS.encode(), "press.txt")):
        rows += [(p.paragraph, p.start, p.end, p.sentences) for p in split_passages(article)]
        for q in extract_quotes(article, tagger):
            rows.append((q.kind.value, q.start, q.end, q.utterance, q.speaker, q.speaker_title, q.cue))
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def test_the_recipe_changes_with_what_is_stored_and_with_nothing_else() -> None:
    """When it fails: give ``RECIPE`` a new value and write both values into recipe.json."""
    assert {"recipe": RECIPE, "stored": stored()} == json.loads(RECORDED.read_text("utf-8"))
