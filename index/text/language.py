"""Is a text in English? The built-in model reads no other language."""

from __future__ import annotations

import re

from index.errors import Message
from index.text.words import FUNCTION_WORDS

NOTICE = Message(
    "This does not look like English, which is all that the built-in model reads well; "
    "set EMBEDDING_MODEL to a multilingual model."
)
_FUNCTION_WORDS = FUNCTION_WORDS - frozenset("am article me no own please s say so t tell us".split())
"""Without what other languages write alike, and what carries meaning outside a chat."""
_OTHERS = (
    frozenset(
        "der die das und ist sind nicht wer wann wo warum wie ein eine einen einem einer mit auf für von vom den dem des "
        "im zu zum zur bei nach über wird wurde wurden sich auch aus viel viele welche welcher es er sie ihr ihre "
        "le la les des est et qui que quoi quand pourquoi comment une dans pour avec sur pas el los las y quién qué cuándo "
        "dónde por con una en il lo gli è chi che cosa quando perché come di del della per o os as um uma não quem onde "
        "du au aux ce cette ont sont elle il ils nous vous qu quel quelle quels quelles combien où plus "
        "se su sus al hay fue para pero más cuál cuánto cuántos cuántas cómo "
        "sono ha hanno nel nella dei delle degli alla anche quanto quanti quante dove quale "
        "foi são mais na no nos da dos ao à quanto quantos qual como seu sua "
        "het een van en de wat wanneer waarom hoe zijn niet voor met aan ook dat hoeveel welke "
        "ve bir bu ne kim nerede için ile nasıl kaç "
        "och att det som är inte på av till hur vem varför när var i nie jest się na do jak kto kiedy gdzie co czy".split()
    )
    - FUNCTION_WORDS
    - frozenset("come met per plus van".split())
)
"""Function words of German, French, Spanish, Italian, Portuguese, Dutch, Turkish, Swedish and Polish, without most of
those that English writes alike."""
_WORD = re.compile(r"[^\W\d_]+")
_OPENING = re.compile(r"[¿¡]\w")
_ENOUGH = 4
"""Words, or letters: fewer tell nothing."""
_TELLING = 2
"""So many foreign words say that a text is foreign, when it has fewer English ones; "¿" and "¡" do so alone."""
_SAMPLE = 4_000
"""Characters that are looked at."""
_ENGLISH = 0.2
"""Share of function words from which a text counts as English (by hand)."""


def looks_english(text: str) -> bool:
    """False only when the text plainly is something else: few words never are.

    Stop-word counting (Grefenstette 1995) with a look at the script; names alone say nothing.
    """
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    if len(letters) >= _ENOUGH and sum("LATIN" not in _script(c) for c in letters) > len(letters) / 2:
        return False
    found = _WORD.findall(text[:_SAMPLE])
    english = sum(w.lower() in _FUNCTION_WORDS for w in found)
    other = sum(_is_foreign(w, first=i == 0) for i, w in enumerate(found))
    if _OPENING.search(text[:_SAMPLE]):
        other += _TELLING
    return len(found) < _ENOUGH or other < _TELLING or english >= other


def _is_foreign(word: str, *, first: bool) -> bool:
    """Is it a function word of another language, or written with letters that English does not have? A capital may
    begin a name ("La Barra"), and says nothing inside a text."""
    if word[0].isupper() and not first:
        return False
    return word.lower() in _OTHERS or not word.isascii()


def is_latin(text: str) -> bool:
    """Is most of a text written in Latin letters?"""
    letters = [c for c in text[:_SAMPLE] if c.isalpha()]
    return sum("LATIN" in _script(c) for c in letters) * 2 >= len(letters)


def language_of(text: str) -> str | None:
    """ "en" when a fifth of the words are English function words (news has two fifths), else None: unknown."""
    found = [w.lower() for w in _WORD.findall(text[:_SAMPLE])]
    english = sum(w in _FUNCTION_WORDS for w in found)
    return (
        "en" if len(found) >= _ENOUGH and english >= _ENGLISH * len(found) and looks_english(text) else None
    )


def _script(char: str) -> str:
    import unicodedata

    return "LATIN" if char.isascii() else unicodedata.name(char, "")
