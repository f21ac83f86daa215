"""Do the sources of an answer differ? Numbers, dates and negation of sentences that speak of the same thing. Pure.

Rules, for they have to be right when they speak: two texts are compared only when they share their subject, and only
like is compared with like (crowns with crowns, weekdays with weekdays). A text that hedges ("about 40") agrees with
what is near.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index.model import Answer, Citation, Disagreement
from index.text.calendar import MONTHS, WEEKDAYS
from index.text.folding import fold
from index.text.saying import PAST
from index.text.words import content_stems, is_content, stems

LONGEST = 1_500
"""Characters of a citation that are looked at."""
_SHARED = 0.5
"""Share of the smaller text's words that the other has, when both speak of the same thing."""
_SHARED_NEGATED = 0.6
"""The same where one of them denies: more has to agree."""
_LEAST = 2
"""Words of the subject that both have at the least."""
_NEAR = 0.15
"""Numbers that are told with "about" differ only beyond this share of the larger."""
_REACH = 3
"""Words behind a number in which its unit is looked for. All of them were chosen by hand, on the pairs of
``tests/index/answering/test_disagreement.py``."""

_TOKEN = re.compile(r"[$£€]?\d++(?:[.,:]\d++)*+%?|[^\W\d_]++(?:['’][^\W\d_]++)?+|%")
_NOW = re.compile(
    r"\b(?:latest|newest|most recent(?:ly)?|current(?:ly)?|as of|now|nowadays|today|these days|at present|"
    r"at the moment|so far|up to date|still)\b",
    re.I,
)
_SPOKEN = re.compile(
    rf"\b(?:{'|'.join(PAST)}|says)\b(?: [\w’']{{1,20}}){{0,4}}? on (?:{'|'.join(WEEKDAYS)})\b",
    re.I,
)
"""When somebody spoke is not when what they spoke of is."""
_SMALL = {
    word: value
    for value, word in enumerate(
        "zero - two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "dozen": 12,
}
_SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "m": 1e6, "bn": 1e9, "k": 1e3}
_HEDGES = frozenset(
    "about around almost nearly roughly some approximately estimated over under least most up more less".split()
)
_SEASONS = ("spring", "summer", "autumn", "winter")
_NEGATORS = frozenset(
    "not no never none nobody nothing neither nor without cannot refused denied denies failed unlikely".split()
)
_YEAR = range(1200, 2200)


@dataclass(frozen=True, slots=True)
class _Number:
    """A value with what is counted; ``hedged`` when the text says about."""

    value: float
    unit: str
    hedged: bool


@dataclass(frozen=True, slots=True)
class _Facts:
    """What a text can be held against another with."""

    subject: frozenset[str]
    numbers: tuple[_Number, ...]
    dates: dict[str, frozenset[str]]
    denied: frozenset[str]


def asks_for_now(question: str) -> bool:
    """Does the question ask for how it is now ("latest", "as of")?"""
    return _NOW.search(question[:LONGEST]) is not None


def settle(question: str, answer: Answer, further: Sequence[Citation] = ()) -> Answer:
    """The answer with what its sources differ in, and the newest source first when it asks for now.

    ``further`` come behind the answer's quotes; one that differs from the first takes the last one's place.
    """
    quotes = answer.quotes
    if len(quotes) < 2 or not answer.answered:
        return answer
    facts = [_facts(cited.text) for cited in quotes]
    if asks_for_now(question):
        order = _newest_first(quotes, facts)
        quotes, facts = tuple(quotes[n] for n in order), [facts[n] for n in order]
    asked = frozenset(content_stems(question))
    for second in range(1, len(quotes)):
        if quotes[second].article_id == quotes[0].article_id:
            continue
        if kind := _differ(facts[0], facts[second], asked, question):
            return replace(answer, quotes=quotes, disagreement=Disagreement(kind, second))
    for other in further:
        if other.article_id == quotes[0].article_id:
            continue
        if kind := _differ(facts[0], _facts(other.text), asked, question):
            first, kept = quotes[0], quotes[1:2]
            if asks_for_now(question) and (other.published or "") > (first.published or ""):
                first, other = other, first
            shown = (first, *kept, other)
            return replace(answer, quotes=shown, disagreement=Disagreement(kind, len(shown) - 1))
    return replace(answer, quotes=quotes)


def differ(first: str, second: str, question: str) -> str | None:
    """What two texts differ in as answers to a question: ``numbers``, ``dates`` or ``negation``; None: in nothing seen."""
    return _differ(_facts(first), _facts(second), frozenset(content_stems(question)), question)


def _newest_first(quotes: Sequence[Citation], facts: Sequence[_Facts]) -> list[int]:
    """The places of those that speak of the same as the best one by their date, then the others as they were."""
    same = [n for n in range(len(quotes)) if not n or _overlap(facts[0].subject, facts[n].subject) >= _SHARED]
    first = sorted(same, key=lambda n: quotes[n].published or "", reverse=True)
    return first + [n for n in range(len(quotes)) if n not in same]


def _differ(a: _Facts, b: _Facts, asked: frozenset[str], question: str) -> str | None:
    overlap = _overlap(a.subject, b.subject)
    if overlap < _SHARED or len(a.subject & b.subject) < _LEAST:
        return None
    if asked and not (asked & a.subject & b.subject):
        return None
    if _numbers_differ(a.numbers, b.numbers):
        return "numbers"
    if _dates_differ(a.dates, b.dates):
        return "dates"
    shared = a.subject & b.subject
    if (
        overlap >= _SHARED_NEGATED
        and bool(a.denied & shared) != bool(b.denied & shared)
        and not (a.denied and b.denied)
    ):
        return "negation"
    return None


def _overlap(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / max(1, min(len(a), len(b)))


def _numbers_differ(a: Sequence[_Number], b: Sequence[_Number]) -> bool:
    for unit in dict.fromkeys(n.unit for n in a):
        ours, theirs = [n for n in a if n.unit == unit], [n for n in b if n.unit == unit]
        if theirs and not any(_agree(x, y) for x in ours for y in theirs):
            return True
    return False


def _agree(x: _Number, y: _Number) -> bool:
    if x.value == y.value:
        return True
    larger = max(abs(x.value), abs(y.value))
    return (x.hedged or y.hedged) and abs(x.value - y.value) <= _NEAR * larger


def _dates_differ(a: dict[str, frozenset[str]], b: dict[str, frozenset[str]]) -> bool:
    """In some measure of time that both name; a finer one that agrees settles it."""
    shared = [measure for measure in a if measure in b]
    return any(not a[measure] & b[measure] for measure in shared)


def _facts(text: str) -> _Facts:
    plain = _SPOKEN.sub(" ", fold(text[:LONGEST]))
    tokens = [match[0] for match in _TOKEN.finditer(plain)]
    used: set[int] = set()
    dates = _dates(tokens, used)
    numbers = tuple(_numbers(tokens, used))
    rest = [token for n, token in enumerate(tokens) if n not in used and not token[0].isdigit()]
    denied = frozenset(_denied(rest))
    subject = frozenset(
        stem
        for token in rest
        if token not in _NEGATORS and token not in _HEDGES
        for stem in content_stems(token)
    )
    return _Facts(subject, numbers, dates, denied)


def _dates(tokens: Sequence[str], used: set[int]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for n, token in enumerate(tokens):
        near = tokens[n - 1] if n else "", tokens[n + 1] if n + 1 < len(tokens) else ""
        if token in MONTHS and _is_month(token, *near):
            found.setdefault("month", set()).add(token)
            used.add(n)
            for at, day in ((n - 1, near[0]), (n + 1, near[1])):
                if day.isdigit() and int(day) <= 31:
                    found.setdefault("day", set()).add(f"{int(day)} {token}")
                    used.add(at)
        elif token in WEEKDAYS:
            found.setdefault("weekday", set()).add(token)
            used.add(n)
        elif token in _SEASONS:
            found.setdefault("season", set()).add(token)
            used.add(n)
        elif ":" in token and token.replace(":", "").isdigit():
            found.setdefault("hour", set()).add(token)
            used.add(n)
        elif token.isdigit() and int(token) in _YEAR and len(token) == 4 and not _counted(tokens, n):
            found.setdefault("year", set()).add(token)
            used.add(n)
    return {measure: frozenset(values) for measure, values in found.items()}


def _is_month(word: str, before: str, after: str) -> bool:
    """May is a month only beside a day, or after in, by, of, since, on."""
    if word != MONTHS[4]:
        return True
    return before in ("in", "by", "of", "since", "on") or before[:1].isdigit() or after[:1].isdigit()


def _counted(tokens: Sequence[str], n: int) -> bool:
    """A bare 1,987 people has its comma; a year comes after in, since, of, by or a month, or ends the clause."""
    before = tokens[n - 1] if n else ""
    return before not in (
        "in",
        "since",
        "of",
        "by",
        "until",
        "from",
        "before",
        "after",
        "year",
        "and",
        "to",
        *MONTHS,
    )


def _numbers(tokens: Sequence[str], used: set[int]) -> Iterable[_Number]:
    n = 0
    while n < len(tokens):
        value = _value(tokens[n]) if n not in used else None
        if value is None:
            n += 1
            continue
        first = n
        unit = "$" if tokens[n][0] in "$£€" else "%" if tokens[n].endswith("%") else ""
        used.add(n)
        n += 1
        while n < len(tokens) and n not in used:
            if tokens[n] in _SCALES:
                value *= _SCALES[tokens[n]]
            elif (
                (more := _SMALL.get(tokens[n])) is not None and 0 < more < 10 and value in range(20, 100, 10)
            ):
                value += more  # twenty three
            else:
                break
            used.add(n)
            n += 1
        if not unit:
            unit = _unit(tokens[n : n + _REACH])
        if unit:
            hedged = any(word in _HEDGES for word in tokens[max(0, first - 3) : first])
            yield _Number(value, unit, hedged)


def _unit(after: Sequence[str]) -> str:
    """What is counted: the next word that carries meaning."""
    for word in after:
        if word == "percent" or word == "%":
            return "%"
        if word[0].isdigit():
            return ""
        for stem in stems(word):
            if is_content(stem):
                return stem
    return ""


def _value(token: str) -> float | None:
    bare = token.lstrip("$£€").rstrip("%")
    if bare[:1].isdigit():
        if ":" in bare:
            return None
        try:
            return float(bare.replace(",", ""))
        except ValueError:
            return None
    return float(_SMALL[token]) if token in _SMALL else None


def _denied(tokens: Sequence[str]) -> Iterable[str]:
    """The stems right after a word that denies."""
    for n, token in enumerate(tokens):
        if token in _NEGATORS or token.endswith(("n't", "n’t")):
            for word in tokens[n + 1 : n + 1 + _REACH]:
                yield from (stem for stem in content_stems(word))
