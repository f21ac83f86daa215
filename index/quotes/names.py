"""Names in running text: capitalised runs, split into office and name, told from the starts of sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.quotes.vocabulary import BODIES, HONORIFICS, NOT_NAMES, PARTICLES, ROLES, ROLES_AS_SURNAMES

_WORD = re.compile(r"[^\W_][\w\u00ad]*(?:[’'\-‑–][^\W_][\w\u00ad]*)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s{0,3}|[“”\"‘(\[]\s{0,3}|\n\s{0,3})$")
_ACRONYM = re.compile(r"\s?\((?:the\s)?([A-Z][A-Za-z\-]{1,9})\)")
MOST_WORDS = 24
"""A longer run of capitalised words is no name."""
TITLE_CASE = 0.7
"""A line with this share of capitalised words is a headline in title case: its capitals say nothing."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``text[start:end]``, its office and honorific left out of ``words``."""

    start: int
    end: int
    words: tuple[str, ...]
    title: str | None
    honorific: str | None
    body: bool
    acronym: str | None = None

    @property
    def text(self) -> str:
        """The name alone."""
        return " ".join(self.words)


def find_names(text: str, start: int, end: int, common: frozenset[str]) -> list[Name]:
    """Names in ``text[start:end]``, in order; ``common`` are the words that the article writes in lower case."""
    words = list(_WORD.finditer(text, start, end))
    names = []
    for low, high in _runs(text, words):
        name = _name(text, words[low:high], common) if high - low <= MOST_WORDS else None
        if name is not None:
            names.append(name)
    return names


def common_words(text: str) -> frozenset[str]:
    """Words that stand in lower case somewhere: at the start of a sentence they are no names."""
    return frozenset(w for m in _WORD.finditer(text) if (w := m.group())[0].islower())


def is_title_case(text: str) -> bool:
    """Does nearly every word begin with a capital?"""
    words = _WORD.findall(text)
    return len(words) > 3 and sum(w[0].isupper() for w in words) >= TITLE_CASE * len(words)


def _runs(text: str, words: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    runs = []
    i = 0
    while i < len(words):
        if not words[i].group()[0].isupper():
            i += 1
            continue
        j = i + 1
        while j < len(words) and (_goes_on(text, words, j) or _body_goes_on(text, words, i, j)):
            j += 1
        while words[j - 1].group()[0].islower():
            j -= 1
        runs.append((i, j))
        i = j
    return runs


def _goes_on(text: str, words: Sequence[re.Match[str]], j: int) -> bool:
    before, word = words[j - 1], words[j]
    gap = text[before.end() : word.start()]
    plain = before.group().replace("\u00ad", "")
    if _POSSESSIVE.search(plain) and not plain.startswith(("O’", "O'")):
        return False
    dotted = gap in (". ", ".", ".\xa0") and (len(plain) == 1 or plain.lower() in HONORIFICS | ROLES)
    if not (gap in (" ", "\xa0") or dotted):
        return False
    if word.group()[0].isupper():
        return True
    return (
        word.group() in PARTICLES
        and j + 1 < len(words)
        and words[j + 1].group()[0].isupper()
        and text[word.end() : words[j + 1].start()] in (" ", "-")
    )


def _body_goes_on(text: str, words: Sequence[re.Match[str]], i: int, j: int) -> bool:
    """ "the Centre for Research and Security Studies", "Ministry of Foreign Affairs"."""
    word = words[j].group()
    if word not in ("of", "for", "on", "and") or j + 1 == len(words) or not words[j + 1].group()[0].isupper():
        return False
    if (
        text[words[j - 1].end() : words[j].start()] != " "
        or text[words[j].end() : words[j + 1].start()] != " "
    ):
        return False
    if word == "and":
        return any(w.group() in ("of", "for", "on") for w in words[i:j])
    return words[j - 1].group().lower() in BODIES


def _dotted(text: str, match: re.Match[str], word: str) -> str:
    """ "W." and "Jr." as they are written."""
    short = len(word) == 1 or word in ("Jr", "Sr", "St")
    return f"{word}." if short and text.startswith(".", match.end()) else word


def _name(text: str, run: Sequence[re.Match[str]], common: frozenset[str]) -> Name | None:
    words = [_POSSESSIVE.sub("", m.group().replace("\u00ad", "")) for m in run]
    first = 0
    starts_sentence = _SENTENCE_START.search(text, max(0, run[0].start() - 3), run[0].start()) is not None
    while first < len(words) and (
        words[first] in NOT_NAMES
        or (
            first == 0
            and starts_sentence
            and words[first].lower() in common
            and words[first].lower() not in ROLES | HONORIFICS
            and not (len(words) > 1 and words[1].lower() in ROLES)
        )
    ):
        first += 1
    if first == len(words):
        return None
    lowered = [w.lower() for w in words]
    body = any(w in BODIES for w in lowered[first:])
    if words[first:] == ["I"] or words[-1] == "I":
        return None
    split, honorific = first, None
    for i in range(first, len(words)):
        if lowered[i] in HONORIFICS:
            honorific, split = words[i], i + 1
        elif any(part in ROLES for part in re.split(r"[-‑–]", lowered[i])):
            ends = i > first and i == len(words) - 1 and lowered[i - 1] not in ROLES | BODIES
            split = split if ends and lowered[i] in ROLES_AS_SURNAMES else i + 1
    if split == len(words) or (body and honorific is None and lowered[-1] in BODIES):
        if split == len(words) and not body:
            return None  # "Prime Minister": an office without a name
        split = first
    title_words = [w for w in words[first:split] if w.lower() not in HONORIFICS]
    title = " ".join(title_words) or None
    end = run[-1].start() + len(_POSSESSIVE.sub("", run[-1].group()))
    acronym = _ACRONYM.match(text, end)
    return Name(
        run[first].start(),
        end,
        tuple(_dotted(text, m, w) for m, w in zip(run[split:], words[split:], strict=True)),
        title,
        honorific,
        body and honorific is None and title is None,
        acronym.group(1) if acronym else None,
    )
