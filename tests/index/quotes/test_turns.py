"""What stands in a turn is said by its speaker."""

from __future__ import annotations

from index.model import Article, Paragraph, ParagraphKind, QuoteKind
from index.quotes.extract import extract_quotes
from index.quotes.turns import MAX_ROW
from index.text.turns import label_above, label_of, words_from


def transcript(*turns: tuple[str, str | None]) -> Article:
    text, paragraphs = "Meeting\n", []
    for number, (line, speaker) in enumerate(turns):
        paragraphs.append(Paragraph(number, len(text), len(text) + len(line), ParagraphKind.TEXT, speaker))
        text += f"{line}\n"
    return Article("m.txt", text, 0, 7, tuple(paragraphs), "")


def test_a_turn_is_a_direct_row_of_its_speaker_without_the_label() -> None:
    article = transcript(("ADA MOOR: We open at nine.", "Ada Moor"), ("(Applause)", None))
    (row,) = extract_quotes(article, None)
    assert (row.kind, row.text, row.speaker, row.speaker_text) == (
        QuoteKind.DIRECT,
        "We open at nine.",
        "Ada Moor",
        "ADA MOOR",
    )


def test_marks_around_a_whole_turn_are_left_out() -> None:
    (row,) = extract_quotes(transcript(("“We open at nine.”", "Ada Moor")), None)
    assert (row.text, row.speaker_text) == ("We open at nine.", None)


def test_words_in_marks_inside_a_turn_are_rows_of_their_own() -> None:
    article = transcript(("Ada Moor: The crew told us “we sail at noon today” and left.", "Ada Moor"))
    assert [row.text for row in extract_quotes(article, None)] == [
        "The crew told us “we sail at noon today” and left.",
        "we sail at noon today",
    ]


def test_a_long_turn_is_several_rows_of_one_utterance() -> None:
    article = transcript(("Ada Moor: " + "The harbour is open to everybody again. " * 40, "Ada Moor"))
    rows = extract_quotes(article, None)
    assert len(rows) > 2
    assert all(len(row.text) <= MAX_ROW for row in rows)
    assert len({row.utterance for row in rows}) == 1


def test_labels() -> None:
    told = {
        "(12:15) Ada Moor: Yes.": "Ada Moor",
        "[00:00:03] Ada Moor: Yes.": "Ada Moor",
        "THE CHAIR: Order.": "THE CHAIR",
        "MS. MOOR: Yes.": "MS. MOOR",
        "Ada Moor (chair): Yes.": "Ada Moor",
        "Q. When was that?": "Q",
        "[12:15] quiet_fox: lol": "quiet_fox",
        "<quiet_fox> lol": "quiet_fox",
        "Moor | It is in the post.": "Moor",
    }
    for line, name in told.items():
        label = label_of(line)
        assert label is not None, line
        assert label.name == name
        assert line[words_from(line, 0, len(line), name) :] == line[label.length :]
    assert label_of("the vote was close: nine to eight.") is None
    assert label_of("She left. Then: silence.") is None


def test_labels_above() -> None:
    for line in ("Ada Moor  0:03", "[11/05/2024 12:15] quiet_fox", "ADA MOOR:", "Ada — Today at 12:15"):
        assert label_above(line) is not None, line
    assert (
        label_above("The meeting began at 12:15 and it went on until late in the evening of that day") is None
    )
