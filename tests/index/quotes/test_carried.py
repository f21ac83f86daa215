"""A quotation that names nobody: who spoke before, when the page shows that they go on, else nobody."""

from __future__ import annotations

import pytest

from index.quotes.extract import quotes_of
from tests.index.quotes.articles import article, tagged_as

FIRST = "We have waited long enough for it"
SECOND = "Now it is up to the crews to sail"


def speaker_of_second(*lines: str, others: tuple[str, ...] = ()) -> tuple[str | None, float]:
    a = article("Ferry to sail", *lines)
    rows = quotes_of(a, tagged_as(a, content=[FIRST, SECOND], source=["Ada Moor", *others], cue=["said"]))
    second = next(q for q in rows if SECOND in q.text)
    return second.speaker, second.speaker_confidence


def test_in_one_paragraph_they_go_on() -> None:
    assert speaker_of_second(f"“{FIRST},” said Ada Moor. “{SECOND}.”")[0] == "Ada Moor"


def test_a_quotation_that_opens_the_next_paragraph_goes_on() -> None:
    assert speaker_of_second(f"“{FIRST},” said Ada Moor.", f"“{SECOND}.”")[0] == "Ada Moor"


def test_after_other_words_it_is_nobodys() -> None:
    name, confidence = speaker_of_second(f"Ada Moor said “{FIRST}”.", f"On a wall stood “{SECOND}”.")
    assert name is None
    assert confidence < 0.5


def test_a_turn_told_in_marks_is_its_labels() -> None:
    assert speaker_of_second(f"“{FIRST},” said Ada Moor.", f"“REED: {SECOND}.”")[0] == "REED"


def test_the_name_of_a_picture_is_no_label() -> None:
    assert speaker_of_second(f"“{FIRST},” said Ada Moor. “VIDEO: {SECOND}.”")[0] == "Ada Moor"


def test_who_says_it_is_no_report_of_whom_it_is_according_to() -> None:
    line = f"“{FIRST},” Ada Moor said, according to the Lindow Post. “{SECOND}.”"
    a = article("Ferry to sail", line)
    tagged = tagged_as(
        a,
        content=[FIRST, "Ada Moor said", SECOND],
        source=["the Lindow Post"],
        cue=["according to"],
    )
    assert [(q.text.rstrip(",."), q.speaker) for q in quotes_of(a, tagged)] == [
        (FIRST, "Ada Moor"),
        (SECOND, "Ada Moor"),
    ]


def test_what_is_told_about_somebody_leads_to_their_words() -> None:
    lines = (f"“{FIRST},” said Ada Moor.", f"At noon she came back to the quay. “{SECOND}.”")
    assert speaker_of_second(*lines)[0] == "Ada Moor"


def test_the_next_sentence_is_about_somebody_else() -> None:
    lines = (f"“{FIRST},” said Ada Moor.", f"“{SECOND}.” Jonas Reed runs the bakery at the quay.")
    assert speaker_of_second(*lines, others=("Jonas Reed",))[0] == "Ada Moor"


def test_a_signed_quotation_is_over() -> None:
    lines = (f"“{FIRST}.” — Ada Moor", f"“{SECOND}.” Nothing more was said.")
    assert speaker_of_second(*lines)[0] is None


def test_a_name_in_a_line_of_its_own_signs_what_stands_above() -> None:
    lines = (f"Oskar Berg said: “{FIRST}.”", f"“{SECOND}.”", "- Ada Moor.", "The council took a vote.")
    assert speaker_of_second(*lines, others=("Oskar Berg",))[0] == "Ada Moor"


def test_a_line_above_tells_whose_message_it_is() -> None:
    lines = (f"“{FIRST},” Ada Moor said.", "A message from Oskar Berg, harbour master.", f"“{SECOND}.”")
    assert speaker_of_second(*lines)[0] == "Oskar Berg"


def test_words_too_long_for_a_name_are_nobodys_and_kept_with_no_quotation() -> None:
    for who in (f"Ada Moor{'moor' * 200}", " ".join(["the old deputy of the far"] * 40) + " minister"):
        a = article("Ferry to sail", f"“{FIRST},” said {who}. “{SECOND}.”")
        rows = quotes_of(a, tagged_as(a, content=[FIRST, SECOND], source=[who], cue=["said"]))
        assert len(rows) == 2
        for row in rows:
            assert (row.speaker, row.speaker_text) == (None, None)


def test_a_giant_word_names_nobody() -> None:
    who = f"Ada M{'o' * 100}r"
    a = article("Ferry to sail", f"“{FIRST},” said {who}.", f"“{SECOND},” she said.")
    rows = quotes_of(a, tagged_as(a, content=[FIRST, SECOND], source=[who, "she"], cue=["said"]))
    assert all(who not in (row.speaker or "") for row in rows if row.speaker_text != who)


def speakers(content: list[str], source: list[str], *lines: str) -> list[str | None]:
    a = article("Ferry to sail", *lines)
    rows = quotes_of(a, tagged_as(a, content=content, source=source, cue=["said"]))
    return [q.speaker for q in rows if q.text.rstrip(".,") in content]


THIRD = "And nobody will tell us when"


def test_a_quotation_that_no_mark_closes_goes_on_whoever_speaks_next() -> None:
    lines = (f"Ada Moor said: “{FIRST}.", f"“{SECOND}.", f"“{THIRD}.”", "Oskar Berg said nothing.")
    assert speakers([FIRST, SECOND, THIRD], ["Ada Moor", "Oskar Berg"], *lines) == ["Ada Moor"] * 3


def test_its_end_tells_whose_all_of_it_is() -> None:
    lines = ("Oskar Berg left.", f"“{FIRST}.", f"“{SECOND}.", f"“{THIRD},” said Ada Moor.")
    assert speakers([FIRST, SECOND, THIRD], ["Ada Moor"], *lines) == ["Ada Moor"] * 3


def test_what_is_reported_leads_to_a_quotation_below() -> None:
    reported = "the crews had been called on Sunday"
    lines = (f"Ada Moor said {reported}.", f"“{SECOND}.”")
    assert speakers([reported, SECOND], ["Ada Moor"], *lines)[-1] == "Ada Moor"


def test_whoever_asks_is_not_who_replies() -> None:
    asked = "Is that your own ferry out there"
    line = f"Asked bluntly, “{asked}?” Ada Moor replied."
    a = article("Ferry to sail", line)
    (row,) = quotes_of(a, tagged_as(a, content=[asked], source=["Ada Moor"], cue=["replied"]))
    assert row.speaker is None


def test_nor_is_whoever_spoke_before_the_question() -> None:
    asked = "Is that your own ferry out there"
    line = f"“{FIRST},” Ada Moor said. Asked bluntly, “{asked}?” Oskar Berg replied."
    found = speakers([FIRST, f"{asked}?"], ["Ada Moor", "Oskar Berg"], line)
    assert found == ["Ada Moor", None]


@pytest.mark.parametrize("line", ["- Lower fares for all.", "— No, that is not true.", "- Oslo\n- Bergen"])
def test_lines_of_a_list_sign_nothing(line: str) -> None:
    lines = (f"Ada Moor said: “{FIRST}.”", line, "The council took a vote.")
    assert speakers([FIRST], ["Ada Moor"], *lines) == ["Ada Moor"]
