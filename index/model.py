"""The frozen values that pass between rooms. Offsets are code points into ``Article.text``, end exclusive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from index.errors import Message
from index.slices import cut

Span = tuple[int, int]
"""Start and end, exclusive, in code points."""
SHARED_SHELF = "shared"
"""The operator's shelf, visible from everywhere."""


class ParagraphKind(StrEnum):
    """What a line of an article is; every kind keeps its number."""

    TEXT = "text"
    HEADING = "heading"
    LIST = "list"
    QUOTE = "quote"
    CAPTION = "caption"
    COMMENT = "comment"
    BOILERPLATE = "boilerplate"

    @property
    def is_prose(self) -> bool:
        """Does it say something of its own? Headings and boilerplate do not."""
        return self not in (ParagraphKind.HEADING, ParagraphKind.BOILERPLATE)


class QuoteKind(StrEnum):
    """How words are reported: wholly in marks, partly in marks, or without marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class VerdictKind(StrEnum):
    """Whether somebody said it, and whether like that."""

    EXACT = "exact"
    ALTERED = "altered"
    PARAPHRASE = "paraphrase"
    NOT_FOUND = "not-found"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph after the title: ``article.text[start:end]``.

    ``speaker`` is whose turn it is, in transcripts; the label stays in the slice (``index.text.turns``).
    ``page`` counts from 1, in sources that have pages.
    """

    number: int
    start: int
    end: int
    kind: ParagraphKind = ParagraphKind.TEXT
    speaker: str | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """What was read from one source. ``title_start:title_end`` is the title's slice of ``text``.

    ``doubts`` are sentences on what reading it left open; they are told once and not stored.
    """

    name: str
    text: str
    title_start: int
    title_end: int
    paragraphs: tuple[Paragraph, ...]
    raw_hash: str
    url: str | None = None
    author: str | None = None
    published: str | None = None
    publisher: str | None = None
    doubts: tuple[Message, ...] = ()

    @property
    def title(self) -> str:
        """The title as it stands in the text."""
        return self.cut(self.title_start, self.title_end)

    def cut(self, start: int, end: int) -> str:
        """The slice at these code points. Raises StoreError when the text has no such place."""
        return cut(self.text, start, end)

    def page_of(self, paragraph: int | None) -> int | None:
        """The page that a paragraph stands on, where the source has pages."""
        return next((p.page for p in self.paragraphs if p.number == paragraph), None)


@dataclass(frozen=True, slots=True)
class Quote:
    """Reported words and who said them; ``text`` is ``article.text[start:end]``.

    ``confidence`` is that of the whole row; ``speaker_confidence``, from 0 to 1, that of the person alone, also
    when it was too small to name somebody. ``said`` is false for what somebody knows, wants or does.
    """

    kind: QuoteKind
    text: str
    start: int
    end: int
    paragraph: int | None
    utterance: int
    speaker: str | None = None
    speaker_title: str | None = None
    speaker_text: str | None = None
    cue: str | None = None
    confidence: float = 0.0
    said: bool = True
    speaker_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class StoredQuote:
    """A quote of the store with its article; ``id`` is opaque and short."""

    id: str
    article_id: int
    article: str
    title: str
    url: str | None
    quote: Quote
    published: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim slice that is shown: ``text`` was checked against the stored article.

    ``page`` is a PDF's, from 1.
    ``changed``: since when the article has had other words than before (a moment in UTC, ISO 8601).
    ``speaker_title`` is the speaker's office, as the article has it.
    """

    text: str
    article_id: int
    article: str
    title: str
    paragraph: int | None
    start: int
    end: int
    speaker: str | None
    url: str | None
    score: float
    kind: QuoteKind | None = None
    published: str | None = None
    page: int | None = None
    changed: str | None = None
    speaker_title: str | None = None
    publisher: str | None = None


@dataclass(frozen=True, slots=True)
class Context:
    """``before``, ``paragraph`` and ``after`` are slices; the citation is ``paragraph[start:end]``."""

    before: str | None
    paragraph: str
    start: int
    end: int
    after: str | None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Sources answer differently: the first citation and that at place ``other``, in ``kind``: numbers, dates or negation."""

    kind: str
    other: int


@dataclass(frozen=True, slots=True)
class Answer:
    """At most three citations, best first; nearest passages when not ``answered``.

    ``remark`` is one sentence of ours that answers from what is stored about the article, or says why nothing does;
    ``notice`` one the asker should read beside the answer. ``whole`` is the question as it was taken where it leans
    on the one before. ``disagreement``: the sources differ.
    """

    question: str
    answered: bool
    confidence: float
    quotes: tuple[Citation, ...] = ()
    error: Message | None = None
    notice: Message | None = None
    remark: Message | None = None
    whole: str | None = None
    disagreement: Disagreement | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One word-level difference; ``op`` is replace, insert (only asked) or delete (only said).

    ``said`` is ``article.text[said_start:said_end]``, ``asked`` is ``query[asked_start:asked_end]``. A side
    without words has equal offsets: the place where the words of the other side are lacking.
    """

    op: str
    said: str
    asked: str
    said_start: int
    said_end: int
    asked_start: int
    asked_end: int


@dataclass(frozen=True, slots=True)
class Counterpart:
    """Words of a query and the cited ones that say the same: a paraphrase rests on them. Sides as in Change."""

    said: str
    asked: str
    said_start: int
    said_end: int
    asked_start: int
    asked_end: int


class ContextKind(StrEnum):
    """What the words around a slice do to it."""

    DENIED = "denied"
    DOUBTED = "doubted"
    SUPPOSED = "supposed"
    ASKED = "asked"
    ASCRIBED = "ascribed"
    CUT_SHORT = "cut-short"

    @property
    def disowned(self) -> bool:
        """Whether whoever uttered the words did not state them."""
        return self in (ContextKind.DENIED, ContextKind.DOUBTED, ContextKind.ASCRIBED)


@dataclass(frozen=True, slots=True)
class SliceContext:
    """Words outside a cited slice that turn or limit it: ``text`` is ``article.text[start:end]``."""

    kind: ContextKind
    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one quoted text. ``context`` is None when the cited words may stand alone; ``carried`` names
    the words that a paraphrase rests on, ``against`` those that make an altered statement another one, in the query's order.
    """

    query: str
    verdict: VerdictKind
    confidence: float
    speaker: str | None = None
    speaker_asked: str | None = None
    speaker_matches: bool | None = None
    quote: Citation | None = None
    changes: tuple[Change, ...] = ()
    also: tuple[Citation, ...] = ()
    related: tuple[Citation, ...] = ()
    error: Message | None = None
    context: SliceContext | None = None
    carried: tuple[Counterpart, ...] = ()
    against: tuple[Change, ...] = ()

    @property
    def decisive(self) -> tuple[Change, ...]:
        """``against``, unless the ``changes`` are just those."""
        plain = [[(c.said, c.asked) for c in found] for found in (self.against, self.changes)]
        return () if plain[0] == plain[1] else self.against

    @property
    def elsewhere(self) -> tuple[Citation, ...]:
        """Where other articles have the very words."""
        if self.quote is None or self.verdict is not VerdictKind.EXACT:
            return ()
        return tuple(other for other in self.also if other.article != self.quote.article)


@dataclass(frozen=True, slots=True)
class View:
    """What one asker may see: shelves, optionally narrowed to one article by its name."""

    shelves: tuple[str, ...] = (SHARED_SHELF,)
    article: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleInfo:
    """A line of a list of articles."""

    id: int
    shelf: str
    name: str
    title: str
    paragraphs: int
    quotes: int
    url: str | None = None
    published: str | None = None
    added_at: str | None = None


@dataclass(frozen=True, slots=True)
class ArticleDetails:
    """All that can be told about one article. ``size`` is in bytes of UTF-8 text, ``versions`` counts this one."""

    info: ArticleInfo
    author: str | None
    publisher: str | None
    size: int
    passages: int
    versions: int


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One version of an article that is kept. ``number`` counts from 1, ``added_at`` is a moment in UTC (ISO 8601).

    Versions of one ``text_hash`` have the same words and were read anew.
    """

    id: int
    number: int
    added_at: str
    live: bool
    text_hash: str


@dataclass(frozen=True, slots=True)
class WholeArticle:
    """One version of an article to read: its text, its quotes in reading order, all versions, the newest first."""

    id: int
    shelf: str
    article: Article
    quotes: tuple[Quote, ...]
    versions: tuple[ArticleVersion, ...]


@dataclass(frozen=True, slots=True)
class ShelfLimits:
    """The most a shelf may hold: live articles, and bytes of their text in UTF-8; of earlier versions, as much again.

    ``seconds`` of work are the most that one change may cost.
    """

    articles: int
    bytes: int
    seconds: float = 1_200.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of a check of the library: what was looked at, whether it is right, what was seen."""

    name: str
    ok: bool
    seen: str


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a long piece of work stands; ``total`` is 0 while it is unknown."""

    stage: str
    done: int
    total: int


ProgressCallback = Callable[[Progress], None]


@dataclass(frozen=True, slots=True)
class ReindexReport:
    """What a reindex did. ``problems`` holds one sentence for each source that could not be read."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    passages_added: int = 0
    passages_changed: int = 0
    passages_removed: int = 0
    passages_unchanged: int = 0
    seconds: float = 0.0
    problems: tuple[Message, ...] = field(default=())
