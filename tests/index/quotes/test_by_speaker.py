"""Who speaks in stored quotes, and what they said."""

from __future__ import annotations

from index.model import Quote, QuoteKind, StoredQuote
from index.quotes.by_speaker import said_by, speakers


def stored(text: str, speaker: str | None, *, said: bool = True) -> StoredQuote:
    quote = Quote(QuoteKind.INDIRECT, text, 0, len(text), 0, 0, speaker=speaker, said=said)
    return StoredQuote("1", 1, "a.txt", "A", None, quote)


def test_what_was_not_said_is_nobodys_saying() -> None:
    quotes = [stored("the gate holds", "Ada Moor"), stored("to leave", "Ada Moor", said=False)]
    quotes.append(stored("to stay", "Jonas Reed", said=False))
    assert speakers(quotes) == [("Ada Moor", 1)]
    assert [s.quote.text for s in said_by(quotes, ["Ada Moor", "Jonas Reed"])] == ["the gate holds"]
