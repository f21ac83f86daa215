"""What the tagger says about one article, as pieces of reported words and their attributions."""

from __future__ import annotations

from index.model import Article
from index.quotes.clauses import cut_at_sentences
from index.quotes.decoding import Segment, decode, paragraph_of, role_probabilities
from index.quotes.linking import Attribution, attribute
from index.quotes.pieces import Piece, TaggedText, find_pieces
from index.quotes.repeated import with_repeated
from index.quotes.tagger import Document, Tagged, document_of


def read_article(article: Article, tagged: Tagged) -> tuple[TaggedText, list[Segment], list[Piece]]:
    """Title and paragraphs (the title is paragraph 0 of the reading) with segments and pieces."""
    return read_document(document_of(article), tagged)


def read_document(document: Document, tagged: Tagged) -> tuple[TaggedText, list[Segment], list[Piece]]:
    """The same for any run of paragraphs, numbered from its first."""
    paragraph = paragraph_of(tagged, document.paragraphs)
    reading = TaggedText(
        document.text, document.paragraphs, tagged.offsets, paragraph, role_probabilities(tagged)
    )
    segments = decode(tagged, paragraph, document.text, document.paragraphs)
    segments = cut_at_sentences(document.text, segments, tagged.offsets.tolist())
    return reading, segments, find_pieces(reading, segments)


def attributions(document: Document, tagged: Tagged) -> tuple[list[Segment], list[Attribution]]:
    """Every piece with its source, in order."""
    reading, segments, pieces = read_document(document, tagged)
    return segments, with_repeated(reading, attribute(reading, tagged, pieces, segments))
