"""Indexes of big shelves. A small shelf is read whole, exactly; a big one has an HNSW and a GIN index of its own,
so that no filter stands between a question and its shelf, and a small server never pays for a big one."""

from __future__ import annotations

from psycopg import Connection, sql

from index.store.postgres.announcements import announce
from index.store.postgres.database import Database
from index.store.postgres.shelf_states import ShelfStates, near_index, words_index

READ_WHOLE = 20_000
"""Passages up to which a shelf is read whole for each question."""
GRAPH = "m = 16, ef_construction = 96"
MEMORY = "512MB"
"""For building one index; a graph that does not fit is built on disk, ten times slower."""


class Indexes:
    """Makes and drops the indexes of shelves, inside ``Database.holding``."""

    def __init__(self, database: Database, states: ShelfStates) -> None:
        self._database = database
        self._states = states

    def settle(self, shelf: str) -> None:
        """Have what the shelf's size asks for, and nothing else; questions go on meanwhile."""
        connection = self._database.raw()
        dimension, passages = self._size(connection, shelf)
        there = self._there(connection, shelf)
        wanted: dict[str, sql.Composable] = {}
        if passages > READ_WHOLE and dimension is not None:
            wanted = {near_index(shelf, dimension): _near(dimension), words_index(shelf): _words()}
        for name, valid in there.items():
            if name not in wanted or not valid:
                connection.execute(
                    sql.SQL("DROP INDEX CONCURRENTLY IF EXISTS {}").format(sql.Identifier(name))
                )
        missing = [name for name in wanted if not there.get(name)]
        if missing:
            connection.execute("SET statement_timeout = 0")
            connection.execute("SET lock_timeout = 0")
            connection.execute(f"SET maintenance_work_mem = '{MEMORY}'".encode())
        for name in missing:
            connection.execute(
                sql.SQL("CREATE INDEX CONCURRENTLY {} ON {} WHERE shelf = {}").format(
                    sql.Identifier(name), wanted[name], sql.Literal(shelf)
                )
            )
        self._states.forget(shelf)
        if missing or set(there) - set(wanted):
            announce(connection, shelf)

    def whole(self, shelf: str) -> bool:
        """Is there an embedding and a row of words for each passage, and the indexes that the size asks for?"""
        with self._database.read() as statements:
            passages, near, words = statements.execute(
                "SELECT count(*), count(n.passage_id), count(w.passage_id) FROM passages p "
                "JOIN articles a ON a.id = p.article_id AND a.live = 1 AND a.shelf = ? "
                "LEFT JOIN near n ON n.passage_id = p.id AND n.shelf = a.shelf "
                "LEFT JOIN words w ON w.passage_id = p.id AND w.shelf = a.shelf",
                (shelf,),
            ).fetchone()
        if not passages == near == words:
            return False
        self._states.forget(shelf)
        return passages <= READ_WHOLE or self._states.of(shelf).dimension is not None

    @staticmethod
    def _size(connection: Connection, shelf: str) -> tuple[int | None, int]:
        row = connection.execute(
            "SELECT max(vector_dims(embedding)), min(vector_dims(embedding)), count(*) FROM near WHERE shelf = %s",
            (shelf,),
        ).fetchone()
        most, least, count = row or (None, None, 0)
        return (most if most == least else None), count

    @staticmethod
    def _there(connection: Connection, shelf: str) -> dict[str, bool]:
        """index → is it valid; one whose building was cut off is not."""
        return dict(
            connection.execute(
                "SELECT c.relname, i.indisvalid FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid "
                "JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema() "
                "WHERE c.relname = %s OR c.relname LIKE %s",
                (words_index(shelf), f"{near_index(shelf, 0).removesuffix('_0')}\\_%"),
            ).fetchall()
        )


def _near(dimension: int) -> sql.Composable:
    return sql.SQL("near USING hnsw ((embedding::halfvec({})) halfvec_cosine_ops) WITH ({})").format(
        sql.Literal(dimension), sql.SQL(GRAPH)
    )


def _words() -> sql.Composable:
    return sql.SQL("words USING gin (stems)")
