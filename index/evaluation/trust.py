"""Can the judge be trusted? What nobody said, what is torn out, the shapes of a chat and changed words, by library size."""

from __future__ import annotations

import gzip
import itertools
import json
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from importlib.resources import files
from pathlib import Path

from index.checking.tokens import is_content, split_words
from index.evaluation import excerpts
from index.evaluation.altering import change
from index.evaluation.datasets import fold_of
from index.evaluation.own_claims import LENGTHS, off_topic_claims, own_claims
from index.evaluation.polnear import FOLDS, MEASURED, Polnear, is_measured
from index.evaluation.who_said import Case, CaseSet, load_cases, outcome
from index.library import Library
from index.model import Progress, ProgressCallback, QuoteKind, StoredQuote, Verdict, VerdictKind, View
from index.reading.text import read_text

SMALL, LARGE = 20, 60
MANY = 1_000
"""Articles that excerpts are asked of."""
ASKED = 24
"""Articles whose quotes are asked of libraries without them."""
QUOTES_EACH = 4
LEAST_WORDS, LEAST_CONTENT = 8, 4
MIDDLE, LONG = 12, 25
"""Words from which a claim is of middle length, and long."""
OWN_ROWS = 60
"""Quotes of the library itself that are asked: as they stand, wrapped and changed."""
SEED = 15
SHAPES = (
    "{text} — {name}", "{text} - {name}", "“{text}” – {name}", "> {text}\n— {name}", ">>> {text}\n{name}", "{text} ({name})",
    "[{name}] {text}", "{text} ~ {name}", "{text} | {name}", "{name} → “{text}”", "{name}: {text}", "{name} told the BBC that {text}",
    "{name} complained: “{text}”", "“{text}” lol {name} really said that", "{text} — {name} <:sad:1034567890123456789>",
    "<@1034567890123456789> {name}: {text}", "{text} — {name} https://news.example/page", "<t:1700000000:R> {name} said {text}",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Figure:
    """A share over ``cases``; ``half`` is "tuned" or "locked", ``library`` the number of articles that were asked."""

    what: str
    half: str
    library: int
    cases: int
    share: float

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class _Shelves:
    """Where one half's articles lie; the first ``SMALL`` on a shelf of their own."""

    small: View
    large: View
    names: tuple[str, ...]


def evaluate(data: Path, library: Library, progress: ProgressCallback) -> list[Figure]:
    """All figures that the folder of shared data has cases for; ``library`` is empty at first."""
    figures = list(_torn_out(library))
    if not (data / "polnear").is_dir():
        return figures
    figures += _excerpts(data)
    polnear, rng = Polnear(data / "polnear"), random.Random(SEED)  # noqa: S311 - examples, no secrets
    claims, lengths = _claims(data, polnear), own_claims(polnear, LENGTHS)
    for half, measured in (("tuned", False), ("locked", True)):
        names = [
            n
            for n in polnear.names
            if is_measured(n) is measured and n not in {m.article.name for m in claims}
        ]
        chosen = rng.sample(names, LARGE + ASKED)
        progress(Progress(f"reading {LARGE} articles", int(measured), 2))
        shelves = _shelve(library, half, [polnear.read(n) for n in chosen[:LARGE]])
        figures += _of_others(library, half, shelves, [polnear.read(n) for n in chosen[LARGE:]], rng)
        figures += _of_its_own(library, half, shelves, rng)
        own, more = (
            [m for m in sets if (fold_of(m.article.name, FOLDS) == MEASURED) is measured]
            for sets in (claims, lengths)
        )
        figures += _claimed(library, half, shelves, own, more)
    progress(Progress("done", 2, 2))
    return figures


def _excerpts(data: Path) -> Iterator[Figure]:
    """PolNeAR's articles and those of the Fake News Challenge; nothing is tuned here."""
    polnear = Polnear(data / "polnear")
    articles = [polnear.read(name).article for name in polnear.names]
    bodies = data / "claims" / "fnc_bodies.jsonl.gz"
    if bodies.is_file():
        with gzip.open(bodies, "rt", encoding="utf-8") as lines:
            rows = [json.loads(line) for line in itertools.islice(lines, MANY - len(articles))]
        articles += [read_text(f"News\n{row['body']}".encode(), f"fnc{row['body_id']}.txt") for row in rows]
    found = excerpts.measure(articles)
    yield Figure(
        f"{excerpts.WORDS}-word excerpts that lead to their article",
        "locked",
        found.articles,
        found.cases,
        found.first / found.cases,
    )
    if found.shared:
        yield Figure(
            "told to stand in several articles",
            "locked",
            found.articles,
            found.shared,
            found.several / found.shared,
        )


def _shelve(library: Library, half: str, members: Sequence[CaseSet]) -> _Shelves:
    small, rest = f"{half}-small", f"{half}-rest"
    library.add([m.article for m in members[:SMALL]], small)
    library.add([m.article for m in members[SMALL:]], rest)
    return _Shelves(View((small,)), View((small, rest)), tuple(m.article.name for m in members[:SMALL]))


def _of_others(
    library: Library, half: str, shelves: _Shelves, members: Sequence[CaseSet], rng: random.Random
) -> Iterator[Figure]:
    """Real quotes asked of articles that do not have them."""
    texts: list[str] = []
    for member in members:
        kept = [q.text for q in member.quotes if _says_something(q.text)]
        texts += rng.sample(kept, min(QUOTES_EACH, len(kept)))
    off_topic = off_topic_claims(half)
    for size, view in ((1, None), (SMALL, shelves.small), (LARGE, shelves.large)):
        for title, asked in (("quotes of other articles", texts), ("off-topic claims", off_topic)):
            judged = [
                library.who_said([text], view or View(shelves.small.shelves, rng.choice(shelves.names)))[0]
                for text in asked
            ]
            yield _share(f"{title} told as a paraphrase", half, size, judged, _is(VerdictKind.PARAPHRASE))


def _says_something(text: str) -> bool:
    words = split_words(text)
    return len(words) >= LEAST_WORDS and sum(is_content(w.folded) for w in words) >= LEAST_CONTENT


def _of_its_own(library: Library, half: str, shelves: _Shelves, rng: random.Random) -> Iterator[Figure]:
    """The library's own quotes as they stand, in the shapes of a chat, and changed by rule."""
    rows = [r for r in library.quotes(shelves.large) if _is_plain(r)]
    rows = rng.sample(rows, min(OWN_ROWS, len(rows)))
    pool = [w.folded for r in rows for w in split_words(r.quote.text) if is_content(w.folded)]
    view = shelves.large
    plain = [library.who_said([r.quote.text], view)[0] for r in rows]
    yield _share("exact quotes told as exact", half, LARGE, plain, _is(VerdictKind.EXACT))
    yield _share("honest excerpts told as torn out", half, LARGE, plain, lambda v: v.context is not None)
    wrapped = [
        library.who_said([shape.format(text=r.quote.text, name=r.quote.speaker)], view)[0]
        for r, shape in zip(rows, SHAPES * len(rows), strict=False)
    ]
    yield _share("chat shapes told as exact, of the right speaker", half, LARGE, wrapped,
                 lambda v: v.verdict is VerdictKind.EXACT and v.speaker_matches is True)  # fmt: skip
    changed = [
        library.who_said([" ".join(change([w.folded for w in split_words(r.quote.text)], pool, rng))], view)[
            0
        ]
        for r in rows
    ]
    yield _share("automatic changes told as altered", half, LARGE, changed, _is(VerdictKind.ALTERED))


def _is_plain(row: StoredQuote) -> bool:
    """A whole statement in marks of somebody with a name of two words or more."""
    quote = row.quote
    named = quote.speaker is not None and len(quote.speaker.split()) > 1 and quote.speaker.istitle()
    return (
        quote.kind is QuoteKind.DIRECT and named and _says_something(quote.text) and quote.text[:1].isupper()
    )


def _claims(data: Path, polnear: Polnear) -> list[CaseSet]:
    """Paraphrases and claims that nobody made: of the gold files, and our own."""
    return [*load_cases(data), *own_claims(polnear)]


def _claimed(
    library: Library, half: str, shelves: _Shelves, members: Sequence[CaseSet], lengths: Sequence[CaseSet]
) -> Iterator[Figure]:
    """Each claim in its own article and among others; ``lengths`` only where lengths are told apart."""
    shelf = f"{half}-claims"
    library.add([m.article for m in members], shelf)
    for size in (1, LARGE):

        def judged(sets: Sequence[CaseSet], size: int = size) -> list[tuple[Case, Verdict]]:
            return [
                (case, library.who_said([case.text], view)[0])
                for m in sets
                for view in [
                    View((shelf,), m.article.name) if size == 1 else View((shelf, *shelves.large.shelves))
                ]
                for case in m.cases
                if case.verdict in (VerdictKind.PARAPHRASE, VerdictKind.NOT_FOUND)
            ]

        found = judged(members)
        count = size if size == 1 else LARGE + len(members)
        said = [v for c, v in found if c.verdict is VerdictKind.PARAPHRASE]
        yield _share("paraphrases recognised", half, count, said, _is(VerdictKind.PARAPHRASE))
        named = [outcome(c, v) for c, v in found if c.verdict is VerdictKind.PARAPHRASE and c.speakers]
        right = sum(o.verdict is VerdictKind.PARAPHRASE and o.speaker for o in named)
        share = right / len(named) if named else float("nan")
        yield Figure("those with a known speaker, of the right one", half, count, len(named), share)
        yield from _by_length(half, count, found, judged(lengths))


def _by_length(
    half: str, count: int, found: Sequence[tuple[Case, Verdict]], more: Sequence[tuple[Case, Verdict]]
) -> Iterator[Figure]:
    """What is never said below and from LONG words, then both kinds in three lengths with ``more`` of the outer two."""
    never = [(len(split_words(c.text)), v) for c, v in found if c.verdict is VerdictKind.NOT_FOUND]
    for title, wanted in ((f"below {LONG} words", False), (f"from {LONG} words", True)):
        judged = [v for words, v in never if (words >= LONG) is wanted]
        yield _share(f"never said, {title}, refused", half, count, judged, _is(VerdictKind.NOT_FOUND))
    bounds = ((0, MIDDLE, "short"), (MIDDLE, LONG, "middle"), (LONG, math.inf, "long"))
    titles = {VerdictKind.PARAPHRASE: "paraphrases recognised", VerdictKind.NOT_FOUND: "never said, refused"}
    for kind, title in titles.items():
        for low, high, length in bounds:
            judged = [
                v for c, v in (*found, *more) if c.verdict is kind and low <= len(split_words(c.text)) < high
            ]
            yield _share(f"{title}: {length}", half, count, judged, _is(kind))


def _torn_out(library: Library) -> Iterator[Figure]:
    """Our own statements, cut out of what denies, doubts or limits them, or honestly."""
    lines = (files("index.evaluation") / "torn_out.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    text = "\n".join(["Statements", *(row["text"] for row in rows)])
    library.add([read_text(text.encode(), "torn-out.txt")], "torn-out")
    judged = [library.who_said([row["asked"]], View(("torn-out",)))[0] for row in rows]
    for half in ("tuned", "locked"):
        mine = [
            (r, v)
            for i, (r, v) in enumerate(zip(rows, judged, strict=True))
            if r.get("half", "locked" if i % FOLDS == MEASURED else "tuned") == half
        ]
        torn = [v for r, v in mine if r["context"]]
        honest = [v for r, v in mine if not r["context"]]
        yield _share("denied, doubted or cut out: told", half, 1, torn, lambda v: v.context is not None)
        yield _share("our honest excerpts told as torn out", half, 1, honest, lambda v: v.context is not None)


def _is(kind: VerdictKind) -> Callable[[Verdict], bool]:
    return lambda verdict: verdict.verdict is kind


def _share(
    what: str, half: str, size: int, judged: Sequence[Verdict], right: Callable[[Verdict], bool]
) -> Figure:
    return Figure(
        what, half, size, len(judged), sum(map(right, judged)) / len(judged) if judged else float("nan")
    )
