""" "And what about India?", "Who said so?": a short question made whole from the exchange before, by rules."""

from __future__ import annotations

import re
from dataclasses import dataclass

from index.model import Answer
from index.text.calendar import CALENDAR
from index.text.saying import STATING
from index.text.words import asked_words, content_words, words

_AUX = "did does do is are was were will would has have had can could".split()
_DO = ("did", "does", "do")
_ABOUT = re.compile(
    r"^(?:(?:and|but|ok|okay|so|then)[, ]++)*(?:(?:what|how) about|and|what of)\s++(?P<topic>.*[^?.! ])[?.! ]*+$",
    re.I,
)
_LEAD = re.compile(r"^(?:(?:and|but|so|ok|okay|then)[, ]+)+", re.I)
_WORD = r"(?:since |until |by )?(?:when|whom)|who|where|why|how(?: come| many| much| long| often)?|which one"
_BARE = re.compile(
    rf"^(?P<word>{_WORD})"
    rf"(?:\s+(?:{'|'.join(_AUX)})\s+(?:that|this|it|so|these|those)(?:\s+(?:so|be|been|done|said|happen|happened))?)?"
    r"(?:\s+(?:so|not|exactly|tho|though|then|again|lol))*[?.! ]*$",
    re.I,
)
_SAYS = rf"(?:say|{'|'.join(STATING)}|told (?:you|us|them))"
_SOURCE = re.compile(
    rf"^(?:who (?:\w+ly )?{_SAYS}(?:\s+(?:so|that|this|it|these (?:words|things)|those (?:words|things)))?"
    r"|(?:says|said) who|according to (?:whom|who)|whose words (?:are|were) (?:that|these|those|they))[?.! ]*$",
    re.I,
)
"""Asks who said what the answer before shows."""
_CLAUSE_FOLLOWS = re.compile(rf"\b{_SAYS} that(?=\s+\w)", re.I)
"""Here "that" stands for nothing."""
_PEOPLE = frozenset("he she they him her them his hers their theirs".split())
_PRONOUNS = _PEOPLE | frozenset("it its that this those these there then".split())
_CLAUSE = _PRONOUNS | frozenset([*_AUX, *"who what when where why how".split()])
_PUT_BEFORE = re.compile(rf"^(?:{_WORD}): ", re.I)
"""What a bare question word was put before whole."""
_QUESTION_WORD = re.compile(
    r"^(?P<word>who|whom|whose|what|when|where|why|how(?: many| much| long| old)?|which)\b"
    rf"(?:\s+(?P<aux>{'|'.join(_AUX)})\b)?\s*",
    re.I,
)
_OF_SOMEBODY = ("what", "which", "who", "whom", "whose")
"""With "did" they stand for the verb's object: "why did the mayor meet?" asks nothing."""
_OF_THINGS = ("how many", "how much", "what", "which")
_OBJECT = re.compile(
    rf"^(?P<thing>[\w’'-]+(?: [\w’'-]+)?)\s+(?P<aux>{'|'.join(_DO)})\s++(?P<rest>.*[^?.! ])[?.! ]*+$", re.I
)
"""What follows them: a thing, then who does something to it."""
_KINDS = frozenset("year month week day date time hour century decade".split())
"""Of answers: "which year" asks for no thing, only when."""
_YES_OR_NO = re.compile(rf"^(?:{'|'.join(_AUX)})\b", re.I)
_NAME = re.compile(r"\b[A-Z][\w’'-]+(?:\s+[A-Z][\w’'-]+)*")
_PREPOSITIONS = "for about of on in at to from by with under over into through against between".split()
_LAST_PHRASE = re.compile(
    rf"^(?P<head>.*\b(?P<before>{'|'.join(_PREPOSITIONS)}) )(?P<article>(?:the|a|an) )?(?P<rest>[\w’' -]{{1,60}}?)[?.! ]*$",
    re.I,
)
"""What a question ends with: "what changed for" and "the ferry"."""
_SHORT = 4
_NO_MARKS = str.maketrans("", "", '“”„«»"')
"""A quote inside quotation marks cannot have its own."""
_NAMES = 3
"""Names of a cited text that are carried on."""
_QUOTED = 200
"""Characters of a quote that are enough to find it again."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """The question before, the quotes that answered it, best first, and who says the best one, in which article
    (its name)."""

    question: str
    quotes: tuple[str, ...] = ()
    speaker: str | None = None
    article: str | None = None

    @classmethod
    def of(cls, answer: Answer) -> Exchange:
        """The exchange that an answer ended."""
        cited = answer.quotes[0] if answer.quotes else None
        return cls(
            answer.whole or answer.question,
            tuple(quote.text for quote in answer.quotes),
            cited.speaker if cited else None,
            cited.article if cited else None,
        )


def resolve(question: str, previous: Exchange | None) -> str:
    """The question with what it leaves to the exchange before; itself when it stands alone."""
    if previous is None:
        return question
    asked = question.strip()
    alone = _LEAD.sub("", asked)
    if _SOURCE.match(alone):
        return _who_said(previous)
    if bare := _BARE.match(alone):
        return _again(bare["word"], previous.question)
    about = _ABOUT.match(asked)
    if about and len(content_words(about["topic"])) <= _SHORT and not _CLAUSE & set(words(about["topic"])):
        return _swap(previous.question, about["topic"])
    said = set(words(_CLAUSE_FOLLOWS.sub(" ", asked)))
    if (alone != asked or _PRONOUNS & said) and not _names(asked):
        topic = _names(previous.question) or (_people(previous) if _PEOPLE & said else [])
        topic = topic or asked_words(previous.question)[:_SHORT]
        missing = [t for t in topic if t.lower() not in asked.lower()]
        return f"{alone} ({', '.join(missing)})" if missing else alone
    return question


def carried(question: str, previous: Exchange | None) -> tuple[str, ...]:
    """Words that a follow-up may silently mean: those of the question before, the names in the words that were
    cited, who said them. In order, without those that the question itself has."""
    if previous is None:
        return ()
    names = [name for quote in previous.quotes[:1] for name in _names(quote)][:_NAMES]
    found = [*asked_words(previous.question), *asked_words(" ".join([*names, previous.speaker or ""]))]
    own = set(words(question))
    return tuple(w for w in dict.fromkeys(found) if w not in own)


def followed(question: str, before: str) -> str:
    """A question that leans on the one before, as the reader gets it and was trained with."""
    return f"{question} ({before})"


def _who_said(previous: Exchange) -> str:
    """Asks for the speaker of the words that were shown; without any, of what was asked about."""
    if not previous.quotes:
        return f"Who said: {previous.question}"
    quote = " ".join(previous.quotes[0].translate(_NO_MARKS).split())
    if len(quote) > _QUOTED:
        quote = quote[:_QUOTED].rpartition(" ")[0] + "…"
    return f"Who said “{quote}”?"


def _again(word: str, before: str) -> str:
    """The question before with another question word: "How many readers did it draw?", "Where did it draw readers?".

    Where it finds no place in the question, it is put before the whole: no word of what was asked gets lost.
    """
    before = _PUT_BEFORE.sub("", before.strip())
    word, asked = word.capitalize(), _QUESTION_WORD.match(before)
    if asked is None:
        yes_or_no = _YES_OR_NO.match(before)
        return f"{word} {before[0].lower()}{before[1:]}" if yes_or_no else f"{word}: {before}"
    first, aux, rest = asked["word"].lower(), (asked["aux"] or "").lower(), before[asked.end() :]
    if first == word.lower():
        return before
    if aux and (first not in _OF_SOMEBODY or aux not in _DO) and (first != "who" or aux in _DO):
        return f"{word} {aux} {rest}"
    found = _OBJECT.match(rest) if first in _OF_THINGS and not aux else None
    if found is None:  # it asks for the one who does something, and there is no place for another word
        return f"{word}: {before}"
    thing = f" {found['thing']}" if first.startswith("how") else f" the {found['thing']}"
    kind = found["thing"].lower() in _KINDS
    return f"{word} {found['aux'].lower()} {found['rest']}{'' if kind else thing}?"


def _people(previous: Exchange) -> list[str]:
    """Whom "he" or "they" may mean: who spoke, else who is named first."""
    if previous.speaker:
        return [previous.speaker]
    return [name for quote in previous.quotes[:1] for name in _names(quote)][:1]


def _swap(before: str, topic: str) -> str:
    """The question before about another topic: its last name gives way, or the phrase it ends with; else both
    stand together. "On Sundays?" takes the place of "on Mondays"."""
    names = [n for n in _NAME.finditer(before) if n.start() > 0]
    if names:
        last = names[-1]
        return before[: last.start()] + topic + before[last.end() :]
    phrase = _LAST_PHRASE.match(before[:_QUOTED])
    if phrase is not None and len(before) <= _QUOTED:
        opening, _, rest = topic.partition(" ")
        if opening.lower() in _PREPOSITIONS and rest:
            return f"{before[: phrase.start('before')]}{topic}?"
        return f"{phrase['head']}{topic}?"
    return f"{before.rstrip('?.! ')} {topic}?"


def _names(text: str) -> list[str]:
    """Capitalised words inside the text; months and weekdays are no names."""
    first = re.match(r"\s*[“\"'‘]*", text)
    start = first.end() if first else 0
    found = [m.group() for m in _NAME.finditer(text) if m.start() > start]
    return [name for name in found if not set(name.lower().split()) <= CALENDAR]
