"""Words for matching: folded, stemmed, without function words."""

from __future__ import annotations

import re
import threading
from functools import lru_cache

import Stemmer

from index.text.folding import fold

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
FUNCTION_WORDS = frozenset(
    "a an the and or but if of in on at to for from by with about as into over after before between is are was "
    "were be been being am do does did done has have had having will would shall should can could may might must "
    "i you he she it we they me him her us them my your his its our their this that these those there here what "
    "which who whom whose when where why how not no nor so than too very s t just also any some such own same "
    "whats whos who's what's tell say please article".split()
)
"""They carry no meaning of their own; the last line is what stands around a question to the bot."""
_CHAT_WORDS = frozenset(
    # as people type questions; "is" and "has" run into the word before
    "whens wheres whys hows thats theres heres its im ive id youre youve theyre theyve hes shes lets dont doesnt "
    "didnt isnt arent wasnt werent cant couldnt wont wouldnt shouldnt hasnt havent hadnt aint u ur r n ya yall "
    "gonna wanna gotta kinda actually really even still ever anyway anyways lol lmao haha tho though pls plz thx "
    "thanks btw idk wait hey hi hello ok okay yeah yep nope um uh like gm gn get got go".split()
)
_local = threading.local()


def words(text: str) -> list[str]:
    """Folded words in order, function words included."""
    return [w.removesuffix("'s") for w in _WORD.findall(fold(text))]


def content_stems(text: str) -> list[str]:
    """Stems of the words that carry meaning, in order."""
    return [_stem(w) for w in words(text) if w not in FUNCTION_WORDS]


def stem(word: str) -> str:
    """The stem of a folded word."""
    return _stem(word)


def stems(text: str) -> list[str]:
    """Stems of all words, in order."""
    return [_stem(w) for w in words(text)]


def asked_words(question: str) -> list[str]:
    """The content words of a question, without what people put around one in a chat; in order, without repeats."""
    return [w for w in content_words(question) if w not in _CHAT_WORDS]


def is_content(stem: str) -> bool:
    """Does a stem carry meaning?"""
    return stem not in _FUNCTION_STEMS


def content_words(text: str) -> list[str]:
    """The words that carry meaning, folded, in order, without repeats."""
    return list(dict.fromkeys(w for w in words(text) if w not in FUNCTION_WORDS))


@lru_cache(maxsize=50_000)
def _stem(word: str) -> str:
    stemmer: Stemmer.Stemmer | None = getattr(_local, "stemmer", None)
    if stemmer is None:  # a stemmer must not be shared between threads
        stemmer = _local.stemmer = Stemmer.Stemmer("english")
    stem: str = stemmer.stemWord(word)
    return stem


_FUNCTION_STEMS = frozenset(_stem(w) for w in FUNCTION_WORDS)
