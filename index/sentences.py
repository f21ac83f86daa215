"""Sentences with exact offsets. The boundaries are sentencex's; quotation marks do not hide them."""

from __future__ import annotations

import re

import sentencex

_OPENING = "“‘«„([{"
_MASK = str.maketrans(dict.fromkeys('“”"«»„', " "))
_TRAILING_OPENER = re.compile(r"\s([“‘«„\"'(\[]+)$")
_STARTS_LOWER = re.compile(r"[\s“”\"'‘’)\]]*[a-z,;]")


def split_sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text[start:end]``, in order, white space at the edges left out.

    sentencex (Wikimedia) keeps a whole quotation together; a quotation of ten sentences is too long
    to cite, so it is shown the text with the marks blanked, which leaves offsets as they are.
    """
    chunk = text[start:end]
    cuts: list[int] = []
    for boundary in sentencex.get_sentence_boundaries("en", chunk.translate(_MASK)):
        cut = boundary["start_index"]
        if cut == 0:
            continue
        opener = _TRAILING_OPENER.search(chunk[:cut].rstrip())
        if opener and not chunk[cut - 1].isspace():
            cut = opener.start(1)
        if _STARTS_LOWER.match(chunk[cut:]):
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
            spans.append((offset, offset + len(stripped)))
    return spans
