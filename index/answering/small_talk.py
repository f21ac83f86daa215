"""Small talk told from questions: "thanks!", "hi", "lol", "👍" ask for nothing that an article could say.

Word lists and whole phrases, no model: a text is small talk only when every word of it is, so a thanked-for question
("thanks, and who pays?") stays a question. ``small_talk`` tells the kind, for a face that answers it; ``is_small_talk``
also knows orders and insults, which no article answers either.
"""

from __future__ import annotations

import re
from enum import StrEnum

from index.text.words import asked_words, content_words

LONGEST = 80
"""Longer texts, in characters, say something."""


class SmallTalk(StrEnum):
    """What kind of small talk; CHAT is laughter, agreement, emoji and the like."""

    GREETING = "greeting"
    THANKS = "thanks"
    HELP = "help"
    CHAT = "chat"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CORE = {
    SmallTalk.HELP: _set("help halp commands usage"),
    SmallTalk.THANKS: _set(
        "thanks thank thanx thankyou thx thnx tnx ty tysm tyvm cheers kudos appreciated appreciate danke merci gracias"
    ),
    SmallTalk.GREETING: _set(
        "hi hii hello helo hey heya hiya hallo howdy yo hola greetings morning evening afternoon sup wassup bye goodbye "
        "cya gn gm goodnight night bonjour salut moin"
    ),
    SmallTalk.CHAT: _set(
        "lol lmao lmfao rofl lul kek xd haha ok okay okey oki kk k yes yeah yea yep yup aye ja si no nope nah sure nice "
        "cool great wow omg wtf brb afk gtg gg np nvm welcome sorry oops perfect awesome amazing lovely neat sweet "
        "super brilliant excellent fantastic wonderful interesting good bad same true right exactly agreed indeed "
        "damn dang ah oh ooh aww aw uh um hmm hm meh rip smh tbh imo idk ikr fair bravo congrats congratulations "
        "test testing ping pong pls please plz really seriously gotcha understood noted done first cute funny"
    ),
}  # fmt: skip
_FILLER = _set(
    "you u so very much a lot the all everyone everybody guys folks friend friends mate man dude bro buddy bot whosaid "
    "there again for that this it its it's to me my and too really oh ah ok well im i'm i many million bunch good "
    "great nice one day anyway anyways then now just again your ur sir pal team people"
)
_LAUGH = re.compile(
    r"(?:a?(?:ha|he|hi|ho|ja){2,}h?|lo{1,}l+s?|h+m+|a+h+|o+h+|a+w+|u+h+|m+k|z{2,}|e+h+)", re.I
)
_PHRASES = {
    SmallTalk.HELP: (
        "who are you|what are you|what is this|what can you do|what do you do|how do you work|how does this work|"
        "how do i use (?:you|this)|how does this bot work|what does this bot do|(?:can|could) you help(?: me)?|"
        "i need help|help me"
    ),
    SmallTalk.THANKS: "(?:thanks|thank you) for (?:your|the) (?:help|answer|info|reply)|that helped|that helps",
    SmallTalk.GREETING: (
        "how are (?:you|u|things)(?: doing)?(?: today)?|how r u|how is it going|how's it going|hows it going|"
        "what's up|whats up|what is up|see you(?: later| soon| tomorrow)?|see ya|good (?:morning|day|evening|night)|"
        "(?:is )?any(?:one|body) (?:here|there|home|around|awake)|are you (?:there|here|awake|alive|ok|okay|real|a bot)|"
        "hello there|you there|nice to meet you"
    ),
    SmallTalk.CHAT: (
        "good (?:bot|to know|job|one|point)|bad bot|well done|got it|i see|makes sense|never mind|no problem|no worries|"
        "my bad|love (?:it|you|this)|i love (?:it|you|this)|fair enough|of course|me too|same here|not bad|for real|"
        "no way|oh well|lets go|let's go|you rock|you're welcome|you are welcome|no idea|who knows|who cares|"
        "i agree|you sure|are you sure|says who|what the (?:hell|heck)|"
        "i (?:do not|don't|dont) (?:know|care)|that's (?:cool|great|nice|funny)"
    ),
}  # fmt: skip
_WHOLE = {kind: re.compile(f"(?:{text})") for kind, text in _PHRASES.items()}
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SIGN = re.compile(r"[+-]1|<3+|[:;=8xX][-']?[()DPpOo3/|]")
_SHORTCODE = re.compile(r":[\w+-]{1,32}:")
_STRETCHED = re.compile(r"(\w)\1{2,}")


def small_talk(text: str) -> SmallTalk | None:
    """The kind of small talk that ``text`` is; None for anything that may be a question, and for no text at all."""
    text = text.strip()
    if not text or len(text) > LONGEST:
        return None
    if _SIGN.fullmatch(text):
        return SmallTalk.CHAT
    words = [w.replace("’", "'") for w in _WORD.findall(_SHORTCODE.sub(" ", text.casefold()))]
    if not words:
        return SmallTalk.CHAT if text.strip("?") else None
    words = [_STRETCHED.sub(r"\1", word) for word in words]
    said = " ".join(words)
    for kind, whole in _WHOLE.items():
        if whole.fullmatch(said):
            return kind
    kinds = [_kind(word) for word in words]
    if any(kind is None and word not in _FILLER for kind, word in zip(kinds, words, strict=True)):
        return None
    return next((kind for kind in _CORE if kind in kinds), None)


def _kind(word: str) -> SmallTalk | None:
    for kind, core in _CORE.items():
        if word in core:
            return kind
    return SmallTalk.CHAT if _LAUGH.fullmatch(word) else None


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
    return asked <= _TALK | _WITH_IT and not _TALK.isdisjoint(content_words(question))
