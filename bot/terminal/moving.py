"""``whosaid migrate``: the whole library into another store."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from bot.errors import StartError
from bot.settings import Settings
from bot.terminal.consoles import stdout
from bot.terminal.progress import progress_bar


def migrate(settings: Settings, to: str) -> int:
    """Copy the configured library into a PostgreSQL database, or into the embedded library of a data folder.

    Raises StartError when there is nothing to copy, or StoreError, with the library as it was.
    """
    from index.opening import store_at
    from index.store.moving import move

    url = settings.database_url.get_secret_value() if settings.database_url else None
    if url is None and not settings.library_dir.is_dir():
        raise StartError("There is no library in DATA_DIR yet, so there is nothing to copy.")
    remote = to.startswith(("postgresql://", "postgres://"))
    folder = Path(to).expanduser() / "library"
    if (remote and to == url) or (
        not remote and url is None and folder.resolve() == settings.library_dir.resolve()
    ):
        raise StartError("That is the library itself; name another place to copy it to.")
    source = store_at(url)(settings.library_dir, _no_model)
    try:
        target = store_at(to if remote else None)(folder, _no_model)
        try:
            with progress_bar() as progress:
                counts = move(source, target, _label(url, settings.library_dir), progress)
        finally:
            target.close()
    finally:
        source.close()
    stdout().print(
        f"Versions of articles: {counts['articles']}, with {counts['passages']} passages, {counts['quotes']} quotes, "
        f"{counts['vectors']} vectors, {counts['votes']} votes and {counts['preferences']} servers' preferences "
        "are copied; counts and hashes agree."
    )
    stdout().print(
        "Now set DATABASE_URL to it." if remote else f"Now set DATA_DIR to {to}, and DATABASE_URL to nothing."
    )
    return 0


def _label(url: str | None, folder: Path) -> str:
    if url is None:
        return str(folder.resolve())
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}{parts.path}?{parts.query}"


def _no_model() -> str:
    """Copying embeds nothing."""
    return ""
