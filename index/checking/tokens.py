"""Words with their places in the source: what quotes are compared by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from index.text.folding import APOSTROPHES, DROPPED, fold
from index.text.words import content_stems

_LETTER = r"[^\W_]"
_MARK = "\u0300-\u036f"
_INSIDE = f"[{DROPPED}{_MARK}]"
_QUOTE = f"[{re.escape(APOSTROPHES)}]"
_UNIT = (
    "one|two|three|four|five|six|seven|eight|nine|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
)
_WORD = re.compile(
    r"\d+(?:[.,]\d+)+"  # 1,524 and 2.5 are one word each
    rf"|(?i:(?:twen|thir|for|fif|six|seven|eigh|nine)ty[-‐‑–](?:{_UNIT})|per cent)(?!{_LETTER})"
    rf"|{_LETTER}(?:{_INSIDE}*{_LETTER})*[{_MARK}]*(?:(?<=[nN]){_QUOTE}[tT](?!{_LETTER}))?"  # don't: one word
    r"|[%$£€]"
)
_NUMBER = re.compile(r"\d")

NEGATIONS = frozenset(
    "no not nor neither never none nobody nothing nowhere without cannot hardly scarcely barely".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]`` of the source; ``folded`` is what is compared."""

    folded: str
    start: int
    end: int


def split_words(text: str) -> list[Word]:
    """The words of a text in order. Linear in its length; punctuation separates and is no word.

    "don't" is one word, so that "we do" is never a part of "we don't"; "Asif's" is two.
    """
    found = []
    for match in _WORD.finditer(text):
        folded = fold_word(match.group())
        if folded:
            found.append(Word(folded, match.start(), match.end()))
    return found


@lru_cache(maxsize=200_000)
def fold_word(word: str) -> str:
    """One word folded; commas in numbers are dropped."""
    folded = fold(word)
    return folded.replace(",", "") if folded[:1].isdigit() else folded


def is_negation(word: str) -> bool:
    """Whether a folded word denies."""
    return word in NEGATIONS or word.endswith("n't")


def is_number(word: str) -> bool:
    """Whether a folded word holds a digit or is a number word of consequence."""
    return _NUMBER.search(word) is not None or word in _NUMBER_WORDS


def is_content(word: str) -> bool:
    """Whether a folded word carries meaning: function words and the rest of "Asif's" do not."""
    return stem(word) != "" or is_number(word)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a content word; empty for a function word."""
    stems = content_stems(word)
    return stems[0] if stems and word not in _PIECES else ""


_PIECES = frozenset("s t d ll re ve m".split())
_NUMBER_WORDS = frozenset(
    "two three four five six seven eight nine ten eleven twelve thirteen fifteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand million billion trillion dozen half first second third".split()
)
