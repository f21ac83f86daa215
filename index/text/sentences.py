"""Sentences with exact offsets. The boundaries are sentencex's; quotation marks do not hide them."""

from __future__ import annotations

import re

import sentencex

_SPACES = "\n\r\v\f\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_MASK = str.maketrans(dict.fromkeys('“”"«»„' + _SPACES, " "))
_TRAILING_OPENER = re.compile(r"\s([“‘«„\"'(\[]+)$")
_NEAR = 20
"""How far back opening marks are looked for, in characters: from the beginning would be quadratic."""
UNPUNCTUATED, PIECE = 1_000, 300
"""A sentence of more characters is speech without marks, and cut into pieces of so many."""
_CLAUSE = re.compile(
    r" (?=(?:and|but|so|because|then|which|or|if|when|that|well|now|okay|yeah|I|we|you|they|he|she|it) )"
)
_STARTS_LOWER = re.compile(r"[\s“”\"'‘’)\]]*[a-z,;]")


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, in order, white space at the edges left out.

    sentencex (Wikimedia) keeps a whole quotation together; a quotation of ten sentences is too long
    to cite, so it is shown the text with the marks blanked, which leaves offsets as they are. So are spaces
    of more than a byte: it cuts strings in the middle of them and panics.
    """
    chunk = text[start:end]
    cuts: list[int] = []
    for boundary in _boundaries(chunk.translate(_MASK)):
        cut = boundary["start_index"]
        if cut == 0:
            continue
        if not chunk[cut - 1].isspace() and (
            opener := _TRAILING_OPENER.search(chunk, max(0, cut - _NEAR), cut)
        ):
            cut = opener.start(1)
        if _STARTS_LOWER.match(chunk, cut):
            continue
        if cuts and cut <= cuts[-1]:
            continue
        cuts.append(cut)
    spans = []
    for begin, stop in zip([0, *cuts], [*cuts, len(chunk)], strict=True):
        piece = chunk[begin:stop]
        stripped = piece.strip()
        if stripped:
            offset = start + begin + piece.index(stripped)
            whole = (offset, offset + len(stripped))
            spans += [whole] if len(stripped) <= UNPUNCTUATED else _cut_speech(text, *whole)
    return spans


def _cut_speech(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Pieces of at most ``PIECE`` characters of speech that was written down without marks.

    Cut before a word that begins a clause, in the last two thirds of a piece, else between words.
    """
    spans: list[tuple[int, int]] = []
    while end - start > PIECE:
        window = text[start : start + PIECE + 1]
        cut = max((m.start() for m in _CLAUSE.finditer(window, PIECE // 3)), default=0) or window.rfind(" ")
        cut = cut if cut > 0 else PIECE
        piece = text[start : start + cut].rstrip()
        spans.append((start, start + len(piece)))
        start += cut
        start += len(text[start:end]) - len(text[start:end].lstrip()) if text[start].isspace() else 0
    return [*spans, (start, end)]


def _boundaries(text: str) -> list[dict[str, int]]:
    """sentencex's; none when it panics over a text (its panics are no Exceptions): that is one sentence then."""
    try:
        found: list[dict[str, int]] = sentencex.get_sentence_boundaries("en", text)
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        return []
    return found
