"""Documents that are zip archives of XML (.docx, .odt, .epub), opened within limits."""

from __future__ import annotations

import io
import zipfile
from pathlib import PurePosixPath
from typing import Any

from index.errors import ReadingError

MAX_UNPACKED = 100_000_000
"""Most bytes that one document may unpack to."""
MAX_PARTS = 20_000


class Archive:
    """A document's parts by name. Raises ReadingError when it is no archive or unpacks to too much."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._name = name
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise self.damaged() from error
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise ReadingError(
                "{name} unpacks to more than {most} MB; split it into articles.",
                name=name,
                most=MAX_UNPACKED // 1_000_000,
            )

    def damaged(self) -> ReadingError:
        """What to tell when a part is missing or broken."""
        return ReadingError(
            "{name} is damaged; open it and save it again, or its text as .txt or PDF.", name=self._name
        )

    def has(self, part: str) -> bool:
        """Is there a part of that name?"""
        return part in self._zip.namelist()

    def read(self, part: str) -> bytes:
        """One part's bytes. Raises ReadingError when it is missing or damaged."""
        try:
            with self._zip.open(part) as stream:
                raw = stream.read(MAX_UNPACKED + 1)
        except (
            KeyError,
            zipfile.BadZipFile,
            OSError,
            RuntimeError,
            NotImplementedError,
            EOFError,
            ValueError,
        ) as error:
            raise self.damaged() from error
        if len(raw) > MAX_UNPACKED:
            raise self.damaged()
        return raw

    def xml(self, part: str) -> Any:
        """One part as an lxml tree; entities are not resolved. Raises ReadingError."""
        from lxml import etree

        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, huge_tree=False, remove_comments=True
        )
        try:
            return etree.fromstring(self.read(part), parser)
        except etree.XMLSyntaxError as error:
            raise self.damaged() from error


def beside(part: str, href: str) -> str:
    """The name of the part that another part points to."""
    pieces: list[str] = []
    for piece in (PurePosixPath(part).parent / href.partition("#")[0]).parts:
        if piece == "..":
            pieces = pieces[:-1]
        elif piece != ".":
            pieces.append(piece)
    return "/".join(pieces)
