"""What the faces keep in the store: answers for their buttons, replies, votes, preferences, counts.

The records of answers, replies and votes name the person who asked, so ``purge`` and ``forget`` take them away;
the counts behind the statistics name nobody and hold no text.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from index.model import Answer, Citation, QuoteKind
from index.store.sql.connection import Database, typed_errors
from index.store.values import Record, Reply, Statistics, Unanswered

DAY = 86_400.0
_CITED = frozenset(field.name for field in fields(Citation))


@typed_errors
class Memory:
    """See ``index.store.interface.Memory``; every call blocks and may come from any thread."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # -- answers -------------------------------------------------------------------------------------

    def keep(self, answer: Answer, guild: str, person: str) -> str:
        """Store an answer; its id, short and not to be guessed."""
        return self._keep_as(secrets.token_hex(8), answer, guild, person)

    def _keep_as(self, number: str, answer: Answer, guild: str, person: str) -> str:
        """The same under an id of the caller's; once more does no harm."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING",
                (number, time.time(), guild, person, answer.question, _dumped(answer)),
            )
        return number

    def record(self, number: str) -> Record | None:
        """A stored answer, unless it was purged."""
        row = self._database.connection.execute(
            "SELECT id, guild, person, question, body FROM records WHERE id = ?", (number,)
        ).fetchone()
        return Record(row[0], row[1], row[2], _loaded(row[3], row[4])) if row else None

    def shown(self, guild: str) -> list[Citation]:
        """The quotes of all stored answers of a server, which people were shown."""
        rows = self._database.connection.execute(
            "SELECT question, body FROM records WHERE guild = ? ORDER BY made_at", (guild,)
        )
        return [cited for row in rows for cited in _loaded(*row).quotes]

    # -- replies -------------------------------------------------------------------------------------

    def replied(self, asked: int, channel: int, message: int, person: str, record: str | None = None) -> None:
        """Remember which message answers which: ``asked`` is a message or an interaction, ``record`` the answer."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO replies (question_message, channel, reply_message, person, made_at, record) "
                "VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (question_message) DO UPDATE SET channel = excluded.channel, "
                "reply_message = excluded.reply_message, person = excluded.person, "
                "made_at = excluded.made_at, record = excluded.record",
                (str(asked), str(channel), str(message), person, time.time(), record),
            )

    def reply_to(self, question_message: int) -> Reply | None:
        """The bot's reply to a message."""
        row = self._database.connection.execute(
            "SELECT question_message, channel, reply_message FROM replies WHERE question_message = ?",
            (str(question_message),),
        ).fetchone()
        return Reply(*map(int, row)) if row else None

    def unreply(self, question_message: int) -> None:
        """Forget a reply that is gone."""
        with self._database.write() as connection:
            connection.execute("DELETE FROM replies WHERE question_message = ?", (str(question_message),))

    def knows_message(self, message: int) -> bool:
        """Whether this message is a question that was answered, or the answer to one."""
        row = self._database.connection.execute(
            "SELECT 1 FROM replies WHERE question_message = ? OR reply_message = ? LIMIT 1",
            (str(message), str(message)),
        ).fetchone()
        return row is not None

    def behind(self, message: int) -> Record | None:
        """The stored answer that a message shows, or that the answer to a message shows."""
        row = self._database.connection.execute(
            "SELECT record FROM replies WHERE question_message = ? OR reply_message = ? LIMIT 1",
            (str(message), str(message)),
        ).fetchone()
        return self.record(row[0]) if row and row[0] else None

    def last_in(self, channel: int, before: int, since: float = 0.0) -> Record | None:
        """The last stored answer in a channel to what was asked before the message ``before``."""
        row = self._database.connection.execute(
            "SELECT record FROM replies WHERE channel = ? AND record IS NOT NULL AND made_at >= ? "
            "AND CAST(question_message AS BIGINT) < ? "
            "ORDER BY CAST(question_message AS BIGINT) DESC LIMIT 1",
            (str(channel), since, before),
        ).fetchone()
        return self.record(row[0]) if row else None

    def unanswered(self, guild: str, since: float) -> list[Unanswered]:
        """Questions of a server that nothing answered, or whose answer was called wrong; the newest first."""
        rows = self._database.connection.execute(
            "SELECT r.question, r.made_at, r.body, count(CASE WHEN v.helpful = 1 THEN 1 END), "
            "count(CASE WHEN v.helpful = 0 THEN 1 END) FROM records r LEFT JOIN votes v ON v.record = r.id "
            "WHERE r.guild = ? AND r.made_at >= ? GROUP BY r.id, r.question, r.made_at, r.body ORDER BY r.made_at DESC",
            (guild, since),
        )
        found = [Unanswered(q, at, _loaded(q, body).answered, good, bad) for q, at, body, good, bad in rows]
        return [row for row in found if not row.answered or row.wrong]

    # -- votes, counts -------------------------------------------------------------------------------

    def vote(self, record: str, person: str, guild: str, helpful: bool) -> None:
        """One vote a person and answer; the last one counts."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO votes (record, person, guild, helpful, voted_at) VALUES (?, ?, ?, ?, ?) "
                "ON CONFLICT (record, person) DO UPDATE SET guild = excluded.guild, "
                "helpful = excluded.helpful, voted_at = excluded.voted_at",
                (record, person, guild, int(helpful), time.time()),
            )

    def count(self, guild: str, *, answered: bool, seconds: float) -> None:
        """One more question; neither who nor what."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO tallies (asked_at, guild, answered, seconds) VALUES (?, ?, ?, ?)",
                (time.time(), guild, int(answered), seconds),
            )

    def statistics(self, guild: str, days: float = 30.0) -> Statistics:
        """What happened in a server lately."""
        since = time.time() - days * DAY
        rows = self._database.connection.execute(
            "SELECT answered, seconds FROM tallies WHERE guild = ? AND asked_at >= ? ORDER BY seconds",
            (guild, since),
        ).fetchall()
        votes = dict(
            self._database.connection.execute(
                "SELECT helpful, count(*) FROM votes WHERE guild = ? AND voted_at >= ? GROUP BY helpful",
                (guild, since),
            )
        )
        seconds = [row[1] for row in rows]
        return Statistics(
            questions=len(rows),
            abstentions=sum(not row[0] for row in rows),
            helpful=votes.get(1, 0),
            wrong=votes.get(0, 0),
            median_seconds=_at(seconds, 0.5),
            slow_seconds=_at(seconds, 0.95),
        )

    # -- preferences of a server ---------------------------------------------------------------------

    def preferences(self, guild: str) -> dict[str, Any]:
        """What a server chose, as it was stored."""
        row = self._database.connection.execute(
            "SELECT body FROM preferences WHERE guild = ?", (guild,)
        ).fetchone()
        found = json.loads(row[0]) if row else {}
        return found if isinstance(found, dict) else {}

    def prefer(self, guild: str, body: dict[str, Any]) -> None:
        """Store what a server chose."""
        with self._database.write() as connection:
            connection.execute(
                "INSERT INTO preferences (guild, body) VALUES (?, ?) "
                "ON CONFLICT (guild) DO UPDATE SET body = excluded.body",
                (guild, json.dumps(body, sort_keys=True)),
            )

    # -- privacy -------------------------------------------------------------------------------------

    def purge(self, days: float) -> int:
        """Drop what is older than ``days``; how many rows went."""
        until = time.time() - days * DAY
        with self._database.write() as connection:
            return sum(
                connection.execute(f"DELETE FROM {table} WHERE {column} < ?", (until,)).rowcount
                for table, column in _AGES.items()
            )

    def forget(self, person: str) -> int:
        """Drop everything that names a person; how many answers and votes went.

        Which reply answers which message stays, without the person: deleting the question still deletes the reply.
        """
        with self._database.write() as connection:
            gone = sum(
                connection.execute(f"DELETE FROM {table} WHERE person = ?", (person,)).rowcount
                for table in ("records", "votes")
            )
            connection.execute("UPDATE replies SET person = '', record = NULL WHERE person = ?", (person,))
            return gone


_AGES = {"records": "made_at", "replies": "made_at", "votes": "voted_at", "tallies": "asked_at"}


def _at(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _dumped(answer: Answer) -> str:
    body = asdict(answer)
    del body["question"]
    return json.dumps(body)


def _loaded(question: str, text: str) -> Answer:
    body = json.loads(text)
    quotes = tuple(
        Citation(
            **{
                **{name: value for name, value in cited.items() if name in _CITED},  # older records hold more
                "kind": QuoteKind(cited["kind"]) if cited["kind"] else None,
            }
        )
        for cited in body["quotes"]
    )
    return Answer(question, body["answered"], body["confidence"], quotes, body["error"])
