"""Who speaks around a quotation."""

from __future__ import annotations

from collections.abc import Sequence

from index.model import QuoteKind, Span
from index.quotes.linking import Attribution
from index.quotes.pieces import Piece
from index.quotes.resolve import Speaker
from index.quotes.surroundings import MOST_BEFORE, MOST_BESIDE, Surroundings

LENGTH = 100
"""Of a paragraph, in characters."""
MOOR, REED = 0, 1


def of(*told: tuple[int, int, int], paragraphs: int = 4, length: int = LENGTH) -> Surroundings:
    """Each quotation by its start, the start of its source and who that is; paragraphs are ``length`` long."""
    attributed = [_said(start, source) for start, source, _ in told]
    speakers = {(at, at + 3): Speaker(f"No. {who}", None, 0.9, who) for _, at, who in told}
    return Surroundings([(n * length, (n + 1) * length - 1) for n in range(paragraphs)], attributed, speakers)


def _said(start: int, source: int) -> Attribution:
    piece = Piece(QuoteKind.DIRECT, start, start + 4, 0, 1, 0, 0.9, goes_on=start == 105)
    return Attribution(piece, (source, source + 3), None, 0, 0.9)


def test_who_spoke_before_and_who_speaks_next() -> None:
    around = of((0, 10, MOOR), (20, 10, MOOR), (105, 110, REED), (310, 320, MOOR))
    assert [around.who(n) for n in range(4)] == [MOOR, MOOR, REED, MOOR]
    first, second, last = around.around(0), around.around(1), around.around(3)
    assert (first.before, first.behind, first.last_end) == ((), (REED, MOOR), 0)
    assert (second.before, second.last_end) == ((), 4)  # the same mention speaks both
    assert (last.before, last.behind, last.last_end) == ((REED, MOOR, MOOR), (), 109)


def test_the_paragraphs_beside_it() -> None:
    around = of((0, 10, MOOR), (20, 10, MOOR), (105, 110, REED), (210, 220, MOOR))
    second, third, last = around.around(1), around.around(2), around.around(3)
    assert (second.rank, second.of, second.begins, second.ends) == (1, 2, 0, 99)
    assert (second.earlier, second.beside) == (frozenset({MOOR}), frozenset({MOOR}))
    assert (second.paragraph_before, second.paragraph_behind) == (frozenset(), frozenset({REED}))
    assert (second.follows, second.followed, second.open_before) == (False, True, False)
    assert (third.paragraph_before, third.earlier) == (frozenset({MOOR}), frozenset())
    assert last.open_before


def test_how_often_somebody_speaks_by_other_sources() -> None:
    around = of((0, 10, MOOR), (20, 10, MOOR), (105, 110, REED), (210, 220, MOOR))
    assert (around.spoken(MOOR, None), around.spoken(MOOR, (10, 13)), around.spoken(REED, (10, 13))) == (
        3,
        1,
        1,
    )
    assert around.has_spoken(MOOR, 3)
    assert not around.has_spoken(MOOR, 1)


def test_of_many_quotations_those_nearby_are_looked_at() -> None:
    many = 10 * MOST_BESIDE
    around = of(*((10 * n, 10 * n + 5, n) for n in range(many)), paragraphs=1, length=10 * many)
    middle = around.around(many // 2)
    assert middle.before == tuple(range(many // 2 - 1, many // 2 - 1 - MOST_BEFORE, -1))
    assert middle.earlier == set(range(many // 2 - MOST_BESIDE, many // 2))
    assert len(middle.beside) <= 2 * MOST_BESIDE


def test_reported_words_without_marks_are_no_quotation_of_the_paragraph() -> None:
    piece = Piece(QuoteKind.INDIRECT, 0, 4, 0, 1, 0, 0.9)
    told: Sequence[Attribution] = [Attribution(piece, (10, 13), None, 0, 0.9), _said(20, 30)]
    speakers: dict[Span, Speaker | None] = {(10, 13): None, (30, 33): Speaker("Moor", None, 0.9, MOOR)}
    found = Surroundings([(0, 99)], told, speakers).around(1)
    assert (found.of, found.rank, found.before, found.last_end) == (1, 0, (), 0)
