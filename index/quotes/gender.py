"""First names: whose they are. A name that is not known, or that both have, tells nothing."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files

from index.text.folding import fold

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "ð": "d", "þ": "th"})
NAMES = "first_names.json"
"""``{"female": "ada anna …", "male": …, "either": …}``; made by ``training/first_names.py``."""


def is_first_name(word: str) -> bool:
    """Does anybody bear it?"""
    return _plain(word) in _table()


def is_female(word: str) -> bool | None:
    """Whose name it is; None: both have it, or it is not known."""
    return _table().get(_plain(word))


def _plain(word: str) -> str:
    """The table is in plain letters."""
    bare = word.split("-")[0].lower()
    return bare if bare.isascii() else fold(bare).translate(_LETTERS)


@cache
def _table() -> dict[str, bool | None]:
    read = json.loads(files("index.quotes").joinpath(NAMES).read_text("utf-8"))
    found: dict[str, bool | None] = dict.fromkeys(read["either"].split())
    found.update(dict.fromkeys(read["female"].split(), True))
    found.update(dict.fromkeys(read["male"].split(), False))
    return found
