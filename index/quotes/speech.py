"""Is it saying, or knowing, wanting, doing? Told by the cue's verb."""

from __future__ import annotations

import re

from index.model import QuoteKind

_WORD = re.compile(r"[a-z’']+")
SAYING = frozenset(
    "say tell add state announce ask reply respond answer claim explain note insist argue warn declare report write tweet "
    "acknowledge admit confirm deny suggest remark comment stress emphasise emphasize assert maintain contend concede confess "
    "complain joke recall describe call accuse blame praise criticise criticize condemn urge demand promise vow pledge predict "
    "estimate reveal disclose testify swear shout whisper mutter murmur cry exclaim scream yell quip scoff scold sigh laugh snap "
    "retort counter dismiss reject reiterate repeat conclude observe propose recommend advise speak talk quote cite mention "
    "point voice boast brag lament caution allege proclaim pronounce preach plead beg request order inform notify remind assure "
    "apologise apologize thank congratulate welcome post publish issue read go continue begin agree disagree interject interrupt "
    "question implore encourage chastise tout outline hint vouch testify berate scold caution elaborate clarify specify "
    "object protest rebut refute deride mock lambast slam blast hail defend denounce decry relate recount narrate sing chant "
    "according statement interview words told said wrote spoke swore read".split()
)
"""Verbs of saying, and what stands for them."""
THINKING = frozenset(
    "know think believe want hope wish fear worry expect plan intend decide consider feel see doubt learn find show understand "
    "realise realize remember forget assume suspect wonder imagine aim seek try prefer like love hate need mean include charge "
    "sentence convict sue sign approve release open close start move act".split()
)
NOT_SAYING = frozenset("decline refuse fail cannot not never without".split())
"""Whoever declines to comment says nothing."""
_IRREGULAR = {
    "says": "say",
    "told": "tell",
    "thought": "think",
    "knew": "know",
    "knows": "know",
    "denies": "deny",
}


def is_said(kind: QuoteKind, cue: str | None, *, sourced: bool) -> bool:
    """Does a row report words that somebody said or wrote?

    ``cue`` is the words that tell it; ``sourced``: it is told who. What stands in quotation marks was said unless the
    cue tells otherwise; without marks the cue has to be one of saying.
    """
    stems = [stem for word in _WORD.findall((cue or "").lower()) for stem in _stems(word)]
    if NOT_SAYING & set(stems):
        return False
    saying = bool(SAYING & set(stems))
    if kind is QuoteKind.INDIRECT:
        return saying and sourced
    return saying or not THINKING & set(stems)


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
