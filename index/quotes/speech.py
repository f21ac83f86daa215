"""Is it saying, or knowing, wanting, doing? Told by the cue's verb."""

from __future__ import annotations

import re

from index.model import QuoteKind
from index.text.saying import NOT_SAYING, SAYING, THINKING

_WORD = re.compile(r"[a-z’']+")
_IRREGULAR = {
    "says": "say",
    "told": "tell",
    "thought": "think",
    "knew": "know",
    "knows": "know",
    "denies": "deny",
}


CALLING = frozenset("known dub title entitle name nickname so-called".split())
"""What is known as "the old mill" is called so by everybody."""
DOING = frozenset(
    "accuse criticise criticize blame praise condemn welcome reject announce propose defend deny discuss mention "
    "cite hail blast slam lambast denounce decry tout confirm question approve release issue outline post publish point "
    "request voice agree offer refer oppose support back vouch quote thank".split()
)
"""Verbs that tell of saying with a clause behind them, and otherwise of doing."""
DIRECTING = frozenset(
    "urge tell ask order advise beg implore promise vow pledge call warn encourage demand remind".split()
)
"""Verbs that say what is to be done."""
_FINITE = re.compile(
    r"\b(?:is|are|was|were|am|has|have|had|will|would|can|could|may|might|must|should|shall|do|does|did|be|been|[a-z]{2,14}ed)\b"
    r"|[’'](?:s|re|ll|ve|d|t) [a-z]|n[’']t\b"
)
_CLAUSE = re.compile(
    r"(?:that|he|she|it|they|we|there|if|whether|how|why|what|who|when|where) ", re.IGNORECASE
)
_UNREAL = re.compile(
    r"\b(?:will|should|shall|may|might|must|could|can)\b|\b(?:needs?|wants?|has|have|had|going|plans?|planned|about|ready|able|likely"
    r"|expected|hopes?|try|tries|trying|used|free|refus\w{1,4}|failed|fails) to\b|^to\b|n[’']t\b|\b(?:hardly|barely|rarely|seldom|instead of|rather than)\b"
)
"""What was not, or not yet, said."""
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)(?: [a-z]{2,14}ly| also| being| been| once)? "
    r"(?:accused|critici[sz]ed|blamed|praised|told|asked|urged|advised|warned|informed|assured|reminded|condemned|ordered)\b"
)


def is_said(kind: QuoteKind, cue: str | None, *, sourced: bool, content: str = "") -> bool:
    """Does a row report words that somebody said or wrote?

    ``cue`` is the words that tell it; ``sourced``: it is told who. What stands in quotation marks was said unless the
    cue tells otherwise; without marks the cue has to be one of saying, and ``content``, the reported words, a clause
    or what is to be done: "announced the launch" tells what somebody did.
    """
    stems = word_stems(cue or "")
    if NOT_SAYING & set(stems):
        return False
    saying = bool(SAYING & set(stems))
    if kind is QuoteKind.INDIRECT:
        return saying and sourced and _is_speech(set(stems), (cue or "").lower(), content)
    return not CALLING & set(stems) and (saying or not THINKING & set(stems))


def _is_speech(stems: set[str], cue: str, content: str) -> bool:
    if _PASSIVE.search(cue) and " by" not in cue:
        return False  # "are accused of": whoever is accused says nothing
    if _UNREAL.search(cue):
        return False  # "will tell", "needs to explain", "isn't saying": nothing was said
    if not content:
        return True
    if content.startswith("to "):
        return bool(DIRECTING & stems)
    if "call" in stems and (cue.endswith(" for") or content.startswith("for ")):
        return False
    told = _CLAUSE.match(content) or _FINITE.search(content)
    return bool(told) or not DOING & stems


def word_stems(words: str) -> list[str]:
    """The dictionary forms that the words may have."""
    return [stem for word in _WORD.findall(words.lower()) for stem in _stems(word)]


def _stems(word: str) -> list[str]:
    """The dictionary forms that it may have."""
    found = [word, _IRREGULAR.get(word, word)]
    for ending, instead in (
        ("ies", "y"),
        ("es", ""),
        ("s", ""),
        ("ied", "y"),
        ("ed", ""),
        ("ed", "e"),
        ("ing", ""),
        ("ing", "e"),
    ):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            bare = word[: -len(ending)] + instead
            found.append(bare)
            if len(bare) > 3 and bare[-1] == bare[-2]:
                found.append(bare[:-1])
    return found
