"""What the words around a matched slice do to it: a statement torn out of a denial is not what was said."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.checking.frames import (
    BLOCKING,
    CLAIMS,
    DENY,
    FALSE,
    IF,
    INVERTED,
    MARKS,
    REJECT,
    SAID,
    Frame,
    frames,
)
from index.checking.tokens import is_content, is_negation, split_words, stem
from index.model import Article, ContextKind, Quote, QuoteKind, SliceContext
from index.slices import cut

AROUND = 600
"""Characters on each side that are looked at."""
LONGEST = 200
"""Characters of the words that are told."""
FOLLOWING = 2
"""Sentences after the slice in which it may be taken back."""
SHORT = 9
"""Words of a sentence that takes something back."""
LEAST_CONDITION = 2
"""Words of an inverted condition are more."""

_SENTENCE_END = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Ms|Dr|St|Lt))(?<!\b(?:Mrs|Sen|Rep|Gov|Gen))[.!?…][\"”’'»)]{0,2}\s+"
)
_LAST_MARK = re.compile(r"\s?[\"”’'»)]{0,2}\s?([.!?…])")
_MARK = re.compile(r"[,:;—–?!.()\"“”«»]|(?<=\s)-(?=\s)")
_MARKED = {"(": "(", ")": ")", "-": "–", **dict.fromkeys('"“”«»', '"')}
_CONDITIONS = (
    "if", "unless", "provided", "assuming", "only if", "only when", "but only", "but not", "but if", "as long as",
    "so long as", "on condition", "on the condition", "except if", "except when", "or not", "in case", "in the event", "were it not",
    "if ever", "if and only",
    *(f"the {time} {who}" for time in ("day", "moment", "minute") for who in ("you", "he", "she", "they", "somebody", "anybody")),
)  # fmt: skip
_TAKEN_BACK = (
    "but only", "only if", "not true", "but not", "nonsense", "wrong", "none of that", "just kidding", "i was wrong",
    "it was wrong", "that was wrong", "that is wrong", "that is not true", "that is a lie", "that is false",
    "that is nonsense", "this is not true", "this is false", "this is nonsense", "it is not true", "it is a lie", "that's wrong", "i do not believe",
    "at least that is what", "at least that's what", "or so", "so i was told", "so i am told",
    "i don't believe", "we do not believe", "we don't believe", "of course not",
)  # fmt: skip
CONDITION = IF | INVERTED | {"in"}
_WHOSE = frozenset("i we he she they it you".split())
"""After "had" without a comma they are its subject: "I would have come had I known"."""
_VERBS = frozenset(
    "is are was were do does did will would can could has have had isn't aren't wasn't weren't don't doesn't didn't "
    "won't wouldn't can't couldn't hasn't haven't hadn't".split()
)
_ASKING = _VERBS | frozenset(
    "who what when where why how which whose whom should shall may might must am".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word or one of MARKS at ``text[start:end]``."""

    text: str
    start: int
    end: int


def context_of(
    article: Article, start: int, end: int, quote: Quote | None, *, asked: bool = False
) -> SliceContext | None:
    """What turns or limits ``article.text[start:end]``, nearest first; None when the slice may stand alone.

    ``quote`` is the stored quote that the slice is of; ``asked``: the query is a question itself. Looks at most at
    AROUND characters on each side, in linear time.
    """
    low, high = _block(article, start)
    before = _before(article.text, max(low, start - AROUND), start)
    after = tokens(article.text, end, min(high, end + AROUND))
    return (
        _framed(article.text, before, after, start, quote)
        or _followed(article.text, start, end, after)
        or (None if asked else _questioned(article.text, start, end, before, min(high, end + AROUND)))
    )


def tokens(text: str, start: int, end: int) -> list[Token]:
    """Words and marks of ``text[start:end]`` in order, with their places in ``text``."""
    part = text[start:end]
    found = [Token(w.folded, start + w.start, start + w.end) for w in split_words(part)]
    found += [
        Token(_MARKED.get(m.group(), m.group()), start + m.start(), start + m.end())
        for m in _MARK.finditer(part)
    ]
    found.sort(key=lambda t: t.start)
    return [t for i, t in enumerate(found) if not i or t.start >= found[i - 1].end]


def _block(article: Article, start: int) -> tuple[int, int]:
    spans = [(p.start, p.end) for p in article.paragraphs if p.start <= start < p.end]
    return spans[0] if spans else (article.title_start, article.title_end)


def _before(text: str, low: int, start: int) -> list[Token]:
    """The tokens of the slice's own sentence that stand before it."""
    for match in _SENTENCE_END.finditer(text, low, start):
        low = match.end()
    return tokens(text, low, start)


def _framed(
    text: str, before: Sequence[Token], after: Sequence[Token], start: int, quote: Quote | None
) -> SliceContext | None:
    if not before:
        return None
    words = [t.text for t in before]
    direct = quote is None or quote.kind is QuoteKind.DIRECT
    inside = (
        0 if quote is None else next((i for i, t in enumerate(before) if t.start >= quote.start), len(before))
    )
    kept = [f for f in frames(words, inside, direct=direct) if _reaches(words, f)]
    if kept:
        best = max(kept, key=lambda f: (f.last, -f.first))
        return _told(text, best.kind, _opening(before, best.first), before[-1].end)
    if _called_false(words, [t.text for t in after]):
        first = next(i for i, t in enumerate(after) if t.text not in MARKS)
        last = next((i for i in range(first, len(after)) if after[i].text in MARKS), len(after))
        return _told(text, ContextKind.DENIED, after[first].start, after[last - 1].end)
    return None


def _opening(before: Sequence[Token], first: int) -> int:
    """Who denies is told too, when the sentence begins with it shortly before."""
    marks = [i for i in range(first) if before[i].text in MARKS]
    begin = marks[-1] + 1 if marks else 0
    return before[begin if first - begin <= 6 else first].start


def _reaches(words: Sequence[str], frame: Frame) -> bool:
    """Whether nothing between a frame and the slice ends what it turns."""
    between = words[frame.last :]
    plain = [w for w in between if w not in MARKS]
    if frame.kind is ContextKind.SUPPOSED and words[frame.first] in CONDITION and _is_condition(between):
        return True
    if len(plain) > frame.reach or set(between) & set(":;—–?!.") or (frame.within and "," in between):
        return False
    if between.count(",") > 2 or any(a == "," and b == '"' for a, b in itertools.pairwise(between)):
        return False
    blocking = BLOCKING - SAID if frame.past_said else BLOCKING
    if blocking & set(plain) or any(
        a == "and" and (b in SAID or b.endswith("ed")) for a, b in itertools.pairwise(plain)
    ):
        return False
    return not frame.claim or ("as" not in plain and bool((CLAIMS | {"that"}) & set(plain)))


def _is_condition(between: Sequence[str]) -> bool:
    """ "If it stops, [I will leave]", also with an attribution behind the comma."""
    if "," not in between or set(between) & set(":;?!."):
        return False
    at = between.index(",")
    then = between[at + 1 :].index(",") if "," in between[at + 1 :] else 0
    if 0 < then <= 4 and between[at + 1] == "and":  # ", and only then, …"
        at += then + 1
    rest = [w for w in between[at + 1 :] if w not in MARKS]
    return at <= 14 and (len(rest) <= 1 or (len(rest) <= 6 and bool(SAID & set(rest))))


def _called_false(before: Sequence[str], after: Sequence[str]) -> bool:
    """ "The claim that [P] is false"."""
    claimed = len(before) >= 2 and before[-1] == "that" and bool(CLAIMS & set(before[-4:-1]))
    head = [w for w in after[:7] if w not in MARKS]
    return claimed and (
        bool(DENY & set(head) or REJECT & set(head)) or ("not" not in head and bool(FALSE & set(head)))
    )


def _followed(text: str, start: int, end: int, after: Sequence[Token]) -> SliceContext | None:
    """A condition right behind the slice, or a short sentence after it that takes it back."""
    words = [t.text for t in after]
    at = next((i for i, w in enumerate(words) if w not in (",", "–", "—")), len(words))
    rest = " ".join(w for w in words[at : at + 6] if w not in MARKS) + " "
    if at < len(words) and words[at] not in MARKS:
        alone = words[at] == "not" and words[at + 1 : at + 2] and words[at + 1] in MARKS  # "— not."
        cut = (is_negation(words[at]) and at == 0 and words[at] != "no") or alone
        turned = words[at] in INVERTED and len(rest.split()) > LEAST_CONDITION  # ", should it rain"
        turned = turned and (at > 0 or words[at + 1] in _WHOSE)
        if cut or turned or any(rest.startswith(phrase + " ") for phrase in _CONDITIONS):
            last = next((i for i in range(at + 1, len(words)) if words[i] in MARKS), len(words))
            return _told(text, ContextKind.CUT_SHORT, after[at].start, after[last - 1].end)
    for low, high in _sentences(after):
        if _takes_back(text[start:end], [t.text for t in after[low:high] if t.text not in MARKS]):
            return _told(text, ContextKind.CUT_SHORT, after[low].start, after[high - 1].end)
    return None


def _sentences(after: Sequence[Token]) -> list[tuple[int, int]]:
    """The next sentences as spans of tokens, the rest of the slice's own left out."""
    ends = [i for i, t in enumerate(after) if t.text in (".", "!", "?", '"')]
    found = []
    for a, b in itertools.pairwise(ends):
        own = [i for i in range(a + 1, b) if after[i].text not in MARKS]
        if own:
            found.append((own[0], own[-1] + 1))
    return found[:FOLLOWING]


def _takes_back(said: str, words: Sequence[str]) -> bool:
    if not words or len(words) > SHORT:
        return False
    line = " ".join(words) + " "
    if any(line.startswith(phrase + " ") for phrase in _TAKEN_BACK):
        return True
    if not any(map(is_negation, words)) or not _VERBS & set(words[:3]):
        return False
    stems = {stem(w.folded) for w in split_words(said)} - {""}
    own = [stem(w) for w in words if is_content(w) and not is_negation(w)]
    return all(s in stems for s in own) and len(words) <= 6  # "We did not fail", "It is not"


def _questioned(text: str, start: int, end: int, before: Sequence[Token], high: int) -> SliceContext | None:
    """The slice is of a question, and does not read as one itself."""
    mark = _LAST_MARK.match(text, end, high)
    first = split_words(text[start:end])[:1]
    if mark is None or mark.group(1) != "?" or (first and first[0].folded in _ASKING):
        return None
    own = [t for t in before if t.text not in MARKS]
    if own:
        return _told(text, ContextKind.ASKED, own[0].start, own[-1].end)
    return _told(text, ContextKind.ASKED, mark.start(1), mark.end(1))


def _told(text: str, kind: ContextKind, start: int, end: int) -> SliceContext:
    end = min(end, start + LONGEST)
    return SliceContext(kind, cut(text, start, end), start, end)
