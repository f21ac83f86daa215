"""Article to quotes: quotation marks, cues, speakers, and who "he" is."""

from index.quotes.extract import extract_quotes, extract_quotes_batch

__all__ = ["extract_quotes", "extract_quotes_batch"]
