"""A line of a page is looked for among few others, however many there are."""

from __future__ import annotations

from index.reading.html.words import MOST_ALIKE, Texts, key, words_of

LINES = [f"The keeper of the lower lock wrote down boat number {n} in his book." for n in range(3_000)]


def test_a_line_is_held_against_few_others() -> None:
    texts = Texts([*LINES, "x " * 10])
    for line in (LINES[0], LINES[-1], "The keeper of the lower lock", "Nothing of it stands there."):
        assert len(texts.around(words_of(line))) <= 3 * MOST_ALIKE
        assert len(texts.inside(words_of(line))) <= len(line.split()) * MOST_ALIKE


def test_a_part_and_a_whole_are_found() -> None:
    texts = Texts([*LINES, "“The gulls,” he wrote, “are no trouble.”", "a rainy day"])
    part = "The gulls, he wrote"
    assert any(key(part) in texts.keys[i] for i in texts.around(words_of(part)))
    glued = "Thegulls, he wrote"  # two readings of one page part words differently
    assert any(key(glued) in texts.keys[i] for i in texts.around(words_of(glued)))
    whole = "It was a rainy day in May."
    assert any(texts.keys[i] in key(whole) for i in texts.inside(words_of(whole)))
