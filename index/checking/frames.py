"""Words that turn or limit what stands beside them: denials, doubts, suppositions, questions, words of others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from index.checking.tokens import is_negation
from index.model import ContextKind


def _words(*forms: str) -> frozenset[str]:
    return frozenset(word for form in forms for word in form.split())


DENY = _words(
    "deny denies denied denying",
    "disavow disavows disavowed disavowing",
    "repudiate repudiates repudiated repudiating",
)
REJECT = _words(
    "reject rejects rejected rejecting dismiss dismisses dismissed dismissing refute refutes refuted refuting",
    "dispute disputes disputed disputing rebut rebuts rebutted contradict contradicts contradicted contradicting",
    "debunk debunks debunked debunking contest contests contested contesting challenge challenges challenged",
    "scorn scorned laugh laughs laughed laughing mock mocks mocked ridicule ridicules ridiculed scoff scoffs scoffed rubbish rubbishes rubbished",
)
"""They deny what is claimed, when a claim is their object."""
CLAIMS = _words(
    "claim claims allegation allegations accusation accusations report reports rumour rumours rumor rumors suggestion",
    "suggestions idea notion assertion assertions insinuation insinuations charge charges theory theories speculation",
    "criticism complaint complaints myth view belief argument arguments contention story stories news fear fears",
    "statement statements written lie",
)
FALSE = _words(
    "false untrue wrong nonsense rubbish absurd ridiculous incorrect lie lies myth fabrication fiction fake tale fantasy"
)
MISTAKEN = FALSE | _words(
    "mistake error mistaken unfair misleading inaccurate premature dishonest untruthful foolish naive"
)
"""It would be that to say what follows, or to think it."""
LYING = _words("lying lie liar fool mad dishonest mistaken deluded crazy")
"""Whoever says what follows would be that."""
SAY = _words(
    "say says said saying claim claims claimed claiming suggest suggests suggested suggesting imply implied implying",
    "mean means meant argue argues argued arguing state stated tell told telling write wrote written assert asserted",
    "pretend pretending promise promised promising admit admitted confirm confirmed confirming",
)
SAID = _words(
    "said says told tells added adds adding saying insisted insists insisting stressed argued argues arguing explained",
    "noted warned warns warning stated declared announced replied countered",
)
"""Whoever stands before such a word speaks what follows: a frame does not reach over it."""
THINK = _words(
    "think thinks thought believe believes believed expect expects expected accept accepts accepted"
)
KNOW = _words("sure certain convinced clear persuaded remember recall know confirm see understand agree")
UNKNOWN = _words("unclear unknown uncertain unlikely doubtful sceptical skeptical unconvinced")
DOUBT = _words("doubt doubts doubted doubting")
QUESTION = _words("question questions questioned questioning")
EVIDENCE = _words("evidence proof sign indication guarantee question truth reason hint suggestion")
TO_SAY = (
    SAY | THINK | _words("suppose assume conclude call pretend imagine infer deduce fear hope worry dream")
)
REFUSE = _words("refuse refuses refused refusing decline declines declined declining")
ASK = _words(
    "ask asks asked asking wonder wonders wondered wondering inquire inquired enquire enquired query queried"
)
WHETHER = _words("whether if how why what when who where which")
IF = _words("if unless suppose supposing assuming imagine hypothetically")
INVERTED = _words("should had were")
"""At the head of a clause they are an "if": "Had we known, …"."""
POLITE = tuple(tuple(p.split()) for p in (
    "you ask me", "i may", "i remember", "i recall", "anything", "you will", "you like", "you want", "need be",
    "truth be told", "you must know", "memory serves", "i am honest", "i'm honest",
))  # fmt: skip
"""After "if" they suppose nothing."""
MODAL = _words("might may could")
OTHERS = _words(
    "they people some many most few others critics opponents everyone everybody someone somebody you experts folks",
    "neighbours neighbors journalists newspapers papers media lawyers officials those detractors supporters rivals",
)
THEIR_SAY = _words("say claim think believe argue tell insist call pretend assume")
THEIR_WORD = THEIR_SAY | _words("suspect maintain fear hope swear reckon predict suggest")
"""Of several others ("my neighbours suspect"), when a statement follows."""
POINTING = _words("my our his her their your the these those")
HIS_SAY = _words(
    "said says told tells claims claimed thinks thought believes believed argues argued insists insisted calls called",
    "wrote writes",
)
HIS_WORD = _words(
    "promised swore assured pretended suggested warned reported hoped feared guaranteed maintained suspected",
    "suspects swears promises assures warns hopes fears reckons reckoned contended contends predicted predicts",
)
"""Of others, when a statement follows."""
WANTED = _words(
    "want wants wanted ask asks asked tell tells told order orders ordered force forced urge urged beg begged"
)
"""Who does so to make somebody say what follows has not made him say it."""
KEEPING = _words("keep keeps kept")
DREAMS = _words("dream dreams nightmare nightmares")
TOLD = _words("told said thought believed claimed")
ASSURED = _words("promised assured warned taught informed persuaded convinced led reassured")
"""To whom somebody does so has it from others, when it is a statement that follows."""
FEELING = _words("afraid worried scared terrified frightened nervous concerned")
HOPING = _words("hope hopes hoped hoping feared wish wished dreamed dreamt dreaming pray prayed")
GUESSED = _words("assumed imagined expected feared dreaded supposed figured")
"""Of oneself, in the past."""
ALLEGED = _words("alleged rumoured rumored reported")
OBJECTS = _words("me us him her them")
PLACES = _words("in at on from near around of here there")
OWN = _words("i we i've we've i'd we'd me us")
MARKS = frozenset(',:;—–?!."()')
"""Punctuation stands among the words: a dash, a full stop and a quotation mark of either side are one each."""
_HARMLESS = MARKS | _words("only just merely that")
LIGHT = _words(
    "have has had also always often keep keeps kept all just simply really ever still even be been being do does did is are was were"
)
REACH = 14
"""Words between a frame and what it turns."""
BLOCKING = SAID | _words("but while because after although though whereas who which")


@dataclass(frozen=True, slots=True)
class Frame:
    """Words ``first`` to ``last`` (exclusive) of those before a slice turn it; ``reach`` more may stand between.

    ``past_said``: it reaches over verbs of saying; ``claim``: a claim must stand between; ``within``: no comma may.
    """

    kind: ContextKind
    first: int
    last: int
    reach: int = REACH
    past_said: bool = False
    claim: bool = False
    within: bool = False


def frames(words: Sequence[str], quoted_from: int, *, direct: bool) -> Iterator[Frame]:
    """Every frame among the words and MARKS before a slice; those of the quote itself begin at ``quoted_from``.

    ``direct``: the slice is a person's own words, or the article's, and not reported ones.
    """
    for i, word in enumerate(words):
        ahead = words[i + 1] if i + 1 < len(words) else ""
        negated = any(map(_denies, _clause(words, i)))
        if not negated:
            yield from _plain(words, i, word, ahead)
        else:
            yield from _negated(words, i, word)
        if i >= quoted_from:
            yield from _of_others(words, i, word, negated=negated)
    yield from _adjacent(words, direct=direct)


def _plain(words: Sequence[str], i: int, word: str, ahead: str) -> Iterator[Frame]:
    if word in DENY:
        yield Frame(ContextKind.DENIED, i, i + 1)
    elif word in REJECT:
        yield Frame(ContextKind.DENIED, i, i + 1, claim=True)
    elif (word in FALSE and ahead == "that") or (word in MISTAKEN and _to_say(words, i + 1)):
        yield Frame(ContextKind.DENIED, i, i + 2, reach=8, past_said=True)
    elif word in LYING and ahead == "if" and OWN & set(words[i + 2 : i + 3]):
        yield Frame(ContextKind.DENIED, i, i + 2, reach=6, past_said=True)
    elif word == "far" and words[i + 1 : i + 4] == ["be", "it", "from"]:
        yield Frame(ContextKind.DENIED, i, i + 4, reach=6, past_said=True)
    elif word == "far" and ahead == "from" and _saying(words, i + 2):
        yield Frame(ContextKind.DENIED, i, i + 3, reach=6)
    elif word == "short" and ahead == "of" and _saying(words, i + 2):
        yield Frame(ContextKind.DOUBTED, i, i + 3, reach=5)
    elif word in ("early", "soon") and words[i - 1 : i] == ["too"] and _to_say(words, i + 1):
        yield Frame(ContextKind.DOUBTED, i - 1, i + 3, reach=5)
    elif word in DREAMS and "in" in words[max(0, i - 2) : i]:
        yield Frame(ContextKind.SUPPOSED, i, i + 1, reach=6)
    elif word == "contrary" and ahead == "to":
        yield Frame(ContextKind.DENIED, i, i + 2, reach=8, claim=True, within=True)
    elif (word == "wish" and _could_say(words, i)) or (word == "used" and _to_say(words, i + 1)):
        yield Frame(ContextKind.DOUBTED, i, i + 3, reach=4)
    elif word in DOUBT or word in UNKNOWN or (word in QUESTION and ahead in WHETHER):
        yield Frame(ContextKind.DOUBTED, i, i + 1)
    elif word in REFUSE and ahead in ("to", ""):
        yield Frame(ContextKind.DOUBTED, i, i + 1, reach=9)
    elif word in ASK:
        place = next((j for j in range(i + 1, min(i + 6, len(words))) if words[j] in WHETHER), None)
        if place is not None:
            yield Frame(ContextKind.ASKED, i, place + 1)
    elif _supposes(words, i) and not (ASK | KNOW | SAY) & set(_leading(words, i)):
        yield Frame(ContextKind.SUPPOSED, i, i + 1, within=True)
    elif word in ("though", "if") and i and words[i - 1] == "as":
        yield Frame(ContextKind.SUPPOSED, i - 1, i + 1, within=True)
    elif word == "whether":
        yield Frame(ContextKind.DOUBTED, i, i + 1, within=True)


def _leading(words: Sequence[str], i: int) -> Sequence[str]:
    """The four words before word ``i``, back to a mark other than a comma: 'said: "If' asks nothing."""
    low = i
    while low > max(0, i - 4) and (words[low - 1] not in MARKS or words[low - 1] == ","):
        low -= 1
    return words[low:i]


def _to_say(words: Sequence[str], at: int) -> bool:
    """ "to think", "to say"."""
    return words[at : at + 1] == ["to"] and bool(TO_SAY & set(words[at + 1 : at + 2]))


def _saying(words: Sequence[str], at: int) -> bool:
    """ "saying", "admitting", "agreeing"."""
    return any(w in TO_SAY or w in ("agreeing", "thinking", "believing") for w in words[at : at + 1])


def _could_say(words: Sequence[str], i: int) -> bool:
    """ "[I wish] I could say"."""
    return words[i + 2 : i + 3] == ["could"] and bool(TO_SAY & set(words[i + 3 : i + 4]))


def _supposes(words: Sequence[str], i: int) -> bool:
    """Whether a condition begins here."""
    if words[i] in IF:
        return not any(tuple(words[i + 1 : i + 1 + len(polite)]) == polite for polite in POLITE)
    if words[i] in ("provided", "providing"):
        return bool(i) and (words[i - 1] in MARKS or words[i + 1 : i + 2] == ["that"])
    if words[i] in INVERTED:
        return not i or words[i - 1] in MARKS
    return words[i] == "in" and words[i + 1 : i + 3] in (["the", "event"], ["case", "the"], ["case", "of"])


def _negated(words: Sequence[str], i: int, word: str) -> Iterator[Frame]:
    first = next(i - k for k, w in enumerate(reversed(_clause(words, i)), 1) if _denies(w))
    if word in SAY or word == "mean":
        turned = any(w in WHETHER for w in words[i + 1 : i + 3])
        yield Frame(ContextKind.DOUBTED if turned else ContextKind.DENIED, first, i + 1, reach=4)
    elif word in THINK or word in KNOW:
        yield Frame(ContextKind.DOUBTED, first, i + 1, reach=5)
    elif word in EVIDENCE and words[i - 1] in ("no", "any", "without"):
        kind = ContextKind.DENIED if word == "truth" else ContextKind.DOUBTED
        yield Frame(kind, first, i + 1, reach=6)
    elif word in ("true", "case", "right") and i + 1 < len(words) and words[i + 1] in ("that", "to"):
        yield Frame(ContextKind.DENIED, first, i + 2, reach=8)


def _of_others(words: Sequence[str], i: int, word: str, *, negated: bool) -> Iterator[Frame]:
    before = i - 1
    while before >= 0 and (words[before] in LIGHT or words[before].endswith("ly")):
        before -= 1
    subject = words[before] if before >= 0 else ""
    stated = word in TOLD or (word in ASSURED and _states(words, i + 1))
    passive = stated and any(w in ("is", "are", "was", "were", "been") for w in words[before + 1 : i])
    theirs = word in THEIR_SAY and (
        (subject in OTHERS and not (before and words[before - 1] in ("do", "did"))) or _crowd(words, i)
    )
    kept = (
        word == "telling" and words[i - 1 : i] != [] and words[i - 1] in KEEPING
    )  # "I'm telling you" is his own
    follows = "that" in words[i + 1 : i + 3] and "be" not in words[before + 1 : i]
    many = (
        word in THEIR_WORD
        and subject.endswith("s")
        and bool(POINTING & set(words[max(0, before - 3) : before]))
    )
    given = follows and (word in HIS_WORD or many)
    his = (word in HIS_SAY or kept or given) and subject not in OWN and bool(subject) and not _denies(subject)
    if not negated and (theirs or his or passive or word in ALLEGED):
        yield Frame(ContextKind.ASCRIBED, max(before, 0), i + 1, reach=4, past_said=True)
    elif (
        word == "to"
        and _is_made_to(words, i)
        and any(w in TO_SAY or w == "sign" for w in words[i + 1 : i + 2])
    ):
        yield Frame(ContextKind.ASCRIBED, i - 2, i + 2, reach=4)
    elif not negated and subject in OWN and _states(words, i + 1) and _felt(words, before, i):
        yield Frame(ContextKind.DOUBTED, before, i + 1, reach=3)
    elif word in ("heard", "read") and subject in OWN:
        yield Frame(ContextKind.ASCRIBED, before, i + 1, reach=3)
    elif word == "to" and i and words[i - 1] == "according":
        yield Frame(ContextKind.ASCRIBED, i - 1, i + 1, reach=6)


def _states(words: Sequence[str], at: int) -> bool:
    """A statement follows."""
    return words[at : at + 1] == ["that"] or words[at : at + 3] == ["to", "believe", "that"]


def _felt(words: Sequence[str], subject: int, i: int) -> bool:
    """What somebody hopes, or was afraid of, or took for granted, need not be so: "I was afraid"."""
    past = any(w in ("was", "were", "been", "had") for w in words[subject + 1 : i])
    return words[i] in HOPING or words[i] in GUESSED or (words[i] in FEELING and past)


def _is_made_to(words: Sequence[str], i: int) -> bool:
    """ "They asked me [to]", "I was asked [to]"."""
    before = words[max(0, i - 2) : i]
    return len(before) == 2 and (
        (before[0] in WANTED and before[1] in OBJECTS)
        or (before[0] in ("was", "were", "been") and before[1] in WANTED | {"paid"})
    )


def _crowd(words: Sequence[str], i: int) -> bool:
    """ "People in the pub [think]": others at the head of the clause, and nothing but a place behind them."""
    low = i
    while low > max(0, i - 7) and words[low - 1] not in MARKS:
        low -= 1
    clause = words[low:i]
    return clause[:1] != [] and clause[0] in OTHERS - {"you"} and clause[1:2] != [] and clause[1] in PLACES


def _adjacent(words: Sequence[str], *, direct: bool) -> Iterator[Frame]:
    """A negation or a modal right before the slice: the slice is cut out of its clause."""
    for i in range(max(0, len(words) - 3), len(words)):
        if _denies(words[i]) and not _HARMLESS & set(words[i + 1 :]):
            yield Frame(ContextKind.DENIED, i, len(words), reach=0, within=True)
            return
    if words and (words[-1] in MODAL or (direct and words[-1] == "would")):
        yield Frame(ContextKind.SUPPOSED, len(words) - 1, len(words), reach=0)


def _clause(words: Sequence[str], i: int) -> Sequence[str]:
    """The few words before word ``i``, back to a mark."""
    low = i
    while low > max(0, i - 3) and words[low - 1] not in MARKS:
        low -= 1
    return words[low:i]


def _denies(word: str) -> bool:
    return is_negation(word) or word in ("nobody", "noone", "nor", "without")
