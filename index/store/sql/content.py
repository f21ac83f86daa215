"""What is stored, read: articles, passages, sentences, quotes, and what of them is shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.model import (
    Article,
    ArticleDetails,
    ArticleInfo,
    ArticleVersion,
    Citation,
    Context,
    Paragraph,
    ParagraphKind,
    Quote,
    StoredQuote,
    View,
)
from index.slices import clip, stands
from index.store.sql.connection import Database, typed_errors
from index.store.sql.context_of import context_of
from index.store.sql.quotes import Holding, QuoteRows
from index.store.sql.rows import marks, visible
from index.store.sql.texts import Texts
from index.store.values import StoredArticle

_CHANGED = (
    "SELECT min(s.added_at) FROM articles s WHERE s.shelf = a.shelf AND s.name = a.name AND s.text_hash = a.text_hash "
    "AND EXISTS (SELECT 1 FROM articles o WHERE o.shelf = a.shelf AND o.name = a.name AND o.version < a.version "
    "AND o.text_hash != a.text_hash)"
)
"""When the words of article ``a`` came that an earlier version does not have; reading them anew changes nothing."""


@typed_errors
class StoredContent:
    """All of ``index.store.interface.Content`` but where passages are looked up by id."""

    def __init__(self, database: Database, texts: Texts, holding: Holding) -> None:
        self._database = database
        self._texts = texts
        self._quotes = QuoteRows(database, texts, holding)

    def generation(self, shelf: str) -> int:
        """Counts the changes of a shelf; 0 when nothing was ever stored."""
        row = self._database.connection.execute(
            "SELECT generation FROM shelves WHERE shelf = ?", (shelf,)
        ).fetchone()
        return int(row[0]) if row else 0

    def article(self, article_id: int) -> StoredArticle | None:
        """An article of any version. Raises StoreError when its text no longer has its hash."""
        row = self._database.connection.execute(
            f"SELECT shelf, name, raw_hash, title_start, title_end, url, author, published, publisher, ({_CHANGED}) "
            "FROM articles a WHERE id = ?",
            (article_id,),
        ).fetchone()
        text = self._texts.of(article_id)
        if row is None or text is None:
            return None
        shelf, name, raw_hash, title_start, title_end, url, author, published, publisher, changed = row
        paragraphs = tuple(
            Paragraph(number, start, end, ParagraphKind(kind), speaker, page)
            for number, start, end, kind, speaker, page in self._database.connection.execute(
                'SELECT number, start, "end", kind, speaker, page FROM paragraphs WHERE article_id = ? '
                "ORDER BY number",
                (article_id,),
            )
        )
        return StoredArticle(
            article_id,
            shelf,
            Article(
                name=name,
                text=text,
                title_start=title_start,
                title_end=title_end,
                paragraphs=paragraphs,
                raw_hash=raw_hash,
                url=url,
                author=author,
                published=published,
                publisher=publisher,
            ),
            changed,
        )

    def whole_text(self, article_id: int) -> str | None:
        """The checked text of an article of any version; None when it is gone or damaged."""
        return self._texts.whole(article_id)

    def versions(self, article_id: int) -> list[ArticleVersion]:
        """Every version that is kept of the article that ``article_id`` is a version of, the newest first."""
        found = self._database.connection.execute(
            "SELECT v.id, v.version, v.added_at, v.live, v.text_hash FROM articles a "
            "JOIN articles v ON v.shelf = a.shelf AND v.name = a.name WHERE a.id = ? ORDER BY v.version DESC",
            (article_id,),
        )
        return [
            ArticleVersion(number, version, added, bool(live), digest)
            for number, version, added, live, digest in found
        ]

    def article_ids(self, view: View) -> list[int]:
        """Ids of the live articles of a view, by name."""
        where, values = visible(view)
        return [
            number
            for (number,) in self._database.connection.execute(
                f"SELECT a.id FROM articles a WHERE {where} ORDER BY a.name, a.id", values
            )
        ]

    def articles(self, view: View) -> list[ArticleInfo]:
        """The live articles of a view, by name; one whose text is damaged bears its name for a title."""
        where, values = visible(view)
        found = self._database.connection.execute(
            "SELECT a.id, a.shelf, a.name, a.title_start, a.title_end, "
            "(SELECT count(*) FROM paragraphs p WHERE p.article_id = a.id), "
            "(SELECT count(*) FROM quotes q WHERE q.article_id = a.id), a.url, a.published, a.added_at "
            f"FROM articles a WHERE {where} ORDER BY a.name, a.id",
            values,
        )
        infos = []
        for number, shelf, name, title_start, title_end, *rest in found:
            text = self._texts.whole(number)  # a damaged article keeps its line, so that it can be removed
            title = clip(text, title_start, title_end) if text else name
            infos.append(ArticleInfo(number, shelf, name, title, *rest))
        return infos

    def passages(self, article_id: int) -> list[tuple[int, int | None, int, int, bytes]]:
        """(id, paragraph, start, end, half-precision vector) of an article, in reading order."""
        return self._database.connection.execute(
            'SELECT p.id, p.paragraph, p.start, p."end", v.vector FROM passages p '
            "JOIN vectors v ON v.key = p.vector_key WHERE p.article_id = ? ORDER BY p.id",
            (article_id,),
        ).fetchall()

    def sentences(self, article_id: int) -> list[tuple[int, int, int, bytes]]:
        """(passage id, start, end, half-precision vector) of an article, in reading order."""
        return self._database.connection.execute(
            'SELECT s.passage_id, s.start, s."end", v.vector FROM sentences s '
            "JOIN vectors v ON v.key = s.vector_key WHERE s.article_id = ? ORDER BY s.id",
            (article_id,),
        ).fetchall()

    def models(self, shelf: str) -> set[str]:
        """The models that the shelf's live articles were embedded with."""
        return {
            model
            for (model,) in self._database.connection.execute(
                "SELECT DISTINCT model FROM articles WHERE shelf = ? AND live = 1", (shelf,)
            )
        }

    def vector_keys(self, article_ids: Iterable[int]) -> list[bytes]:
        """The vector keys of the passages of articles: equal keys are equal texts."""
        return [
            key
            for number in article_ids
            for (key,) in self._database.connection.execute(
                "SELECT vector_key FROM passages WHERE article_id = ?", (number,)
            )
        ]

    def count_passages(self, shelf: str) -> int:
        """How many passages of the shelf are retrieved."""
        (count,) = self._database.connection.execute(
            "SELECT count(*) FROM passages p JOIN articles a ON a.id = p.article_id "
            "WHERE a.shelf = ? AND a.live = 1",
            (shelf,),
        ).fetchone()
        return int(count)

    def details(self, name: str, view: View) -> ArticleDetails | None:
        """All about one article; a server's own one comes before the shared one of the same name."""
        infos = self.articles(View(view.shelves, name))
        if not infos:
            return None
        info = max(infos, key=lambda i: view.shelves.index(i.shelf))
        author, publisher, size, passages, versions = self._database.connection.execute(
            "SELECT a.author, a.publisher, length(CAST(a.text AS BLOB)), "
            "(SELECT count(*) FROM passages p WHERE p.article_id = a.id), "
            "(SELECT count(*) FROM articles v WHERE v.shelf = a.shelf AND v.name = a.name) "
            "FROM articles a WHERE a.id = ?",
            (info.id,),
        ).fetchone()
        return ArticleDetails(info, author, publisher, size, passages, versions)

    def quotes(self, view: View) -> list[StoredQuote]:
        """Every quote of the view's live articles, by article and in reading order."""
        return self._quotes.every(view)

    def quotes_of(self, article_id: int) -> list[Quote]:
        """The quotes of an article of any version, in reading order."""
        return self._quotes.of_article(article_id)

    def quote(self, quote_id: int, view: View) -> StoredQuote | None:
        """One quote, if the view may see it."""
        return self._quotes.one(quote_id, view)

    def suggest(self, typed: str, view: View, limit: int) -> list[StoredQuote]:
        """Quotes of the view that hold what was typed; see ``quote_rows.suggest``."""
        return self._quotes.suggest(typed, view, limit)

    def context(self, cited: Citation) -> Context | None:
        """The paragraph of a citation and its neighbours; None when the article is gone. Raises StoreError."""
        return context_of(self._database, self._texts, cited)

    def still_there(self, citations: Sequence[Citation], view: View) -> list[Citation]:
        """Those citations whose article the view still has, in any version, and whose slice still stands there."""
        return [cited for cited in citations if self._stands(cited, view)]

    def _stands(self, cited: Citation, view: View) -> bool:
        row = self._database.connection.execute(
            "SELECT 1 FROM articles o JOIN articles a ON a.shelf = o.shelf AND a.name = o.name AND a.live = 1 "
            f"WHERE o.id = ? AND o.shelf IN ({marks(view.shelves)})",
            (cited.article_id, *view.shelves),
        ).fetchone()
        text = self._texts.whole(cited.article_id) if row is not None else None
        return text is not None and stands(text, cited.start, cited.end, cited.text)
