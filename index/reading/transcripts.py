"""Whose turn each paragraph is, in texts that are transcripts or conversations. Doubt leaves them nobody's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.model import ParagraphKind
from index.text.calendar import CALENDAR
from index.text.turns import Label, label_above, label_of

_LEAST_LABELLED, _LEAST_TIMED = 3, 2
_DENSE, _RATHER_DENSE = 0.6, 0.25
"""Shares of labelled lines: of a text that is all turns, and of an interview with paragraphs between."""
_NO_NAMES = CALENDAR | frozenset(
    "note notes date time place location venue source sources update updated photo photos picture image video "
    "credit credits caption correction editor tags topics contact contacts phone email website address price cost "
    "ingredients method serves tip tips warning summary abstract keywords title subject from to cc bcc re fwd "
    "attachments total result results score final first second third also however but and yes no ps p.s nb fact "
    "verdict background example chapter part section step figure table day week".split()
)
_ROLE = re.compile(r"(?:MR|MRS|MS|DR|THE|Mr|Mrs|Ms|Dr|The)\b")
_EXAMINER = re.compile(r"(?:EXAMINATION )?BY ((?:MR|MS|MRS|DR)\.? [A-Z][A-Z'’-]+):?$")
_WITNESS = re.compile(
    r"^(?:THE WITNESS, )?([A-Z][A-Z.'’ -]{3,40}),? (?:having been|being) (?:first )?duly sworn"
)
_NAME = re.compile(r"(?<![\w.])[A-ZÀ-ÖØ-Þ][\w’'-]{1,30} (?:[A-Z]\. )?[A-ZÀ-ÖØ-Þ][\w’'-]{1,30}(?![\w’-])")
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]$")


@dataclass(frozen=True, slots=True)
class Turned:
    """A paragraph's speaker and, where turns say it, its kind."""

    speaker: str | None = None
    kind: ParagraphKind | None = None


def turns(texts: Sequence[str], title: str = "") -> list[Turned]:
    """One entry a paragraph. A label on a line of its own is boilerplate: it says nothing."""
    labels = [label_of(text) for text in texts]
    above = [None if label else label_above(text) for text, label in zip(texts, labels, strict=True)]
    if _enough(above, texts) and _above_leads(above):
        labels = [label if label and label.timed else None for label in labels]
        return _under(texts, above, labels, title)
    labels = [label if label and _may_speak(label) else None for label in labels]
    if not _is_transcript(texts, labels):
        return [Turned()] * len(texts)
    return _spoken(texts, labels, title)


def _may_speak(label: Label) -> bool:
    return label.timed or label.name.casefold().rstrip(".") not in _NO_NAMES


def _is_transcript(texts: Sequence[str], labels: Sequence[Label | None]) -> bool:
    named = [label for label in labels if label]
    timed = sum(label.timed for label in named)
    names = Counter(label.name.casefold() for label in named)
    share = len(named) / max(
        1, sum(len(text) > 20 or label is not None for text, label in zip(texts, labels, strict=True))
    )
    if timed >= _LEAST_TIMED and share >= _RATHER_DENSE:
        return True
    again = sum(count for count in names.values() if count > 1)
    if len(named) >= _LEAST_LABELLED and again * 2 >= len(named) and len(names) > 1:
        return share >= _RATHER_DENSE
    return len(named) >= 2 and len(names) == len(named) == len(texts) and all(map(_is_speech, texts))


def _is_speech(text: str) -> bool:
    return text.rstrip("”\"’'")[-1:] in (".", "?", "!", "…")


def _spoken(texts: Sequence[str], labels: Sequence[Label | None], title: str) -> list[Turned]:
    full = fullest([label.name for label in labels if label], [title, *texts])
    examiner, witness = "Q", "A"
    last = max(i for i, label in enumerate(labels) if label)
    dense = sum(label is not None for label in labels) >= _DENSE * len(texts)
    out: list[Turned] = []
    speaker: str | None = None
    for i, (text, label) in enumerate(zip(texts, labels, strict=True)):
        if match := _EXAMINER.match(text):
            examiner, speaker = _cased(match[1]), None
            out.append(Turned(kind=ParagraphKind.HEADING))
            continue
        if match := _WITNESS.match(text):
            witness = _cased(match[1])
        if label is not None:
            speaker = {"Q": examiner, "A": witness}.get(label.name, full.get(label.name, label.name))
            out.append(Turned(speaker))
        elif speaker is None or _ASIDE.match(text) or i > last or not dense:
            out.append(Turned())
        else:
            out.append(Turned(speaker))
    return out


def _enough(above: Sequence[Label | None], texts: Sequence[str]) -> bool:
    named = [label for label in above if label]
    names = Counter(label.name.casefold() for label in named)
    sure = all(label.timed for label in named) or max(names.values(), default=0) > 1
    return len(named) >= 2 and sure and len(named) * 8 >= len(texts)


def _above_leads(above: Sequence[Label | None]) -> bool:
    """No two labels below each other, but for a few empty turns."""
    pairs = sum(a is not None and b is not None for a, b in pairwise(above))
    return pairs * 4 <= sum(label is not None for label in above)


def _under(
    texts: Sequence[str], above: Sequence[Label | None], labels: Sequence[Label | None], title: str
) -> list[Turned]:
    known = [label.name for label in (*above, *labels) if label]
    full = fullest(known, [title, *texts])
    out: list[Turned] = []
    speaker: str | None = None
    for text, over, label in zip(texts, above, labels, strict=True):
        if over is not None:
            speaker = full.get(over.name, over.name)
            out.append(Turned(kind=ParagraphKind.BOILERPLATE))
        elif label is not None:
            speaker = full.get(label.name, label.name)
            out.append(Turned(speaker))
        else:
            out.append(Turned(None if _ASIDE.match(text) else speaker))
    return out


def fullest(names: Sequence[str], texts: Sequence[str]) -> dict[str, str]:
    """label → the fullest name that the text gives for it: "PRIDDLE" and "Mr. Priddle" may be "Jonas Priddle"."""
    distinct = list(dict.fromkeys(names))
    told = {name: tuple(_ROLE.sub("", name).strip(" .").casefold().split()) for name in distinct}
    asked = frozenset(told.values())
    longer = _by_ending(((name, _cased(name)) for name in distinct), asked)
    written: dict[tuple[str, ...], list[tuple[str, str]]] | None = None
    full: dict[str, str] = {}
    for name, words in told.items():
        if not words or re.match(r"(?:THE|The)\b", name):
            full[name] = _cased(name)
            continue
        fuller = {cased for other, cased in longer.get(words, ()) if other != name}
        if not fuller and len(words) == 1 and len(words[0]) > 2:
            if written is None:
                found = dict.fromkeys(_NAME.findall("\n".join(texts)[:200_000]))
                written = _by_ending(((n, n) for n in found if not _ROLE.match(n)), asked)
            fuller = {text for _, text in written.get(words, ())}
        full[name] = fuller.pop() if len(fuller) == 1 else _cased(name)
    return full


_ALIKE = 3
"""So many names that end alike are kept: of more than one, leaving out the name itself, none is taken."""


def _by_ending(
    names: Iterable[tuple[str, str]], asked: frozenset[tuple[str, ...]]
) -> dict[tuple[str, ...], list[tuple[str, str]]]:
    """Words in lower case that are ``asked`` for → names, as told and as written, that have others before them."""
    found: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for name, written in names:
        parts = tuple(name.casefold().split())
        for at in range(1, len(parts)):
            if parts[at:] not in asked:
                continue
            known = found.setdefault(parts[at:], [])
            alike = [w for _, w in known]
            if alike.count(written) < 2 and (written in alike or len(set(alike)) < _ALIKE):
                known.append((name, written))
    return found


def _cased(name: str) -> str:
    """A name that is all capitals as one writes it: "O'NEIL" is "O'Neil"."""
    if name.upper() != name or len(name) < 3:
        return name
    return re.sub(r"[^\W\d_]+", lambda m: m.group().capitalize(), name)
