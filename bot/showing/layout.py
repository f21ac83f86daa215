"""Which buttons stand below which message. Pure."""

from __future__ import annotations

import discord

from bot.showing import fragments, limits
from bot.showing.ids import ButtonId
from bot.texts import say
from index.model import Answer

Grey = discord.ButtonStyle.secondary


def answer(found: Answer, number: str | None, *, private: bool = False) -> discord.ui.View | None:
    """The way to the words in the source, context and further quotes; below them votes, and Share or Delete.

    ``number`` None: the answer is not kept, so only the way to the source can work. ``private``: only the asker sees
    it, and may share it; what everybody sees can be deleted.
    """
    view = _with_source(discord.ui.View(timeout=None), found)
    if number:
        if found.answered and found.quotes:
            view.add_item(button("button.context", ButtonId("context", number)))
            if len(found.quotes) > 1:
                view.add_item(button("button.more", ButtonId("more", number, 1)))
        elif found.quotes:
            view.add_item(button("button.nearest", ButtonId("nearest", number)))
        if found.quotes:
            view.add_item(button("button.helpful", ButtonId("helpful", number), emoji="👍", row=1))
            view.add_item(button("button.wrong", ButtonId("wrong", number), emoji="👎", row=1))
        if found.answered and found.quotes:
            view.add_item(button("button.card", ButtonId("card", number), row=1))
        _add_last(view, number, private)
    return view if view.children else None


def verdict(found: Answer, number: str | None, *, private: bool = False) -> discord.ui.View | None:
    """The way to the words in the source, and the quote's context."""
    view = _with_source(discord.ui.View(timeout=None), found)
    if number:
        if found.answered:
            view.add_item(button("button.context", ButtonId("context", number)))
            view.add_item(button("button.card", ButtonId("card", number), row=1))
        _add_last(view, number, private)
    return view if view.children else None


def shared(found: Answer, number: str) -> discord.ui.View:
    """Below what was shared: the source, its context, and the way to take it back."""
    return verdict(found, number) or discord.ui.View(timeout=None)


def _with_source(view: discord.ui.View, found: Answer) -> discord.ui.View:
    """The link comes first: it is what a reader wants most."""
    best = found.quotes[0] if found.answered and found.quotes else None
    if best and (address := fragments.to_words(best.url, best.text)):
        view.add_item(discord.ui.Button(label=_label("button.source"), url=address))
    return view


def _add_last(view: discord.ui.View, number: str, private: bool) -> None:
    kind = "share" if private else "delete"
    view.add_item(button(f"button.{kind}", ButtonId(kind, number), row=1))


def own(person: int, *, private: bool) -> discord.ui.View:
    """Delete, for the ``person`` who asked and moderators; what only they see, they may show everybody."""
    view = discord.ui.View(timeout=None)
    _add_own(view, person, private)
    return view


def _add_own(view: discord.ui.View, person: int, private: bool) -> None:
    label, target = ("button.share", "w:post") if private else ("button.delete", f"w:mine:{person}")
    view.add_item(discord.ui.Button(label=_label(label), style=Grey, custom_id=target, row=1))


def said(number: str | None, person: int, page: int, pages: int, *, private: bool) -> discord.ui.View:
    """Below a page of what somebody said. ``number`` None: it is not kept, so there is no turning."""
    view = (pager("said", number, page, 0, pages - 1) if number else None) or discord.ui.View(timeout=None)
    _add_own(view, person, private)
    return view


def pager(kind: str, number: str, page: int, first: int, last: int) -> discord.ui.View | None:
    """Back and next, with the page between them; None when there is one page."""
    if first == last:
        return None
    view = discord.ui.View(timeout=None)
    back, forth = ButtonId(kind, number, max(first, page - 1)), ButtonId(kind, number, min(last, page + 1))
    view.add_item(button("button.back", back, disabled=page <= first, tail="b"))
    text = say("button.page", page=page - first + 1, pages=last - first + 1)
    view.add_item(discord.ui.Button(label=text, style=Grey, disabled=True, custom_id="w:page"))
    view.add_item(button("button.next", forth, disabled=page >= last, tail="n"))
    return view


def article_pager(page: int, last: int) -> discord.ui.View | None:
    """Back and next; None for a single page."""
    if last == 0:
        return None
    view = discord.ui.View(timeout=None)
    for kind, target in (("back", page - 1), ("next", page + 1)):
        view.add_item(
            discord.ui.Button(
                label=say(f"article.{kind}"),
                custom_id=f"w:articles:{kind}:{max(target, 0)}",
                disabled=not 0 <= target <= last,
            )
        )
    return view


def removal(article_id: int) -> discord.ui.View:
    """Whether an article shall go: yes and no."""
    view = discord.ui.View(timeout=None)
    danger, calm = discord.ButtonStyle.danger, discord.ButtonStyle.secondary
    for kind, label, style in (("remove", "yes", danger), ("keep", "no", calm)):
        view.add_item(
            discord.ui.Button(
                label=say(f"article.{label}"), style=style, custom_id=f"w:article:{kind}:{article_id}"
            )
        )
    return view


def post() -> discord.ui.View:
    """Show a private report to everybody."""
    view = discord.ui.View(timeout=None)
    view.add_item(discord.ui.Button(label=_label("check.post"), style=Grey, custom_id="w:post"))
    return view


def button(
    key: str,
    target: ButtonId,
    *,
    emoji: str | None = None,
    disabled: bool = False,
    tail: str = "",
    row: int | None = None,
) -> discord.ui.Button[discord.ui.View]:
    """One button; ``tail`` tells two buttons to the same place apart."""
    return discord.ui.Button(
        label=_label(key), style=Grey, custom_id=str(target) + tail, emoji=emoji, disabled=disabled, row=row
    )


def _label(key: str) -> str:
    return limits.shorten(say(key), 80)
