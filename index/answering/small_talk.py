"""Words that ask for nothing an article could say: greetings, thanks, talk to the bot."""

from __future__ import annotations

import re

from index.text.words import asked_words

_TALK = frozenset(
    "hi hello hey yo sup gm gn bot bots robot ai chatgpt gpt thanks thank thx ty cheers sorry shut stupid dumb idiot "
    "testing ping pong bye goodbye joke poem omg wtf xd gg rip wow morning night".split()
)
"""One of them, among nothing but such words, makes small talk."""
_WITH_IT = frozenset(
    "good bad nice cool great best worst evening everyone everybody all guys folks friends people welcome up stop "
    "love hate test help sing think know doing day today feeling yes no maybe sure right awesome amazing write "
    "human real".split()
)
_ORDERS = re.compile(
    r"\W*(?:please )?(?:ignore|forget|disregard) (?:all|any|your|the|my|previous|everything)\b", re.I
)
"""Orders to a machine are no questions."""


def is_small_talk(question: str) -> bool:
    """Is there nothing in it that an article could answer?"""
    asked = set(asked_words(question))
    if not asked or _ORDERS.match(question):
        return True
    return asked <= _TALK | _WITH_IT and bool(asked & _TALK)
