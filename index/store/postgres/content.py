"""What is stored, read: what is shared by all SQL, and passages by their ids."""

from __future__ import annotations

from collections.abc import Sequence

from index.store.postgres import searched
from index.store.postgres.database import Database
from index.store.sql.connection import typed_errors
from index.store.sql.content import StoredContent
from index.store.sql.rows import marks
from index.store.sql.texts import Texts


@typed_errors
class Content(StoredContent):
    """What is stored, read; see ``index.store.interface.Content``."""

    def __init__(self, database: Database) -> None:
        super().__init__(database, Texts(database), searched.holding)

    def passage_articles(self, ids: Sequence[int], shelves: Sequence[str] | None = None) -> dict[int, int]:
        """passage id → id of its live article on those shelves (None: any); others are left out."""
        if not ids or (shelves is not None and not shelves):
            return {}
        where = "" if shelves is None else f" AND a.shelf IN ({marks(shelves)})"
        return dict(
            self._database.connection.execute(
                "SELECT p.id, p.article_id FROM passages p JOIN articles a ON a.id = p.article_id "
                f"AND a.live = 1 WHERE p.id = ANY(?){where}",
                [list(ids), *(shelves or ())],
            )
        )

    def passage_spans(self, ids: Sequence[int]) -> dict[int, tuple[int, int, int]]:
        """passage id → (article id, start, end) of a live article; others are left out."""
        return {
            number: (article_id, start, end)
            for number, article_id, start, end in self._database.connection.execute(
                'SELECT p.id, p.article_id, p.start, p."end" FROM passages p '
                "JOIN articles a ON a.id = p.article_id AND a.live = 1 WHERE p.id = ANY(?)",
                (list(ids),),
            )
        }
