"""Questions about an article as such: who wrote it, when, where it appeared, what it is about, how long it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from index.text.words import words


class About(StrEnum):
    """What is asked about the article itself."""

    AUTHOR = "author"
    PUBLISHED = "published"
    PUBLISHER = "publisher"
    PLACE = "place"
    TITLE = "title"
    LENGTH = "length"
    GIST = "gist"


@dataclass(frozen=True, slots=True)
class AboutQuestion:
    """What is asked, and the words that name the article ("the ferry article"), empty for the one at hand."""

    about: About
    topic: tuple[str, ...] = ()


_LONGEST = 16
"""Words of a question that may be about the article as such; longer ones ask for more."""
_WRITTEN_OUT = {
    "whos": "who is", "who's": "who is", "whats": "what is", "what's": "what is", "whens": "when was",
    "when's": "when was", "wheres": "where is", "where's": "where is", "tldr": "tldr", "dis": "this", "who’s": "who is",
    "summarise": "summarize", "summarised": "summarize", "summarized": "summarize", "summary": "summary",
    "published": "published", "u": "you", "wat": "what", "wuts": "what is",
}  # fmt: skip
_IS = re.compile(r"\b(who|what|when|where)['’]s\b", re.I)
_LEADING = frozenset(
    "so hey hi ok okay wait and but um uh well can could would will you u please pls plz just give show tell get "
    "me us i we want need a quick short brief like".split()
)
_TRAILING = frozenset(
    "please pls plz lol tho though again btw exactly for me us in one sentence few words sentences briefly quickly "
    "thanks thx".split()
)
_THING = (
    r"(?:article|story|piece|post|page|text|report|blog|document|thing|speech|transcript|faq|notes|release)"
)
_THIS = rf"(?:(?:this|that|the)(?: {_THING})|this|{_THING})"
_NAMED = rf"(?:the|this|that) ([\w' ]{{2,60}}?) {_THING}"
_IT = rf"(?:{_NAMED}|{_THIS}|it)"
_IT_SURELY = rf"(?:{_NAMED}|{_THIS})"
_OF = rf"(?: (?:of|for|from|in|on) {_IT})?"
_PATTERNS: tuple[tuple[About, str], ...] = (
    (
        About.GIST,
        rf"(?:(?:the )?(?:tl ?dr|summary|gist|recap|overview|short version|(?:key|main) (?:points?|ideas?|takeaways?)){_OF}"
        rf"(?: (?:of )?{_IT})?"
        rf"|(?:summarize|sum up|recap|sum){_OF}(?: {_IT})?(?: up)?"
        rf"|what is {_IT}(?: all| even| actually| mainly| basically| mostly)? about"
        rf"|(?:what (?:does|did)) {_IT_SURELY} (?:say|talk about|cover|discuss)"
        rf"|what (?:is|are) the (?:(?:key|main) )?(?:point|points|idea|ideas|takeaways?|topic|message|gist){_OF}"
        rf"|explain {_IT_SURELY}|what am i (?:reading|looking at)(?: here)?)",
    ),
    (
        About.AUTHOR,
        rf"(?:who (?:wrote|authored|posted|reported|penned) {_IT}|who (?:is|was) the (?:author|writer|journalist|reporter){_OF}"
        rf"|who (?:is|was) {_IT} (?:written |posted )?(?:by|from)|(?:the )?(?:author|writer|byline)(?: name)?{_OF}"
        rf"|(?:written )?by whom?|what is the (?:authors?|writers?)(?: name)?{_OF}|whose {_THING} is (?:this|it))",
    ),
    (
        About.PUBLISHED,
        rf"(?:when (?:was|is|were) {_IT_SURELY} (?:published|posted|written|released|from|put out|updated|put up)"
        rf"|when (?:was|were) it (?:published|posted)|when did {_IT_SURELY} (?:come out|go up|get published|get posted)"
        rf"|(?:what|which) (?:date|day|year) (?:is|was) {_IT_SURELY}(?: (?:from|published|posted|written))?"
        rf"|how (?:old|recent|new) is {_IT_SURELY}"
        rf"|(?:what is )?the (?:publication |publishing |posting )?date{_OF}|(?:publication |publishing )date{_OF}|date{_OF})",
    ),
    (
        About.PUBLISHER,
        rf"(?:who published {_IT}|who (?:is|was) the publisher{_OF}"
        rf"|(?:what|which) (?:news ?)?(?:site|website|newspaper|paper|outlet|source|publication|publisher|magazine|channel) "
        rf"(?:is|was|published|posted|did) {_IT}(?: (?:come )?(?:from|in|on|by))?"
        rf"|where (?:is|was|did) {_IT_SURELY} (?:from|published|posted|come from|appear|taken from)"
        rf"|(?:what is )?the (?:source|publisher){_OF}|publisher{_OF}|source{_OF})",
    ),
    (
        About.PLACE,
        rf"(?:where was {_IT_SURELY} (?:written|reported)(?: from)?|(?:what is )?the dateline{_OF})",
    ),
    (
        About.TITLE,
        rf"(?:(?:what is )?the (?:title|headline|name){_OF}|(?:title|headline){_OF}|what is {_IT_SURELY} (?:called|titled))",
    ),
    (
        About.LENGTH,
        rf"(?:how long is {_IT_SURELY}(?: to read)?|how many (?:words|paragraphs|sentences) (?:is|are|has|does) (?:there )?(?:in )?"
        rf"{_IT}(?: have| long)?|(?:the )?reading time{_OF}|how long (?:does|will|would) {_IT} take to read"
        rf"|how long to read {_IT}|(?:the )?word count{_OF})",
    ),
)
_COMPILED = tuple((about, re.compile(pattern)) for about, pattern in _PATTERNS)
"""The only groups that catch something are those of the topic."""


def about_question(question: str) -> AboutQuestion | None:
    """What a question asks about an article as such; None when it asks for something inside."""
    spelt = _IS.sub(r"\1 is", question.replace(";", ""))
    found = [_WRITTEN_OUT.get(word, word) for word in words(spelt)]
    if len(found) > _LONGEST:
        return None
    while found and found[0] in _LEADING:
        del found[0]
    while len(found) > 1 and found[-1] in _TRAILING:
        del found[-1]
    asked = " ".join(found)
    for about, pattern in _COMPILED:
        if match := pattern.fullmatch(asked):
            topic = next(filter(None, match.groups()), "")
            return AboutQuestion(about, tuple(topic.split()))
    return None
