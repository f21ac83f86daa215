"""Article to quotes: quotation marks, cues, speakers, and who "he" is."""

from index.quotes.extract import extract_quotes

__all__ = ["extract_quotes"]
