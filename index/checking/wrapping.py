"""A quote as people put it into a chat: what of the message are the words, and whom the rest of it names for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.checking.commenting import commented
from index.checking.speakers import MAX_SPLIT, MIN_REST, NOBODY, Asked, split_speaker
from index.checking.tokens import split_words
from index.quotes.marks import find_marked
from index.quotes.vocabulary import PARTICLES
from index.slices import cut

MOST_NAME = 8
"""Words of a part of a message that can be a name with an office."""
LEAST_MARKED = 2
"""Words between marks that are a quote and no turn of phrase."""
FEW_BESIDE = 12
"""Words beside the marks up to which what stands between them is the quote, whatever the rest says."""

_NOISE = re.compile(
    r"<a?:\w{1,32}:\d{1,20}>|<(?:@[!&]?|#)\d{1,20}>|<t:-?\d{1,17}(?::\w)?>|<?https?://\S{1,2000}"
    r"|^[ \t]*>{1,3}(?=\s|[\"“'])|^-#\s|^#{1,3}\s|```\w{0,12}|\|\||\*\*|__|~~",
    re.MULTILINE,
)
_BETWEEN = ("—", "–", " - ", "--", "~", "|", "→", "->", "=>", "»", "•", ":", "\n")
"""What stands between a name and the words, before or behind them."""
_DASHES = "-—–~|→>=•»:*_ \t\n"
_HANDLE = re.compile(r"@([A-Za-z][\w.]{1,40})")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|[_.\d]+")
_BRACKETS = {")": "(", "]": "["}


@dataclass(frozen=True, slots=True)
class Wrapped:
    """The words of a quote are ``query[a:b]`` for each of ``spans``; ``speaker`` is whom the rest names, if anybody.

    ``sure``: it can hardly be read otherwise.
    """

    spans: tuple[tuple[int, int], ...]
    speaker: str | None
    sure: bool


def without_noise(query: str) -> str:
    """Emoji, mentions, times, links, block marks and Markdown blanked; every other character keeps its place."""
    return _NOISE.sub(lambda match: " " * len(match.group()), query)


def unwrap(query: str, bare: str) -> list[Wrapped]:
    """Ways to read a message as a quote with a wrapper, the likeliest first. Linear in its length. Never raises.

    ``bare`` is the query with what is no word blanked, character for character.
    """
    if not split_words(bare):
        return []
    found = [*_asked(split_speaker(bare))]
    if len(bare) <= MAX_SPLIT:
        found += _marked(bare)
        found += _bracketed(bare)
        found += _apart(bare)
        found += [*_commented(bare, Wrapped(((0, len(bare)),), None, True))]
        found = [way for each in found for way in (each, *_commented(bare, each))]
    if bare != query:
        found.append(Wrapped(((0, len(bare)),), None, True))
    return list(dict.fromkeys(found))


def _commented(bare: str, way: Wrapped) -> Iterator[Wrapped]:
    """A way to read a message without the comments that are left in it."""
    if len(way.spans) == 1 and (found := commented(cut(bare, *way.spans[0]))):
        start, end, name = found
        low = way.spans[0][0]
        yield Wrapped(((low + start, low + end),), way.speaker or name, way.sure)


def _asked(split: Asked) -> Iterator[Wrapped]:
    if split.split:
        yield Wrapped(((split.start, split.start + len(split.text)),), split.speaker, split.sure)


def _marked(bare: str) -> Iterator[Wrapped]:
    """What stands between quotation marks; several runs of one quote are put one behind the other."""
    spans = [(m.start, m.end) for m in find_marked(bare, 0, len(bare)) if m.end > m.start]
    inside = sum(len(split_words(bare[a:b])) for a, b in spans)
    if inside < LEAST_MARKED:
        return
    edges = [0, *(place for span in spans for place in span), len(bare)]
    beside = [bare[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True)]
    outside = sum(len(split_words(part)) for part in beside)
    if not outside:
        return
    names = [name for part in beside if (name := name_in(part))]
    yield Wrapped(tuple(spans), names[0] if names else None, outside <= FEW_BESIDE and inside >= MIN_REST)


def _bracketed(bare: str) -> Iterator[Wrapped]:
    """A name in brackets, first or last."""
    text = bare.rstrip(" \n\t.*_")
    if text and text[-1] in _BRACKETS and (at := text.rfind(_BRACKETS[text[-1]])) > 0:
        yield from _with(bare, (0, at), text[at + 1 : -1])
    head = bare.lstrip()
    begin = len(bare) - len(head)
    closing = {opening: closing for closing, opening in _BRACKETS.items()}.get(head[:1])
    if closing and (at := head.find(closing)) > 0:
        yield from _with(bare, (begin + at + 1, len(bare)), head[1:at])


def _apart(bare: str) -> Iterator[Wrapped]:
    """A name before or behind a dash, an arrow, a colon or the end of a line."""
    lead = len(bare) - len(bare.lstrip())
    begin = len(bare) - len(bare.lstrip(_DASHES))  # "~ Name ~ words"
    if handle := _HANDLE.match(bare, lead):
        yield from _with(bare, (handle.end(), len(bare)), handle.group())
    for mark in _BETWEEN:
        if mark != ":" and (at := bare.rstrip().rfind(mark)) > 0:
            yield from _with(bare, (0, at), bare[at + len(mark) :])
        if (at := bare.find(mark, begin)) > 0 and bare[begin:at].strip():
            yield from _with(bare, (at + len(mark), len(bare)), bare[begin:at])


def _with(bare: str, span: tuple[int, int], part: str) -> Iterator[Wrapped]:
    name = name_in(part)
    if (
        name
        and len(split_words(part)) <= MOST_NAME
        and len(split_words(bare[span[0] : span[1]])) >= LEAST_MARKED
    ):
        start, end = span
        while end > start and bare[end - 1] in _DASHES:
            end -= 1
        while start < end and bare[start] in _DASHES:
            start += 1
        yield Wrapped(((start, end),), name, not name.islower())


def name_in(part: str) -> str | None:
    """The name in what stands beside a quote: a handle, or the longest run of capitalised words; a short part in small letters whole."""
    if handle := _HANDLE.search(part):
        return " ".join(_CAMEL.sub(" ", handle.group(1)).split())
    part = part.strip(_DASHES + "\"“”'’‘,.!?()[]")
    runs = _runs(part.split())
    best = max(runs, key=len, default=[])
    if best:
        return " ".join(best).strip(",.;!?\"“”'’‘()[]")
    few = part.split(",")[0].split()
    plain = 0 < len(few) <= 3 and not NOBODY & {w.lower() for w in few} and all(w.isalpha() for w in few)
    return " ".join(few) if plain else None


def _runs(words: Sequence[str]) -> list[list[str]]:
    """Runs of capitalised words with the particles inside them; a comma ends one."""
    runs: list[list[str]] = [[]]
    for word in words:
        plain = word.strip("\"“”'’‘()[],.;:!?")
        if (
            plain[:1].isupper()
            and plain.lower() not in NOBODY
            and not (plain.lower() in _OPENERS and not runs[-1])
        ):
            runs[-1].append(word)
        elif not (runs[-1] and plain.lower() in PARTICLES):
            runs.append([])
        else:
            runs[-1].append(word)
        if word.endswith((",", ";", ":")):
            runs.append([])
    for run in runs:
        while run and run[-1].strip(",.").lower() in PARTICLES:
            run.pop()
    return [run for run in runs if run]


_OPENERS = frozenset("according quote quoted source via from by per said says lol".split())
