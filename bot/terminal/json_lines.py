"""Results as the objects of the JSON contract, one a line. Pure, but for ``write``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TextIO

from index.errors import Message
from index.model import Answer, ArticleInfo, Citation, SliceContext, StoredQuote, Verdict

if TYPE_CHECKING:
    from index.checking import Quotation

Row = dict[str, Any]


def answer(found: Answer, asked: str) -> Row:
    """The object of ``ask``; ``asked`` is the line as it came."""
    row: Row = {
        "question": asked,
        "answered": found.answered,
        "confidence": _number(found.confidence),
        "quotes": [
            {**_place(cited), "speaker": cited.speaker, "url": cited.url, "score": _number(cited.score)}
            for cited in found.quotes
        ],
    }
    if found.remark is not None:
        row["remark"] = str(found.remark)
    if found.disagreement is not None:
        row["differ"] = {"in": found.disagreement.kind, "quotes": [0, found.disagreement.other]}
    return _with_error(row, found.error)


def verdict(judged: Verdict, asked: str) -> Row:
    """The object of ``who-said``; ``asked`` is the line as it came."""
    row: Row = {
        "query": asked,
        "verdict": judged.verdict.value,
        "confidence": _number(judged.confidence),
        "speaker": judged.speaker,
        "speaker_asked": judged.speaker_asked,
        "speaker_matches": judged.speaker_matches,
        "quote": _quote(judged.quote) if judged.quote else None,
        "changes": [{"op": c.op, "said": c.said, "asked": c.asked} for c in judged.changes],
        "context": _context(judged.context) if judged.context else None,
        "also": [{**_quote(cited), "speaker": cited.speaker} for cited in judged.also],
        "related": [{**_quote(cited), "speaker": cited.speaker} for cited in judged.related],
    }
    if judged.carried:
        row["carried"] = [{"said": c.said, "asked": c.asked} for c in judged.carried]
    if judged.against:
        row["against"] = [{"op": c.op, "said": c.said, "asked": c.asked} for c in judged.against]
    return _with_error(row, judged.error)


def checked(judged: Verdict, file: str, found: Quotation) -> Row:
    """The object of ``check``: that of ``who-said``, and where the quotation stands in the checked file."""
    place = {"file": file, "paragraph": found.paragraph, "start": found.start, "end": found.end}
    return {**verdict(judged, found.text), "place": place}


def listed(info: ArticleInfo) -> Row:
    """A line of a list of articles."""
    return {
        "article": info.name,
        "title": info.title,
        "paragraphs": info.paragraphs,
        "quotes": info.quotes,
        "url": info.url,
        "published": info.published,
        "added": info.added_at,
    }


def quotation(stored: StoredQuote) -> Row:
    """The object of ``quotes``."""
    said = stored.quote
    return {
        "article": stored.article,
        "kind": said.kind.value,
        "text": said.text,
        "start": said.start,
        "end": said.end,
        "paragraph": said.paragraph,
        "utterance": said.utterance,
        "speaker": said.speaker,
        "speaker_title": said.speaker_title,
        "speaker_text": said.speaker_text,
        "cue": said.cue,
        "confidence": _number(said.confidence),
        "said": said.said,
        "speaker_confidence": _number(said.speaker_confidence),
    }


def write(row: Row, out: TextIO) -> None:
    """One line, ASCII only, out at once: whoever reads the pipe need not wait."""
    out.write(json.dumps(row, ensure_ascii=True, allow_nan=False) + "\n")
    out.flush()


def _place(cited: Citation) -> Row:
    row: Row = {
        "text": cited.text,
        "article": cited.article,
        "title": cited.title,
        "paragraph": cited.paragraph,
        "start": cited.start,
        "end": cited.end,
    }
    if cited.page is not None:
        row["page"] = cited.page
    if cited.changed is not None:
        row["changed"] = cited.changed
    return row


def _quote(cited: Citation) -> Row:
    return {**_place(cited), "kind": cited.kind.value if cited.kind else None, "url": cited.url}


def _context(around: SliceContext) -> Row:
    return {"kind": around.kind.value, "text": around.text, "start": around.start, "end": around.end}


def _number(value: float) -> float:
    return round(float(value), 6)


def _with_error(row: Row, error: Message | None) -> Row:
    return row if error is None else {**row, "error": str(error)}
