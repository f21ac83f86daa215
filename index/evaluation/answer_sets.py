"""The question sets that a data folder holds, and which third of their articles is locked."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from index.evaluation.datasets import (
    Question,
    QuestionSet,
    is_kept_out,
    load_chains,
    load_chat,
    load_conversations,
    load_gold,
    load_squad,
    locked,
)
from index.model import Article
from index.text.sentences import split_sentences

OFF_TOPIC = 10
"""Questions about another article that are asked of each article."""
WIKIPEDIA = 30
"""Questions of each SQuAD article that are asked, and as many that it does not answer: drawn with a fixed seed, so that
everything is asked within minutes."""
_LEAD, _OPENING = 80, 25
"""Characters of a paragraph that is no byline, and of the beginning of one of its sentences that a gist has to show."""
STORED = "stored"
"""The kind of questions about an article as such."""


@dataclass(frozen=True, slots=True)
class AnswerSet:
    """Question sets under one name. ``library``: they are asked of all their articles together as well;
    ``locked`` names the articles that nothing was fitted to; ``chained``: each question follows the one before."""

    name: str
    members: tuple[QuestionSet, ...]
    locked: frozenset[str]
    library: bool = False
    chained: bool = False

    @property
    def shelf(self) -> str:
        """The shelf that its articles stand on while they are asked."""
        return self.name.lower().replace(" ", "-")


def answer_sets(data: Path) -> list[AnswerSet]:
    """Every set that ``data`` holds. SQuAD's are the articles that the reader never learned from."""
    found: list[AnswerSet] = []
    if (data / "questions").is_dir():
        chat, chains = load_chat(data / "questions"), load_chains(data / "questions")
        back = _locked(chat) | _locked(chains)  # they stand on the same articles
        about = tuple(_about(member.article) for member in chat)
        found.append(AnswerSet("chat", tuple(chat), back, library=True))
        found.append(AnswerSet("about the article", about, back))
        found.append(AnswerSet("follow-ups", tuple(chains), back, chained=True))
    for name in ("dawn", "seed"):
        if (data / name).is_dir():
            gold = load_gold(data / name)
            found.append(AnswerSet(name, tuple(gold), _locked(gold), library=name == "dawn"))
    if (file := data / "squad" / "dev_articles.json").is_file():
        unseen = tuple(_drawn(s) for s in load_squad(file) if is_kept_out(s.article.name))
        found.append(AnswerSet("squad unseen", unseen, _locked(unseen)))
    asked = [s for s in found if not s.chained and not s.name.startswith("about")]
    found = [_with_strangers(s, asked) if s in asked else s for s in found]
    if (file := data / "qa" / "abg_coqa.jsonl.gz").is_file():
        cnn = load_conversations(file, "cnn")
        found.append(AnswerSet("CNN follow-ups", tuple(cnn), _locked(cnn)))
    return found


def _locked(members: Sequence[QuestionSet]) -> frozenset[str]:
    return locked(member.article.name for member in members)


def _drawn(member: QuestionSet) -> QuestionSet:
    """WIKIPEDIA answerable questions and as many others of an article."""
    rng = random.Random(member.article.name)  # noqa: S311
    kinds = [q for q in member.questions if q.answers], [q for q in member.questions if not q.answers]
    drawn = [q for pool in kinds for q in rng.sample(pool, min(WIKIPEDIA, len(pool)))]
    return QuestionSet(member.article, tuple(drawn))


def _with_strangers(chosen: AnswerSet, sets: Sequence[AnswerSet]) -> AnswerSet:
    """With questions about the articles of other sets added: none of its own articles answers them."""
    pool = [q for s in sets if s.name != chosen.name for m in s.members for q in m.questions if q.answers]
    members = []
    for member in chosen.members:
        drawn = random.Random(member.article.name).sample(pool, min(OFF_TOPIC, len(pool)))  # noqa: S311
        off = tuple(Question(q.text, (), kind="off-topic") for q in drawn)
        members.append(QuestionSet(member.article, (*member.questions, *off)))
    return replace(chosen, members=tuple(members))


def _about(article: Article) -> QuestionSet:
    """Questions about an article as such, as far as its answers are known without reading it."""
    prose = [p for p in article.paragraphs if p.kind.is_prose]
    lead = next((p for p in prose if p.end - p.start > _LEAD), prose[0] if prose else None)
    sentences = split_sentences(article.text, lead.start, lead.end) if lead else []
    opening = tuple(article.cut(a, min(b, a + _OPENING)) for a, b in sentences) or (article.title,)
    known = [
        ("whats the headline", (article.title,)),
        ("what is this about", opening),
        ("tldr", opening),
        ("summarise this article", opening),
        ("who wrote this", (article.author or "",)),
        ("when was this published", (article.published or "",)),
        ("what site is this from", (article.publisher or "",)),
    ]
    return QuestionSet(
        article, tuple(Question(text, values, kind=STORED) for text, values in known if all(values))
    )
