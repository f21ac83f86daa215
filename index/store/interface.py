"""What the engine asks of a store. A backend brings every part; nothing above it reaches for a connection.

All calls block and may come from any thread. Reads raise StoreError, with the way out, when what is stored cannot
be read; writes raise it when nothing was changed. Ids are given out once and never name anything else later.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from index.embedding.arrays import Vectors
from index.model import (
    Answer,
    Article,
    ArticleDetails,
    ArticleInfo,
    ArticleVersion,
    Citation,
    Context,
    ProgressCallback,
    Quote,
    ShelfLimits,
    StoredQuote,
    View,
)
from index.store.tables import Table
from index.store.values import (
    Key,
    Live,
    Made,
    Prepared,
    Record,
    Reply,
    Statistics,
    StoredArticle,
    Unanswered,
    WebPage,
)


class Content(Protocol):
    """Articles, their rows and quotes. Every text that leaves it has passed its hash."""

    def article(self, article_id: int) -> StoredArticle | None:
        """An article of any version. Raises StoreError when its text is damaged."""

    def article_ids(self, view: View) -> list[int]:
        """Ids of the live articles of a view, by name."""

    def articles(self, view: View) -> list[ArticleInfo]:
        """The live articles of a view, by name; one whose text is damaged bears its name for a title."""

    def details(self, name: str, view: View) -> ArticleDetails | None:
        """All about one article; a server's own one comes before the shared one of the same name."""

    def versions(self, article_id: int) -> list[ArticleVersion]:
        """Every version that is kept of the article that this is a version of, the newest first."""

    def passages(self, article_id: int) -> list[tuple[int, int | None, int, int, bytes]]:
        """(id, paragraph, start, end, half-precision vector) of an article, in reading order."""

    def sentences(self, article_id: int) -> list[tuple[int, int, int, bytes]]:
        """(passage id, start, end, half-precision vector) of an article, in reading order."""

    def passage_articles(self, ids: Sequence[int], shelves: Sequence[str] | None = None) -> dict[int, int]:
        """passage id → id of its live article on those shelves (None: any); others are left out."""

    def passage_spans(self, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
        """passage id → (article id, start, end) of a live article; others are left out."""

    def vector_keys(self, article_ids: Iterable[int]) -> list[bytes]:
        """The content keys of the passages of articles: equal keys are equal texts."""

    def count_passages(self, shelf: str) -> int:
        """How many passages of the shelf are searched."""

    def quotes(self, view: View) -> list[StoredQuote]:
        """Every quote of the view, by article and in reading order; those of a damaged text are left out."""

    def quotes_of(self, article_id: int) -> list[Quote]:
        """The quotes of an article of any version, in reading order."""

    def quote(self, quote_id: int, view: View) -> StoredQuote | None:
        """One quote, if the view may see it and its text is whole."""

    def suggest(self, typed: str, view: View, limit: int) -> list[StoredQuote]:
        """Quotes of the view that hold what was typed, folded; an empty text suggests the first ones."""

    def context(self, cited: Citation) -> Context | None:
        """The paragraph of a citation and its neighbours; None when the article is gone."""

    def still_there(self, citations: Sequence[Citation], view: View) -> list[Citation]:
        """Those citations whose article the view still has, in any version, and whose slice still stands there."""

    def generation(self, shelf: str) -> int:
        """Counts the changes of a shelf; 0 when nothing was ever stored."""

    def models(self, shelf: str) -> set[str]:
        """The models that the shelf's live articles were embedded with."""


class Search(Protocol):
    """What is near a question. Only live articles of the given shelves are found, and as many as were asked for."""

    def nearest(self, vector: Vectors, shelves: Sequence[str], k: int) -> list[tuple[int, float]]:
        """(passage id, cosine) of the k passages nearest to a vector (dimension,), best first."""

    def lexical(
        self, words: Sequence[str], shelves: Sequence[str], limit: int
    ) -> list[tuple[int, int, float]]:
        """(passage id, article id, BM25 score, larger is better) of passages that hold any of the words."""

    def warm(self, shelf: str) -> None:
        """Have what ``nearest`` needs at hand."""


class Changes(Protocol):
    """What shelves hold, changed. Questions see the state before until a change is complete."""

    def changing(self, shelf: str, patience: float) -> AbstractContextManager[None]:
        """One change of a shelf at a time, over all processes. Raises BusyError after ``patience`` seconds."""

    def live(self, shelf: str) -> dict[str, Live]:
        """name → the shelf's live article."""

    def missing_vectors(self, keys: Iterable[bytes]) -> list[bytes]:
        """Those keys that have no vector yet, without repeats, in order."""

    def vectors(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        """Half-precision vectors by content key, for those keys that have one."""

    def put_vectors(self, vectors: Mapping[bytes, bytes]) -> None:
        """Store half-precision vectors by content key."""

    def apply(
        self, shelf: str, add: Sequence[Prepared], remove: Sequence[int], made: Callable[[str], Made]
    ) -> int:
        """Inside ``changing``: replace and remove articles, all or nothing; the shelf's new generation.

        ``made`` goes by name. Raises LostVectorsError when prepared vectors are no longer there.
        """

    def settle(self, shelf: str) -> None:
        """Inside ``changing``: see that everything derived from the shelf's rows is there and undamaged."""

    def purge(self, shelf: str) -> None:
        """Inside ``changing``: delete all that is known of a shelf, old versions too."""

    def forget_retired(self, days: float) -> int:
        """Delete the versions that were replaced or removed at least so many days ago; how many those were."""

    def forget_versions(self, shelf: str, most: int) -> None:
        """Of versions that were replaced or removed, keep the newest ones up to ``most`` bytes of text."""


class Memory(Protocol):
    """What the faces keep: answers for their buttons, replies, votes, counts, preferences."""

    def keep(self, answer: Answer, guild: str, person: str) -> str:
        """Store an answer; its id, short and not to be guessed."""

    def record(self, number: str) -> Record | None:
        """A stored answer, unless it was purged."""

    def replied(self, asked: int, channel: int, message: int, person: str, record: str | None = None) -> None:
        """Remember which message answers which."""

    def reply_to(self, question_message: int) -> Reply | None:
        """The bot's reply to a message."""

    def unreply(self, question_message: int) -> None:
        """Forget a reply that is gone."""

    def knows_message(self, message: int) -> bool:
        """Whether this message is a question that was answered, or the answer to one."""

    def behind(self, message: int) -> Record | None:
        """The stored answer that a message shows, or that the answer to a message shows."""

    def last_in(self, channel: int, before: int, since: float = 0.0) -> Record | None:
        """The last stored answer in a channel to what was asked before the message ``before``."""

    def shown(self, guild: str) -> list[Citation]:
        """The quotes of all stored answers of a server, which people were shown."""

    def unanswered(self, guild: str, since: float) -> list[Unanswered]:
        """Questions of a server that nothing answered, or whose answer was called wrong; the newest first."""

    def vote(self, record: str, person: str, guild: str, helpful: bool) -> None:
        """One vote a person and answer; the last one counts."""

    def count(self, guild: str, *, answered: bool, seconds: float) -> None:
        """One more question; neither who nor what."""

    def statistics(self, guild: str, days: float = 30.0) -> Statistics:
        """What happened in a server lately."""

    def preferences(self, guild: str) -> dict[str, Any]:
        """What a server chose, as it was stored."""

    def prefer(self, guild: str, body: dict[str, Any]) -> None:
        """Store what a server chose."""

    def purge(self, days: float) -> int:
        """Drop what is older than ``days``; how many rows went."""

    def forget(self, person: str) -> int:
        """Drop everything that names a person; how many answers and votes went."""


class Shelves(Protocol):
    """What is noted of shelves beside their articles: room, channels bound to an article, servers that were left."""

    def shelves(self) -> list[str]:
        """Every shelf that holds live articles, by name."""

    def usage(self, shelf: str) -> ShelfLimits:
        """How much the shelf holds, in the units of its limits."""

    def bind(self, shelf: str, channel: str, article: str) -> None:
        """Questions in this channel are asked of this article alone."""

    def unbind(self, shelf: str, channel: str) -> bool:
        """Whether there was a binding to forget."""

    def binding(self, shelf: str, channel: str) -> str | None:
        """The article that the channel is bound to, while the shelf or the shared one holds it."""

    def bound_channels(self, shelf: str, article: str) -> list[str]:
        """The channels that are bound to an article."""

    def note_present(self, present: Collection[str]) -> None:
        """The bot is in these servers now; it says nothing of others."""

    def note_left(self, shelf: str) -> None:
        """The bot was removed from this server: the time its data is kept begins."""

    def note_joined(self, shelf: str) -> None:
        """The bot is in this server (again): its data stays."""

    def overdue(self, days: float) -> list[str]:
        """The shelves of servers that were left at least this many days ago."""


class Keys(Protocol):
    """Keys with which programs ask a shelf; only hashes of their secrets are stored."""

    def add(self, shelf: str, name: str) -> str:
        """A new key to a shelf, told this once."""

    def find(self, key: str) -> Key | None:
        """Which key this is; None when there is none, or no longer."""

    def all(self) -> list[Key]:
        """Every key, oldest first."""

    def remove(self, number: str) -> None:
        """Forget a key. Raises NotFoundError."""


class Pages(Protocol):
    """What is known of a shelf's pages and feeds on the web."""

    def of(self, shelf: str) -> dict[str, WebPage]:
        """Every known page of a shelf by its address."""

    def put(self, shelf: str, url: str, page: WebPage) -> None:
        """Note what is known of one now."""

    def drop(self, shelf: str, url: str) -> bool:
        """Know nothing of it any more; whether something was known."""


class Upkeep(Protocol):
    """Looking at what is stored, and mending it. Questions go on meanwhile."""

    def backup(self, target: Path) -> None:
        """Copy the whole library to a file while it is used."""

    def structure(self) -> str:
        """What is wrong with the database as such, in words; empty when nothing is."""

    def damaged_texts(self) -> list[tuple[int, str]]:
        """(id, name) of live articles whose text does not have its hash any more."""

    def retire(self, article_ids: Collection[int]) -> None:
        """Take articles out of what is searched."""

    def read_hashes(self) -> list[tuple[int, str]]:
        """(id, hash of what reading made of it) of live articles that have one."""

    def put_paragraphs(self, article_id: int, article: Article) -> None:
        """Replace an article's paragraphs; its other rows are made anew by the next reindex."""

    def misplaced(self) -> list[int]:
        """Ids of the articles that have rows which point outside them, once a row."""

    def name_anew(self, key_of: Callable[[str], bytes], model: str) -> int:
        """Give rows of live articles of this model the content key of their text where they have another; how many."""

    def make_stale(self, article_ids: Collection[int]) -> None:
        """The rows of these articles are to be made anew by the next reindex."""

    def fulltext_differs(self) -> int:
        """Rows of full text that are not what the articles say."""

    def rebuild_fulltext(self) -> None:
        """Write full text anew from the articles."""

    def used_vectors(self) -> Iterator[tuple[bytes, bytes | None]]:
        """(content key, half-precision vector or None) of everything that rows name."""

    def texts_of(self, keys: Collection[bytes], key_of: Callable[[str], bytes]) -> dict[bytes, str]:
        """The texts that these content keys name, as far as live articles hold them."""

    def drop_vectors(self, keys: Collection[bytes]) -> None:
        """Forget vectors; every shelf counts as changed."""

    def index_is_whole(self, shelf: str) -> bool:
        """Is what is derived from the shelf's rows there, undamaged and of this moment?"""

    def leads(self) -> bool:
        """Whether this process does the daily work: one of all that have the library open, until it ends.

        A process that never asks never leads.
        """


class Rows(Protocol):
    """All rows of a library, for copies into another backend; see ``index.store.moving``."""

    def still(self) -> AbstractContextManager[object]:
        """Everything read within, in this thread, is of one moment."""

    def after(self, table: Table, key: Sequence[Any] | None) -> list[tuple[Any, ...]]:
        """The next rows in order of their keys; none at the end."""

    def last(self, table: Table) -> tuple[Any, ...] | None:
        """The last key that is there."""

    def put(self, table: Table, rows: Sequence[Sequence[Any]]) -> None:
        """Rows of ``after``, all or none; those that are there already get the new values."""

    def drop(self, table: Table, key: Sequence[Any]) -> None:
        """Forget one row."""

    def digest(self, table: Table) -> tuple[int, str]:
        """How many rows there are, and a hash over all of them, the same in every backend."""

    def finish(self, report: ProgressCallback) -> None:
        """After the last ``put``: make what is made from rows."""


@dataclass(frozen=True, slots=True)
class Backend:
    """The parts of one store. ``close`` releases files and connections; calling it twice does no harm."""

    content: Content
    search: Search
    changes: Changes
    memory: Memory
    shelves: Shelves
    keys: Keys
    pages: Pages
    upkeep: Upkeep
    rows: Rows
    close: Callable[[], None]
