"""Turns of transcripts and conversations, in the shapes that people have them in."""

from __future__ import annotations

import pytest

from index.model import Article, ParagraphKind, QuoteKind
from index.quotes.extract import extract_quotes
from index.reading.formats import read_bytes
from index.reading.sandbox.extractor import Extractor
from index.reading.text import read_text
from index.reading.transcripts import fullest
from tests.fuzz.cpu import calls

WORDS = ["Welcome to the meeting of the lamp fund.", "The lens has two cracks in it.", "Who paid for the old one?",
         "My grandfather did."]  # fmt: skip
WHO = ["Ines Calder", "Tom Reed", "Ines Calder", "Tom Reed"]


def said(article: Article) -> list[tuple[str | None, str]]:
    return [(q.speaker, q.text) for q in extract_quotes(article, None) if q.kind is QuoteKind.DIRECT]


@pytest.mark.parametrize(
    "shape",
    [
        "{who}: {words}",
        "{caps}: {words}",
        "[00:0{n}:03] {who}: {words}",
        "({n}:15) {who}: {words}",
        "{who} (0{n}:15): {words}",
        "[11/05/2024 1{n}:15] {who}: {words}",
        "{who}  {n}:03\n{words}\n",
        "{who} — Today at 1{n}:15\n{words}\n",
        "[11-May-24 1{n}:15 PM] {who}\n{words}\n",
        "{caps}:\n{words}\n",
    ],
)
def test_every_shape_gives_each_turn_to_its_speaker(shape: str) -> None:
    lines = [
        shape.format(who=who, caps=who.upper(), words=words, n=n)
        for n, (who, words) in enumerate(zip(WHO, WORDS, strict=True))
    ]
    article = read_text(("Lamp fund\n" + "\n".join(lines)).encode(), "fund.txt")
    assert said(article) == list(zip(WHO, WORDS, strict=True))


def test_a_surname_is_the_person_that_the_text_names_once() -> None:
    text = "Hearing with Ines Calder\nCALDER: We begin.\nMR. REED: The lens has cracks.\nCALDER: Two of them?\nMR. REED: Two."
    assert {speaker for speaker, _ in said(read_text(text.encode(), "a.txt"))} == {"Ines Calder", "Mr. Reed"}


def test_roles_and_asides() -> None:
    text = "Session\nTHE CHAIR: Order.\n(Laughter)\nTHE CHAIR: Order, please.\nMS. CALDER: I am done."
    article = read_text(text.encode(), "a.txt")
    assert [p.speaker for p in article.paragraphs] == ["The Chair", None, "The Chair", "Ms. Calder"]


@pytest.mark.parametrize(
    "text",
    [
        "Recipe\nServes: four people at least.\nTime: one hour.\nNote: it burns.\nTip: use butter.",
        "Lamp lit again\nThe lamp is lit, the keeper said: nobody had missed it.\nUpdate: it is off again.\nIt rains.",
        "Lamp lit again\nLONDON: The lamp went out on Friday, people there said.\nIt was lit again on Monday.\nIt rains.",
        "The table\nAda Moor | 12 | 13\nTom Reed | 8 | 1\nTotals stand below.\nThey are high.\nThey fall.\nThey rise.",
    ],
)
def test_what_only_looks_like_turns_is_nobodys(text: str) -> None:
    assert not any(p.speaker for p in read_text(text.encode(), "a.txt").paragraphs)


def test_broken_lines_of_markdown_are_turns(reader: Extractor) -> None:
    raw = b"# Lamp fund\n\n**Calder:** We begin.  \n**Reed:** The lens has cracks.\n\nCalder: Two?\nReed: Two.\n"
    article = read_bytes(raw, "fund.md", extractor=reader)
    assert [p.speaker for p in article.paragraphs] == ["Calder", "Reed", "Calder", "Reed"]


def test_a_table_of_turns(reader: Extractor) -> None:
    long = "It is in the post, and I will read it aloud when it comes, " * 5
    rows = "".join(
        f"<tr><td><b>{who}</b></td><td>{words}</td></tr>"
        for who, words in zip(["Calder", "Reed"] * 3, [*WORDS, long, "Thank you very much."], strict=True)
    )
    page = f"<html><title>Lamp fund</title><article><h1>Lamp fund</h1><table>{rows}</table></article></html>"
    article = read_bytes(page.encode(), "a.html", extractor=reader)
    assert said(article)[4][0] == "Calder"
    assert {speaker for speaker, _ in said(article)} == {"Calder", "Reed"}


SRT = """1
00:00:01,000 --> 00:00:03,000
Welcome to the meeting
of the lamp fund.

2
00:00:03,200 --> 00:00:05,000
REED: The lens has
<i>two</i> cracks in it.
"""
VTT = """WEBVTT

NOTE made at the mole

00:01.000 --> 00:03.000
<v Ines Calder>Welcome to the meeting

00:03.100 --> 00:04.000 align:start
of the lamp fund.

00:04.100 --> 00:06.000
<v Tom Reed>The lens has two cracks in it.
"""


def test_subtitles_are_joined_and_have_speakers(reader: Extractor) -> None:
    for raw, name, who in ((SRT, "fund.srt", [None, "Reed"]), (VTT, "fund.vtt", WHO[:2])):
        article = read_bytes(raw.encode(), name, extractor=reader)
        assert [article.text[p.start : p.end] for p in article.paragraphs] == WORDS[:2]
        assert [p.speaker for p in article.paragraphs] == who


def test_speech_without_punctuation_is_cut_into_short_rows() -> None:
    text = "Podcast\nHost: " + "so we looked at the lens and it had cracks and I said that we must wait " * 60
    text += "\nGuest: well that is true.\nHost: it is.\nGuest: yes."
    rows = extract_quotes(read_text(text.encode(), "a.txt"), None)
    assert rows
    assert max(len(row.text) for row in rows) <= 500


def test_label_lines_are_not_retrieved() -> None:
    article = read_text(b"Fund\nInes Calder  0:03\nWe begin.\n\nTom Reed  0:09\nYes.", "a.txt")
    assert [p.kind for p in article.paragraphs][::2] == [ParagraphKind.BOILERPLATE] * 2


def test_thousands_of_speakers_cost_in_proportion() -> None:
    def work(count: int) -> int:
        names = [f"{'Ada' if n % 2 else ''} Moor{chr(97 + n % 26) * (n // 26)}".strip() for n in range(count)]
        texts = [f"{name} Lind spoke. Bo {name} spoke." for name in names]
        return calls(lambda: fullest(names, texts))

    work(10)  # fills caches
    assert work(800) < 2.5 * work(400)


def test_a_name_is_made_whole_only_by_one_other() -> None:
    one = fullest(["PRIDDLE", "Jonas Priddle"], [])
    assert one == {"PRIDDLE": "Jonas Priddle", "Jonas Priddle": "Jonas Priddle"}
    spelt = fullest(["PRIDDLE", "JONAS PRIDDLE", "Jonas Priddle", "Mr. Priddle"], [])
    assert (spelt["Mr. Priddle"], spelt["PRIDDLE"]) == ("Jonas Priddle", "Priddle")
    two = fullest(["Priddle", "Jonas Priddle", "Ann Priddle", "Bo Ann Priddle"], [])
    assert (two["Priddle"], two["Ann Priddle"]) == ("Priddle", "Bo Ann Priddle")
    written = ["Jonas Priddle came.", "Jonas Priddle went with Ann Lind and Bo Lind."]
    assert fullest(["PRIDDLE", "LIND"], written) == {"PRIDDLE": "Jonas Priddle", "LIND": "Lind"}
