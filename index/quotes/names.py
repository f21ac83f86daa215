"""Names in running text: capitalised runs, split into office and name, told from the starts of sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.quotes.gender import is_female, is_first_name
from index.quotes.nationalities import is_nationality
from index.quotes.vocabulary import (
    BODIES,
    BODIES_AS_SURNAMES,
    BREAKS,
    HONORIFICS,
    NOT_NAMES,
    OFFICES_OF_SEVERAL,
    PARTICLES,
    PARTIES,
    ROLES,
    ROLES_AS_SURNAMES,
    is_role,
)
from index.text.calendar import NAMED

WORD_OF_NAME = re.compile(r"[^\W_][\w\u00ad]*(?:[’'\-‑–][^\W_][\w\u00ad]*)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s{0,3}|[“”\"‘(\[]\s{0,3}|\n\s{0,3})$")
_ACRONYM = re.compile(r"\s?\((?:the\s)?([A-Z][A-Za-z\-]{1,9})\)")
MOST_WORDS = 24
"""A longer run of capitalised words is no name."""
MOST_LETTERS = 60
"""Nor is one with a longer word: whoever is called so would be written out beside every quotation."""
MOST_PARTICLES = 3
"""So many particles in a row belong to one name."""
_SENT_TO = re.compile(r"\b(?:[Aa]mbassador|[Ee]nvoy|[Cc]onsul|[Dd]elegate|[Rr]epresentative) to (?:the )?$")
"""Where a place or a body follows, before the name of whom it sends."""
_ARABIC = re.compile(r"(?:a[ldnrsz]|e[ln]|ul|ash)-[A-Z]")  # "Suleiman al-Amr"
_DESCRIBES = re.compile(r"(?: [a-z\-]{2,20})? ([a-z\-]{2,20}) (?=[A-Z])")
_CONTRACTED = re.compile(r"(?:n[’']t|[’'](?:ll|re|ve|[dm]))$", re.IGNORECASE)
""" "Don't", "They'll": no names."""
_OPENING = re.compile(
    r"(?:[A-Z][a-z]{2,14}ed|Told|Shown|Given|Taken|Seen|Sent|Left)(?= (?:of|by|about|on|over|whether|that|how|why|what|if|to|with|for|at|from|as|in)\b)"
    r"|[A-Z][a-z]{2,14}s(?= (?:were|are|have|can|will|should|may|might|would|could|do|did)\b)|(?:English|French|Irish|Welsh|Scots|Dutch|Cornish)(?:wo)?m[ae]n\b"
)
""" "Pressed on it, she", "Prices were", "Told by": words that begin a sentence and name nobody; nor does "the Dutchman"."""
_DAY = re.compile(r"\.? \d")
_CREDIT = re.compile(r"(?:Photos?|Photographs?|Pictures?|Images?|Illustration)(?:/| by )$")
""" "(AP Photo/Ada Moor)": whoever took it is not told of."""
_DOES = ("ator", "ister", "aker", "iner", "ologist", "ician")
"""How some nouns of those who do something end."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``text[start:end]``, its office and honorific left out of ``words`` and of ``written``."""

    start: int
    end: int
    words: tuple[str, ...]
    title: str | None
    honorific: str | None
    body: bool
    acronym: str | None = None
    written: str = ""
    opens: bool = False
    """Does it begin a sentence, so that its capital tells nothing?"""


def find_names(
    text: str, start: int, end: int, common: frozenset[str], surnames: frozenset[str] = frozenset()
) -> list[Name]:
    """Names in ``text[start:end]``, in order; ``common`` are the words that the article writes in lower case,
    ``surnames`` the occupations that are somebody's name in it."""
    words = list(WORD_OF_NAME.finditer(text, start, end))
    names = []
    for low, high in _runs(text, words):
        run = words[low:high]
        if len(run) > MOST_WORDS or any(w.end() - w.start() > MOST_LETTERS for w in run):
            continue
        name = _name(text, run, common, surnames)
        if name is not None:
            names.append(name)
    return names


def _runs(text: str, words: Sequence[re.Match[str]]) -> list[tuple[int, int]]:
    runs = []
    i = 0
    while i < len(words):
        if not words[i].group()[0].isupper() or _CONTRACTED.search(words[i].group()):
            i += 1
            continue
        j = i + 1
        while j < len(words) and (_goes_on(text, words, j) or _body_goes_on(text, words, i, j)):
            j += 1
        while words[j - 1].group()[0].islower() and not _ARABIC.match(words[j - 1].group()):
            j -= 1
        runs.append((i, j))
        i = j
    return runs


def _goes_on(text: str, words: Sequence[re.Match[str]], j: int) -> bool:
    before, word = words[j - 1], words[j]
    gap = text[before.end() : word.start()]
    plain = before.group().replace("\u00ad", "")
    if (
        word.group() in BREAKS
        or _CONTRACTED.search(word.group())
        or (word.group() in NAMED and _DAY.match(text, word.end()))
        or (word.group().endswith("day") and word.group() in NAMED)
        or (j > 1 and _heading_ends(words[j - 2].group(), plain, word.group()))
    ):
        return False
    if _POSSESSIVE.search(plain) and not plain.startswith(("O’", "O'")):
        return False
    dotted = gap in (". ", ".", ".\xa0") and (len(plain) == 1 or plain.lower() in HONORIFICS | ROLES)
    if not (gap in (" ", "\xa0") or dotted):
        return False
    if word.group()[0].isupper() or _ARABIC.match(word.group()):
        return True
    for k in range(j, min(j + MOST_PARTICLES, len(words) - 1)):  # "de la Cruz", "van der Berg"
        if words[k].group() not in PARTICLES or text[words[k].end() : words[k + 1].start()] not in (" ", "-"):
            return False
        if words[k + 1].group()[0].isupper():
            return True
    return False


def _heading_ends(first: str, second: str, word: str) -> bool:
    """ "BITTER DIVIDE Nadia Baker": capitals of a heading that the text goes on behind."""
    return first.isupper() and second.isupper() and len(second) > 3 and len(first) > 1 and not word.isupper()


def _body_goes_on(text: str, words: Sequence[re.Match[str]], i: int, j: int) -> bool:
    """ "the Centre for Research and Security Studies", "Ministry of Foreign Affairs", "Friends of the Forest"."""
    word = words[j].group()
    if word == "the" and j + 1 < len(words) and words[j - 1].group() == "of":
        return words[j + 1].group()[0].isupper() and text[words[j].end() : words[j + 1].start()] == " "
    if word == "of" and j + 2 < len(words) and words[j + 1].group() == "the":
        head = words[j - 1].group().lower()
        joined = text[words[j - 1].end() : words[j + 2].start()] == " of the " and (
            j - i == 1 or head in BODIES
        )
        return joined and words[j + 2].group()[0].isupper() and not is_role(head) and not is_first_name(head)
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


def _abbreviates(acronym: str, words: Sequence[str]) -> bool:
    """Is it short for these words? "Senator Ted Berg (D-Tex)" is not."""
    capitals = sum(c.isupper() for c in acronym)
    return capitals > 1 and "-" not in acronym and any(w[0] == acronym[0] for w in words)


def _written(text: str, start: int, end: int) -> str:
    """A name as the article writes it."""
    if text.startswith(".", end) and text[start:end].endswith((" Jr", " Sr")):
        end += 1
    return " ".join(text[start:end].replace("\u00ad", "").split())


def _is_occupied(words: Sequence[str], split: int, lowered: Sequence[str]) -> bool:
    """ "Stallholder Priya Rao": is the first word no name, but a first name and a surname behind it?"""
    rest = words[split:]
    if (
        len(rest) < 3
        or any(w in BODIES for w in lowered[split:])
        or not all(w[0].isupper() for w in rest[:2])
    ):
        return False
    known = is_first_name(rest[0]) or len(rest[0]) < 3
    return not known and is_first_name(rest[1]) and len(rest[1]) > 2


def _is_surnamed(words: Sequence[str]) -> bool:
    """ "Clara Park": a first name before a surname that could end a body's or a place's name."""
    told = [w for w in words if w.lower() not in HONORIFICS and not is_role(w.lower())]
    if len(told) < 2 or told[-1].lower() not in BODIES_AS_SURNAMES:
        return False
    return is_female(told[0]) is not None and not any(w.lower() in BODIES for w in told[:-1])


def _behind_body(words: Sequence[str], split: int, lowered: Sequence[str]) -> int | None:
    """ "the 1922 Committee Graham Brady": where the person's name begins."""
    for i in range(len(words) - 3, split - 1, -1):
        if lowered[i] in BODIES and not is_first_name(words[i]):
            rest = range(i + 1, len(words))
            capitals = words[i + 1][0].isupper() and words[i + 2][0].isupper()
            person = is_first_name(words[i + 1]) and len(rest) < 4 and capitals
            return i + 1 if person and not any(lowered[k] in BODIES for k in rest) else None
    return None


def _dotted(text: str, match: re.Match[str], word: str) -> str:
    """ "W." and "Jr." as they are written."""
    short = len(word) == 1 or word in ("Jr", "Sr", "St")
    return f"{word}." if short and text.startswith(".", match.end()) else word


def _name(
    text: str, run: Sequence[re.Match[str]], common: frozenset[str], surnames: frozenset[str]
) -> Name | None:
    words = [_POSSESSIVE.sub("", m.group().replace("\u00ad", "")) for m in run]
    first = 0
    starts_sentence = _SENTENCE_START.search(text, max(0, run[0].start() - 3), run[0].start()) is not None
    while first < len(words) and (
        words[first] in NOT_NAMES
        or (
            first == 0
            and starts_sentence
            and words[first].lower() in common
            and words[first].lower() not in HONORIFICS | PARTICLES
            and not is_role(words[first].lower())
            and not (len(words) > 1 and (is_role(words[1].lower()) or is_first_name(words[1])))
        )
    ):
        first += 1
    if first == len(words):
        return None
    lowered = [w.lower() for w in words]
    body = any(w in BODIES for w in lowered[first:]) and not _is_surnamed(words[first:])
    if words[first:] == ["I"] or words[-1] == "I":
        return None
    if _CREDIT.search(text, max(0, run[0].start() - 20), run[0].start()):
        return None
    split, honorific = first, None
    for i in range(first, len(words)):
        if lowered[i] in HONORIFICS:
            honorific, split = words[i], i + 1
        elif any(is_role(part) for part in re.split(r"[-‑–]", lowered[i])) or (
            i == first and lowered[i] in OFFICES_OF_SEVERAL and i + 1 < len(words)
        ):
            ends = (
                i > first
                and i == len(words) - 1
                and not is_role(lowered[i - 1])
                and lowered[i - 1] not in BODIES
            )
            surname = lowered[i] in ROLES_AS_SURNAMES or (ends and is_first_name(words[i - 1]))
            alone = len(words) - first == 1 and words[i] in surnames
            split = split if alone or (ends and surname) else i + 1
    sent = _SENT_TO.search(text, max(0, run[0].start() - 30), run[0].start()) is not None
    prefix = 2 if tuple(words[split : split + 2]) == ("New", "Yorker") else 1
    two = len(words) - split - prefix == 2 and not body
    two = two and not is_nationality((words[-1].removesuffix("s"),))
    of_party = two and (prefix == 2 or words[split] in PARTIES)
    if of_party and not common & set(lowered[split + prefix :]):
        split += prefix  # "Republican Ada Moor", whoever has heard of such a first name or not
    elif _is_occupied(words, split, lowered) or (
        sent and len(words) - split > 2 and is_first_name(words[split + 1])
    ):
        split += 1
    behind = _behind_body(words, split, lowered)
    if behind:
        split, body = behind, False
    if split == len(words) or (body and honorific is None and lowered[-1] in BODIES):
        if split == len(words) and (not body or is_role(lowered[-1])):
            return None  # "Prime Minister", "House Speaker": an office without a name
        split = first
    if starts_sentence and len(words) == 1 and lowered[0][-1] == "s" and is_role(lowered[0][:-1]):
        return None  # "Reporters were shown the bank"
    lone = len(run) == 1 and honorific is None and not is_first_name(words[0])
    if (
        lone
        and (starts_sentence or words[0].endswith(("man", "men")))
        and _OPENING.match(text, run[0].start())
    ):
        return None
    described = _DESCRIBES.match(text, run[0].end()) if len(run) == 1 and starts_sentence else None
    if described and (is_role(described.group(1)) or described.group(1).endswith(_DOES)):
        return None  # "Regional governor Amadou Keita", "Oven operator Amadou Keita"
    if len(words) - split == 1 and words[split] in NOT_NAMES:
        return None  # "Doctor Who"
    title_words = [w for w in words[first:split] if w.lower() not in HONORIFICS and "-year-" not in w.lower()]
    title = " ".join(title_words) if not behind else None
    title = title or None
    spelled = words[split:]
    if len(spelled) > 1 and lowered[split] in PARTICLES:
        spelled[0] = lowered[split]  # "De la Cruz said" of Maria de la Cruz
    end = run[-1].start() + len(_POSSESSIVE.sub("", run[-1].group()))
    acronym = _ACRONYM.match(text, end)
    return Name(
        run[first].start(),
        end,
        tuple(_dotted(text, m, w) for m, w in zip(run[split:], spelled, strict=True)),
        title,
        honorific,
        body and honorific is None and title is None,
        acronym.group(1) if acronym and _abbreviates(acronym.group(1), words[first:]) else None,
        _written(text, run[split].start(), end),
        starts_sentence and first == 0,
    )
