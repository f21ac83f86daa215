"""What is known of a shelf's pages and feeds on the web."""

from __future__ import annotations

from index.store.sql.connection import Database, typed_errors
from index.store.values import WebPage


@typed_errors
class Pages:
    """See ``index.store.interface.Pages``; every call blocks and may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, shelf: str) -> dict[str, WebPage]:
        """Every known page of a shelf by its address."""
        rows = self._database.connection.execute(
            "SELECT url, feed, etag, modified, checked_at, gone FROM pages WHERE shelf = ?", (shelf,)
        )
        return {
            url: WebPage(bool(feed), etag, modified, checked_at, bool(gone))
            for url, feed, etag, modified, checked_at, gone in rows
        }

    def put(self, shelf: str, url: str, page: WebPage) -> None:
        """Note what is known of one now."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO pages (shelf, url, feed, etag, modified, checked_at, gone) VALUES (?, ?, ?, ?, ?, ?, ?) "
                "ON CONFLICT (shelf, url) DO UPDATE SET feed = excluded.feed, etag = excluded.etag, "
                "modified = excluded.modified, checked_at = excluded.checked_at, gone = excluded.gone",
                (shelf, url, int(page.feed), page.etag, page.modified, page.checked_at, int(page.gone)),
            )

    def drop(self, shelf: str, url: str) -> bool:
        """Know nothing of it any more; whether something was known."""
        with self._database.write() as connection:
            return bool(
                connection.execute("DELETE FROM pages WHERE shelf = ? AND url = ?", (shelf, url)).rowcount
            )
