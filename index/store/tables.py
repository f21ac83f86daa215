"""What a library consists of, whatever the backend: tables, keys and columns, named alike everywhere."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Columns, those of the key first. ``grows`` tells that rows which are there do not change: copying goes on."""

    name: str
    key: tuple[str, ...]
    columns: tuple[str, ...]
    grows: bool = False

    @property
    def names(self) -> str:
        """All columns as they stand in a statement."""
        return ", ".join(f'"{column}"' for column in (*self.key, *self.columns))


def _table(name: str, key: str, columns: str, *, grows: bool = False) -> Table:
    return Table(name, tuple(key.split()), tuple(columns.split()), grows)


TABLES = (
    _table("shelves", "shelf", "generation removed_at seen_at"),
    _table(
        "articles", "id",
        "shelf name version live text text_hash raw_hash title_start title_end url author published publisher "
        "added_at origin read_hash model recipe retired_at",
    ),
    _table("paragraphs", "article_id number", "start end kind speaker page", grows=True),
    _table("vectors", "key", "vector", grows=True),
    _table("passages", "id", "article_id paragraph start end vector_key", grows=True),
    _table("sentences", "id", "passage_id article_id start end vector_key", grows=True),
    _table(
        "quotes", "id",
        "article_id kind start end paragraph utterance speaker speaker_title speaker_text cue confidence said "
        "speaker_confidence", grows=True,
    ),
    _table("channel_bindings", "shelf channel", "article"),
    _table("last_ids", "kind", "last"),
    _table("records", "id", "made_at guild person question body"),
    _table("replies", "question_message", "channel reply_message person made_at record"),
    _table("votes", "record person", "guild helpful voted_at"),
    _table("preferences", "guild", "body"),
    _table("tallies", "id", "asked_at guild answered seconds"),
    _table("pages", "shelf url", "feed etag modified checked_at gone"),
    _table("api_keys", "id", "shelf name secret_hash made_at"),
)  # fmt: skip
"""Every table that cannot be made anew from others, those that others refer to first."""
