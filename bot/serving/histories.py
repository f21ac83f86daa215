"""The versions of an article that differ in their words: reading a page anew changes nothing for a reader. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from index.model import ArticleVersion, WholeArticle


@dataclass(frozen=True, slots=True)
class History:
    """``versions``, the newest first, numbered from 1; ``this`` is the one that is read, ``before`` the one it replaced."""

    versions: tuple[ArticleVersion, ...]
    this: ArticleVersion
    before: ArticleVersion | None

    @property
    def now(self) -> ArticleVersion:
        """The version that is asked and cited today."""
        return self.versions[0]


def history(whole: WholeArticle) -> History:
    """What a reader has to know of an article's versions."""
    found: list[ArticleVersion] = []
    at = 0
    for version in whole.versions:
        if found and found[-1].text_hash == version.text_hash:
            found[-1] = replace(found[-1], added_at=version.added_at)  # when these words came
        else:
            found.append(version)
        if version.id == whole.id:
            at = len(found) - 1
    shown = tuple(replace(version, number=len(found) - place) for place, version in enumerate(found))
    return History(shown, shown[at], shown[at + 1] if at + 1 < len(shown) else None)
