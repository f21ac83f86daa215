"""How much of the right text an extractor finds, in runs of four words.

The measure of article-extraction-benchmark (Scrapinghub, 2020): precision and recall of four-word runs, averaged over
pages, F1 of the two means.
"""

from __future__ import annotations

import gzip
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from index.errors import ReadingError
from index.evaluation.datasets import fold_of
from index.model import ParagraphKind
from index.quotes.marks import find_marked
from index.reading.extracted import assemble
from index.reading.html.words import key

RUN = 4
"""Words, as in article-extraction-benchmark."""
KEPT_OUT, FOLDS = 0, 3
"""Pages of this fold, by their names, were not looked at while the reading was made."""
_WORD = re.compile(r"\w+")
_THIN = 0.25
"""What holds a smaller share of the page's words counts as thin."""
_LEAST_QUOTED = 4
"""Words of a quotation that is looked for."""

Read = Callable[[bytes, str, str | None], str]
"""A page's bytes, name and address to the text of its article, empty when there is none."""


@dataclass(frozen=True, slots=True)
class PageTruth:
    """A page and the text that people copied out of it."""

    name: str
    file: Path
    text: str
    url: str | None


@dataclass(frozen=True, slots=True)
class ShingleScore:
    """One reader on one set of pages; ``quoted`` is the share of the truth's quotations that stand in its text."""

    reader: str
    pages: str
    count: int
    f1: float
    precision: float
    recall: float
    empty: int
    thin: int
    quoted: float
    cpu_seconds: float

    def to_json(self) -> dict[str, object]:
        """Plain values."""
        return asdict(self)


def truth_in(folder: Path) -> list[PageTruth]:
    """The pages that a folder's ``truth.json`` ({name: {"articleBody", "url"}}) names; [] without one."""
    for below in (folder, folder / "pages", folder / "reading" / "pages"):
        if (below / "truth.json").is_file():
            found = json.loads((below / "truth.json").read_text("utf-8"))
            return [
                PageTruth(name, file, str(page["articleBody"]), page.get("url"))
                for name, page in sorted(found.items())
                if (file := _file(below, name)) is not None
            ]
    return []


def _file(folder: Path, name: str) -> Path | None:
    return next((f for end in (".html.gz", ".html") if (f := folder / f"{name}{end}").is_file()), None)


def measure(pages: Sequence[PageTruth], readers: Mapping[str, Read]) -> list[ShingleScore]:
    """Every reader on all pages, and on those of the fold that was kept out."""
    texts: dict[str, dict[str, str]] = {name: {} for name in readers}
    spent: dict[str, dict[str, float]] = {name: {} for name in readers}
    for page in pages:
        raw = page.file.read_bytes()
        raw = gzip.decompress(raw) if page.file.suffix == ".gz" else raw
        for name, read in readers.items():
            begun = time.process_time()
            texts[name][page.name] = read(raw, page.name, page.url)
            spent[name][page.name] = time.process_time() - begun
    kept = [page for page in pages if fold_of(page.name, FOLDS) == KEPT_OUT]
    return [
        _score(name, which, some, texts[name], sum(spent[name][p.name] for p in some))
        for which, some in (("all", list(pages)), ("kept out", kept))
        for name in readers
    ]


def _score(
    reader: str, which: str, pages: Sequence[PageTruth], texts: Mapping[str, str], seconds: float
) -> ShingleScore:
    rows = [_shares(_runs(page.text), _runs(texts[page.name])) for page in pages]
    precisions = [right / (right + wrong) for right, wrong, _ in rows if right + wrong]
    recalls = [
        1.0 if wrong == missed == 0 else right / (right + missed)
        for right, wrong, missed in rows
        if right + missed
    ]
    precision, recall = (sum(v) / max(1, len(v)) for v in (precisions, recalls))
    quoted = [key(words) in key(texts[page.name]) for page in pages for words in _quotations(page.text)]
    return ShingleScore(
        reader=reader,
        pages=which,
        count=len(pages),
        f1=2 * precision * recall / (precision + recall) if precision + recall else 0.0,
        precision=precision,
        recall=recall,
        empty=sum(not texts[page.name].strip() for page in pages),
        thin=sum(len(texts[page.name].split()) < _THIN * len(page.text.split()) for page in pages),
        quoted=sum(quoted) / max(1, len(quoted)),
        cpu_seconds=seconds,
    )


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = _WORD.findall(text)
    return (
        Counter(tuple(words[i : i + RUN]) for i in range(max(1, len(words) - RUN + 1)))
        if words
        else Counter()
    )


def _shares(true: Counter[tuple[str, ...]], found: Counter[tuple[str, ...]]) -> tuple[float, float, float]:
    """Right, wrong and missed runs, as shares of all of them."""
    right, wrong, missed = ((a).total() for a in (true & found, found - true, true - found))
    total = right + wrong + missed
    return (right / total, wrong / total, missed / total) if total else (0.0, 0.0, 0.0)


def _quotations(text: str) -> list[str]:
    """What stands between marks in a text, four words or more."""
    found = []
    for line in text.splitlines():
        found += [line[m.start : m.end] for m in find_marked(line, 0, len(line))]
    return [words for words in found if len(words.split()) >= _LEAST_QUOTED]


def by_whosaid(raw: bytes, name: str, url: str | None) -> str:
    """What this program reads: all paragraphs but boilerplate."""
    from index.reading.html.page import read_page

    try:
        article = assemble(read_page(raw, name, None, url), name, "")
    except ReadingError:
        return ""
    return "\n".join(
        article.cut(p.start, p.end) for p in article.paragraphs if p.kind is not ParagraphKind.BOILERPLATE
    )


def by_trafilatura(raw: bytes, name: str, url: str | None) -> str:
    """trafilatura with its metadata, for this program asks for that as well."""
    import trafilatura

    found = trafilatura.bare_extraction(
        raw.decode("utf-8", "replace"), url=url, include_comments=False, with_metadata=True
    )
    return str(getattr(found, "text", None) or "")


def by_readability(raw: bytes, name: str, url: str | None) -> str:
    """readability-lxml's summary."""
    import lxml.html
    from readability import Document
    from readability.readability import Unparseable

    try:
        summary = Document(raw.decode("utf-8", "replace")).summary()
        return str(lxml.html.document_fromstring(summary).text_content()) if summary.strip() else ""
    except (Unparseable, lxml.etree.LxmlError, ValueError):
        return ""


READERS: Mapping[str, Read] = {
    "whosaid": by_whosaid,
    "trafilatura": by_trafilatura,
    "readability-lxml": by_readability,
}
