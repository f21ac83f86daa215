"""The speaker named in a query, and whether it is the one who spoke."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.checking.tokens import is_number, split_words
from index.model import Quote
from index.quotes.vocabulary import ROLES
from index.text.saying import PLAIN, STATING

_CUES = (
    rf"(?P<cue>{'|'.join(STATING)}|"
    r"told (?:\w+ ){1,4}?\w+(?=\s+that\b|\s*[:,])|told \w+)"
)
_BETWEEN = "has|had|also|once|recently|just|then|basically|literally|actually|really|later"
_NAME = r"[^\s:;,\"“”?!]{1,60}+(?: [^\s:;,\"“”?!]{1,60}+){0,7}?"
_THAT = r"(?:\s*[:,]\s*|\s+that[:,]?\s+|\s+)"
# a run of marks or spaces is tried from its first character only, and never given back: linear
_CLOSED = r"(?<![,.!?…])[,.!?…]*+[\"”’'»]\s*+[,—–-]*+|(?<![,—–])[,—–]++"
_SPACE = r"(?<!\s)\s++"
_FORMS = tuple(
    re.compile(pattern, re.S | re.I)
    for pattern in (
        rf"^who\s+(?P<speaker>)(?:{'|'.join(PLAIN)}){_THAT}(?P<text>.+)$",
        rf"^(?:did|has)\s+(?P<speaker>{_NAME})\s+(?:(?:really|ever|actually)\s+)*(?:say|said){_THAT}(?P<text>.+)$",
        r"^according to (?P<speaker>[^,\"“”]{1,80}),\s*(?P<text>.+)$",
        rf"^(?P<text>.+?),?{_SPACE}according to (?P<speaker>[^,\"“”]{{1,80}})$",
        rf"^(?P<speaker>{_NAME})\s+(?:(?:{_BETWEEN})\s+)*{_CUES}{_THAT}(?P<text>.+)$",
        rf"^(?P<text>.+?)(?:{_CLOSED})\s*+{_CUES}\s++(?P<speaker>{_NAME})\.?$",
        rf"^(?P<text>.+?)(?:{_CLOSED})\s*+(?P<speaker>{_NAME})\s++{_CUES}\.?$",
        rf"^(?P<text>.+?[.!?\"”])\s*+[—–-]++\s*+(?P<speaker>{_NAME})\.?$",
        rf"^(?P<speaker>{_NAME}):\s*(?P<text>.+)$",
    )
)
_STRICT = frozenset((7, 8))
"""Forms without a cue: only a capitalised name counts."""
_LINKS = frozenset("of the for and de la al bin ibn van von del on in a an".split())
NOBODY = frozenset(
    "he she they i we you it who what which this that these those there how why when where if but as so and "
    "is are was were not no nobody everybody everyone someone people one many some most all".split()
)
_OFFICES = frozenset(
    "mr mrs ms dr prof professor sir president vice prime minister chief deputy foreign defence defense finance "
    "interior information secretary general senator governor mayor chairman chairwoman chair director judge "
    "justice colonel captain major lieutenant brigadier inspector superintendent commissioner officer ambassador "
    "spokesperson spokesman spokeswoman speaker leader king queen prince the a an of for and former late us un "
    "uk pm cm mp mna national assembly state".split()
)
_ADVERBS = frozenset(_BETWEEN.split("|"))
_BRACKETED = re.compile(r"\(([^)]*)\)")
MIN_REST = 3
"""Words after "trump said" from which a name without capitals is taken for one."""
MAX_SPLIT = 2_000
"""Characters of a query in which a speaker is looked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query without its attribution; ``start`` is where ``text`` begins in the query.

    ``split``: there was one. ``sure``: it can hardly be read otherwise. "The theory explains the war" is an attribution only when a theory speaks.
    """

    speaker: str | None
    text: str
    start: int
    sure: bool = True
    split: bool = False


def split_speaker(query: str) -> Asked:
    """ "Trump said …", "According to X, …", '"…," said X', "X: …" → X and the words. Never raises."""
    lead = len(query) - len(query.lstrip())
    stripped = query.strip()
    if len(stripped) <= MAX_SPLIT:
        for number, form in enumerate(_FORMS):
            match = form.match(stripped)
            if match is None or not split_words(match.group("text")):
                continue
            speaker = match.group("speaker").strip(" ,.'\"‘’“”")
            long = len(split_words(match.group("text"))) >= MIN_REST
            if not match.group("speaker") or _is_name(speaker, strict=number in _STRICT, lower=long):
                cue = match.groupdict().get("cue") or "said"
                sure = cue.lower() in PLAIN or _capitalised(speaker) or _titled(speaker)
                return Asked(
                    _bare_name(speaker) or None,
                    match.group("text"),
                    lead + match.start("text"),
                    sure,
                    split=True,
                )
    return Asked(None, query, 0)


def _bare_name(speaker: str) -> str:
    """Without the "once" of "the mayor once said"."""
    words = speaker.split()
    while len(words) > 1 and words[-1] in _ADVERBS:
        words.pop()
    return " ".join(words)


def _is_name(speaker: str, *, strict: bool, lower: bool) -> bool:
    """A capitalised name; with a cue also "the minister" and, where enough follows, "trump"."""
    words = speaker.split()
    folded = [w.folded for w in split_words(speaker)]
    if not words or not folded or NOBODY & set(folded):
        return False
    if _capitalised(speaker) or _titled(speaker):
        return not (strict and folded[0] in ("the", "a", "an"))
    if strict:
        return False
    if folded[0] in ("the", "a", "an"):
        return 2 <= len(folded) <= 6
    return lower and len(folded) <= 3 and not _LINKS & set(folded) and not any(map(is_number, folded))


def _titled(speaker: str) -> bool:
    """ "Health minister Fiona Grange": a name behind an office in small letters."""
    words = speaker.split()
    return (
        2 <= len(words) <= 6
        and words[-1][0].isupper()
        and all(w[0].isupper() or w.lower() in _LINKS | _OFFICES | ROLES for w in words)
    )


def _capitalised(speaker: str) -> bool:
    words = speaker.split()
    return any(w[0].isupper() and w.lower() not in _LINKS for w in words) and all(
        w[0].isupper() or w.lower() in _LINKS or not w[0].isalpha() for w in words
    )


def name_parts(name: str) -> frozenset[str]:
    """The folded words of a name without offices; the offices themselves when there is nothing else."""
    folded = [w.folded for w in split_words(name) if w.folded != "s"]
    return frozenset(w for w in folded if w not in _OFFICES) or frozenset(folded) - _LINKS


def same_speaker(asked: str, quote: Quote | None) -> bool:
    """Whether the person asked about is the one who spoke: by name parts, office or initials."""
    if quote is None or quote.speaker is None:
        return False
    wanted = name_parts(asked)
    name = name_parts(quote.speaker)
    if not wanted:
        return False
    if plain := name_parts(_BRACKETED.sub(" ", asked)):  # "Okafor (mayor)"
        wanted = plain
    if _speaks_for(quote.speaker, wanted):
        return False
    if wanted <= _known(quote):
        return True
    if name and name <= wanted and not name <= _OFFICES:
        return True
    return bool(_initials(asked) & _initials(quote.speaker))


def asked_by(name: str) -> frozenset[str]:
    """The words and short forms of a name that is asked for."""
    return name_parts(name) | _initials(name)


def without_roles(name: str) -> str:
    """ "bishop Fenn" as "Fenn"; a name of roles alone stays."""
    return " ".join(w for w in name.split() if w.lower() not in ROLES) or name


def called(quote: Quote) -> frozenset[str]:
    """Every word and short form that an article has for who spoke: ``same_speaker`` needs one of ``asked_by``."""
    return _known(quote) | _initials(quote.speaker or "")


def _known(quote: Quote) -> frozenset[str]:
    parts = (quote.speaker, quote.speaker_title, quote.speaker_text)
    return frozenset(w.folded for part in parts for w in split_words(part or ""))


def described(asked: str, quote: Quote | None, text: str) -> bool:
    """Whether the article ``text`` calls the one who spoke what the query does, beside the name: "the widow",
    "Treasurer Voss" for "the university's treasurer, Hedda Voss"."""
    if quote is None or not quote.speaker:
        return False
    wanted = {w.folded for w in split_words(asked)} - _LINKS
    name = name_parts(quote.speaker)
    if wanted & name and all(w in ROLES | _OFFICES for w in wanted - name):
        wanted -= name
    elif not asked.islower():
        return False
    at = text.find(quote.speaker)
    for _ in range(MENTIONS):
        if at < 0:
            break
        end = at + len(quote.speaker)
        before = re.split(r"[.!?\n]", text[max(0, at - BESIDE) : at])[-1]
        after = re.split(r"[.!?\n]", text[end : end + BESIDE])[0]
        near = [w.folded for w in split_words(before)][-6:]
        near += [w.folded for w in split_words(after)][:6] if after.startswith(",") else []
        if wanted and wanted <= set(near):
            return True
        at = text.find(quote.speaker, end)
    return False


MENTIONS = 20
"""Places of a name that are looked at."""
BESIDE = 80
"""Characters beside a name in which an article tells who that is."""


def has_name(speaker: str) -> bool:
    """Whether a speaker has a name: "the captain" has none."""
    words = [w for w in re.findall(r"[^\W\d_]+", speaker) if w.lower() not in _LINKS]
    return any(w[0].isupper() and w.lower() not in _OFFICES for w in words)


def _speaks_for(speaker: str, wanted: frozenset[str]) -> bool:
    """Whether a speaker without a name speaks for the person asked about: a spokesman for Finch is not Alda Finch."""
    head, found, tail = speaker.partition(" for ")
    if not found or tail.lower().startswith("the ") or not _SPEAKING & {w.folded for w in split_words(head)}:
        return False
    return name_parts(tail) < wanted


_SPEAKING = frozenset(
    "spokesman spokeswoman spokesperson lawyer attorney aide assistant adviser advisor".split()
)


def _initials(name: str) -> frozenset[str]:
    """Short forms: what stands in brackets, a word in capitals, the capitals of several words."""
    forms = {inside.strip() for inside in _BRACKETED.findall(name)}
    bare = _BRACKETED.sub(" ", name)
    words = re.findall(r"[^\W\d_]+", bare)
    forms |= {w for w in words if len(w) >= 2 and w.isupper()}
    capitals = "".join(w[0] for w in words if w[0].isupper())
    if len(capitals) >= 3:
        forms.add(capitals)
    return frozenset(form.casefold() for form in forms if len(form) >= 2)
