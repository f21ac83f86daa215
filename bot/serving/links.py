"""Links to articles: where a quote stands on the page, and signed, expiring leave to read a server's article."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from bot.errors import LinkError, StartError
from index.model import SHARED_SHELF, Article, Citation

DAY = 86_400.0
_SALT = "whosaid.link"
_LONGEST = 400
_SECRET_FILE = "link-secret"  # noqa: S105  (its name)


@dataclass(frozen=True, slots=True)
class Leave:
    """What a link lets somebody read: one article of a shelf, in all its versions, or the whole shelf."""

    shelf: str
    article: int | None = None


class Links:
    """Signs and reads links. ``address`` is where the pages are reached from outside."""

    def __init__(self, secret: bytes, days: float, address: str = "") -> None:
        self._signer = URLSafeTimedSerializer(secret, salt=_SALT)
        self._seconds = days * DAY
        self._address = address.rstrip("/")

    def token(self, leave: Leave) -> str:
        """Leave as text that nobody else can make, good for LINK_DAYS from now."""
        return str(self._signer.dumps([leave.shelf, leave.article or 0]))

    def leave(self, token: str) -> Leave:
        """What a token lets its holder read. Raises LinkError when it has expired or is none of ours."""
        try:
            if len(token) > _LONGEST:
                raise BadSignature("too long")
            shelf, article = self._signer.loads(token, max_age=int(self._seconds))
        except SignatureExpired as error:
            raise LinkError("This link has expired; ask the bot again for a new one.") from error
        except (BadSignature, ValueError, TypeError) as error:
            raise LinkError("This link is not whole; copy it again, to its last character.") from error
        return Leave(str(shelf), int(article) or None)

    def to_article(self, shelf: str, article: int) -> str:
        """The address of an article's page, with leave to read it unless it stands on the shared shelf."""
        page = f"{self._address}/a/{article}"
        return page if shelf == SHARED_SHELF else f"{page}?t={self.token(Leave(shelf, article))}"


def anchor(number: int, first: int, last: int) -> str:
    """The fragment that marks characters ``first`` to ``last`` of the paragraph shown as ¶ ``number``; ¶ 0 is the title."""
    return f"p{number}:{first}-{last}"


def place(article: Article, start: int, end: int) -> str:
    """The fragment that marks ``article.text[start:end]``, cut at the end of its paragraph."""
    for paragraph in article.paragraphs:
        if paragraph.start <= start < paragraph.end:
            return anchor(
                paragraph.number + 1, start - paragraph.start, min(end, paragraph.end) - paragraph.start
            )
    first = max(0, start - article.title_start)
    return anchor(0, first, max(first, min(end, article.title_end) - article.title_start))


def placed(address: str, article: Article, cited: Citation) -> str:
    """An article's address with the fragment that marks a citation of it."""
    return f"{address}#{place(article, cited.start, cited.end)}"


def with_token(path: str, token: str) -> str:
    """A path of this site that keeps the leave its reader came with."""
    if not token:
        return path
    head, mark, fragment = path.partition("#")
    return f"{head}{'&' if '?' in head else '?'}t={quote(token, safe='')}{mark}{fragment}"


def secret_in(folder: Path) -> bytes:
    """What signs the links, kept in a file of DATA_DIR so that bot and pages share it; made when missing.

    Raises StartError when it can be neither read nor written.
    """
    file = folder / _SECRET_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            pass
        else:
            with os.fdopen(handle, "w") as out:
                out.write(secrets.token_hex(32))
        secret = file.read_bytes().strip()
    except OSError as error:
        raise StartError(
            "{file} cannot be used: {error}.", file=file, error=error.strerror or error
        ) from error
    if len(secret) < 32:
        raise StartError("{file} holds no secret; delete it, and a new one is made.", file=file)
    return secret
