"""``check_quotes`` on drafts with planted faults: 40 drafts, and 20 more in other shapes. Run ``python -m tests.drafts``."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from index.checking import Quotation
from index.library import Library
from index.model import Verdict, VerdictKind
from index.opening import open_library
from index.reading.sources import read_sources
from index.reading.text import read_text

HERE = Path(__file__).parent
TRUE = "="
SETS = ("drafts.txt", "more.txt")
FAULTS = ("alter", "torn", "wrong", "invent")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a draft with its one quotation; ``kind`` is ``TRUE`` or one of ``FAULTS``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Judged:
    """What was planted and what was found; a quotation that was not even seen has no verdict."""

    draft: int
    line: Line
    verdict: Verdict | None

    @property
    def doubted(self) -> bool:
        """Whether an assistant is told to mend it."""
        v = self.verdict
        return v is not None and (
            v.verdict is not VerdictKind.EXACT or v.speaker_matches is False or v.context is not None
        )

    @property
    def right(self) -> bool:
        return self.doubted is (self.line.kind != TRUE)


def drafts(file: str) -> Iterator[list[Line]]:
    """The drafts of a file, in order."""
    for block in (HERE / file).read_text("utf-8").split("\n== ")[1:]:
        rows = [row.partition(" ") for row in block.splitlines()[1:] if row.strip()]
        yield [Line(kind, text) for kind, _, text in rows]


def judged(library: Library, file: str) -> Iterator[Judged]:
    """Every line of every draft of a file, as ``check_quotes`` judges it."""
    for number, lines in enumerate(drafts(file), 1):
        text = "\n\n".join(line.text for line in lines)
        (found,) = library.quotations([read_text(text.encode(), "draft")])
        verdicts = library.who_said([q.text for q in found], speakers=[q.speaker for q in found])
        at = 0
        for line in lines:
            start = text.index(line.text, at)
            at = start + len(line.text)
            inside = [v for q, v in zip(found, verdicts, strict=True) if _within(q, start, at)]
            yield Judged(number, line, _worst(inside))


def _within(found: Quotation, start: int, end: int) -> bool:
    return start <= found.start and found.end <= end


def _worst(found: list[Verdict]) -> Verdict | None:
    doubtful = [
        v
        for v in found
        if v.verdict is not VerdictKind.EXACT or v.speaker_matches is False or v.context is not None
    ]
    return next(iter(doubtful or found), None)


def main() -> None:
    """Print what was missed and the two rates, for each file."""
    with tempfile.TemporaryDirectory() as folder:
        library = open_library(Path(folder))
        library.reindex(read_sources([HERE / "articles"]).articles)
        for file in SETS:
            report(file, list(judged(library, file)))
        library.close()


def report(file: str, results: list[Judged]) -> None:
    """What was missed, by kind, and the rates."""
    print(f"== {file}")
    for result in results:
        if not result.right:
            v = result.verdict
            told = (
                "not seen"
                if v is None
                else (v.verdict.value, v.speaker_asked, v.speaker, v.context and v.context.kind.value)
            )
            print(f"draft {result.draft}: {result.line.kind} {result.line.text}\n    {told}")
    planted, good = (
        Counter(r.line.kind for r in results if (r.line.kind != TRUE) is fault) for fault in (True, False)
    )
    found = Counter(r.line.kind for r in results if r.line.kind != TRUE and r.doubted)
    for kind in FAULTS:
        print(f"{kind}: {found[kind]} of {planted[kind]}")
    false = sum(r.doubted for r in results if r.line.kind == TRUE)
    print(f"found {found.total()} of {planted.total()} ({found.total() / planted.total():.3f})")
    print(f"false {false} of {good.total()} ({false / good.total():.3f})")


if __name__ == "__main__":
    main()
